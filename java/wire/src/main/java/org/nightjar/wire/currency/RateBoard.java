package org.nightjar.wire.currency;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.currency.RateAgreement.NoRate;
import org.nightjar.wire.currency.RateAgreement.Rate;
import org.nightjar.wire.currency.RateAgreement.Why;

/**
 * Collects the answers of several oracles about one currency, so that none of them alone, nor
 * whoever carries the messages, can set the rate: each key is pinned beforehand, each answer is
 * signed, fresh, and to our own question, and the median counts. Not for use by two threads at
 * once.
 */
public final class RateBoard {
  /** Oracles that must agree before a payment. */
  public static final int ORACLES_TO_PAY = 3;

  /** Oracles that must agree before an offer is given out. */
  public static final int ORACLES_TO_ISSUE = 2;

  /** How old an answer may be, or how far in the future, in seconds. */
  public static final long MAX_AGE_SECONDS = 120;

  /** How far the answers may lie apart, in percent of the median. */
  public static final int MAX_SPREAD_PERCENT = 3;

  private final Nightjar nightjar;
  private final String currency;
  private final Map<OracleKey, RateRequest> asked = new LinkedHashMap<>();
  private final Map<OracleKey, RateReply> answers = new LinkedHashMap<>();

  /**
   * An empty board.
   *
   * @param currency three capital letters of ISO 4217
   */
  public RateBoard(Nightjar nightjar, String currency) {
    this.nightjar = nightjar;
    this.currency = currency;
  }

  /**
   * The question to send to an oracle. A later one to the same oracle replaces it, and its answer.
   *
   * @param oracle from the user's configuration, never from a message
   * @param nonce 32 random bytes, new ones each time
   */
  public RateRequest ask(OracleKey oracle, byte[] nonce) {
    RateRequest request = RateRequest.create(currency, nonce);
    asked.put(oracle, request);
    answers.remove(oracle);
    return request;
  }

  /**
   * Takes an answer.
   *
   * @param now seconds since 1970
   * @throws WireException if it is none to count: MISMATCH if the oracle or the question is not
   *     ours or was answered before, EXPIRED if the answer is not fresh, SIGNATURE if it is not by
   *     the oracle
   */
  public void add(RateReply reply, long now) throws WireException {
    RateRequest request = asked.get(reply.oracle());
    if (request == null) {
      throw WireException.ofType(
          Reason.MISMATCH, RateReply.ORACLE, "names an oracle that was not asked");
    }
    if (!reply.answers(request)) {
      throw WireException.ofType(
          Reason.MISMATCH, RateRequest.NONCE, "or the currency is not that of the question");
    }
    if (!isFresh(reply, now)) {
      throw WireException.ofType(
          Reason.EXPIRED,
          RateReply.TIME,
          "is not within " + MAX_AGE_SECONDS + " seconds of now: ask again, or check the clock");
    }
    if (!reply.hasValidSignature(nightjar)) {
      throw WireException.ofType(
          Reason.SIGNATURE, RateReply.SIGNATURE, "is not by the oracle " + reply.oracle());
    }
    if (answers.putIfAbsent(reply.oracle(), reply) != null) {
      throw WireException.ofType(
          Reason.MISMATCH, RateReply.ORACLE, "names an oracle that has answered already");
    }
  }

  private static boolean isFresh(RateReply reply, long now) {
    return reply.time() >= Math.max(0, now - MAX_AGE_SECONDS)
        && reply.time() <= now + MAX_AGE_SECONDS;
  }

  /**
   * What the fresh answers agree on.
   *
   * @param oracles how many must have answered, such as {@link #ORACLES_TO_PAY}
   * @param now seconds since 1970
   */
  public RateAgreement agree(int oracles, long now) {
    List<Long> rates =
        answers.values().stream()
            .filter(reply -> isFresh(reply, now))
            .map(RateReply::msatPerMinorUnit)
            .sorted()
            .toList();
    if (rates.isEmpty() || rates.size() < oracles) {
      return new NoRate(
          currency,
          Why.TOO_FEW_ANSWERS,
          String.format(
              "%d of %d oracles have a fresh rate of %s, %d are needed: ask again, or more of them",
              rates.size(), asked.size(), currency, oracles));
    }
    long least = rates.get(0);
    long most = rates.get(rates.size() - 1);
    long median = median(rates);
    if (most - least > MAX_SPREAD_PERCENT * median / 100) {
      return new NoRate(
          currency,
          Why.SPREAD,
          String.format(
              "the rates of %s lie between %d and %d msat, more than %d %% apart: ask again",
              currency, least, most, MAX_SPREAD_PERCENT));
    }
    return new Rate(currency, median, rates.size());
  }

  /**
   * The middle, or the mean of the two in the middle. Rates are at most 2.1e18: nothing overflows.
   */
  private static long median(List<Long> sorted) {
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }
}
