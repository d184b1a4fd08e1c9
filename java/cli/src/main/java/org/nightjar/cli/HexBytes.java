package org.nightjar.cli;

/** Bytes given on the command line as hexadecimal digits; see {@link HexReader}. */
public final class HexBytes {
  private final byte[] bytes;

  HexBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes themselves. */
  public byte[] bytes() {
    return bytes;
  }
}
