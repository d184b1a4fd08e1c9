package org.nightjar;

import java.util.Arrays;

/** Which hop made a failure, and what it said. Immutable. */
public final class FailureOrigin {
  private final int hop;
  private final byte[] message;

  FailureOrigin(int hop, byte[] message) {
    this.hop = hop;
    this.message = message;
  }

  /** Index of the erring hop: 0 is the first whose shared secret was given. */
  public int hop() {
    return hop;
  }

  /**
   * A copy of the failure message: code, data, TLV stream (BOLT 4 "Failure Messages"). Empty if the
   * hop authenticated a packet whose lengths make no sense: then only the hop is known.
   */
  public byte[] message() {
    return message.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FailureOrigin origin
        && hop == origin.hop
        && Arrays.equals(message, origin.message);
  }

  @Override
  public int hashCode() {
    return 31 * hop + Arrays.hashCode(message);
  }

  @Override
  public String toString() {
    return "FailureOrigin[hop " + hop + ", " + Bytes.hex(message) + "]";
  }
}
