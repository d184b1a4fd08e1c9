package org.nightjar.async.payer;

import java.time.Duration;
import org.nightjar.ErrorCapability;
import org.nightjar.async.Backoff;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxPut;

/**
 * What a payer may spend, and how long it tries.
 *
 * @param requestCopies of an invoice request sent at once, each with its own reply path; more if
 *     the offer has more paths; 1 .. {@value #MAX_COPIES}
 * @param requestRetry when to ask again
 * @param requestTimeout after which no invoice is awaited any more
 * @param grace to wait for an ordinary invoice after a static one came
 * @param announceRetry when to tell the recipient again that an HTLC is held
 * @param maxWait after which a static invoice is not paid any more, even if it has not expired
 * @param holdBlocks how long an HTLC may be held, 1 .. {@value #MAX_HOLD_BLOCKS}
 * @param marginBlocks that may be mined while an HTLC that is not held travels, 1 .. {@value
 *     #MAX_HOLD_BLOCKS}
 * @param feeBaseMsat what a payment may cost whatever its amount, 0 or more
 * @param feeMillionths what it may cost more, of its amount, 0 .. 1,000,000
 * @param maxParts into which a payment may be split, 1 .. {@value #MAX_PARTS}
 * @param maxFailures of one part on its way, after which the payment fails; in mode A that counts
 *     as a miss unless it is for good; 1 or more
 * @param maxMisses of one part where the recipient's blinded path begins or behind, after which the
 *     payment fails; before, the recipient is asked each time whether it is there; 1 or more
 * @param attemptRetry when to try again after an attempt failed, or if there is no route
 * @param bookOnions that the LSP gets for a held HTLC, that of the HTLC included, 1 .. {@value
 *     OnionBookPut#MAX_ENTRIES}
 * @param outboxMessages that the LSP gets to send while the HTLC is held, 0 .. {@value
 *     OutboxPut#MAX_ENTRIES}
 * @param errorLevel how much of the failures the LSP can read
 * @param trampoline what a trampoline node is offered at first, for itself and its way
 */
public record PayerPolicy(
    int requestCopies,
    Backoff requestRetry,
    Duration requestTimeout,
    Duration grace,
    Backoff announceRetry,
    Duration maxWait,
    int holdBlocks,
    int marginBlocks,
    long feeBaseMsat,
    int feeMillionths,
    int maxParts,
    int maxFailures,
    int maxMisses,
    Backoff attemptRetry,
    int bookOnions,
    int outboxMessages,
    ErrorCapability.Level errorLevel,
    PaymentRelay trampoline) {
  /** The most copies of a message that are sent at once. */
  public static final int MAX_COPIES = 10;

  /** The longest hold, a week. */
  public static final int MAX_HOLD_BLOCKS = 1008;

  /** The farthest expiry of an HTLC that nodes forward (BOLT 4 {@code expiry_too_far}). */
  public static final int MAX_CLTV_BLOCKS = 2016;

  /** The most parts of a payment. */
  public static final int MAX_PARTS = 16;

  private static final Duration BLOCK = Duration.ofMinutes(10);
  private static final int MILLION = 1_000_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public PayerPolicy {
    check(requestCopies, 1, MAX_COPIES, "requestCopies");
    check(requestTimeout.toMillis(), 1, Long.MAX_VALUE, "requestTimeout");
    check(grace.toMillis(), 0, Long.MAX_VALUE, "grace");
    check(maxWait.toMillis(), 1, Long.MAX_VALUE, "maxWait");
    check(holdBlocks, 1, MAX_HOLD_BLOCKS, "holdBlocks");
    check(marginBlocks, 1, MAX_HOLD_BLOCKS, "marginBlocks");
    check(feeBaseMsat, 0, Long.MAX_VALUE, "feeBaseMsat");
    check(feeMillionths, 0, MILLION, "feeMillionths");
    check(maxParts, 1, MAX_PARTS, "maxParts");
    check(maxFailures, 1, Integer.MAX_VALUE, "maxFailures");
    check(maxMisses, 1, Integer.MAX_VALUE, "maxMisses");
    check(bookOnions, 1, OnionBookPut.MAX_ENTRIES, "bookOnions");
    check(outboxMessages, 0, OutboxPut.MAX_ENTRIES, "outboxMessages");
  }

  private static void check(long value, long min, long max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + min + " to " + max);
    }
  }

  /**
   * What protocol.md proposes: a day of hold, a week of waiting, fees of 5 sat and 1 %, three
   * onions, three more questions whether the recipient is there, 16 messages; for a trampoline node
   * 4 sat, 0.4 % and 576 blocks.
   */
  public static PayerPolicy defaults() {
    return new PayerPolicy(
        2,
        Backoff.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8)),
        Duration.ofHours(1),
        Duration.ofSeconds(3),
        Backoff.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1)),
        Duration.ofDays(7),
        144,
        3,
        5_000,
        10_000,
        8,
        3,
        4,
        Backoff.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10)),
        3,
        16,
        ErrorCapability.Level.REMOTE_HOP,
        new PaymentRelay(576, 4_000, 4_000));
  }

  /** How long an HTLC may be held, as blocks come on average. */
  Duration holdWindow() {
    return BLOCK.multipliedBy(holdBlocks);
  }

  /** From the order to the latest answer to its invoice request, which is the receipt. */
  Duration longestPayment() {
    return requestTimeout.plus(maxWait).plus(holdWindow());
  }

  /**
   * The most that a payment may cost beside its amount.
   *
   * @param amountMsat 0 to 21 million bitcoin
   * @return millisatoshi, at most {@link Long#MAX_VALUE}
   */
  long feeLimitMsat(long amountMsat) {
    long proportional =
        amountMsat / MILLION * feeMillionths + amountMsat % MILLION * feeMillionths / MILLION;
    return feeBaseMsat > Long.MAX_VALUE - proportional
        ? Long.MAX_VALUE
        : feeBaseMsat + proportional;
  }
}
