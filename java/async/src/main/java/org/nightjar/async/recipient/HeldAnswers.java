package org.nightjar.async.recipient;

import static org.nightjar.async.RefusedException.refuseIf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.Reaction;
import org.nightjar.async.RecentlySeen;
import org.nightjar.async.RefusedException;
import org.nightjar.async.TokenBuckets;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.async.ReleaseHeldHtlc;

/**
 * Answers held_htlc_available, when a payment can arrive: an HTLC that is released to channels that
 * are not usable would only bounce. What waits for that is not stored: whoever holds a payment asks
 * again. All copies for one HTLC have its release path, and those that come together, from a
 * mailbox say, are answered once.
 */
final class HeldAnswers {
  private static final int MAX_ANSWERED = 1000;

  private final Environment environment;
  private final RecipientPolicy.AnswerPolicy policy;
  private final TokenBuckets<Asker> rates;
  private final RecentlySeen<BlindedPath> answered;
  private final Map<Asker, Map<BlindedPath, Waiting>> waiting = new LinkedHashMap<>();

  HeldAnswers(Environment environment, RecipientPolicy.AnswerPolicy policy) {
    this.environment = environment;
    this.policy = policy;
    this.rates = new TokenBuckets<>(policy.perMinute(), Duration.ofMinutes(1));
    this.answered = new RecentlySeen<>(policy.copies(), MAX_ANSWERED);
  }

  private record Waiting(Instant since, Instant notBefore) {
    /** A clock that was set back starts the wait anew. */
    Waiting at(Instant now) {
      return now.isBefore(since) ? new Waiting(now, now) : this;
    }
  }

  List<Reaction> onHeld(PublicKey from, OfferContext context, BlindedPath replyPath, Instant now)
      throws RefusedException {
    Asker asker = new Asker(context.offer(), from);
    refuseIf(!rates.take(asker, now), "too many questions for one offer");
    if (policy.maxJitter().isZero() && isReady(now, now)) {
      refuseIf(answered.again(replyPath, now), "held HTLC that was released just now");
      return List.of(new Reaction(List.of(), release(replyPath)));
    }
    Map<BlindedPath, Waiting> own = waiting.computeIfAbsent(asker, key -> new LinkedHashMap<>());
    refuseIf(
        own.size() >= policy.maxWaiting() && !own.containsKey(replyPath),
        "too many releases wait for channels");
    own.putIfAbsent(replyPath, new Waiting(now, now.plus(jitter())));
    return List.of();
  }

  private Duration jitter() {
    int bound = (int) Math.min(policy.maxJitter().toMillis() + 1, Integer.MAX_VALUE);
    return Duration.ofMillis(environment.random().nextInt(bound));
  }

  /** Whether all channels are usable, or one is and the others were waited for long enough. */
  private boolean isReady(Instant since, Instant now) {
    List<InboundChannel> channels = environment.routes().inbound();
    boolean one = channels.stream().anyMatch(InboundChannel::usable);
    boolean all = channels.stream().allMatch(InboundChannel::usable);
    return one && (all || !now.isBefore(since.plus(policy.patience())));
  }

  /** Sends what waited and need wait no more. */
  List<Reaction> flush(Instant now) {
    List<Effect> effects = new ArrayList<>();
    waiting.values().forEach(own -> effects.addAll(flush(own, now)));
    waiting.values().removeIf(Map::isEmpty);
    return effects.isEmpty() ? List.of() : List.of(new Reaction(List.of(), effects));
  }

  private List<Effect> flush(Map<BlindedPath, Waiting> own, Instant now) {
    List<Effect> effects = new ArrayList<>();
    Iterator<Map.Entry<BlindedPath, Waiting>> entries = own.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<BlindedPath, Waiting> entry = entries.next();
      Waiting wait = entry.getValue().at(now);
      entry.setValue(wait);
      if (!now.isBefore(wait.since().plus(policy.maxWait()))) {
        environment.observer().refused(Recipient.NAME, "release that waited too long");
        entries.remove();
      } else if (!now.isBefore(wait.notBefore()) && isReady(wait.since(), now)) {
        if (!answered.again(entry.getKey(), now)) {
          effects.addAll(release(entry.getKey()));
        }
        entries.remove();
      }
    }
    return effects;
  }

  private List<Effect> release(BlindedPath replyPath) {
    TlvRecord content = ReleaseHeldHtlc.create().content(environment.profile());
    return Outbox.send(environment, replyPath, content, null);
  }

  void forget(Instant now) {
    rates.forget(now);
    answered.forget(now);
  }
}
