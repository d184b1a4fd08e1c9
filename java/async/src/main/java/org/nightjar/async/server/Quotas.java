package org.nightjar.async.server;

import java.time.Duration;
import java.time.Instant;
import org.nightjar.PublicKey;
import org.nightjar.async.TokenBuckets;

/** How much the server still does for each recipient this minute. In memory: a restart fills it. */
final class Quotas {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TokenBuckets<RequestSource> requestsOfPeer;
  private final TokenBuckets<RecipientId> requests;
  private final TokenBuckets<RecipientId> uploads;
  private final TokenBuckets<RecipientId> pathRequests;

  Quotas(ServerPolicy policy) {
    requestsOfPeer = new TokenBuckets<>(policy.requestsPerMinuteOfPeer(), MINUTE);
    requests = new TokenBuckets<>(policy.requestsPerMinute(), MINUTE);
    uploads = new TokenBuckets<>(policy.uploadsPerMinute(), MINUTE);
    pathRequests = new TokenBuckets<>(policy.pathRequestsPerMinute(), MINUTE);
  }

  private record RequestSource(RecipientId recipient, PublicKey peer) {}

  /** The peer's share first: what it has no share for takes nothing from the others. */
  boolean takeRequest(RecipientId recipient, PublicKey peer, Instant now) {
    return requestsOfPeer.take(new RequestSource(recipient, peer), now)
        && requests.take(recipient, now);
  }

  boolean takeUpload(RecipientId recipient, Instant now) {
    return uploads.take(recipient, now);
  }

  boolean takePathRequest(RecipientId recipient, Instant now) {
    return pathRequests.take(recipient, now);
  }

  void forget(Instant now) {
    requestsOfPeer.forget(now);
    requests.forget(now);
    uploads.forget(now);
    pathRequests.forget(now);
  }
}
