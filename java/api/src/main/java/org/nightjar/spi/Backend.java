package org.nightjar.spi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The C API, one to one, in {@code byte[]}, offsets and {@link Status} codes. Callers validate:
 * every array has exactly the length given here (in brackets), every offset and length lies inside
 * its array, no array is {@code null} unless marked. Outputs come first and are zeroed on failure.
 * Lengths are in bytes. Safe for any number of threads. What is constant time is what the C header
 * says; the Bouncy Castle backend promises none of it.
 *
 * <p>Batches work on direct buffers, from index 0 of each whatever its position, with at least the
 * length given here and ints in native byte order at an address that is a multiple of four. They
 * answer {@link Status#OK} when each element has its own status in {@code statuses} [count * 4]:
 * that of the single call. A backend that has no batch of its own inherits a loop.
 */
public interface Backend {
  /** Most elements of a batch: {@code NJ_BATCH_MAX_COUNT}, {@code NJ_PEEL_BATCH_MAX_COUNT}. */
  int BATCH_MAX_COUNT = 65536;

  /** Most packets that are built together: {@code NJ_ONION_BUILD_BATCH_MAX_COUNT}. */
  int BUILD_BATCH_MAX_COUNT = 4096;

  /** Version of the code behind this backend, for people. */
  String version();

  /** CPU features, SIMD variants and libraries in use, for people: one line. */
  String describe();

  /** The experimental part. */
  ExperimentalBackend experimental();

  /** {@code nj_selftest}. */
  int selftest();

  /**
   * {@code nj_echo}: copies {@code in} to {@code out} [same length] across the boundary, nothing
   * else.
   */
  int echo(byte[] out, byte[] in);

  /** {@code nj_secret_key_check}: [32]. */
  int secretKeyCheck(byte[] secretKey);

  /** {@code nj_public_key_check}: [33]. */
  int publicKeyCheck(byte[] publicKey);

  /** {@code nj_public_key_create}: [33] from [32]. */
  int publicKeyCreate(byte[] publicKey, byte[] secretKey);

  /** {@code nj_ecdh}: [32] from [32] and [33]. */
  int ecdh(byte[] sharedSecret, byte[] secretKey, byte[] publicKey);

  /**
   * {@code nj_public_key_create_batch}: {@code publicKeys} [count * 33], {@code secretKeys} [count
   * * 32].
   */
  default int publicKeyCreateBatch(
      ByteBuffer publicKeys, ByteBuffer statuses, int count, ByteBuffer secretKeys) {
    return BatchLoop.publicKeyCreate(this, publicKeys, statuses, count, secretKeys);
  }

  /**
   * {@code nj_ecdh_batch}: {@code sharedSecrets} and {@code secretKeys} [count * 32], {@code
   * publicKeys} [count * 33].
   */
  default int ecdhBatch(
      ByteBuffer sharedSecrets,
      ByteBuffer statuses,
      int count,
      ByteBuffer secretKeys,
      ByteBuffer publicKeys) {
    return BatchLoop.ecdh(this, sharedSecrets, statuses, count, secretKeys, publicKeys);
  }

  /**
   * {@code nj_kdf}: [32]; {@code label} is the ordinal of {@code nj_kdf_label}; {@code secret}
   * [32].
   */
  int kdf(byte[] key, int label, byte[] secret);

  /** {@code nj_sha256}: [32]. */
  int sha256(byte[] hash, byte[] in);

  /** {@code nj_hmac_sha256}: [32]. */
  int hmacSha256(byte[] mac, byte[] key, byte[] in);

  /** {@code nj_hkdf_sha256}: {@code okm} at most 8160 bytes. */
  int hkdfSha256(byte[] okm, byte[] salt, byte[] ikm, byte[] info);

  /**
   * {@code nj_chacha20}: {@code out} and {@code in} may be the same array at the same offset.
   *
   * @param key [32]
   * @param nonce [12]
   * @param counter first block, unsigned
   */
  int chacha20(
      byte[] out,
      int outOffset,
      byte[] key,
      byte[] nonce,
      int counter,
      byte[] in,
      int inOffset,
      int length);

  /** {@code nj_aead_encrypt}: {@code out} [in + 16], {@code key} [32], {@code nonce} [12]. */
  int aeadEncrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in);

  /**
   * {@code nj_aead_decrypt}: {@code out} [max(0, in - 16)], {@code key} [32], {@code nonce} [12].
   */
  int aeadDecrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in);

  /**
   * {@code nj_schnorr_sign}: {@code signature} [64], {@code secretKey} [32], {@code aux} [32] or
   * null.
   */
  int schnorrSign(byte[] signature, byte[] secretKey, byte[] message, byte @Nullable [] aux);

  /** {@code nj_schnorr_verify}: {@code publicKey} [32], {@code signature} [64]. */
  int schnorrVerify(byte[] publicKey, byte[] message, byte[] signature);

  /**
   * {@code nj_schnorr_verify_batch}: {@code publicKeys} [count * 32], {@code messages} [count *
   * messageLength], {@code signatures} [count * 64].
   */
  default int schnorrVerifyBatch(
      ByteBuffer statuses,
      int count,
      ByteBuffer publicKeys,
      ByteBuffer messages,
      int messageLength,
      ByteBuffer signatures) {
    return BatchLoop.schnorrVerify(
        this, statuses, count, publicKeys, messages, messageLength, signatures);
  }

  /**
   * {@code nj_key_init}.
   *
   * @param secretKey [32]
   * @return a handle, never 0, to be closed with {@link #keyClose}; or 0 if the key is not in 1 ..
   *     group order - 1
   */
  long keyOpen(byte[] secretKey);

  /**
   * {@code nj_key_wipe}: wipes and frees. The caller makes sure that no call uses the handle now or
   * later.
   */
  void keyClose(long key);

  /**
   * {@code nj_onion_build}.
   *
   * @param onion [any packet length]
   * @param sharedSecrets [hops * 32]
   * @param sessionKey [32]
   * @param hops [hops * 33]
   * @param payloads the hops' TLV streams one after the other
   * @param payloadLengths [hops]
   */
  int onionBuild(
      byte[] onion,
      byte[] sharedSecrets,
      byte[] sessionKey,
      byte[] hops,
      byte[] payloads,
      int[] payloadLengths,
      byte[] assoc);

  /**
   * {@code nj_onion_peel}.
   *
   * @param pathKey [33] or null
   * @return the layout of {@link PeeledLayout}, status first; just the status and, for {@link
   *     Status#PEER_ONION_PAYLOAD}, the shared secret when it is not {@link Status#OK}
   */
  byte[] onionPeel(
      long key,
      byte[] onion,
      int onionOffset,
      int onionLength,
      byte[] assoc,
      byte @Nullable [] pathKey);

  /**
   * {@code nj_onion_peel_batch}.
   *
   * @param peeled [count * {@link PeeledLayout#length}(onionLength)], statuses among them
   * @param onions [count * onionLength]
   * @param assocs [count * assocLength]
   * @param pathKeys [count * 33], zeros for a packet that has none, or null
   */
  default int onionPeelBatch(
      ByteBuffer peeled,
      long key,
      int count,
      ByteBuffer onions,
      int onionLength,
      ByteBuffer assocs,
      int assocLength,
      @Nullable ByteBuffer pathKeys) {
    return BatchLoop.peel(
        this, peeled, key, count, onions, onionLength, assocs, assocLength, pathKeys);
  }

  /**
   * {@code nj_onion_build_batch}: at most {@link #BUILD_BATCH_MAX_COUNT} routes.
   *
   * @param onions [count * onionLength]
   * @param sharedSecrets [count * hopCount * 32]
   * @param sessionKeys [count * 32]
   * @param hops [count * hopCount * 33]
   * @param payloads [payloadsLength]: all routes' payloads, one after the other
   * @param payloadLengths [count * hopCount * 4]: ints, whose sum is payloadsLength
   * @param assocs [count * assocLength]
   */
  default int onionBuildBatch(
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
    return BatchLoop.build(
        this,
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

  /** {@code nj_failure_create}: {@code packet} [292 to 65535], {@code sharedSecret} [32]. */
  int failureCreate(byte[] packet, byte[] sharedSecret, byte[] failure);

  /** {@code nj_failure_wrap}: {@code packet} changed in place, {@code sharedSecret} [32]. */
  int failureWrap(byte[] packet, byte[] sharedSecret);

  /**
   * {@code nj_failure_decrypt}.
   *
   * @param failure [length of packet]
   * @param found [2]: length of the message, index of the erring hop
   * @param sharedSecrets [hops * 32]
   */
  int failureDecrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets);

  /**
   * {@code nj_attribution_wrap}.
   *
   * @param attribution [920], changed in place
   * @param packet changed in place, or empty for a fulfilled HTLC
   * @param holdTime unsigned, in units of 100 ms
   */
  int attributionWrap(byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime);

  /**
   * {@code nj_attribution_decrypt}.
   *
   * @param holdTimes [hops], unsigned
   * @param verified [1]: leading hops whose HMAC matches
   * @param attribution [920]
   * @param packet the failure packet, or empty for a fulfilled HTLC
   * @param sharedSecrets [hops * 32]
   */
  int attributionDecrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets);

  /**
   * {@code nj_blinded_path_create}.
   *
   * @param pathKeys [hops * 33]
   * @param blindedIds [hops * 33]
   * @param encrypted [payloads + hops * 16]
   * @param sessionKey [32]
   * @param nodes [hops * 33]
   * @param payloads the hops' data one after the other
   * @param payloadLengths [hops]
   */
  int blindedPathCreate(
      byte[] pathKeys,
      byte[] blindedIds,
      byte[] encrypted,
      byte[] sessionKey,
      byte[] nodes,
      byte[] payloads,
      int[] payloadLengths);

  /**
   * {@code nj_blinded_path_create_batch}.
   *
   * @param pathKeys [count * hopCount * 33]
   * @param blindedIds [count * hopCount * 33]
   * @param encrypted [payloadsLength + count * hopCount * 16]
   * @param sessionKeys [count * 32]
   * @param nodes [count * hopCount * 33]
   * @param payloads [payloadsLength]: all paths' data, one after the other
   * @param payloadLengths [count * hopCount * 4]: ints, whose sum is payloadsLength
   */
  default int blindedPathCreateBatch(
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
    return BatchLoop.pathCreate(
        this,
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

  /**
   * {@code nj_blinded_unblind}: {@code data} [max(0, encrypted - 16)], {@code nextPathKey} and
   * {@code pathKey} [33].
   */
  int blindedUnblind(byte[] data, byte[] nextPathKey, long key, byte[] pathKey, byte[] encrypted);

  /**
   * {@code nj_blinded_unblind_batch}: {@code data} [count * (encryptedLength - 16)], {@code
   * nextPathKeys} and {@code pathKeys} [count * 33], {@code encrypted} [count * encryptedLength].
   */
  default int blindedUnblindBatch(
      ByteBuffer data,
      ByteBuffer nextPathKeys,
      ByteBuffer statuses,
      long key,
      int count,
      ByteBuffer pathKeys,
      ByteBuffer encrypted,
      int encryptedLength) {
    return BatchLoop.unblind(
        this, data, nextPathKeys, statuses, key, count, pathKeys, encrypted, encryptedLength);
  }

  /** {@code nj_blinded_secret_key}: {@code blindedSecret} [32], {@code pathKey} [33]. */
  int blindedSecretKey(byte[] blindedSecret, long key, byte[] pathKey);
}
