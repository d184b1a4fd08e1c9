package org.nightjar.provider.jni;

import org.jspecify.annotations.Nullable;

/** {@code jni_musig.c}. Arguments are those of {@link org.nightjar.spi.ExperimentalBackend}. */
final class MusigNative {
  private MusigNative() {}

  static native int aggregate(byte[] keys, byte[] publicKeys);

  static native int tweak(byte[] keys, byte[] tweak, boolean xonly);

  static native int publicKey(byte[] publicKey, byte[] keys);

  static native int nonce(
      byte[] secretNonce,
      byte[] publicNonce,
      byte[] random,
      byte @Nullable [] secretKey,
      byte[] publicKey,
      byte @Nullable [] aggregate,
      byte @Nullable [] message,
      byte[] extra);

  static native int nonceAggregate(byte[] aggregateNonce, byte[] publicNonces);

  static native int session(
      byte[] session,
      byte[] keys,
      byte[] aggregateNonce,
      byte @Nullable [] adaptor,
      byte[] message);

  static native int sign(
      byte[] partial, byte[] secretNonce, byte[] secretKey, byte[] keys, byte[] session);

  static native int deterministicSign(
      byte[] publicNonce,
      byte[] partial,
      byte[] secretKey,
      byte[] otherNonce,
      byte[] keys,
      byte[] message,
      byte @Nullable [] random);

  static native int verify(
      byte[] partial, byte[] publicNonce, byte[] publicKey, byte[] keys, byte[] session);

  static native int combine(byte[] presignature, byte[] keys, byte[] session, byte[] partials);
}
