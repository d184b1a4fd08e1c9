package org.nightjar.wire.blinded;

import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * Which payments a hop of a blinded path lets pass: {@code payment_constraints} (BOLT 4
 * "encrypted_data_tlv"). Immutable.
 *
 * @param maxCltvExpiry the highest expiry of the incoming HTLC, 32 bits
 * @param htlcMinimumMsat the least amount of the incoming HTLC, unsigned
 */
public record PaymentConstraints(long maxCltvExpiry, long htlcMinimumMsat) {
  static final long TYPE = 12;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the expiry does not fit 32 bits
   */
  public PaymentConstraints {
    if (maxCltvExpiry >>> 32 != 0) {
      throw new IllegalArgumentException("max_cltv_expiry is no 32 bits: " + maxCltvExpiry);
    }
  }

  static PaymentConstraints read(WireReader reader) throws WireException {
    return new PaymentConstraints(reader.u32(), reader.tu64());
  }

  WireWriter encode() {
    return new WireWriter().u32(maxCltvExpiry).tu64(htlcMinimumMsat);
  }

  /**
   * Checks an incoming HTLC.
   *
   * @throws WireException of reason VALUE, if it expires too late or is too small
   */
  public void check(long amountMsat, long cltvExpiry) throws WireException {
    if (Long.compareUnsigned(cltvExpiry, maxCltvExpiry) > 0) {
      throw WireException.ofType(
          Reason.VALUE, TYPE, "lets HTLCs expire at " + maxCltvExpiry + ", not at " + cltvExpiry);
    }
    if (Long.compareUnsigned(amountMsat, htlcMinimumMsat) < 0) {
      throw WireException.ofType(
          Reason.VALUE,
          TYPE,
          "wants " + Long.toUnsignedString(htlcMinimumMsat) + " msat, not " + amountMsat);
    }
  }

  @Override
  public String toString() {
    return "PaymentConstraints[max_cltv_expiry="
        + maxCltvExpiry
        + ", htlc_minimum_msat="
        + Long.toUnsignedString(htlcMinimumMsat)
        + "]";
  }
}
