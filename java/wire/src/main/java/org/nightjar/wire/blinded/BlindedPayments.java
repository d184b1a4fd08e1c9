package org.nightjar.wire.blinded;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;

/**
 * Fees and expiries along a blinded path (BOLT 4 "Route Blinding"). Exact: no step rounds where the
 * specification does not, and nothing overflows or wraps. What does not come out as a number of the
 * wire is refused, since all inputs come from peers.
 */
public final class BlindedPayments {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final long MAX_HEIGHT = 0xffff_ffffL;

  private BlindedPayments() {}

  /**
   * What all hops together take, for the {@code blinded_payinfo} of the path.
   *
   * @param hops those that forward, in the order of the path, dummy hops included
   * @param minFinalCltvExpiryDelta blocks that the recipient wants
   * @throws WireException of reason VALUE, if the sum does not fit: such a path is not for use
   */
  public static PaymentRelay aggregate(List<PaymentRelay> hops, int minFinalCltvExpiryDelta)
      throws WireException {
    BigInteger base = ZERO;
    BigInteger proportional = ZERO;
    long delta = minFinalCltvExpiryDelta;
    for (int i = hops.size() - 1; i >= 0; i--) {
      BigInteger hopProportional = BigInteger.valueOf(hops.get(i).feeProportionalMillionths());
      BigInteger hopBase = BigInteger.valueOf(hops.get(i).feeBaseMsat());
      base = hopBase.add(ceilDiv(base.multiply(MILLION.add(hopProportional)), MILLION));
      proportional =
          hopProportional
              .add(proportional)
              .add(ceilDiv(proportional.multiply(hopProportional), MILLION));
      delta += hops.get(i).cltvExpiryDelta();
    }
    if (base.bitLength() > 32 || proportional.bitLength() > 32 || delta >>> 16 != 0) {
      throw refused("the hops of the path together take more than blinded_payinfo can say");
    }
    return new PaymentRelay((int) delta, proportional.longValue(), base.longValue());
  }

  /**
   * The amount that a hop forwards: {@code amt_to_forward}.
   *
   * @param amountMsat of the incoming HTLC, 0 to {@link WireReader#MAX_MSAT}
   * @throws WireException of reason VALUE, if it does not pay the hop's fee, or is out of range
   */
  public static long forwardAmount(long amountMsat, PaymentRelay relay) throws WireException {
    checkAmount(amountMsat);
    if (amountMsat < relay.feeBaseMsat()) {
      throw refused(amountMsat + " msat do not pay the hop's fee of " + relay.feeBaseMsat());
    }
    return ceilDiv(
            BigInteger.valueOf(amountMsat - relay.feeBaseMsat()).multiply(MILLION),
            MILLION.add(BigInteger.valueOf(relay.feeProportionalMillionths())))
        .longValue();
  }

  /**
   * The expiry of the HTLC that a hop forwards: {@code outgoing_cltv_value}.
   *
   * @param cltvExpiry of the incoming HTLC
   * @throws WireException of reason VALUE, if that is less than the hop's blocks, or no height
   */
  public static long forwardCltv(long cltvExpiry, PaymentRelay relay) throws WireException {
    if (cltvExpiry < relay.cltvExpiryDelta() || cltvExpiry > MAX_HEIGHT) {
      throw refused(
          "an HTLC that expires at "
              + cltvExpiry
              + " leaves no "
              + relay.cltvExpiryDelta()
              + " blocks");
    }
    return cltvExpiry - relay.cltvExpiryDelta();
  }

  /**
   * What the payer sends to the introduction node so that the recipient gets an amount.
   *
   * @param amountMsat for the recipient, 0 to {@link WireReader#MAX_MSAT}
   * @throws WireException of reason VALUE, if it or the sum is out of range
   */
  public static long payerAmount(long amountMsat, PaymentInfo info) throws WireException {
    return addFee(amountMsat, info.feeBaseMsat(), info.feeProportionalMillionths());
  }

  /**
   * What a hop must get so that it forwards an amount (BOLT 7 "HTLC Fees").
   *
   * @param amountMsat to forward, 0 to {@link WireReader#MAX_MSAT}
   * @throws WireException of reason VALUE, if it or the sum is out of range
   */
  public static long payerAmount(long amountMsat, PaymentRelay relay) throws WireException {
    return addFee(amountMsat, relay.feeBaseMsat(), relay.feeProportionalMillionths());
  }

  private static long addFee(long amountMsat, long base, long proportional) throws WireException {
    checkAmount(amountMsat);
    BigInteger amount = BigInteger.valueOf(amountMsat);
    BigInteger sum =
        amount
            .add(BigInteger.valueOf(base))
            .add(amount.multiply(BigInteger.valueOf(proportional)).divide(MILLION));
    if (sum.compareTo(BigInteger.valueOf(WireReader.MAX_MSAT)) > 0) {
      throw refused("amount and fees are above 21 million bitcoin");
    }
    return sum.longValue();
  }

  /**
   * The {@code max_cltv_expiry} of each hop, the introduction node first, the recipient last.
   *
   * @param limit the height after which the recipient wants the path no more
   * @param minFinalCltvExpiryDelta blocks that the recipient wants
   * @param hops those that forward, in the order of the path
   * @return one more than hops
   * @throws WireException of reason VALUE, if a height does not fit 32 bits
   */
  public static long[] maxCltvExpiries(
      long limit, int minFinalCltvExpiryDelta, List<PaymentRelay> hops) throws WireException {
    long[] heights = new long[hops.size() + 1];
    heights[hops.size()] = limit + minFinalCltvExpiryDelta;
    for (int i = hops.size() - 1; i >= 0; i--) {
      heights[i] = heights[i + 1] + hops.get(i).cltvExpiryDelta();
    }
    if (LongStream.of(heights).anyMatch(height -> height < 0 || height > MAX_HEIGHT)) {
      throw refused("max_cltv_expiry would be no block height");
    }
    return heights;
  }

  private static void checkAmount(long amountMsat) throws WireException {
    if (amountMsat < 0 || amountMsat > WireReader.MAX_MSAT) {
      throw refused("the amount is not 0 to 21 million bitcoin");
    }
  }

  private static BigInteger ceilDiv(BigInteger a, BigInteger b) {
    return a.add(b).subtract(ONE).divide(b);
  }

  private static WireException refused(String what) {
    return WireException.of(Reason.VALUE, what);
  }
}
