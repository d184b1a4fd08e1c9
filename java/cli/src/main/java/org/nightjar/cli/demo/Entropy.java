package org.nightjar.cli.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.nightjar.SecretKey;

/** Fresh secrets for the demo: random, or for a run that can be repeated, hashes of a seed. */
final class Entropy {
  private final SecureRandom random = new SecureRandom();
  private final @Nullable String seed;
  private int drawn;

  Entropy(@Nullable String seed) {
    this.seed = seed;
  }

  byte[] bytes32() {
    if (seed == null) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      return bytes;
    }
    return sha256("nightjar demo " + drawn++ + " " + seed);
  }

  SecretKey secretKey() {
    return SecretKey.of(bytes32());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
