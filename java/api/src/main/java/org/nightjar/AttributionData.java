package org.nightjar;

import java.util.Arrays;

/**
 * Hold times and truncated HMACs of every hop, under a layer of each: TLV 1 of {@code
 * update_fail_htlc} and {@code update_fulfill_htlc} (BOLT 4 "Returning Errors"). Any bytes of this
 * length are one: {@link Failures} judges. Immutable.
 */
public final class AttributionData {
  /** Hops that it can cover. */
  public static final int MAX_HOPS = 20;

  /** 20 hold times and 210 HMACs of 4 bytes each: 920. */
  public static final int LENGTH = 4 * (MAX_HOPS + MAX_HOPS * (MAX_HOPS + 1) / 2);

  private final byte[] bytes;

  private AttributionData(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies attribution data.
   *
   * @throws IllegalArgumentException if the length is not 920; a peer that sends another has sent
   *     none
   */
  public static AttributionData of(byte[] bytes) {
    return new AttributionData(Bytes.copyOf(bytes, LENGTH, "attribution data"));
  }

  /** Takes an array of the right length that nobody changes any more, without a copy. */
  static AttributionData view(byte[] bytes) {
    return new AttributionData(bytes);
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] raw() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttributionData data && Arrays.equals(bytes, data.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "AttributionData[" + Bytes.hex(Arrays.copyOf(bytes, 8)) + "...]";
  }
}
