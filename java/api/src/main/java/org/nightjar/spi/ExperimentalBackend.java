package org.nightjar.spi;

import org.jspecify.annotations.Nullable;

/**
 * The experimental part of the C API: {@code adaptor.h}, {@code ecdsa_adaptor.h}, {@code musig.h}
 * and {@code ptlc.h}, one to one. The rules are those of {@link Backend}; this interface may change
 * with any version.
 */
public interface ExperimentalBackend {
  /** Length of what aggregated keys and sessions of MuSig2 are kept in. */
  int MUSIG_OPAQUE_LENGTH = 160;

  /**
   * {@code nj_x_adaptor_presign}: {@code presignature} [65], {@code secretKey} [32], {@code
   * adaptor} [33], {@code message} [32], {@code aux} [32] or null.
   */
  int adaptorPresign(
      byte[] presignature, byte[] secretKey, byte[] adaptor, byte[] message, byte @Nullable [] aux);

  /**
   * {@code nj_x_adaptor_verify}: {@code presignature} [65], {@code publicKey} [32], {@code adaptor}
   * [33], {@code message} [32].
   */
  int adaptorVerify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message);

  /**
   * {@code nj_x_adaptor_adapt}: {@code signature} [64], {@code presignature} [65], {@code secret}
   * [32].
   */
  int adaptorAdapt(byte[] signature, byte[] presignature, byte[] secret);

  /**
   * {@code nj_x_adaptor_extract}: {@code secret} [32], {@code presignature} [65], {@code signature}
   * [64], {@code adaptor} [33].
   */
  int adaptorExtract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor);

  /**
   * {@code nj_x_ecdsa_adaptor_presign}: {@code presignature} [162], {@code secretKey} [32], {@code
   * adaptor} [33], {@code message} [32], {@code aux} [32] or null.
   */
  int ecdsaAdaptorPresign(
      byte[] presignature, byte[] secretKey, byte[] adaptor, byte[] message, byte @Nullable [] aux);

  /**
   * {@code nj_x_ecdsa_adaptor_verify}: {@code presignature} [162], {@code publicKey} [33], {@code
   * adaptor} [33], {@code message} [32].
   */
  int ecdsaAdaptorVerify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message);

  /**
   * {@code nj_x_ecdsa_adaptor_adapt}: {@code signature} [64], {@code presignature} [162], {@code
   * secret} [32].
   */
  int ecdsaAdaptorAdapt(byte[] signature, byte[] presignature, byte[] secret);

  /**
   * {@code nj_x_ecdsa_adaptor_extract}: {@code secret} [32], {@code presignature} [162], {@code
   * signature} [64], {@code adaptor} [33].
   */
  int ecdsaAdaptorExtract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor);

  /**
   * {@code nj_x_musig_aggregate}: {@code keys} [{@link #MUSIG_OPAQUE_LENGTH}], {@code publicKeys}
   * [count * 33].
   */
  int musigAggregate(byte[] keys, byte[] publicKeys);

  /** {@code nj_x_musig_tweak}: {@code keys} changed in place, {@code tweak} [32]. */
  int musigTweak(byte[] keys, byte[] tweak, boolean xonly);

  /** {@code nj_x_musig_public_key}: {@code publicKey} [33]. */
  int musigPublicKey(byte[] publicKey, byte[] keys);

  /**
   * {@code nj_x_musig_nonce}.
   *
   * @param secretNonce [97]
   * @param publicNonce [66]
   * @param random [32]
   * @param secretKey [32] or null
   * @param publicKey [33]
   * @param aggregate [32] or null
   * @param message any length, or null if it is not known
   */
  int musigNonce(
      byte[] secretNonce,
      byte[] publicNonce,
      byte[] random,
      byte @Nullable [] secretKey,
      byte[] publicKey,
      byte @Nullable [] aggregate,
      byte @Nullable [] message,
      byte[] extra);

  /** {@code nj_x_musig_nonce_aggregate}: [66] from [count * 66]. */
  int musigNonceAggregate(byte[] aggregateNonce, byte[] publicNonces);

  /**
   * {@code nj_x_musig_session_init}: {@code session} [{@link #MUSIG_OPAQUE_LENGTH}], {@code
   * aggregateNonce} [66], {@code adaptor} [33] or null.
   */
  int musigSession(
      byte[] session,
      byte[] keys,
      byte[] aggregateNonce,
      byte @Nullable [] adaptor,
      byte[] message);

  /**
   * {@code nj_x_musig_sign}: {@code partial} [32], {@code secretNonce} [97], which is zeros
   * afterwards, {@code secretKey} [32].
   */
  int musigSign(byte[] partial, byte[] secretNonce, byte[] secretKey, byte[] keys, byte[] session);

  /**
   * {@code nj_x_musig_deterministic_sign}: {@code publicNonce} [66], {@code partial} [32], {@code
   * secretKey} [32], {@code otherNonce} [66], {@code random} [32] or null.
   */
  int musigDeterministicSign(
      byte[] publicNonce,
      byte[] partial,
      byte[] secretKey,
      byte[] otherNonce,
      byte[] keys,
      byte[] message,
      byte @Nullable [] random);

  /**
   * {@code nj_x_musig_verify}: {@code partial} [32], {@code publicNonce} [66], {@code publicKey}
   * [33].
   */
  int musigVerify(
      byte[] partial, byte[] publicNonce, byte[] publicKey, byte[] keys, byte[] session);

  /** {@code nj_x_musig_combine}: {@code presignature} [65], {@code partials} [count * 32]. */
  int musigCombine(byte[] presignature, byte[] keys, byte[] session, byte[] partials);

  /** {@code nj_x_ptlc_epoch_id}: [16] from [32]. */
  int ptlcEpochId(byte[] epochId, byte[] epochSecret);

  /**
   * {@code nj_x_ptlc_nonces}: {@code nonces} [count * nu * 33], both secrets [32], {@code first}
   * unsigned.
   */
  int ptlcNonces(byte[] nonces, byte[] epochSecret, byte[] receiptSecret, int first, int nu);

  /**
   * {@code nj_x_ptlc_point}: {@code point} [33], {@code r} [32], {@code message} [237], {@code
   * nonces} [nu * 33].
   */
  int ptlcPoint(byte[] point, byte[] r, byte[] message, byte[] nonces);

  /**
   * {@code nj_x_ptlc_claim}: {@code claim} and {@code r} [32], both secrets [32], {@code message}
   * [237].
   */
  int ptlcClaim(
      byte[] claim, byte[] r, byte[] epochSecret, byte[] receiptSecret, byte[] message, int nu);

  /** {@code nj_x_ptlc_hash}: [32] from [237]. */
  int ptlcHash(byte[] hash, byte[] message);

  /** {@code nj_x_ptlc_blind}: [32] from [32]. */
  int ptlcBlind(byte[] blind, byte[] sharedSecret);

  /** {@code nj_x_ptlc_blind_point}: {@code out} and {@code point} [33], {@code blind} [32]. */
  int ptlcBlindPoint(byte[] out, byte[] point, byte[] blind);

  /** {@code nj_x_ptlc_unblind_point}: {@code out} and {@code point} [33], {@code blind} [32]. */
  int ptlcUnblindPoint(byte[] out, byte[] point, byte[] blind);

  /** {@code nj_x_ptlc_blind_scalar}: [32] each. */
  int ptlcBlindScalar(byte[] out, byte[] scalar, byte[] blind);

  /** {@code nj_x_ptlc_unblind_scalar}: [32] each. */
  int ptlcUnblindScalar(byte[] out, byte[] scalar, byte[] blind);
}
