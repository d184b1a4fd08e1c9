package org.nightjar.ptlc;

import java.util.Arrays;
import org.nightjar.SecretKey;

/** Copies of secrets that their owners may close. */
final class Secrets {
  private Secrets() {}

  static SecretKey copy(SecretKey secret) {
    byte[] bytes = secret.exposeSecretBytes();
    try {
      return SecretKey.of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  static EpochSecret copy(EpochSecret secret) {
    return EpochSecret.of(secret.raw());
  }
}
