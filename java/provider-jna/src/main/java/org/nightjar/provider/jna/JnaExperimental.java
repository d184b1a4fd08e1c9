package org.nightjar.provider.jna;

import static org.nightjar.provider.jna.JnaBackend.POINT_LENGTH;
import static org.nightjar.provider.jna.JnaBackend.SECRET_LENGTH;
import static org.nightjar.provider.jna.JnaBackend.length;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.ExperimentalBackend;

/** {@code adaptor.h}, {@code ecdsa_adaptor.h}, {@code musig.h} and {@code ptlc.h}. */
final class JnaExperimental implements ExperimentalBackend {
  static final int PRESIGNATURE_LENGTH = 65;

  private static final int EPOCH_ID_LENGTH = 16;
  private static final int PUBLIC_NONCE_LENGTH = 66;
  private static final int SECRET_NONCE_LENGTH = 97;
  private static final int MESSAGE_LENGTH = 237;
  private static final int MAX_NONCES = 128;

  private final Pointer ctx;
  private final JnaAdaptors schnorrAdaptors;
  private final JnaAdaptors ecdsaAdaptors;

  JnaExperimental(Pointer ctx) {
    this.ctx = ctx;
    schnorrAdaptors = JnaAdaptors.schnorr(ctx);
    ecdsaAdaptors = JnaAdaptors.ecdsa(ctx);
  }

  @Override
  public int adaptorPresign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    return schnorrAdaptors.presign(presignature, secretKey, adaptor, message, aux);
  }

  @Override
  public int adaptorVerify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    return schnorrAdaptors.verify(presignature, publicKey, adaptor, message);
  }

  @Override
  public int adaptorAdapt(byte[] signature, byte[] presignature, byte[] secret) {
    return schnorrAdaptors.adapt(signature, presignature, secret);
  }

  @Override
  public int adaptorExtract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    return schnorrAdaptors.extract(secret, presignature, signature, adaptor);
  }

  @Override
  public int ecdsaAdaptorPresign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    return ecdsaAdaptors.presign(presignature, secretKey, adaptor, message, aux);
  }

  @Override
  public int ecdsaAdaptorVerify(
      byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    return ecdsaAdaptors.verify(presignature, publicKey, adaptor, message);
  }

  @Override
  public int ecdsaAdaptorAdapt(byte[] signature, byte[] presignature, byte[] secret) {
    return ecdsaAdaptors.adapt(signature, presignature, secret);
  }

  @Override
  public int ecdsaAdaptorExtract(
      byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    return ecdsaAdaptors.extract(secret, presignature, signature, adaptor);
  }

  @Override
  public int musigAggregate(byte[] keys, byte[] publicKeys) {
    try (Frame frame = new Frame(0, keys, publicKeys)) {
      Pointer keysCopy = frame.out(keys, MUSIG_OPAQUE_LENGTH);
      frame.failIf(length(publicKeys) % POINT_LENGTH != 0);
      Pointer publicKeysCopy = frame.in(publicKeys);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_aggregate(
                  ctx, keysCopy, publicKeysCopy, length(publicKeys) / POINT_LENGTH));
    }
  }

  @Override
  public int musigTweak(byte[] keys, byte[] tweak, boolean xonly) {
    try (Frame frame = new Frame(0, keys, tweak)) {
      frame.failIf(length(keys) != MUSIG_OPAQUE_LENGTH);
      Pointer keysCopy = frame.inOut(keys);
      Pointer tweakCopy = frame.in(tweak, SECRET_LENGTH);
      return frame.call(
          () -> CoreLibrary.nj_x_musig_tweak(ctx, keysCopy, tweakCopy, xonly ? 1 : 0));
    }
  }

  @Override
  public int musigPublicKey(byte[] publicKey, byte[] keys) {
    try (Frame frame = new Frame(0, publicKey, keys)) {
      Pointer publicKeyCopy = frame.out(publicKey, POINT_LENGTH);
      Pointer keysCopy = frame.in(keys, MUSIG_OPAQUE_LENGTH);
      return frame.call(() -> CoreLibrary.nj_x_musig_public_key(publicKeyCopy, keysCopy));
    }
  }

  @Override
  public int musigNonce(
      byte[] secretNonce,
      byte[] publicNonce,
      byte[] random,
      byte @Nullable [] secretKey,
      byte[] publicKey,
      byte @Nullable [] aggregate,
      byte @Nullable [] message,
      byte[] extra) {
    try (Frame frame =
        new Frame(
            0, secretNonce, publicNonce, random, secretKey, publicKey, aggregate, message, extra)) {
      Pointer secretNonceCopy = frame.out(secretNonce, SECRET_NONCE_LENGTH);
      Pointer publicNonceCopy = frame.out(publicNonce, PUBLIC_NONCE_LENGTH);
      Pointer randomCopy = frame.in(random, SECRET_LENGTH);
      Pointer secretKeyCopy = frame.inOrNull(secretKey, SECRET_LENGTH);
      Pointer publicKeyCopy = frame.in(publicKey, POINT_LENGTH);
      Pointer aggregateCopy = frame.inOrNull(aggregate, SECRET_LENGTH);
      Pointer messageCopy = message == null ? Pointer.NULL : frame.in(message);
      Pointer extraCopy = frame.in(extra);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_nonce(
                  ctx,
                  secretNonceCopy,
                  publicNonceCopy,
                  randomCopy,
                  secretKeyCopy,
                  publicKeyCopy,
                  aggregateCopy,
                  messageCopy,
                  length(message),
                  extraCopy,
                  length(extra)));
    }
  }

  @Override
  public int musigNonceAggregate(byte[] aggregateNonce, byte[] publicNonces) {
    try (Frame frame = new Frame(0, aggregateNonce, publicNonces)) {
      Pointer aggregateNonceCopy = frame.out(aggregateNonce, PUBLIC_NONCE_LENGTH);
      frame.failIf(length(publicNonces) % PUBLIC_NONCE_LENGTH != 0);
      Pointer publicNoncesCopy = frame.in(publicNonces);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_nonce_aggregate(
                  aggregateNonceCopy,
                  publicNoncesCopy,
                  length(publicNonces) / PUBLIC_NONCE_LENGTH));
    }
  }

  @Override
  public int musigSession(
      byte[] session,
      byte[] keys,
      byte[] aggregateNonce,
      byte @Nullable [] adaptor,
      byte[] message) {
    try (Frame frame = new Frame(0, session, keys, aggregateNonce, adaptor, message)) {
      Pointer sessionCopy = frame.out(session, MUSIG_OPAQUE_LENGTH);
      Pointer keysCopy = frame.in(keys, MUSIG_OPAQUE_LENGTH);
      Pointer aggregateNonceCopy = frame.in(aggregateNonce, PUBLIC_NONCE_LENGTH);
      Pointer adaptorCopy = frame.inOrNull(adaptor, POINT_LENGTH);
      Pointer messageCopy = frame.in(message);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_session_init(
                  ctx,
                  sessionCopy,
                  keysCopy,
                  aggregateNonceCopy,
                  adaptorCopy,
                  messageCopy,
                  length(message)));
    }
  }

  @Override
  public int musigSign(
      byte[] partial, byte[] secretNonce, byte[] secretKey, byte[] keys, byte[] session) {
    try (Frame frame = new Frame(0, partial, secretNonce, secretKey, keys, session)) {
      Pointer partialCopy = frame.out(partial, SECRET_LENGTH);
      frame.failIf(length(secretNonce) != SECRET_NONCE_LENGTH);
      Pointer secretNonceCopy = frame.inOut(secretNonce);
      Pointer secretKeyCopy = frame.in(secretKey, SECRET_LENGTH);
      Pointer keysCopy = frame.in(keys, MUSIG_OPAQUE_LENGTH);
      Pointer sessionCopy = frame.in(session, MUSIG_OPAQUE_LENGTH);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_sign(
                  ctx, partialCopy, secretNonceCopy, secretKeyCopy, keysCopy, sessionCopy));
    }
  }

  @Override
  public int musigDeterministicSign(
      byte[] publicNonce,
      byte[] partial,
      byte[] secretKey,
      byte[] otherNonce,
      byte[] keys,
      byte[] message,
      byte @Nullable [] random) {
    try (Frame frame =
        new Frame(0, publicNonce, partial, secretKey, otherNonce, keys, message, random)) {
      Pointer publicNonceCopy = frame.out(publicNonce, PUBLIC_NONCE_LENGTH);
      Pointer partialCopy = frame.out(partial, SECRET_LENGTH);
      Pointer secretKeyCopy = frame.in(secretKey, SECRET_LENGTH);
      Pointer otherNonceCopy = frame.in(otherNonce, PUBLIC_NONCE_LENGTH);
      Pointer keysCopy = frame.in(keys, MUSIG_OPAQUE_LENGTH);
      Pointer messageCopy = frame.in(message);
      Pointer randomCopy = frame.inOrNull(random, SECRET_LENGTH);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_deterministic_sign(
                  ctx,
                  publicNonceCopy,
                  partialCopy,
                  secretKeyCopy,
                  otherNonceCopy,
                  keysCopy,
                  messageCopy,
                  length(message),
                  randomCopy));
    }
  }

  @Override
  public int musigVerify(
      byte[] partial, byte[] publicNonce, byte[] publicKey, byte[] keys, byte[] session) {
    try (Frame frame = new Frame(0, partial, publicNonce, publicKey, keys, session)) {
      Pointer partialCopy = frame.in(partial, SECRET_LENGTH);
      Pointer publicNonceCopy = frame.in(publicNonce, PUBLIC_NONCE_LENGTH);
      Pointer publicKeyCopy = frame.in(publicKey, POINT_LENGTH);
      Pointer keysCopy = frame.in(keys, MUSIG_OPAQUE_LENGTH);
      Pointer sessionCopy = frame.in(session, MUSIG_OPAQUE_LENGTH);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_verify(
                  ctx, partialCopy, publicNonceCopy, publicKeyCopy, keysCopy, sessionCopy));
    }
  }

  @Override
  public int musigCombine(byte[] presignature, byte[] keys, byte[] session, byte[] partials) {
    try (Frame frame = new Frame(0, presignature, keys, session, partials)) {
      Pointer presignatureCopy = frame.out(presignature, PRESIGNATURE_LENGTH);
      Pointer keysCopy = frame.in(keys, MUSIG_OPAQUE_LENGTH);
      Pointer sessionCopy = frame.in(session, MUSIG_OPAQUE_LENGTH);
      frame.failIf(length(partials) % SECRET_LENGTH != 0);
      Pointer partialsCopy = frame.in(partials);
      return frame.call(
          () ->
              CoreLibrary.nj_x_musig_combine(
                  presignatureCopy,
                  keysCopy,
                  sessionCopy,
                  partialsCopy,
                  length(partials) / SECRET_LENGTH));
    }
  }

  @Override
  public int ptlcEpochId(byte[] epochId, byte[] epochSecret) {
    try (Frame frame = new Frame(0, epochId, epochSecret)) {
      Pointer epochIdCopy = frame.out(epochId, EPOCH_ID_LENGTH);
      Pointer epochSecretCopy = frame.in(epochSecret, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_x_ptlc_epoch_id(epochIdCopy, epochSecretCopy));
    }
  }

  @Override
  public int ptlcNonces(
      byte[] nonces, byte[] epochSecret, byte[] receiptSecret, int first, int nu) {
    try (Frame frame = new Frame(0, nonces, epochSecret, receiptSecret)) {
      int tuple = nu * POINT_LENGTH;
      frame.failIf(nu <= 0 || nu > MAX_NONCES || length(nonces) % tuple != 0);
      Pointer out = frame.out(nonces, length(nonces));
      Pointer epoch = frame.in(epochSecret, SECRET_LENGTH);
      Pointer receipt = frame.in(receiptSecret, SECRET_LENGTH);
      return frame.call(
          () ->
              CoreLibrary.nj_x_ptlc_nonces(
                  ctx, out, epoch, receipt, first, length(nonces) / tuple, nu));
    }
  }

  @Override
  public int ptlcPoint(byte[] point, byte[] r, byte[] message, byte[] nonces) {
    try (Frame frame = new Frame(0, point, r, message, nonces)) {
      Pointer pointCopy = frame.out(point, POINT_LENGTH);
      Pointer rCopy = frame.out(r, SECRET_LENGTH);
      Pointer messageCopy = frame.in(message, MESSAGE_LENGTH);
      frame.failIf(length(nonces) % POINT_LENGTH != 0);
      Pointer noncesCopy = frame.in(nonces);
      return frame.call(
          () ->
              CoreLibrary.nj_x_ptlc_point(
                  ctx, pointCopy, rCopy, messageCopy, noncesCopy, length(nonces) / POINT_LENGTH));
    }
  }

  @Override
  public int ptlcClaim(
      byte[] claim, byte[] r, byte[] epochSecret, byte[] receiptSecret, byte[] message, int nu) {
    try (Frame frame = new Frame(0, claim, r, epochSecret, receiptSecret, message)) {
      Pointer claimCopy = frame.out(claim, SECRET_LENGTH);
      Pointer rCopy = frame.out(r, SECRET_LENGTH);
      Pointer epochSecretCopy = frame.in(epochSecret, SECRET_LENGTH);
      Pointer receiptSecretCopy = frame.in(receiptSecret, SECRET_LENGTH);
      Pointer messageCopy = frame.in(message, MESSAGE_LENGTH);
      return frame.call(
          () ->
              CoreLibrary.nj_x_ptlc_claim(
                  ctx, claimCopy, rCopy, epochSecretCopy, receiptSecretCopy, messageCopy, nu));
    }
  }

  @Override
  public int ptlcHash(byte[] hash, byte[] message) {
    try (Frame frame = new Frame(0, hash, message)) {
      Pointer hashCopy = frame.out(hash, SECRET_LENGTH);
      Pointer messageCopy = frame.in(message, MESSAGE_LENGTH);
      return frame.call(() -> CoreLibrary.nj_x_ptlc_hash(hashCopy, messageCopy));
    }
  }

  @Override
  public int ptlcBlind(byte[] blind, byte[] sharedSecret) {
    try (Frame frame = new Frame(0, blind, sharedSecret)) {
      Pointer blindCopy = frame.out(blind, SECRET_LENGTH);
      Pointer sharedSecretCopy = frame.in(sharedSecret, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_x_ptlc_blind(blindCopy, sharedSecretCopy));
    }
  }

  @Override
  public int ptlcBlindPoint(byte[] out, byte[] point, byte[] blind) {
    return shift(POINT_LENGTH, out, point, blind, this::blindPoint);
  }

  @Override
  public int ptlcUnblindPoint(byte[] out, byte[] point, byte[] blind) {
    return shift(POINT_LENGTH, out, point, blind, this::unblindPoint);
  }

  @Override
  public int ptlcBlindScalar(byte[] out, byte[] scalar, byte[] blind) {
    return shift(SECRET_LENGTH, out, scalar, blind, CoreLibrary::nj_x_ptlc_blind_scalar);
  }

  @Override
  public int ptlcUnblindScalar(byte[] out, byte[] scalar, byte[] blind) {
    return shift(SECRET_LENGTH, out, scalar, blind, CoreLibrary::nj_x_ptlc_unblind_scalar);
  }

  private int blindPoint(Pointer out, Pointer point, Pointer blind) {
    return CoreLibrary.nj_x_ptlc_blind_point(ctx, out, point, blind);
  }

  private int unblindPoint(Pointer out, Pointer point, Pointer blind) {
    return CoreLibrary.nj_x_ptlc_unblind_point(ctx, out, point, blind);
  }

  /** A function that adds a blind to a point or scalar, or takes it off. */
  private interface Shift {
    int call(Pointer out, Pointer from, Pointer blind);
  }

  private static int shift(int length, byte[] out, byte[] from, byte[] blind, Shift function) {
    try (Frame frame = new Frame(0, out, from, blind)) {
      Pointer outCopy = frame.out(out, length);
      Pointer fromCopy = frame.in(from, length);
      Pointer blindCopy = frame.in(blind, SECRET_LENGTH);
      return frame.call(() -> function.call(outCopy, fromCopy, blindCopy));
    }
  }
}
