package org.nightjar.provider.jni;

import java.nio.ByteBuffer;

/** {@code jni_core.c}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class CoreNative {
  private CoreNative() {}

  static native int abiVersion();

  /** Seeds the library's context with 32 bytes; nothing happens if it has a seed. */
  static native int init(byte[] seed);

  static native String version();

  static native String describe();

  static native int selftest();

  static native int echo(byte[] out, byte[] in);

  static native int secretKeyCheck(byte[] secretKey);

  static native int publicKeyCheck(byte[] publicKey);

  static native int publicKeyCreate(byte[] publicKey, byte[] secretKey);

  static native int ecdh(byte[] sharedSecret, byte[] secretKey, byte[] publicKey);

  static native int publicKeyCreateBatch(
      ByteBuffer publicKeys, ByteBuffer statuses, int count, ByteBuffer secretKeys);

  static native int ecdhBatch(
      ByteBuffer sharedSecrets,
      ByteBuffer statuses,
      int count,
      ByteBuffer secretKeys,
      ByteBuffer publicKeys);

  static native int kdf(byte[] key, int label, byte[] secret);

  static native long keyOpen(byte[] secretKey);

  static native void keyClose(long key);
}
