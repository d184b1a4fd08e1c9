package org.nightjar.async.recipient;

import java.time.Duration;
import java.util.List;

/** How a recipient has its offers served, answers, and claims. */
public record RecipientPolicy(OfferPolicy offers, AnswerPolicy answers, ClaimPolicy claims) {
  /** LDK's numbers, where it has them. */
  public static RecipientPolicy defaults() {
    return new RecipientPolicy(
        OfferPolicy.defaults(), AnswerPolicy.defaults(), ClaimPolicy.defaults());
  }

  /**
   * Offers and their static invoices.
   *
   * @param slots offers that are kept served, 1 to 10
   * @param refresh age at which an invoice is made anew, and an offer that nobody has is replaced;
   *     also how long the server's answers may take
   * @param resend when an unanswered message is sent again
   * @param pathRequestsPerMinute requests for offer paths
   * @param minPathLifetime how long the server's paths must be good
   * @param offerLifetime how long an offer is good at the most
   * @param invoiceExpiry of a static invoice, relative
   * @param holdWindow how long after the expiry of its invoice or offer a payment may still arrive,
   *     since it was held
   * @param maxPaymentPaths channels in an invoice
   * @param messagePaths paths for held_htlc_available in an invoice, at least 2
   * @param paymentDummyHops hops to itself behind the peer in a payment path
   * @param minFinalCltvExpiryDelta blocks that a payment must leave when it is sent
   * @param maxHtlcCltv how many blocks ahead an HTLC may expire
   */
  public record OfferPolicy(
      int slots,
      Duration refresh,
      Duration resend,
      int pathRequestsPerMinute,
      Duration minPathLifetime,
      Duration offerLifetime,
      Duration invoiceExpiry,
      Duration holdWindow,
      int maxPaymentPaths,
      int messagePaths,
      int paymentDummyHops,
      int minFinalCltvExpiryDelta,
      int maxHtlcCltv) {
    private static final int MAX_SLOTS = 10;
    private static final int MIN_MESSAGE_PATHS = 2;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public OfferPolicy {
      check(slots >= 1 && slots <= MAX_SLOTS, "slots");
      checkPositive(
          List.of(refresh, resend, minPathLifetime, offerLifetime, invoiceExpiry, holdWindow));
      check(pathRequestsPerMinute >= 1, "requests");
      check(maxPaymentPaths >= 1 && messagePaths >= MIN_MESSAGE_PATHS, "paths");
      check(paymentDummyHops >= 0, "dummy hops");
      check(minFinalCltvExpiryDelta >= 1 && maxHtlcCltv >= minFinalCltvExpiryDelta, "blocks");
    }

    /** LDK's numbers, where it has them. */
    public static OfferPolicy defaults() {
      return new OfferPolicy(
          3,
          Duration.ofHours(2),
          Duration.ofMinutes(1),
          3,
          Duration.ofDays(90),
          Duration.ofDays(365),
          Duration.ofDays(14),
          Duration.ofDays(7),
          3,
          2,
          2,
          80,
          2016);
    }

    /** The same, but for the number of offers. */
    public OfferPolicy withSlots(int count) {
      return new OfferPolicy(
          count,
          refresh,
          resend,
          pathRequestsPerMinute,
          minPathLifetime,
          offerLifetime,
          invoiceExpiry,
          holdWindow,
          maxPaymentPaths,
          messagePaths,
          paymentDummyHops,
          minFinalCltvExpiryDelta,
          maxHtlcCltv);
    }
  }

  /**
   * Answers to payers and to those who hold.
   *
   * @param perMinute for each offer and peer that the questions come from: releases, and as many
   *     invoices
   * @param maxWaiting releases that wait for channels, for each offer and peer too: no flood for
   *     one offer, or through one peer, takes the place of another's
   * @param maxWait how long a release waits for channels; whoever holds a payment asks again
   * @param patience how long a release waits for the last channel when another is usable
   * @param copies for how long what was answered is not answered again: less than it takes until
   *     somebody asks again because the answer was lost
   * @param backlog for how long after a peer became usable invoice requests through it may have
   *     waited for that: their payers have the static invoice
   * @param maxJitter by which releases are delayed at random, to say less about when a device is
   *     online; may be zero
   * @param invoices whether requests that the server forwards are answered with ordinary invoices
   * @param invoiceExpiry of those, relative
   * @param receipts whether a payer gets a signed receipt for a static invoice's payment
   */
  public record AnswerPolicy(
      int perMinute,
      int maxWaiting,
      Duration maxWait,
      Duration patience,
      Duration maxJitter,
      Duration copies,
      Duration backlog,
      boolean invoices,
      Duration invoiceExpiry,
      boolean receipts) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public AnswerPolicy {
      check(perMinute >= 1 && maxWaiting >= 1, "limits");
      for (Duration delay : List.of(patience, maxJitter, copies, backlog)) {
        check(!delay.isNegative(), "delay");
      }
      checkPositive(List.of(maxWait, invoiceExpiry));
    }

    /** No jitter; everything is answered. */
    public static AnswerPolicy defaults() {
      return new AnswerPolicy(
          60,
          20,
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          Duration.ZERO,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          true,
          Duration.ofHours(2),
          true);
    }
  }

  /**
   * Claims.
   *
   * @param cltvMargin blocks that an HTLC must leave when it is claimed; must exceed what a
   *     force-close takes
   * @param mppTimeout how long the first part of a payment waits for the others, at least a minute
   *     (BOLT 4 "Basic Multi-Part Payments")
   */
  public record ClaimPolicy(int cltvMargin, Duration mppTimeout) {
    private static final Duration MIN_MPP_TIMEOUT = Duration.ofMinutes(1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public ClaimPolicy {
      check(cltvMargin >= 1, "margin");
      check(mppTimeout.compareTo(MIN_MPP_TIMEOUT) >= 0, "timeout");
    }

    /** Margin of 36 blocks, timeout of 90 seconds. */
    public static ClaimPolicy defaults() {
      return new ClaimPolicy(36, Duration.ofSeconds(90));
    }
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException(what + " out of range");
    }
  }

  private static void checkPositive(List<Duration> durations) {
    check(durations.stream().noneMatch(d -> d.isZero() || d.isNegative()), "duration");
  }
}
