package org.nightjar.async.recipient;

import java.security.SecureRandom;
import java.util.Arrays;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;

/** 16 random bytes that name an offer or an invoice of this recipient. Immutable. */
final class Nonce {
  static final int LENGTH = 16;

  private final byte[] bytes;

  private Nonce(byte[] bytes) {
    this.bytes = bytes;
  }

  static Nonce random(SecureRandom random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new Nonce(bytes);
  }

  static Nonce read(WireReader reader) throws WireException {
    return new Nonce(reader.bytes(LENGTH));
  }

  byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nonce nonce && Arrays.equals(bytes, nonce.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return ByteArrays.hex(bytes);
  }
}
