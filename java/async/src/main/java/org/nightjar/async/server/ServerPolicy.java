package org.nightjar.async.server;

import java.time.Duration;

/**
 * What a server does for a recipient, and how much. All limits are for each recipient alone: none
 * can use up another's.
 *
 * @param slots invoices that are served for a recipient
 * @param maxInvoiceLength bytes of a static invoice
 * @param pathLifetime how long the paths are good that go into an offer, and the path for new
 *     invoices
 * @param requestsPerMinute invoice requests that are answered
 * @param requestsPerMinuteOfPeer the share of them that one peer of the server can use: a flood
 *     costs the others no more than that, so it should be less than a fifth
 * @param uploadsPerMinute static invoices that are looked at
 * @param pathRequestsPerMinute requests for offer paths that are answered
 * @param copies for how long an invoice request that was forwarded is not forwarded again; it is
 *     answered each time
 */
public record ServerPolicy(
    int slots,
    int maxInvoiceLength,
    Duration pathLifetime,
    int requestsPerMinute,
    int requestsPerMinuteOfPeer,
    int uploadsPerMinute,
    int pathRequestsPerMinute,
    Duration copies) {
  private static final int MAX_SLOTS = 1 << 16;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is not positive, or there are more slots than u16
   *     can name
   */
  public ServerPolicy {
    if (slots < 1
        || slots > MAX_SLOTS
        || maxInvoiceLength < 1
        || pathLifetime.isZero()
        || pathLifetime.isNegative()
        || requestsPerMinute < 1
        || requestsPerMinuteOfPeer < 1
        || uploadsPerMinute < 1
        || pathRequestsPerMinute < 1
        || copies.isNegative()) {
      throw new IllegalArgumentException("a limit is out of range");
    }
  }

  /** LDK's slots, sizes and times; a sixth of the requests for one peer. */
  public static ServerPolicy defaults() {
    return new ServerPolicy(
        10, 5 * 1024, Duration.ofDays(365), 120, 20, 30, 30, Duration.ofSeconds(30));
  }
}
