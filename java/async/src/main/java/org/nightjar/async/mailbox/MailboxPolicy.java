package org.nightjar.async.mailbox;

import java.time.Duration;
import org.nightjar.async.Backoff;

/**
 * How much a node forwards, and keeps for clients that sleep.
 *
 * @param maxPerClient messages that wait for one client
 * @param maxPerSource how many of them may come from one peer
 * @param lifetime after which a message is of no use
 * @param maxMessageLength bytes of an onion message, its type included, that is kept
 * @param wakes when a client that was woken and did not come is woken again
 * @param handOver how long a client must stay after a message was handed to the transport, until
 *     the message is deleted; a client that goes sooner gets it again
 * @param messagesPerMinute of one peer that are opened
 */
public record MailboxPolicy(
    int maxPerClient,
    int maxPerSource,
    Duration lifetime,
    int maxMessageLength,
    Backoff wakes,
    Duration handOver,
    int messagesPerMinute) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public MailboxPolicy {
    if (maxPerClient < 1
        || maxPerSource < 1
        || lifetime.isZero()
        || lifetime.isNegative()
        || maxMessageLength < 1
        || handOver.isNegative()
        || messagesPerMinute < 1) {
      throw new IllegalArgumentException("a limit is out of range");
    }
  }

  /** 100 messages for a client, half of them from one peer, for 14 days. */
  public static MailboxPolicy defaults() {
    return new MailboxPolicy(
        100,
        50,
        Duration.ofDays(14),
        33_000,
        Backoff.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6)),
        Duration.ofSeconds(10),
        6000);
  }
}
