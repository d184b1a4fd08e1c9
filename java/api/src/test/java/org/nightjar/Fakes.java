package org.nightjar;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Values for tests that need no cryptography. */
public final class Fakes {
  private Fakes() {}

  public static Nightjar nightjar(FakeBackend backend) {
    return new Nightjar(backend, new Diagnostics("fake", false, "1", "none", List.of()));
  }

  /** Well formed, and never asked whether it is on the curve. */
  public static PublicKey publicKey(int fill) {
    byte[] bytes = filled(PublicKey.LENGTH, fill);
    bytes[0] = 2;
    return PublicKey.of(bytes);
  }

  /** The first bytes of a buffer. */
  static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.duplicate().clear().get(bytes);
    return bytes;
  }

  static byte[] filled(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
