package org.nightjar.wire.currency;

import java.math.BigInteger;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;

/** What oracles agree on, or why they do not: see {@link RateBoard#agree}. */
public sealed interface RateAgreement {
  /**
   * A rate to reckon with.
   *
   * @param currency three capital letters of ISO 4217
   * @param msatPerMinorUnit the median, in millisatoshi
   * @param oracles how many answered
   */
  record Rate(String currency, long msatPerMinorUnit, int oracles) implements RateAgreement {
    /**
     * What an amount is worth.
     *
     * @param minorUnits such as cents, unsigned
     * @return in millisatoshi
     * @throws WireException of reason VALUE, if that is above 21 million bitcoin
     */
    public long toMsat(long minorUnits) throws WireException {
      BigInteger msat =
          new BigInteger(Long.toUnsignedString(minorUnits))
              .multiply(BigInteger.valueOf(msatPerMinorUnit));
      if (msat.compareTo(BigInteger.valueOf(WireReader.MAX_MSAT)) > 0) {
        throw WireException.of(Reason.VALUE, "the amount is above 21 million bitcoin");
      }
      return msat.longValue();
    }
  }

  /**
   * No rate.
   *
   * @param currency three capital letters of ISO 4217
   * @param reason why there is none
   * @param text what happened and what to do, for people
   */
  record NoRate(String currency, Why reason, String text) implements RateAgreement {}

  /** Why there is no rate. */
  enum Why {
    /** Too few of the oracles that were asked have given a fresh, signed answer. */
    TOO_FEW_ANSWERS,
    /** The answers lie too far apart. */
    SPREAD
  }
}
