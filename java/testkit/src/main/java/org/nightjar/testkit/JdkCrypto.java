package org.nightjar.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The JDK's own primitives: the reference that no provider shares code with. */
public final class JdkCrypto {
  private JdkCrypto() {}

  /** SHA-256. */
  public static byte[] sha256(byte[] in) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(in);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** HMAC-SHA256; the key is not empty. */
  public static byte[] hmacSha256(byte[] key, byte[] in) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(in);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** ChaCha20 from this block on. */
  public static byte[] chacha20(byte[] key, byte[] nonce, int counter, byte[] in) {
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "ChaCha20"),
          new ChaCha20ParameterSpec(nonce, counter));
      return cipher.doFinal(in);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** ChaCha20-Poly1305: ciphertext and tag. */
  public static byte[] aeadEncrypt(byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    try {
      Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(in);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** BOLT 4's key of this name from a secret. */
  public static byte[] kdf(String name, byte[] secret) {
    return hmacSha256(name.getBytes(StandardCharsets.US_ASCII), secret);
  }
}
