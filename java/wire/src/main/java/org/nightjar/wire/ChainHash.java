package org.nightjar.wire;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/** Which blockchain: the hash of its first block, as on the wire (BOLT 0 "Glossary"). Immutable. */
public final class ChainHash {
  /** Length of a chain hash. */
  public static final int LENGTH = 32;

  /** Bitcoin. */
  public static final ChainHash BITCOIN =
      hex("6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000");

  /** Bitcoin's test network, version 3. */
  public static final ChainHash TESTNET =
      hex("43497fd7f826957108f4a30fd9cec3aeba79972084e90ead01ea330900000000");

  /** Bitcoin's default signet. */
  public static final ChainHash SIGNET =
      hex("f61eee3b63a380a477a063af32b2bbc97c9ff9f01f2c4225e973988108000000");

  /** A private chain for tests. */
  public static final ChainHash REGTEST =
      hex("06226e46111a0b59caaf126043eb5bbf28c34f3a5e332a1fc7b2b73cf188910f");

  private final byte[] bytes;

  private ChainHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies a hash.
   *
   * @throws IllegalArgumentException if the length is not 32
   */
  public static ChainHash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "chain hash has " + bytes.length + " bytes, needs " + LENGTH);
    }
    return new ChainHash(bytes.clone());
  }

  private static ChainHash hex(String hex) {
    return new ChainHash(ByteArrays.fromHex(hex));
  }

  /** Reads 32 bytes. */
  public static ChainHash read(WireReader reader) throws WireException {
    return new ChainHash(reader.bytes(LENGTH));
  }

  /** A copy of the hash. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainHash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 64 hexadecimal digits, in the order of the wire. */
  @Override
  public String toString() {
    return ByteArrays.hex(bytes);
  }
}
