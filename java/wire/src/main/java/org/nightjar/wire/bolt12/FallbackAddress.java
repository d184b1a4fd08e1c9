package org.nightjar.wire.bolt12;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** A witness program to pay in the chain (BOLT 12 {@code fallback_address}). Immutable. */
public final class FallbackAddress {
  private static final int MAX_VERSION = 16;

  private final int version;
  private final byte[] address;

  private FallbackAddress(int version, byte[] address) {
    this.version = version;
    this.address = address;
  }

  /**
   * An address.
   *
   * @param version 0 to 255
   * @param address the witness program, at most 65535 bytes, copied
   * @throws IllegalArgumentException if one does not fit
   */
  public static FallbackAddress of(int version, byte[] address) {
    if (version < 0 || version > 0xff || address.length > 0xffff) {
      throw new IllegalArgumentException(
          "fallback address of version " + version + " with " + address.length + " bytes");
    }
    return new FallbackAddress(version, address.clone());
  }

  static FallbackAddress read(WireReader reader) throws WireException {
    return new FallbackAddress(reader.u8(), reader.bytes(reader.u16()));
  }

  void write(WireWriter writer) {
    writer.u8(version).u16(address.length).bytes(address);
  }

  /**
   * Whether a payer on bitcoin may use it: a witness version up to 16 and a program of 2 to 40
   * bytes, for version 0 of 20 or 32 (BIP 141) and for version 1 of 32 (BIP 341). All others are to
   * be ignored.
   */
  public boolean isUsable() {
    return switch (version) {
      case 0 -> address.length == 20 || address.length == 32;
      case 1 -> address.length == 32;
      default -> version <= MAX_VERSION && address.length >= 2 && address.length <= 40;
    };
  }

  /** The witness version. */
  public int version() {
    return version;
  }

  /** A copy of the witness program. */
  public byte[] address() {
    return address.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FallbackAddress fallback
        && version == fallback.version
        && Arrays.equals(address, fallback.address);
  }

  @Override
  public int hashCode() {
    return 31 * version + Arrays.hashCode(address);
  }

  /** Version and program. */
  @Override
  public String toString() {
    return version + ":" + ByteArrays.hex(address);
  }
}
