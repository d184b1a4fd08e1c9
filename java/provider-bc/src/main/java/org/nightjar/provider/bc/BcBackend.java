package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;

/** Statuses and zeroed outputs; the work is done by the class of each subject. */
final class BcBackend implements Backend {
  private final NodeKeys nodeKeys = new NodeKeys();

  /**
   * The name of the archive that Bouncy Castle came in: it states its version nowhere else that is
   * cheap to ask.
   */
  @Override
  public String version() {
    String version = ECPoint.class.getPackage().getImplementationVersion();
    return version == null ? "Bouncy Castle" : "Bouncy Castle " + version;
  }

  @Override
  public String describe() {
    return "Bouncy Castle, not constant time";
  }

  @Override
  public ExperimentalBackend experimental() {
    return new BcExperimental();
  }

  @Override
  public int selftest() {
    return Selftest.passes(this) ? Status.OK : Status.SELFTEST;
  }

  @Override
  public int echo(byte[] out, byte[] in) {
    System.arraycopy(in, 0, out, 0, in.length);
    return Status.OK;
  }

  @Override
  public int secretKeyCheck(byte[] secretKey) {
    return Curve.scalar(secretKey) == null ? Status.ERR_SECRET_KEY : Status.OK;
  }

  @Override
  public int publicKeyCheck(byte[] publicKey) {
    return Curve.point(publicKey) == null ? Status.ERR_PUBLIC_KEY : Status.OK;
  }

  @Override
  public int publicKeyCreate(byte[] publicKey, byte[] secretKey) {
    BigInteger secret = Curve.scalar(secretKey);
    return secret == null
        ? fail(Status.ERR_SECRET_KEY, publicKey)
        : give(publicKey, Curve.bytes(Curve.generate(secret)));
  }

  @Override
  public int ecdh(byte[] sharedSecret, byte[] secretKey, byte[] publicKey) {
    ECPoint point = Curve.point(publicKey);
    if (point == null) {
      return fail(Status.ERR_PUBLIC_KEY, sharedSecret);
    }
    BigInteger secret = Curve.scalar(secretKey);
    return secret == null
        ? fail(Status.ERR_SECRET_KEY, sharedSecret)
        : give(sharedSecret, Curve.sharedSecret(point, secret));
  }

  @Override
  public int kdf(byte[] key, int label, byte[] secret) {
    return Hash.isLabel(label)
        ? give(key, Hash.kdf(label, secret))
        : fail(Status.ERR_ARGUMENT, key);
  }

  @Override
  public int sha256(byte[] hash, byte[] in) {
    return give(hash, Hash.sha256(in));
  }

  @Override
  public int hmacSha256(byte[] mac, byte[] key, byte[] in) {
    return give(mac, Hash.hmac(key, in));
  }

  @Override
  public int hkdfSha256(byte[] okm, byte[] salt, byte[] ikm, byte[] info) {
    if (okm.length > Hash.HKDF_MAX_LENGTH) {
      return fail(Status.ERR_ARGUMENT, okm);
    }
    Hash.hkdf(okm, salt, ikm, info);
    return Status.OK;
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
    if (!Cipher.inCounterRange(counter, length)) {
      Arrays.fill(out, outOffset, outOffset + length, (byte) 0);
      return Status.ERR_ARGUMENT;
    }
    Cipher.chacha20(out, outOffset, key, nonce, counter, in, inOffset, length);
    return Status.OK;
  }

  @Override
  public int aeadEncrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    Cipher.aeadEncrypt(out, key, nonce, aad, in);
    return Status.OK;
  }

  @Override
  public int aeadDecrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    return Cipher.aeadDecrypt(out, key, nonce, aad, in)
        ? Status.OK
        : fail(Status.PEER_AEAD_TAG, out);
  }

  @Override
  public int schnorrSign(
      byte[] signature, byte[] secretKey, byte[] message, byte @Nullable [] aux) {
    int status = Schnorr.sign(signature, secretKey, message, aux);
    return status == Status.OK ? Status.OK : fail(status, signature);
  }

  @Override
  public int schnorrVerify(byte[] publicKey, byte[] message, byte[] signature) {
    return Schnorr.verify(publicKey, message, signature) ? Status.OK : Status.PEER_SIGNATURE;
  }

  @Override
  public long keyOpen(byte[] secretKey) {
    return nodeKeys.open(secretKey);
  }

  @Override
  public void keyClose(long key) {
    nodeKeys.close(key);
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
    int status =
        OnionBuilder.build(onion, sharedSecrets, sessionKey, hops, payloads, payloadLengths, assoc);
    return status == Status.OK ? Status.OK : fail(status, onion, sharedSecrets);
  }

  @Override
  public byte[] onionPeel(
      long key,
      byte[] onion,
      int onionOffset,
      int onionLength,
      byte[] assoc,
      byte @Nullable [] pathKey) {
    BigInteger nodeKey = nodeKeys.get(key);
    return nodeKey == null
        ? OnionPeeler.answer(Status.ERR_HANDLE)
        : OnionPeeler.peel(
            nodeKey,
            Arrays.copyOfRange(onion, onionOffset, onionOffset + onionLength),
            assoc,
            pathKey);
  }

  @Override
  public int failureCreate(byte[] packet, byte[] sharedSecret, byte[] failure) {
    int status = FailurePackets.create(packet, sharedSecret, failure);
    return status == Status.OK ? Status.OK : fail(status, packet);
  }

  @Override
  public int failureWrap(byte[] packet, byte[] sharedSecret) {
    return FailurePackets.wrap(packet, sharedSecret);
  }

  @Override
  public int failureDecrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets) {
    Arrays.fill(found, 0);
    int status = FailurePackets.decrypt(failure, found, packet, sharedSecrets);
    return status == Status.OK ? Status.OK : fail(status, failure);
  }

  @Override
  public int attributionWrap(byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime) {
    return Attribution.wrap(attribution, packet, sharedSecret, holdTime);
  }

  @Override
  public int attributionDecrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets) {
    return Attribution.decrypt(holdTimes, verified, attribution, packet, sharedSecrets);
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
    int status =
        BlindedPaths.create(
            pathKeys, blindedIds, encrypted, sessionKey, nodes, payloads, payloadLengths);
    return status == Status.OK ? Status.OK : fail(status, pathKeys, blindedIds, encrypted);
  }

  @Override
  public int blindedUnblind(
      byte[] data, byte[] nextPathKey, long key, byte[] pathKey, byte[] encrypted) {
    BigInteger nodeKey = nodeKeys.get(key);
    int status =
        nodeKey == null
            ? Status.ERR_HANDLE
            : BlindedPaths.unblind(data, nextPathKey, nodeKey, pathKey, encrypted);
    return status == Status.OK ? Status.OK : fail(status, data, nextPathKey);
  }

  @Override
  public int blindedSecretKey(byte[] blindedSecret, long key, byte[] pathKey) {
    BigInteger nodeKey = nodeKeys.get(key);
    int status =
        nodeKey == null
            ? Status.ERR_HANDLE
            : BlindedPaths.secretKey(blindedSecret, nodeKey, pathKey);
    return status == Status.OK ? Status.OK : fail(status, blindedSecret);
  }

  private static int give(byte[] out, byte[] result) {
    System.arraycopy(result, 0, out, 0, out.length);
    return Status.OK;
  }

  private static int fail(int status, byte[]... outs) {
    for (byte[] out : outs) {
      Arrays.fill(out, (byte) 0);
    }
    return status;
  }
}
