package org.nightjar.provider.jna;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.nightjar.OnionPacket;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;

/**
 * The C API as a backend. A call with a null, a wrong length or a wrong offset answers {@link
 * Status#ERR_ARGUMENT}; only a handle that {@link #keyOpen} did not give, or that is closed, is
 * undefined.
 */
final class JnaBackend implements Backend {
  private static final int DESCRIBE_LENGTH = 512;
  static final int SECRET_LENGTH = 32;
  static final int POINT_LENGTH = 33;
  private static final int HASH_LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  static final int TAG_LENGTH = 16;
  private static final int SIGNATURE_LENGTH = 64;

  private final Memory ctx = new Memory(CoreLibrary.CTX_LENGTH);

  /** {@code nj_ctx_init}: [32]. */
  int init(byte[] seed) {
    try (Frame frame = new Frame(0, seed)) {
      Pointer in = frame.in(seed, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_ctx_init(ctx, in));
    }
  }

  @Override
  public String version() {
    return CoreLibrary.nj_version().getString(0, "US-ASCII");
  }

  @Override
  public String describe() {
    try (Frame frame = new Frame(DESCRIBE_LENGTH)) {
      Pointer text = frame.room(DESCRIBE_LENGTH);
      CoreLibrary.nj_describe(text, DESCRIBE_LENGTH);
      return text.getString(0, "US-ASCII");
    }
  }

  @Override
  public ExperimentalBackend experimental() {
    return new JnaExperimental(ctx);
  }

  @Override
  public int selftest() {
    return CoreLibrary.nj_selftest(ctx);
  }

  @Override
  public int echo(byte[] out, byte[] in) {
    try (Frame frame = new Frame(0, out, in)) {
      Pointer from = frame.in(in);
      Pointer to = frame.out(out, length(in));
      return frame.call(() -> CoreLibrary.nj_echo(to, from, length(in)));
    }
  }

  @Override
  public int secretKeyCheck(byte[] secretKey) {
    try (Frame frame = new Frame(0, secretKey)) {
      Pointer key = frame.in(secretKey, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_secret_key_check(key));
    }
  }

  @Override
  public int publicKeyCheck(byte[] publicKey) {
    try (Frame frame = new Frame(0, publicKey)) {
      Pointer key = frame.in(publicKey, POINT_LENGTH);
      return frame.call(() -> CoreLibrary.nj_public_key_check(key));
    }
  }

  @Override
  public int publicKeyCreate(byte[] publicKey, byte[] secretKey) {
    try (Frame frame = new Frame(0, publicKey, secretKey)) {
      Pointer out = frame.out(publicKey, POINT_LENGTH);
      Pointer key = frame.in(secretKey, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_public_key_create(ctx, out, key));
    }
  }

  @Override
  public int ecdh(byte[] sharedSecret, byte[] secretKey, byte[] publicKey) {
    try (Frame frame = new Frame(0, sharedSecret, secretKey, publicKey)) {
      Pointer out = frame.out(sharedSecret, SECRET_LENGTH);
      Pointer key = frame.in(secretKey, SECRET_LENGTH);
      Pointer point = frame.in(publicKey, POINT_LENGTH);
      return frame.call(() -> CoreLibrary.nj_ecdh(ctx, out, key, point));
    }
  }

  @Override
  public int kdf(byte[] key, int label, byte[] secret) {
    try (Frame frame = new Frame(0, key, secret)) {
      Pointer out = frame.out(key, SECRET_LENGTH);
      Pointer in = frame.in(secret, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_kdf(out, label, in));
    }
  }

  @Override
  public int sha256(byte[] hash, byte[] in) {
    try (Frame frame = new Frame(0, hash, in)) {
      Pointer out = frame.out(hash, HASH_LENGTH);
      Pointer data = frame.in(in);
      return frame.call(() -> CoreLibrary.nj_sha256(out, data, length(in)));
    }
  }

  @Override
  public int hmacSha256(byte[] mac, byte[] key, byte[] in) {
    try (Frame frame = new Frame(0, mac, key, in)) {
      Pointer out = frame.out(mac, HASH_LENGTH);
      Pointer k = frame.in(key);
      Pointer data = frame.in(in);
      return frame.call(() -> CoreLibrary.nj_hmac_sha256(out, k, length(key), data, length(in)));
    }
  }

  @Override
  public int hkdfSha256(byte[] okm, byte[] salt, byte[] ikm, byte[] info) {
    try (Frame frame = new Frame(0, okm, salt, ikm, info)) {
      Pointer out = frame.out(okm, length(okm));
      Pointer s = frame.in(salt);
      Pointer k = frame.in(ikm);
      Pointer i = frame.in(info);
      return frame.call(
          () ->
              CoreLibrary.nj_hkdf_sha256(
                  out, length(okm), s, length(salt), k, length(ikm), i, length(info)));
    }
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
    try (Frame frame = new Frame(0, key, nonce, out, in)) {
      Pointer k = frame.in(key, SECRET_LENGTH);
      Pointer n = frame.in(nonce, NONCE_LENGTH);
      Pointer from = frame.in(in, inOffset, length);
      Pointer to = frame.out(out, outOffset, length);
      boolean overlap =
          out == in && outOffset != inOffset && Math.abs((long) outOffset - inOffset) < length;
      return frame.call(
          () ->
              overlap
                  ? Status.ERR_OVERLAP
                  : CoreLibrary.nj_chacha20(to, k, n, counter, from, length));
    }
  }

  @Override
  public int aeadEncrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    try (Frame frame = new Frame(0, out, key, nonce, aad, in)) {
      Pointer k = frame.in(key, SECRET_LENGTH);
      Pointer n = frame.in(nonce, NONCE_LENGTH);
      Pointer a = frame.in(aad);
      Pointer from = frame.in(in);
      Pointer to = frame.out(out, length(in) + TAG_LENGTH);
      return frame.call(
          () -> CoreLibrary.nj_aead_encrypt(to, k, n, a, length(aad), from, length(in)));
    }
  }

  @Override
  public int aeadDecrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    try (Frame frame = new Frame(0, out, key, nonce, aad, in)) {
      Pointer k = frame.in(key, SECRET_LENGTH);
      Pointer n = frame.in(nonce, NONCE_LENGTH);
      Pointer a = frame.in(aad);
      Pointer from = frame.in(in);
      Pointer to = frame.out(out, Math.max(0, length(in) - TAG_LENGTH));
      return frame.call(
          () -> CoreLibrary.nj_aead_decrypt(to, k, n, a, length(aad), from, length(in)));
    }
  }

  @Override
  public int schnorrSign(
      byte[] signature, byte[] secretKey, byte[] message, byte @Nullable [] aux) {
    try (Frame frame = new Frame(0, signature, secretKey, message, aux)) {
      Pointer out = frame.out(signature, SIGNATURE_LENGTH);
      Pointer key = frame.in(secretKey, SECRET_LENGTH);
      Pointer msg = frame.in(message);
      Pointer a = aux == null ? null : frame.in(aux, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_schnorr_sign(ctx, out, key, msg, length(message), a));
    }
  }

  @Override
  public int schnorrVerify(byte[] publicKey, byte[] message, byte[] signature) {
    try (Frame frame = new Frame(0, publicKey, message, signature)) {
      Pointer key = frame.in(publicKey, SECRET_LENGTH);
      Pointer msg = frame.in(message);
      Pointer sig = frame.in(signature, SIGNATURE_LENGTH);
      return frame.call(() -> CoreLibrary.nj_schnorr_verify(key, msg, length(message), sig));
    }
  }

  /** A handle is the address of an {@code nj_key} in memory of its own. */
  @Override
  public long keyOpen(byte[] secretKey) {
    long handle = Native.malloc(CoreLibrary.KEY_LENGTH);
    if (handle == 0) {
      throw new OutOfMemoryError("no native memory for a node key");
    }
    try (Frame frame = new Frame(0, secretKey)) {
      Pointer in = frame.in(secretKey, SECRET_LENGTH);
      if (frame.call(() -> CoreLibrary.nj_key_init(ctx, new Pointer(handle), in)) == Status.OK) {
        return handle;
      }
    }
    Native.free(handle);
    return 0;
  }

  @Override
  public void keyClose(long key) {
    CoreLibrary.nj_key_wipe(new Pointer(key));
    Native.free(key);
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
    int count = payloadLengths == null ? 0 : payloadLengths.length;
    if (count > OnionPacket.MAX_LENGTH) {
      return Status
          .ERR_ARGUMENT; // no packet has a byte for each; below, count times a length is an int
    }
    long room = (long) count * Integer.BYTES;
    try (Frame frame = new Frame(room, onion, sharedSecrets, sessionKey, hops, payloads, assoc)) {
      Pointer out = frame.out(onion, length(onion));
      Pointer secrets = frame.out(sharedSecrets, count * SECRET_LENGTH);
      Pointer key = frame.in(sessionKey, SECRET_LENGTH);
      Pointer points = frame.in(hops, count * POINT_LENGTH);
      Pointer data = frame.in(payloads);
      Pointer a = frame.in(assoc);
      Pointer lengths = frame.in(payloadLengths);
      return frame.call(
          () ->
              CoreLibrary.nj_onion_build(
                  ctx,
                  out,
                  length(onion),
                  secrets,
                  key,
                  count,
                  points,
                  data,
                  length(payloads),
                  lengths,
                  a,
                  length(assoc)));
    }
  }

  @Override
  public byte[] onionPeel(
      long key,
      byte[] onion,
      int onionOffset,
      int onionLength,
      byte[] assoc,
      byte @Nullable [] pathKey) {
    if (onionLength >= 0
        && (onionLength < OnionPacket.MIN_LENGTH || onionLength > OnionPacket.MAX_LENGTH)) {
      return answer(Status.PEER_ONION_LENGTH, PeeledLayout.PAYLOAD_LENGTH);
    }
    long room = Math.max(0, PeeledLayout.length(onionLength)) + Long.BYTES;
    try (Frame frame = new Frame(room, onion, assoc, pathKey)) {
      Pointer in = frame.in(onion, onionOffset, onionLength);
      Pointer a = frame.in(assoc);
      Pointer path = pathKey == null ? null : frame.in(pathKey, POINT_LENGTH);
      Pointer payloadLength = frame.room(Long.BYTES);
      Pointer layout = frame.room(0);
      int status =
          frame.call(
              () ->
                  CoreLibrary.nj_onion_peel(
                      ctx,
                      layout.share(PeeledLayout.NEXT),
                      layout.share(PeeledLayout.payload(onionLength)),
                      payloadLength,
                      layout.share(PeeledLayout.SHARED_SECRET),
                      layout.share(PeeledLayout.DATA_KEY),
                      new Pointer(key),
                      in,
                      onionLength,
                      a,
                      length(assoc),
                      path));
      return switch (status) {
        case Status.OK -> {
          int length = (int) payloadLength.getLong(0);
          byte[] peeled = answer(status, PeeledLayout.payload(onionLength) + length);
          ByteBuffer.wrap(peeled).putInt(PeeledLayout.PAYLOAD_LENGTH, length);
          yield copy(layout, peeled, peeled.length);
        }
        case Status.PEER_ONION_PAYLOAD ->
            copy(layout, answer(status, PeeledLayout.DATA_KEY), PeeledLayout.DATA_KEY);
        default -> answer(status, PeeledLayout.PAYLOAD_LENGTH);
      };
    }
  }

  private static byte[] answer(int status, int length) {
    byte[] answer = new byte[length];
    ByteBuffer.wrap(answer).putInt(PeeledLayout.STATUS, status);
    return answer;
  }

  /** What follows the status and the payload length. */
  private static byte[] copy(Pointer layout, byte[] answer, int length) {
    int from = PeeledLayout.SHARED_SECRET;
    layout.read(from, answer, from, length - from);
    return answer;
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
    if (count < 0
        || onionLength < OnionPacket.MIN_LENGTH
        || onionLength > OnionPacket.MAX_LENGTH
        || assocLength < 0
        || !holds(peeled, count, PeeledLayout.length(onionLength))
        || peeled.isReadOnly()
        || !holds(onions, count, onionLength)
        || !holds(assocs, count, assocLength)
        || (pathKeys != null && !holds(pathKeys, count, POINT_LENGTH))) {
      return Status.ERR_ARGUMENT;
    }
    try {
      return CoreLibrary.nj_onion_peel_batch(
          ctx,
          Native.getDirectBufferPointer(peeled),
          new Pointer(key),
          count,
          Native.getDirectBufferPointer(onions),
          onionLength,
          Native.getDirectBufferPointer(assocs),
          assocLength,
          pathKeys == null ? null : Native.getDirectBufferPointer(pathKeys));
    } finally {
      Reference.reachabilityFence(peeled);
      Reference.reachabilityFence(onions);
      Reference.reachabilityFence(assocs);
      Reference.reachabilityFence(pathKeys);
    }
  }

  private static boolean holds(@Nullable ByteBuffer buffer, int count, int length) {
    return buffer != null && buffer.isDirect() && buffer.capacity() >= (long) count * length;
  }

  @Override
  public int failureCreate(byte[] packet, byte[] sharedSecret, byte[] failure) {
    return FailureCalls.create(packet, sharedSecret, failure);
  }

  @Override
  public int failureWrap(byte[] packet, byte[] sharedSecret) {
    return FailureCalls.wrap(packet, sharedSecret);
  }

  @Override
  public int failureDecrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets) {
    return FailureCalls.decrypt(failure, found, packet, sharedSecrets);
  }

  @Override
  public int attributionWrap(byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime) {
    return FailureCalls.attributionWrap(attribution, packet, sharedSecret, holdTime);
  }

  @Override
  public int attributionDecrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets) {
    return FailureCalls.attributionDecrypt(holdTimes, verified, attribution, packet, sharedSecrets);
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
    return BlindedCalls.pathCreate(
        ctx, pathKeys, blindedIds, encrypted, sessionKey, nodes, payloads, payloadLengths);
  }

  @Override
  public int blindedUnblind(
      byte[] data, byte[] nextPathKey, long key, byte[] pathKey, byte[] encrypted) {
    return BlindedCalls.unblind(ctx, data, nextPathKey, key, pathKey, encrypted);
  }

  @Override
  public int blindedSecretKey(byte[] blindedSecret, long key, byte[] pathKey) {
    return BlindedCalls.secretKey(ctx, blindedSecret, key, pathKey);
  }

  static int length(byte @Nullable [] array) {
    return array == null ? 0 : array.length;
  }
}
