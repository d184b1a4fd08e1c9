package org.nightjar;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Status;

/**
 * The primitives that onions are made of. Reach it through {@link Nightjar#primitives}. Safe for
 * many threads.
 */
public final class Primitives {
  private static final int HASH_LENGTH = 32;
  private static final int KEY_LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_LENGTH = 16;
  private static final int HKDF_MAX_LENGTH = 255 * HASH_LENGTH;

  private final Backend backend;

  Primitives(Backend backend) {
    this.backend = backend;
  }

  /** SHA-256 (FIPS 180-4). */
  public byte[] sha256(byte[] in) {
    Objects.requireNonNull(in, "in");
    byte[] out = new byte[HASH_LENGTH];
    Errors.check(backend.sha256(out, in));
    return out;
  }

  /** HMAC-SHA256 (RFC 2104) with a key of any length. */
  public byte[] hmacSha256(byte[] key, byte[] in) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(in, "in");
    byte[] out = new byte[HASH_LENGTH];
    Errors.check(backend.hmacSha256(out, key, in));
    return out;
  }

  /**
   * HKDF-SHA256 (RFC 5869), extract and expand.
   *
   * @param length at most 8160
   * @throws IllegalArgumentException if the length is out of range
   */
  public byte[] hkdfSha256(byte[] salt, byte[] ikm, byte[] info, int length) {
    Objects.requireNonNull(salt, "salt");
    Objects.requireNonNull(ikm, "ikm");
    Objects.requireNonNull(info, "info");
    if (length < 0 || length > HKDF_MAX_LENGTH) {
      throw new IllegalArgumentException(
          "HKDF gives 0 to " + HKDF_MAX_LENGTH + " bytes, not " + length);
    }
    byte[] out = new byte[length];
    Errors.check(backend.hkdfSha256(out, salt, ikm, info));
    return out;
  }

  /**
   * Derives a key from a shared secret, or for {@link KeyType#PAD} from a session key (BOLT 4 "Key
   * Generation").
   *
   * @param secret 32 bytes
   * @throws IllegalArgumentException if the secret has another length
   */
  public byte[] deriveKey(KeyType type, byte[] secret) {
    checkLength(secret, 32, "secret");
    byte[] out = new byte[KEY_LENGTH];
    Errors.check(backend.kdf(out, type.ordinal(), secret));
    return out;
  }

  /**
   * XORs the ChaCha20 stream (RFC 8439) into data; the same call undoes it. It does not
   * authenticate.
   *
   * @param key 32 bytes
   * @param nonce 12 bytes
   * @param counter number of the first block
   * @throws IllegalArgumentException if a length is wrong or the 32-bit counter would wrap
   */
  public byte[] chacha20(byte[] key, byte[] nonce, int counter, byte[] in) {
    checkLength(key, KEY_LENGTH, "key");
    checkLength(nonce, NONCE_LENGTH, "nonce");
    byte[] out = new byte[in.length];
    Errors.check(backend.chacha20(out, 0, key, nonce, counter, in, 0, in.length));
    return out;
  }

  /**
   * Encrypts with ChaCha20-Poly1305 (RFC 8439).
   *
   * @param key 32 bytes
   * @param nonce 12 bytes, never twice for one key
   * @return ciphertext and 16-byte tag
   * @throws IllegalArgumentException if a length is wrong
   */
  public byte[] aeadEncrypt(byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    checkLength(key, KEY_LENGTH, "key");
    checkLength(nonce, NONCE_LENGTH, "nonce");
    Objects.requireNonNull(aad, "aad");
    byte[] out = new byte[Math.addExact(in.length, TAG_LENGTH)];
    Errors.check(backend.aeadEncrypt(out, key, nonce, aad, in));
    return out;
  }

  /**
   * Checks and decrypts ChaCha20-Poly1305 (RFC 8439).
   *
   * @param key 32 bytes
   * @param nonce 12 bytes
   * @param in ciphertext and 16-byte tag
   * @return the plaintext, or null if anything was altered
   * @throws IllegalArgumentException if the length of key or nonce is wrong
   */
  public byte @Nullable [] aeadDecrypt(byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    checkLength(key, KEY_LENGTH, "key");
    checkLength(nonce, NONCE_LENGTH, "nonce");
    Objects.requireNonNull(aad, "aad");
    byte[] out = new byte[Math.max(0, in.length - TAG_LENGTH)];
    int status = backend.aeadDecrypt(out, key, nonce, aad, in);
    if (status == Status.PEER_AEAD_TAG) {
      return null;
    }
    Errors.check(status);
    return out;
  }

  private static void checkLength(byte[] bytes, int length, String what) {
    Objects.requireNonNull(bytes, what);
    if (bytes.length != length) {
      throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, needs " + length);
    }
  }
}
