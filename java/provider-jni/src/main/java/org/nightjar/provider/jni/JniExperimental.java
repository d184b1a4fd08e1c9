package org.nightjar.provider.jni;

import org.jspecify.annotations.Nullable;
import org.nightjar.spi.ExperimentalBackend;

/** The native methods of the experimental part. It has no state. */
final class JniExperimental implements ExperimentalBackend {
  @Override
  public int adaptorPresign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    return AdaptorNative.presign(false, presignature, secretKey, adaptor, message, aux);
  }

  @Override
  public int adaptorVerify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    return AdaptorNative.verify(false, presignature, publicKey, adaptor, message);
  }

  @Override
  public int adaptorAdapt(byte[] signature, byte[] presignature, byte[] secret) {
    return AdaptorNative.adapt(false, signature, presignature, secret);
  }

  @Override
  public int adaptorExtract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    return AdaptorNative.extract(false, secret, presignature, signature, adaptor);
  }

  @Override
  public int ecdsaAdaptorPresign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    return AdaptorNative.presign(true, presignature, secretKey, adaptor, message, aux);
  }

  @Override
  public int ecdsaAdaptorVerify(
      byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    return AdaptorNative.verify(true, presignature, publicKey, adaptor, message);
  }

  @Override
  public int ecdsaAdaptorAdapt(byte[] signature, byte[] presignature, byte[] secret) {
    return AdaptorNative.adapt(true, signature, presignature, secret);
  }

  @Override
  public int ecdsaAdaptorExtract(
      byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    return AdaptorNative.extract(true, secret, presignature, signature, adaptor);
  }

  @Override
  public int musigAggregate(byte[] keys, byte[] publicKeys) {
    return MusigNative.aggregate(keys, publicKeys);
  }

  @Override
  public int musigTweak(byte[] keys, byte[] tweak, boolean xonly) {
    return MusigNative.tweak(keys, tweak, xonly);
  }

  @Override
  public int musigPublicKey(byte[] publicKey, byte[] keys) {
    return MusigNative.publicKey(publicKey, keys);
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
    return MusigNative.nonce(
        secretNonce, publicNonce, random, secretKey, publicKey, aggregate, message, extra);
  }

  @Override
  public int musigNonceAggregate(byte[] aggregateNonce, byte[] publicNonces) {
    return MusigNative.nonceAggregate(aggregateNonce, publicNonces);
  }

  @Override
  public int musigSession(
      byte[] session,
      byte[] keys,
      byte[] aggregateNonce,
      byte @Nullable [] adaptor,
      byte[] message) {
    return MusigNative.session(session, keys, aggregateNonce, adaptor, message);
  }

  @Override
  public int musigSign(
      byte[] partial, byte[] secretNonce, byte[] secretKey, byte[] keys, byte[] session) {
    return MusigNative.sign(partial, secretNonce, secretKey, keys, session);
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
    return MusigNative.deterministicSign(
        publicNonce, partial, secretKey, otherNonce, keys, message, random);
  }

  @Override
  public int musigVerify(
      byte[] partial, byte[] publicNonce, byte[] publicKey, byte[] keys, byte[] session) {
    return MusigNative.verify(partial, publicNonce, publicKey, keys, session);
  }

  @Override
  public int musigCombine(byte[] presignature, byte[] keys, byte[] session, byte[] partials) {
    return MusigNative.combine(presignature, keys, session, partials);
  }

  @Override
  public int ptlcEpochId(byte[] epochId, byte[] epochSecret) {
    return PtlcNative.epochId(epochId, epochSecret);
  }

  @Override
  public int ptlcNonces(
      byte[] nonces, byte[] epochSecret, byte[] receiptSecret, int first, int nu) {
    return PtlcNative.nonces(nonces, epochSecret, receiptSecret, first, nu);
  }

  @Override
  public int ptlcPoint(byte[] point, byte[] r, byte[] message, byte[] nonces) {
    return PtlcNative.point(point, r, message, nonces);
  }

  @Override
  public int ptlcClaim(
      byte[] claim, byte[] r, byte[] epochSecret, byte[] receiptSecret, byte[] message, int nu) {
    return PtlcNative.claim(claim, r, epochSecret, receiptSecret, message, nu);
  }

  @Override
  public int ptlcHash(byte[] hash, byte[] message) {
    return PtlcNative.hash(hash, message);
  }

  @Override
  public int ptlcBlind(byte[] blind, byte[] sharedSecret) {
    return PtlcNative.blind(blind, sharedSecret);
  }

  @Override
  public int ptlcBlindPoint(byte[] out, byte[] point, byte[] blind) {
    return PtlcNative.blindPoint(out, point, blind);
  }

  @Override
  public int ptlcUnblindPoint(byte[] out, byte[] point, byte[] blind) {
    return PtlcNative.unblindPoint(out, point, blind);
  }

  @Override
  public int ptlcBlindScalar(byte[] out, byte[] scalar, byte[] blind) {
    return PtlcNative.blindScalar(out, scalar, blind);
  }

  @Override
  public int ptlcUnblindScalar(byte[] out, byte[] scalar, byte[] blind) {
    return PtlcNative.unblindScalar(out, scalar, blind);
  }
}
