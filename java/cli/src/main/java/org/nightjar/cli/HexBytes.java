package org.nightjar.cli;

/** Bytes given on the command line as hexadecimal digits; see {@link HexReader}. */
public final class HexBytes {
  /** What every command says that takes keys. */
  public static final String HELP =
      "Any HEX may be the digits, @file, or - for the next line of standard input: what stands on"
          + " a command line, every user of the machine can read.";

  private final byte[] bytes;

  HexBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes themselves. */
  public byte[] bytes() {
    return bytes;
  }
}
