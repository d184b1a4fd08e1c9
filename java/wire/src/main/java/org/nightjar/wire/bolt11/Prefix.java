package org.nightjar.wire.bolt11;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;

/**
 * The part of an invoice that people can read: {@code ln}, the chain, the amount (BOLT 11
 * "Human-Readable Part").
 *
 * @param amountMsat null if the payer chooses
 */
record Prefix(ChainHash chain, @Nullable Long amountMsat) {
  private static final Pattern FORM = Pattern.compile("ln([a-z]+)(?:([1-9][0-9]{0,19})([munp]?))?");
  private static final Map<String, ChainHash> CHAINS =
      Map.of(
          "bc", ChainHash.BITCOIN,
          "tb", ChainHash.TESTNET,
          "tbs", ChainHash.SIGNET,
          "bcrt", ChainHash.REGTEST);

  static Prefix decode(String text) throws WireException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw refused("is not ln, a chain, and an amount without leading 0");
    }
    ChainHash chain = CHAINS.get(form.group(1));
    if (chain == null) {
      throw WireException.of(WireException.Reason.CHAIN, "the prefix has an unknown chain");
    }
    return new Prefix(chain, form.group(2) == null ? null : msat(form.group(2), form.group(3)));
  }

  private static long msat(String digits, String multiplier) throws WireException {
    BigInteger number = new BigInteger(digits);
    BigInteger msat =
        switch (multiplier) {
          case "m" -> number.multiply(BigInteger.TEN.pow(8));
          case "u" -> number.multiply(BigInteger.TEN.pow(5));
          case "n" -> number.multiply(BigInteger.TEN.pow(2));
          case "p" -> number.divide(BigInteger.TEN);
          default -> number.multiply(BigInteger.TEN.pow(11));
        };
    if (multiplier.equals("p") && !digits.endsWith("0")) {
      throw refused("has an amount that is no whole number of millisatoshi");
    }
    if (msat.compareTo(BigInteger.valueOf(WireReader.MAX_MSAT)) > 0) {
      throw refused("has an amount above 21 million bitcoin");
    }
    return msat.longValue();
  }

  private static WireException refused(String what) {
    return WireException.of(WireException.Reason.TEXT, "the prefix " + what);
  }
}
