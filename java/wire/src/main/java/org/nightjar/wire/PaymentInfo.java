package org.nightjar.wire;

/**
 * What it costs and takes to pay over a blinded path, all its hops together (BOLT 12 {@code
 * blinded_payinfo}). Immutable.
 *
 * @param feeBaseMsat 32 bits
 * @param feeProportionalMillionths 32 bits
 * @param cltvExpiryDelta 16 bits
 * @param htlcMinimumMsat unsigned
 * @param htlcMaximumMsat unsigned
 * @param features what the hops allow, at most 65535 bytes
 */
public record PaymentInfo(
    long feeBaseMsat,
    long feeProportionalMillionths,
    int cltvExpiryDelta,
    long htlcMinimumMsat,
    long htlcMaximumMsat,
    Features features) {
  private static final long MAX_U32 = 0xffff_ffffL;
  private static final int MAX_U16 = 0xffff;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number or the features do not fit
   */
  public PaymentInfo {
    if (feeBaseMsat < 0
        || feeBaseMsat > MAX_U32
        || feeProportionalMillionths < 0
        || feeProportionalMillionths > MAX_U32) {
      throw new IllegalArgumentException(
          "fee_base_msat "
              + feeBaseMsat
              + " and fee_proportional_millionths "
              + feeProportionalMillionths
              + " must be 0 to "
              + MAX_U32);
    }
    if (cltvExpiryDelta < 0 || cltvExpiryDelta > MAX_U16) {
      throw new IllegalArgumentException(
          "cltv_expiry_delta is " + cltvExpiryDelta + ", must be 0 to " + MAX_U16);
    }
    if (features.length() > MAX_U16) {
      throw new IllegalArgumentException(
          "features have " + features.length() + " bytes, at most " + MAX_U16 + " are allowed");
    }
  }

  /** Reads one; it ends where it says itself. */
  public static PaymentInfo read(WireReader reader) throws WireException {
    return new PaymentInfo(
        reader.u32(),
        reader.u32(),
        reader.u16(),
        reader.u64(),
        reader.u64(),
        Features.of(reader.bytes(reader.u16())));
  }

  /** Writes the encoding, at least 28 bytes. */
  public void write(WireWriter writer) {
    writer
        .u32(feeBaseMsat)
        .u32(feeProportionalMillionths)
        .u16(cltvExpiryDelta)
        .u64(htlcMinimumMsat)
        .u64(htlcMaximumMsat)
        .u16(features.length())
        .bytes(features.toBytes());
  }

  @Override
  public String toString() {
    return "PaymentInfo[fee_base_msat="
        + feeBaseMsat
        + ", fee_proportional_millionths="
        + feeProportionalMillionths
        + ", cltv_expiry_delta="
        + cltvExpiryDelta
        + ", htlc_minimum_msat="
        + Long.toUnsignedString(htlcMinimumMsat)
        + ", htlc_maximum_msat="
        + Long.toUnsignedString(htlcMaximumMsat)
        + ", features="
        + features
        + "]";
  }
}
