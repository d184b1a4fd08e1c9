package org.nightjar;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Status;

/**
 * EXPERIMENTAL. MuSig2 (BIP327): several signers make one BIP340 signature, or a pre-signature for
 * an adaptor point, of which BIP327 says nothing. Get it from {@link Experimental}. Safe for many
 * threads.
 *
 * <p>All signers aggregate the same keys in the same order, each makes a {@link MuSigNonce} and
 * sends its public half, all bind the aggregate of those, the message and perhaps an adaptor point
 * in a {@link MuSigSession}, each makes a partial signature, and anyone adds them up.
 *
 * <p>With a native provider secrets meet constant-time code only; all else is public, and variable
 * time.
 */
public final class MuSig2 {
  /** Length of what a signer sends of its nonce, and of the aggregate of them. */
  public static final int PUBLIC_NONCE_LENGTH = 66;

  static final int PARTIAL_LENGTH = 32;
  private static final int RANDOM_LENGTH = 32;
  private static final int ADAPTOR_MESSAGE_LENGTH = 32;

  private final Backend backend;

  MuSig2(Backend backend) {
    this.backend = backend;
  }

  /** The keys in an order that does not depend on who lists them. Spec: BIP327 "KeySort". */
  public static List<PublicKey> sort(List<PublicKey> keys) {
    return keys.stream().sorted().toList();
  }

  /**
   * Aggregates the signers' keys, of which some may be equal. Spec: BIP327 "KeyAgg".
   *
   * @param keys 1 to 65,536, in the order that all signers use
   * @return empty if one is no point, or they cancel out
   */
  public Optional<MuSigKeys> aggregate(List<PublicKey> keys) {
    return MuSigKeys.aggregate(backend, keys);
  }

  /**
   * Makes a nonce for one signature. Spec: BIP327 "NonceGen".
   *
   * @param random a source that never repeats itself
   * @param secretKey the signer's
   * @param keys that it will sign with
   * @param message that it will sign, or null if that is not known yet
   * @throws IllegalArgumentException if the key is invalid, or none of the signers'
   */
  public MuSigNonce nonce(
      SecureRandom random, SecretKey secretKey, MuSigKeys keys, byte @Nullable [] message) {
    PublicKey signer = signer(secretKey);
    keys.checkSigner(signer);
    byte[] fresh = new byte[RANDOM_LENGTH];
    byte[] secret = new byte[MuSigNonce.SECRET_LENGTH];
    byte[] shown = new byte[PUBLIC_NONCE_LENGTH];
    random.nextBytes(fresh);
    try {
      Errors.check(
          backend
              .experimental()
              .musigNonce(
                  secret,
                  shown,
                  fresh,
                  secretKey.raw(),
                  signer.raw(),
                  keys.publicKey().toXOnly(),
                  message,
                  new byte[0]));
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
    return new MuSigNonce(secret, shown);
  }

  /**
   * Adds up the public halves of the signers' nonces. Spec: BIP327 "NonceAgg".
   *
   * @param publicNonces at least one; whatever peers sent
   * @return 66 bytes; empty if one is malformed
   */
  public Optional<byte[]> aggregateNonces(List<byte[]> publicNonces) {
    byte[] sum = new byte[PUBLIC_NONCE_LENGTH];
    byte[] all = joined(publicNonces, PUBLIC_NONCE_LENGTH);
    return all.length != 0
            && Errors.isOk(
                backend.experimental().musigNonceAggregate(sum, all), Status.ERR_PUBLIC_KEY)
        ? Optional.of(sum)
        : Optional.empty();
  }

  /**
   * Binds what all signers agree on, for a signature. Spec: BIP327 "Session Context".
   *
   * @param aggregateNonce of {@link #aggregateNonces}, or from an untrusted aggregator
   * @return empty if the nonce is malformed
   */
  public Optional<MuSigSession> session(MuSigKeys keys, byte[] aggregateNonce, byte[] message) {
    return MuSigSession.bind(backend, keys, aggregateNonce, null, message);
  }

  /**
   * Binds what all signers agree on, for a pre-signature. The adaptor point is part of the nonce
   * before anything is hashed, as in libsecp256k1-zkp.
   *
   * @param message 32 bytes, as adaptor signatures need it
   * @return empty if nonce or adaptor is malformed
   */
  public Optional<MuSigSession> session(
      MuSigKeys keys, byte[] aggregateNonce, PublicKey adaptor, byte[] message) {
    Objects.requireNonNull(adaptor, "adaptor");
    if (message.length != ADAPTOR_MESSAGE_LENGTH) {
      throw new IllegalArgumentException(
          "with an adaptor a message has 32 bytes, not " + message.length);
    }
    return MuSigSession.bind(backend, keys, aggregateNonce, adaptor, message);
  }

  /**
   * Makes nonce and partial signature in one call, for a signer without a good source of
   * randomness, or one that keeps nothing between messages. It signs last, when it has the nonces
   * of all others, and no other signer may sign so. The nonce is a hash of the secret key and all
   * that is signed, and the result is verified before it is given away, so one may ask again.
   * Constant time in both secrets. Spec: BIP327 "DeterministicSign".
   *
   * @param otherNonce of {@link #aggregateNonces} for all other signers, 66 bytes
   * @param random 32 bytes that are hashed too, or null: they need not be good
   * @return empty if otherNonce is malformed, or a half of it infinity
   * @throws IllegalArgumentException if the key is invalid, or none of the signers'
   */
  public Optional<MuSigContribution> deterministicSign(
      SecretKey secretKey,
      MuSigKeys keys,
      byte[] otherNonce,
      byte[] message,
      byte @Nullable [] random) {
    keys.checkSigner(signer(secretKey));
    byte[] publicNonce = new byte[PUBLIC_NONCE_LENGTH];
    byte[] partial = new byte[PARTIAL_LENGTH];
    byte[] fresh = random == null ? null : Bytes.copyOf(random, RANDOM_LENGTH, "random");
    try {
      return otherNonce.length == PUBLIC_NONCE_LENGTH
              && Errors.isOk(
                  backend
                      .experimental()
                      .musigDeterministicSign(
                          publicNonce,
                          partial,
                          secretKey.raw(),
                          otherNonce.clone(),
                          keys.raw(),
                          message.clone(),
                          fresh),
                  Status.ERR_PUBLIC_KEY)
          ? Optional.of(new MuSigContribution(publicNonce, partial))
          : Optional.empty();
    } finally {
      if (fresh != null) {
        Arrays.fill(fresh, (byte) 0);
      }
    }
  }

  private PublicKey signer(SecretKey secretKey) {
    byte[] signer = new byte[PublicKey.LENGTH];
    Errors.check(backend.publicKeyCreate(signer, secretKey.raw()));
    return PublicKey.of(signer);
  }

  /** All elements in one array; of no bytes if one has another length. */
  static byte[] joined(List<byte[]> elements, int length) {
    byte[] all = new byte[elements.size() * length];
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).length != length) {
        return new byte[0];
      }
      System.arraycopy(elements.get(i), 0, all, i * length, length);
    }
    return all;
  }
}
