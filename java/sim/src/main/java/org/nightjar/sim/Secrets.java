package org.nightjar.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Finds preimages where they must not be. */
final class Secrets {
  /** By their first eight bytes. */
  private final Map<Long, byte[]> secrets = new HashMap<>();

  void keep(byte[] preimage) {
    secrets.put(ByteBuffer.wrap(preimage).getLong(), preimage);
  }

  void reveal(byte[] preimage) {
    secrets.remove(ByteBuffer.wrap(preimage).getLong());
  }

  boolean areIn(byte[] bytes) {
    if (secrets.isEmpty() || bytes.length < Long.BYTES) {
      return false;
    }
    long window = 0;
    for (int i = 0; i < bytes.length; i++) {
      window = window << Byte.SIZE | bytes[i] & 0xff;
      int start = i + 1 - Long.BYTES;
      byte[] secret = start < 0 ? null : secrets.get(window);
      if (secret != null
          && start + secret.length <= bytes.length
          && Arrays.equals(bytes, start, start + secret.length, secret, 0, secret.length)) {
        return true;
      }
    }
    return false;
  }
}
