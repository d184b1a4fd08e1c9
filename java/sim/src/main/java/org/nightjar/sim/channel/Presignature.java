package org.nightjar.sim.channel;

import java.util.Arrays;

/**
 * The adder's adaptor signature of the claim of a PTLC, under its point: 65 bytes as a rule; what a
 * peer sent may be anything. Immutable.
 */
public final class Presignature {
  private final byte[] bytes;

  private Presignature(byte[] bytes) {
    this.bytes = bytes;
  }

  /** From bytes, copied. */
  public static Presignature of(byte[] bytes) {
    return new Presignature(bytes.clone());
  }

  /** A copy. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Presignature presignature && Arrays.equals(bytes, presignature.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
