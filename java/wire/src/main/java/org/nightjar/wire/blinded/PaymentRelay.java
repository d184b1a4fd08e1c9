package org.nightjar.wire.blinded;

import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What a hop of a blinded path takes for forwarding: {@code payment_relay} (BOLT 4
 * "encrypted_data_tlv"). Immutable.
 *
 * @param cltvExpiryDelta blocks, 16 bits
 * @param feeProportionalMillionths 32 bits
 * @param feeBaseMsat 32 bits
 */
public record PaymentRelay(int cltvExpiryDelta, long feeProportionalMillionths, long feeBaseMsat) {
  /** What a dummy hop takes that costs nothing. */
  public static final PaymentRelay FREE = new PaymentRelay(0, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number does not fit
   */
  public PaymentRelay {
    if (cltvExpiryDelta >>> 16 != 0
        || feeProportionalMillionths >>> 32 != 0
        || feeBaseMsat >>> 32 != 0) {
      throw new IllegalArgumentException(
          "payment_relay wants 16 and twice 32 bits, not "
              + cltvExpiryDelta
              + ", "
              + feeProportionalMillionths
              + ", "
              + feeBaseMsat);
    }
  }

  static PaymentRelay read(WireReader reader) throws WireException {
    return new PaymentRelay(reader.u16(), reader.u32(), reader.tu32());
  }

  WireWriter encode() {
    return new WireWriter().u16(cltvExpiryDelta).u32(feeProportionalMillionths).tu32(feeBaseMsat);
  }
}
