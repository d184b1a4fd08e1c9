package org.nightjar;

import java.util.Objects;

/** One node of a blinded path to create, and what only it shall read. Immutable. */
public final class PathHop {
  /** The longest {@code encrypted_data_tlv}: with its tag, it has a length of two bytes. */
  public static final int MAX_DATA_LENGTH = 65535 - 16;

  private final PublicKey node;
  private final byte[] data;

  private PathHop(PublicKey node, byte[] data) {
    this.node = node;
    this.data = data;
  }

  /**
   * A hop.
   *
   * @param node the node id
   * @param data its {@code encrypted_data_tlv} stream, in the clear; copied. Make those of a path
   *     equally long, so that they say nothing by their length
   * @throws IllegalArgumentException if the data are longer than {@link #MAX_DATA_LENGTH}
   */
  public static PathHop of(PublicKey node, byte[] data) {
    Objects.requireNonNull(node, "node");
    if (data.length > MAX_DATA_LENGTH) {
      throw new IllegalArgumentException(
          "data of a path's hop have "
              + data.length
              + " bytes, at most "
              + MAX_DATA_LENGTH
              + " are allowed");
    }
    return new PathHop(node, data.clone());
  }

  public PublicKey node() {
    return node;
  }

  public byte[] data() {
    return data.clone();
  }

  /** The bytes themselves; never handed out, never changed. */
  byte[] rawData() {
    return data;
  }

  @Override
  public String toString() {
    return "PathHop[" + node + ", " + data.length + " bytes]";
  }
}
