package org.nightjar.provider.jna;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code include/nightjar}, by their own names; {@code size_t} is a long, so the
 * JVM must be a 64-bit one.
 */
final class CoreLibrary {
  /** {@code sizeof(nj_ctx)} and {@code sizeof(nj_key)}. */
  static final int CTX_LENGTH = 64 * Long.BYTES;

  static final int KEY_LENGTH = 64 * Long.BYTES;

  private CoreLibrary() {}

  static native Pointer nj_version();

  static native int nj_describe(Pointer text, long textLength);

  static native int nj_selftest(Pointer ctx);

  static native int nj_echo(Pointer out, Pointer in, long length);

  static native int nj_ctx_init(Pointer ctx, Pointer seed);

  static native int nj_key_init(Pointer ctx, Pointer key, Pointer secretKey);

  static native void nj_key_wipe(Pointer key);

  static native int nj_secret_key_check(Pointer secretKey);

  static native int nj_public_key_check(Pointer publicKey);

  static native int nj_public_key_create(Pointer ctx, Pointer publicKey, Pointer secretKey);

  static native int nj_ecdh(
      Pointer ctx, Pointer sharedSecret, Pointer secretKey, Pointer publicKey);

  static native int nj_kdf(Pointer key, int label, Pointer secret);

  static native int nj_sha256(Pointer hash, Pointer in, long inLength);

  static native int nj_hmac_sha256(
      Pointer mac, Pointer key, long keyLength, Pointer in, long inLength);

  static native int nj_hkdf_sha256(
      Pointer okm,
      long okmLength,
      Pointer salt,
      long saltLength,
      Pointer ikm,
      long ikmLength,
      Pointer info,
      long infoLength);

  static native int nj_chacha20(
      Pointer out, Pointer key, Pointer nonce, int counter, Pointer in, long length);

  static native int nj_aead_encrypt(
      Pointer out,
      Pointer key,
      Pointer nonce,
      Pointer aad,
      long aadLength,
      Pointer in,
      long inLength);

  static native int nj_aead_decrypt(
      Pointer out,
      Pointer key,
      Pointer nonce,
      Pointer aad,
      long aadLength,
      Pointer in,
      long inLength);

  static native int nj_schnorr_sign(
      Pointer ctx,
      Pointer signature,
      Pointer secretKey,
      Pointer message,
      long messageLength,
      @Nullable Pointer aux);

  static native int nj_schnorr_verify(
      Pointer publicKey, Pointer message, long messageLength, Pointer signature);

  static native int nj_onion_build(
      Pointer ctx,
      Pointer onion,
      long onionLength,
      Pointer sharedSecrets,
      Pointer sessionKey,
      long hopCount,
      Pointer hops,
      Pointer payloads,
      long payloadsLength,
      Pointer payloadLengths,
      Pointer assoc,
      long assocLength);

  static native int nj_onion_peel(
      Pointer ctx,
      Pointer next,
      Pointer payload,
      Pointer payloadLength,
      Pointer sharedSecret,
      Pointer path,
      Pointer key,
      Pointer onion,
      long onionLength,
      Pointer assoc,
      long assocLength,
      @Nullable Pointer pathKey);

  static native int nj_onion_peel_batch(
      Pointer ctx,
      Pointer peeled,
      Pointer key,
      long count,
      Pointer onions,
      long onionLength,
      Pointer assocs,
      long assocLength,
      @Nullable Pointer pathKeys);

  static native int nj_failure_create(
      Pointer packet, long packetLength, Pointer sharedSecret, Pointer failure, long failureLength);

  static native int nj_failure_wrap(Pointer packet, long packetLength, Pointer sharedSecret);

  static native int nj_failure_decrypt(
      Pointer failure,
      Pointer failureLength,
      Pointer hop,
      Pointer scratch,
      Pointer packet,
      long packetLength,
      Pointer sharedSecrets,
      long hopCount);

  static native int nj_attribution_wrap(
      Pointer attribution, Pointer packet, long packetLength, Pointer sharedSecret, int holdTime);

  static native int nj_attribution_decrypt(
      Pointer holdTimes,
      Pointer verifiedCount,
      Pointer scratch,
      Pointer attribution,
      Pointer packet,
      long packetLength,
      Pointer sharedSecrets,
      long hopCount);

  static native int nj_blinded_path_create(
      Pointer ctx,
      Pointer pathKeys,
      Pointer blindedIds,
      Pointer encrypted,
      Pointer sessionKey,
      long hopCount,
      Pointer nodes,
      Pointer payloads,
      long payloadsLength,
      Pointer payloadLengths);

  static native int nj_blinded_unblind(
      Pointer ctx,
      Pointer data,
      Pointer nextPathKey,
      Pointer key,
      Pointer pathKey,
      Pointer encrypted,
      long encryptedLength);

  static native int nj_blinded_secret_key(
      Pointer ctx, Pointer blindedSecret, Pointer key, Pointer pathKey);

  static native int nj_x_adaptor_presign(
      Pointer ctx,
      Pointer presignature,
      Pointer secretKey,
      Pointer adaptor,
      Pointer message,
      @Nullable Pointer aux);

  static native int nj_x_adaptor_verify(
      Pointer ctx, Pointer presignature, Pointer publicKey, Pointer adaptor, Pointer message);

  static native int nj_x_adaptor_adapt(Pointer signature, Pointer presignature, Pointer secret);

  static native int nj_x_adaptor_extract(
      Pointer ctx, Pointer secret, Pointer presignature, Pointer signature, Pointer adaptor);

  static native int nj_x_ecdsa_adaptor_presign(
      Pointer ctx,
      Pointer presignature,
      Pointer secretKey,
      Pointer adaptor,
      Pointer message,
      @Nullable Pointer aux);

  static native int nj_x_ecdsa_adaptor_verify(
      Pointer ctx, Pointer presignature, Pointer publicKey, Pointer adaptor, Pointer message);

  static native int nj_x_ecdsa_adaptor_adapt(
      Pointer signature, Pointer presignature, Pointer secret);

  static native int nj_x_ecdsa_adaptor_extract(
      Pointer ctx, Pointer secret, Pointer presignature, Pointer signature, Pointer adaptor);

  static native int nj_x_musig_aggregate(Pointer ctx, Pointer keys, Pointer publicKeys, long count);

  static native int nj_x_musig_tweak(Pointer ctx, Pointer keys, Pointer tweak, int xonly);

  static native int nj_x_musig_public_key(Pointer publicKey, Pointer keys);

  static native int nj_x_musig_nonce(
      Pointer ctx,
      Pointer secretNonce,
      Pointer publicNonce,
      Pointer random,
      @Nullable Pointer secretKey,
      Pointer publicKey,
      @Nullable Pointer aggregate,
      @Nullable Pointer message,
      long messageLength,
      Pointer extra,
      long extraLength);

  static native int nj_x_musig_nonce_aggregate(
      Pointer aggregateNonce, Pointer publicNonces, long count);

  static native int nj_x_musig_session_init(
      Pointer ctx,
      Pointer session,
      Pointer keys,
      Pointer aggregateNonce,
      @Nullable Pointer adaptor,
      Pointer message,
      long messageLength);

  static native int nj_x_musig_sign(
      Pointer ctx,
      Pointer partial,
      Pointer secretNonce,
      Pointer secretKey,
      Pointer keys,
      Pointer session);

  static native int nj_x_musig_deterministic_sign(
      Pointer ctx,
      Pointer publicNonce,
      Pointer partial,
      Pointer secretKey,
      Pointer otherNonce,
      Pointer keys,
      Pointer message,
      long messageLength,
      @Nullable Pointer random);

  static native int nj_x_musig_verify(
      Pointer ctx,
      Pointer partial,
      Pointer publicNonce,
      Pointer publicKey,
      Pointer keys,
      Pointer session);

  static native int nj_x_musig_combine(
      Pointer presignature, Pointer keys, Pointer session, Pointer partials, long count);

  static native int nj_x_ptlc_epoch_id(Pointer epochId, Pointer epochSecret);

  static native int nj_x_ptlc_nonces(
      Pointer ctx,
      Pointer nonces,
      Pointer epochSecret,
      Pointer receiptSecret,
      int first,
      long count,
      long nu);

  static native int nj_x_ptlc_point(
      Pointer ctx, Pointer point, Pointer r, Pointer message, Pointer nonces, long count);

  static native int nj_x_ptlc_claim(
      Pointer ctx,
      Pointer claim,
      Pointer r,
      Pointer epochSecret,
      Pointer receiptSecret,
      Pointer message,
      long nu);

  static native int nj_x_ptlc_hash(Pointer hash, Pointer message);

  static native int nj_x_ptlc_blind(Pointer blind, Pointer sharedSecret);

  static native int nj_x_ptlc_blind_point(Pointer ctx, Pointer out, Pointer point, Pointer blind);

  static native int nj_x_ptlc_unblind_point(Pointer ctx, Pointer out, Pointer point, Pointer blind);

  static native int nj_x_ptlc_blind_scalar(Pointer out, Pointer scalar, Pointer blind);

  static native int nj_x_ptlc_unblind_scalar(Pointer out, Pointer scalar, Pointer blind);
}
