package org.nightjar.provider.jni;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;

/**
 * The native methods as a backend. It has no state: the context lives in the library. A call with a
 * null, a wrong length or a wrong offset answers {@link Status#ERR_ARGUMENT}; only a handle that
 * {@link #keyOpen} did not give, or that is closed, is undefined.
 */
final class JniBackend implements Backend {
  @Override
  public String version() {
    return CoreNative.version();
  }

  @Override
  public String describe() {
    return CoreNative.describe();
  }

  @Override
  public ExperimentalBackend experimental() {
    return new JniExperimental();
  }

  @Override
  public int selftest() {
    return CoreNative.selftest();
  }

  @Override
  public int echo(byte[] out, byte[] in) {
    return CoreNative.echo(out, in);
  }

  @Override
  public int secretKeyCheck(byte[] secretKey) {
    return CoreNative.secretKeyCheck(secretKey);
  }

  @Override
  public int publicKeyCheck(byte[] publicKey) {
    return CoreNative.publicKeyCheck(publicKey);
  }

  @Override
  public int publicKeyCreate(byte[] publicKey, byte[] secretKey) {
    return CoreNative.publicKeyCreate(publicKey, secretKey);
  }

  @Override
  public int ecdh(byte[] sharedSecret, byte[] secretKey, byte[] publicKey) {
    return CoreNative.ecdh(sharedSecret, secretKey, publicKey);
  }

  @Override
  public int publicKeyCreateBatch(
      ByteBuffer publicKeys, ByteBuffer statuses, int count, ByteBuffer secretKeys) {
    return anyReadOnly(publicKeys, statuses)
        ? Status.ERR_ARGUMENT
        : CoreNative.publicKeyCreateBatch(publicKeys, statuses, count, secretKeys);
  }

  @Override
  public int ecdhBatch(
      ByteBuffer sharedSecrets,
      ByteBuffer statuses,
      int count,
      ByteBuffer secretKeys,
      ByteBuffer publicKeys) {
    return anyReadOnly(sharedSecrets, statuses)
        ? Status.ERR_ARGUMENT
        : CoreNative.ecdhBatch(sharedSecrets, statuses, count, secretKeys, publicKeys);
  }

  @Override
  public int kdf(byte[] key, int label, byte[] secret) {
    return CoreNative.kdf(key, label, secret);
  }

  @Override
  public int sha256(byte[] hash, byte[] in) {
    return HashNative.sha256(hash, in);
  }

  @Override
  public int hmacSha256(byte[] mac, byte[] key, byte[] in) {
    return HashNative.hmacSha256(mac, key, in);
  }

  @Override
  public int hkdfSha256(byte[] okm, byte[] salt, byte[] ikm, byte[] info) {
    return HashNative.hkdfSha256(okm, salt, ikm, info);
  }

  @Override
  public int chacha20(
      byte[] out,
      int outOffset,
      byte[] key,
      byte[] nonce,
      int counter,
      byte[] in,
      int inOffset,
      int length) {
    return AeadNative.chacha20(out, outOffset, key, nonce, counter, in, inOffset, length);
  }

  @Override
  public int aeadEncrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    return AeadNative.encrypt(out, key, nonce, aad, in);
  }

  @Override
  public int aeadDecrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    return AeadNative.decrypt(out, key, nonce, aad, in);
  }

  @Override
  public int schnorrSign(
      byte[] signature, byte[] secretKey, byte[] message, byte @Nullable [] aux) {
    return SchnorrNative.sign(signature, secretKey, message, aux);
  }

  @Override
  public int schnorrVerify(byte[] publicKey, byte[] message, byte[] signature) {
    return SchnorrNative.verify(publicKey, message, signature);
  }

  @Override
  public int schnorrVerifyBatch(
      ByteBuffer statuses,
      int count,
      ByteBuffer publicKeys,
      ByteBuffer messages,
      int messageLength,
      ByteBuffer signatures) {
    return anyReadOnly(statuses)
        ? Status.ERR_ARGUMENT
        : SchnorrNative.verifyBatch(
            statuses, count, publicKeys, messages, messageLength, signatures);
  }

  @Override
  public long keyOpen(byte[] secretKey) {
    return CoreNative.keyOpen(secretKey);
  }

  @Override
  public void keyClose(long key) {
    CoreNative.keyClose(key);
  }

  @Override
  public int onionBuild(
      byte[] onion,
      byte[] sharedSecrets,
      byte[] sessionKey,
      byte[] hops,
      byte[] payloads,
      int[] payloadLengths,
      byte[] assoc) {
    return OnionNative.build(
        onion, sharedSecrets, sessionKey, hops, payloads, payloadLengths, assoc);
  }

  @Override
  public byte[] onionPeel(
      long key,
      byte[] onion,
      int onionOffset,
      int onionLength,
      byte[] assoc,
      byte @Nullable [] pathKey) {
    return OnionNative.peel(key, onion, onionOffset, onionLength, assoc, pathKey);
  }

  @Override
  public int onionPeelBatch(
      ByteBuffer peeled,
      long key,
      int count,
      ByteBuffer onions,
      int onionLength,
      ByteBuffer assocs,
      int assocLength,
      @Nullable ByteBuffer pathKeys) {
    return anyReadOnly(peeled)
        ? Status.ERR_ARGUMENT
        : OnionNative.peelBatch(
            peeled, key, count, onions, onionLength, assocs, assocLength, pathKeys);
  }

  @Override
  public int onionBuildBatch(
      ByteBuffer onions,
      int onionLength,
      ByteBuffer sharedSecrets,
      ByteBuffer statuses,
      int count,
      ByteBuffer sessionKeys,
      int hopCount,
      ByteBuffer hops,
      ByteBuffer payloads,
      int payloadsLength,
      ByteBuffer payloadLengths,
      ByteBuffer assocs,
      int assocLength) {
    return anyReadOnly(onions, sharedSecrets, statuses)
        ? Status.ERR_ARGUMENT
        : OnionNative.buildBatch(
            onions,
            onionLength,
            sharedSecrets,
            statuses,
            count,
            sessionKeys,
            hopCount,
            hops,
            payloads,
            payloadsLength,
            payloadLengths,
            assocs,
            assocLength);
  }

  /** Of the outputs: C cannot see it. */
  private static boolean anyReadOnly(ByteBuffer... outputs) {
    for (ByteBuffer output : outputs) {
      if (output != null && output.isReadOnly()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int failureCreate(byte[] packet, byte[] sharedSecret, byte[] failure) {
    return FailureNative.create(packet, sharedSecret, failure);
  }

  @Override
  public int failureWrap(byte[] packet, byte[] sharedSecret) {
    return FailureNative.wrap(packet, sharedSecret);
  }

  @Override
  public int failureDecrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets) {
    return FailureNative.decrypt(failure, found, packet, sharedSecrets);
  }

  @Override
  public int attributionWrap(byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime) {
    return FailureNative.attributionWrap(attribution, packet, sharedSecret, holdTime);
  }

  @Override
  public int attributionDecrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets) {
    return FailureNative.attributionDecrypt(
        holdTimes, verified, attribution, packet, sharedSecrets);
  }

  @Override
  public int blindedPathCreate(
      byte[] pathKeys,
      byte[] blindedIds,
      byte[] encrypted,
      byte[] sessionKey,
      byte[] nodes,
      byte[] payloads,
      int[] payloadLengths) {
    return BlindedNative.pathCreate(
        pathKeys, blindedIds, encrypted, sessionKey, nodes, payloads, payloadLengths);
  }

  @Override
  public int blindedPathCreateBatch(
      ByteBuffer pathKeys,
      ByteBuffer blindedIds,
      ByteBuffer encrypted,
      ByteBuffer statuses,
      int count,
      ByteBuffer sessionKeys,
      int hopCount,
      ByteBuffer nodes,
      ByteBuffer payloads,
      int payloadsLength,
      ByteBuffer payloadLengths) {
    return anyReadOnly(pathKeys, blindedIds, encrypted, statuses)
        ? Status.ERR_ARGUMENT
        : BlindedNative.pathCreateBatch(
            pathKeys,
            blindedIds,
            encrypted,
            statuses,
            count,
            sessionKeys,
            hopCount,
            nodes,
            payloads,
            payloadsLength,
            payloadLengths);
  }

  @Override
  public int blindedUnblind(
      byte[] data, byte[] nextPathKey, long key, byte[] pathKey, byte[] encrypted) {
    return BlindedNative.unblind(data, nextPathKey, key, pathKey, encrypted);
  }

  @Override
  public int blindedUnblindBatch(
      ByteBuffer data,
      ByteBuffer nextPathKeys,
      ByteBuffer statuses,
      long key,
      int count,
      ByteBuffer pathKeys,
      ByteBuffer encrypted,
      int encryptedLength) {
    return anyReadOnly(data, nextPathKeys, statuses)
        ? Status.ERR_ARGUMENT
        : BlindedNative.unblindBatch(
            data, nextPathKeys, statuses, key, count, pathKeys, encrypted, encryptedLength);
  }

  @Override
  public int blindedSecretKey(byte[] blindedSecret, long key, byte[] pathKey) {
    return BlindedNative.secretKey(blindedSecret, key, pathKey);
  }
}
