package org.nightjar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;

/**
 * EXPERIMENTAL. What the signers of MuSig2 agree on: keys, nonces, message, and an adaptor point if
 * there is one. Get it from {@link MuSig2#session}. Immutable, and of no secret.
 *
 * <p>With an adaptor, who wants to learn its discrete logarithm must hold the other signers'
 * partial signatures before it gives its own away.
 */
public final class MuSigSession {
  private static final int PRESIGNATURE_LENGTH = 65;

  private final Backend backend;
  private final MuSigKeys keys;
  private final byte[] opaque;
  private final @Nullable PublicKey adaptor;
  private final byte[] message;

  private MuSigSession(
      Backend backend, MuSigKeys keys, byte[] opaque, @Nullable PublicKey adaptor, byte[] message) {
    this.backend = backend;
    this.keys = keys;
    this.opaque = opaque;
    this.adaptor = adaptor;
    this.message = message;
  }

  static Optional<MuSigSession> bind(
      Backend backend,
      MuSigKeys keys,
      byte[] aggregateNonce,
      @Nullable PublicKey adaptor,
      byte[] message) {
    byte[] opaque = new byte[ExperimentalBackend.MUSIG_OPAQUE_LENGTH];
    byte[] copy = message.clone();
    byte[] point = adaptor == null ? null : adaptor.raw();
    return aggregateNonce.length == MuSig2.PUBLIC_NONCE_LENGTH
            && Errors.isOk(
                backend
                    .experimental()
                    .musigSession(opaque, keys.raw(), aggregateNonce, point, copy),
                Status.ERR_PUBLIC_KEY)
        ? Optional.of(new MuSigSession(backend, keys, opaque, adaptor, copy))
        : Optional.empty();
  }

  /**
   * Makes a partial signature. Constant time in both secrets. Spec: BIP327 "Sign".
   *
   * @param nonce made for this key; it is used up, also if this call throws
   * @return 32 bytes
   * @throws IllegalArgumentException if the key is none of the signers', or the nonce another's
   * @throws IllegalStateException if the nonce was used before
   */
  public byte[] sign(MuSigNonce nonce, SecretKey secretKey) {
    byte[] secretNonce = nonce.take();
    try {
      byte[] signer = new byte[PublicKey.LENGTH];
      Errors.check(backend.publicKeyCreate(signer, secretKey.raw()));
      keys.checkSigner(PublicKey.of(signer));
      byte[] partial = new byte[MuSig2.PARTIAL_LENGTH];
      int status =
          backend
              .experimental()
              .musigSign(partial, secretNonce, secretKey.raw(), keys.raw(), opaque);
      if (status == Status.ERR_ARGUMENT) {
        throw new IllegalArgumentException("the nonce was made for another key");
      }
      Errors.check(status);
      return partial;
    } finally {
      Arrays.fill(secretNonce, (byte) 0);
    }
  }

  /**
   * Whether a partial signature is one of this signer's. It proves nothing to others: who knows the
   * partial signatures of all others can make it. Spec: BIP327 "PartialSigVerify".
   *
   * @param publicNonce what this signer sent
   */
  public boolean verify(byte[] partial, byte[] publicNonce, PublicKey signer) {
    return partial.length == MuSig2.PARTIAL_LENGTH
        && publicNonce.length == MuSig2.PUBLIC_NONCE_LENGTH
        && keys.isSigner(signer)
        && Errors.isOk(
            backend
                .experimental()
                .musigVerify(partial, publicNonce, signer.raw(), keys.raw(), opaque),
            Status.PEER_SIGNATURE);
  }

  /**
   * Adds the partial signatures of all signers up. Spec: BIP327 "PartialSigAgg".
   *
   * @return a signature that verifies; empty if there is none in these
   * @throws IllegalStateException if there is an adaptor
   */
  public Optional<SchnorrSignature> signature(List<byte[]> partials) {
    if (adaptor != null) {
      throw new IllegalStateException("with an adaptor signers make a pre-signature");
    }
    byte[] key = keys.publicKey().toXOnly();
    return combined(partials)
        .map(all -> Arrays.copyOfRange(all, 1, PRESIGNATURE_LENGTH))
        .filter(
            bytes -> Errors.isOk(backend.schnorrVerify(key, message, bytes), Status.PEER_SIGNATURE))
        .map(SchnorrSignature::of);
  }

  /**
   * The same for a pre-signature, which {@link Experimental#schnorrAdaptors} can adapt and extract
   * from.
   *
   * @return 65 bytes that verify for the adaptor; empty if there is none in these
   * @throws IllegalStateException if there is no adaptor
   */
  public Optional<byte[]> presignature(List<byte[]> partials) {
    PublicKey point = adaptor;
    if (point == null) {
      throw new IllegalStateException("without an adaptor signers make a signature");
    }
    byte[] key = keys.publicKey().toXOnly();
    return combined(partials)
        .filter(
            all ->
                Errors.isOk(
                    backend.experimental().adaptorVerify(all, key, point.raw(), message),
                    Status.PEER_SIGNATURE));
  }

  private Optional<byte[]> combined(List<byte[]> partials) {
    byte[] all = MuSig2.joined(partials, MuSig2.PARTIAL_LENGTH);
    byte[] out = new byte[PRESIGNATURE_LENGTH];
    return all.length == keys.signers().size() * MuSig2.PARTIAL_LENGTH
            && Errors.isOk(
                backend.experimental().musigCombine(out, keys.raw(), opaque, all),
                Status.PEER_SIGNATURE)
        ? Optional.of(out)
        : Optional.empty();
  }
}
