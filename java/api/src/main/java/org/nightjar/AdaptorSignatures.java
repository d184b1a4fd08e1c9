package org.nightjar;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;

/**
 * EXPERIMENTAL. Adaptor signatures of one kind: a pre-signature becomes a signature by the discrete
 * logarithm of an adaptor point, and who sees both learns it. Get it from {@link Experimental}.
 * Safe for many threads.
 *
 * <p>Of the Schnorr kind a pre-signature has 65 bytes, as an open proposal for libsecp256k1-zkp has
 * it, keys are x-only (32 bytes), and signatures are BIP340's. Of the ECDSA kind it has 162 bytes
 * (dlcspecs "ECDSA-adaptor"), keys are compressed (33 bytes), and signatures are r and s, the low
 * one; it gives away the Diffie-Hellman value of signing key and adaptor, so sign with a key that
 * is used for nothing else.
 *
 * <p>With a native provider secrets meet constant-time code only.
 */
public final class AdaptorSignatures {
  private static final int MESSAGE_LENGTH = 32;
  private static final int AUX_LENGTH = 32;
  private static final int SIGNATURE_LENGTH = 64;

  private final Calls calls;
  private final int presignatureLength;
  private final int publicKeyLength;

  private AdaptorSignatures(Calls calls, int presignatureLength, int publicKeyLength) {
    this.calls = calls;
    this.presignatureLength = presignatureLength;
    this.publicKeyLength = publicKeyLength;
  }

  static AdaptorSignatures schnorr(ExperimentalBackend backend) {
    return new AdaptorSignatures(
        new Calls(
            backend::adaptorPresign,
            backend::adaptorVerify,
            backend::adaptorAdapt,
            backend::adaptorExtract),
        65,
        PublicKey.X_ONLY_LENGTH);
  }

  static AdaptorSignatures ecdsa(ExperimentalBackend backend) {
    return new AdaptorSignatures(
        new Calls(
            backend::ecdsaAdaptorPresign,
            backend::ecdsaAdaptorVerify,
            backend::ecdsaAdaptorAdapt,
            backend::ecdsaAdaptorExtract),
        162,
        PublicKey.LENGTH);
  }

  /** The provider's four calls for this kind. */
  private record Calls(Presign presign, Four verify, Three adapt, Four extract) {
    interface Presign {
      int call(byte[] out, byte[] key, byte[] adaptor, byte[] message, byte @Nullable [] aux);
    }

    interface Four {
      int call(byte[] first, byte[] second, byte[] third, byte[] fourth);
    }

    interface Three {
      int call(byte[] first, byte[] second, byte[] third);
    }
  }

  /**
   * Pre-signs a message.
   *
   * @param message 32 bytes
   * @param aux 32 fresh random bytes, or null for none
   * @throws IllegalArgumentException if a length is wrong, or a key invalid
   */
  public byte[] presign(
      SecretKey secretKey, PublicKey adaptor, byte[] message, byte @Nullable [] aux) {
    byte[] out = new byte[presignatureLength];
    checkLength(message, MESSAGE_LENGTH, "message");
    if (aux != null) {
      checkLength(aux, AUX_LENGTH, "aux");
    }
    Errors.check(calls.presign().call(out, secretKey.raw(), adaptor.raw(), message, aux));
    return out;
  }

  /**
   * Whether a pre-signature becomes a valid signature with the adaptor's discrete logarithm. Ask
   * before relying on it in any way.
   *
   * @param publicKey 32 or 33 bytes, by the kind
   * @param message 32 bytes
   * @throws IllegalArgumentException if a length but the pre-signature's is wrong, or the adaptor
   *     is no point, or of the ECDSA kind the public key
   */
  public boolean verify(byte[] presignature, byte[] publicKey, PublicKey adaptor, byte[] message) {
    checkLength(publicKey, publicKeyLength, "public key");
    checkLength(message, MESSAGE_LENGTH, "message");
    return presignature.length == presignatureLength
        && Errors.isOk(
            calls.verify().call(presignature, publicKey, adaptor.raw(), message),
            Status.PEER_SIGNATURE);
  }

  /**
   * Makes the signature; valid if the pre-signature was verified and the secret is its adaptor's.
   *
   * @return 64 bytes; empty if the pre-signature is malformed
   * @throws IllegalArgumentException if the secret is no scalar
   */
  public Optional<byte[]> adapt(byte[] presignature, SecretKey secret) {
    byte[] out = new byte[SIGNATURE_LENGTH];
    Objects.requireNonNull(secret, "secret");
    return presignature.length == presignatureLength
            && Errors.isOk(
                calls.adapt().call(out, presignature, secret.raw()), Status.PEER_SIGNATURE)
        ? Optional.of(out)
        : Optional.empty();
  }

  /**
   * Learns the adaptor's discrete logarithm.
   *
   * @return empty if the signature is not one of this pre-signature for this adaptor
   */
  public Optional<SecretKey> extract(byte[] presignature, byte[] signature, PublicKey adaptor) {
    byte[] out = new byte[SecretKey.LENGTH];
    Objects.requireNonNull(adaptor, "adaptor");
    return presignature.length == presignatureLength
            && signature.length == SIGNATURE_LENGTH
            && Errors.isOk(
                calls.extract().call(out, presignature, signature, adaptor.raw()),
                Status.PEER_SIGNATURE)
        ? Optional.of(Experimental.take(out))
        : Optional.empty();
  }

  private static void checkLength(byte[] bytes, int length, String what) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, needs " + length);
    }
  }
}
