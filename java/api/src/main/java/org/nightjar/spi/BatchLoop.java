package org.nightjar.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.nightjar.internal.ByteArrays;

/**
 * Batches as loops over single calls, for backends that have none. Arguments are those of {@link
 * Backend}; sizes out of range are answered as the core does.
 */
final class BatchLoop {
  private static final int SECRET_LENGTH = 32;
  private static final int POINT_LENGTH = 33;
  private static final int SIGNATURE_LENGTH = 64;
  private static final int TAG_LENGTH = 16;
  private static final int PATH_HOPS_MAX_COUNT = 255;
  private static final int ONION_MIN_LENGTH = 66 + 35;
  private static final int MAX_LENGTH = 65535;
  private static final byte[] NO_PATH_KEY = new byte[POINT_LENGTH];

  private BatchLoop() {}

  /** The single call for the element with this index. */
  private interface Call {
    int apply(int index);
  }

  /** Stops at what is wrong with the batch and not with an element. */
  private static int forEach(ByteBuffer statuses, int count, Call call) {
    if (count < 0 || count > Backend.BATCH_MAX_COUNT) {
      return Status.ERR_ARGUMENT;
    }
    ByteBuffer ints = statuses.duplicate().order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      int status = call.apply(i);
      if (status == Status.ERR_HANDLE) {
        return status;
      }
      ints.putInt(i * Integer.BYTES, status);
    }
    return Status.OK;
  }

  static int publicKeyCreate(
      Backend backend, ByteBuffer publicKeys, ByteBuffer statuses, int count, ByteBuffer secrets) {
    byte[] publicKey = new byte[POINT_LENGTH];
    return forEach(
        statuses,
        count,
        i -> {
          int status = withSecret(secrets, i, secret -> backend.publicKeyCreate(publicKey, secret));
          return put(status, publicKeys, i, publicKey);
        });
  }

  static int ecdh(
      Backend backend,
      ByteBuffer sharedSecrets,
      ByteBuffer statuses,
      int count,
      ByteBuffer secretKeys,
      ByteBuffer publicKeys) {
    byte[] shared = new byte[SECRET_LENGTH];
    return forEach(
        statuses,
        count,
        i -> {
          byte[] point = get(publicKeys, i, POINT_LENGTH);
          int status = withSecret(secretKeys, i, secret -> backend.ecdh(shared, secret, point));
          return put(status, sharedSecrets, i, shared);
        });
  }

  static int schnorrVerify(
      Backend backend,
      ByteBuffer statuses,
      int count,
      ByteBuffer publicKeys,
      ByteBuffer messages,
      int messageLength,
      ByteBuffer signatures) {
    return forEach(
        statuses,
        count,
        i ->
            backend.schnorrVerify(
                get(publicKeys, i, SECRET_LENGTH),
                get(messages, i, messageLength),
                get(signatures, i, SIGNATURE_LENGTH)));
  }

  static int unblind(
      Backend backend,
      ByteBuffer data,
      ByteBuffer nextPathKeys,
      ByteBuffer statuses,
      long key,
      int count,
      ByteBuffer pathKeys,
      ByteBuffer encrypted,
      int encryptedLength) {
    if (encryptedLength < TAG_LENGTH || encryptedLength > MAX_LENGTH) {
      return Status.ERR_ARGUMENT;
    }
    byte[] plain = new byte[encryptedLength - TAG_LENGTH];
    byte[] next = new byte[POINT_LENGTH];
    return forEach(
        statuses,
        count,
        i -> {
          byte[] pathKey = get(pathKeys, i, POINT_LENGTH);
          int status =
              backend.blindedUnblind(plain, next, key, pathKey, get(encrypted, i, encryptedLength));
          put(status, data, i, plain);
          return put(status, nextPathKeys, i, next);
        });
  }

  static int build(
      Backend backend,
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
    if (count < 0
        || count > Backend.BUILD_BATCH_MAX_COUNT
        || !isOnionLength(onionLength)
        || hopCount < 1
        || hopCount > onionLength
        || !isAssocLength(assocLength)) {
      return Status.ERR_ARGUMENT;
    }
    int[] lengths = new int[count * hopCount];
    if (!read(lengths, payloadLengths, payloadsLength)) {
      return Status.ERR_ARGUMENT;
    }
    ByteBuffer payload = ByteArrays.whole(payloads);
    byte[] onion = new byte[onionLength];
    byte[] secrets = new byte[hopCount * SECRET_LENGTH];
    return forEach(
        statuses,
        count,
        i -> {
          int[] ofRoute = Arrays.copyOfRange(lengths, i * hopCount, (i + 1) * hopCount);
          byte[] payloadsOfRoute = new byte[Arrays.stream(ofRoute).sum()];
          payload.get(payloadsOfRoute);
          byte[] route = get(hops, i, hopCount * POINT_LENGTH);
          byte[] assoc = get(assocs, i, assocLength);
          int status =
              withSecret(
                  sessionKeys,
                  i,
                  session ->
                      backend.onionBuild(
                          onion, secrets, session, route, payloadsOfRoute, ofRoute, assoc));
          put(status, onions, i, onion);
          return put(status, sharedSecrets, i, secrets);
        });
  }

  static int pathCreate(
      Backend backend,
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
    if (count < 0
        || count > Backend.BATCH_MAX_COUNT
        || hopCount < 1
        || hopCount > PATH_HOPS_MAX_COUNT) {
      return Status.ERR_ARGUMENT;
    }
    int[] lengths = new int[count * hopCount];
    if (!read(lengths, payloadLengths, payloadsLength)
        || Arrays.stream(lengths).anyMatch(length -> length > MAX_LENGTH - TAG_LENGTH)) {
      return Status.ERR_ARGUMENT;
    }
    ByteBuffer payload = ByteArrays.whole(payloads);
    ByteBuffer result = ByteArrays.whole(encrypted);
    byte[] keys = new byte[hopCount * POINT_LENGTH];
    byte[] ids = new byte[hopCount * POINT_LENGTH];
    return forEach(
        statuses,
        count,
        i -> {
          int[] ofPath = Arrays.copyOfRange(lengths, i * hopCount, (i + 1) * hopCount);
          byte[] payloadsOfPath = new byte[Arrays.stream(ofPath).sum()];
          byte[] encryptedOfPath = new byte[payloadsOfPath.length + hopCount * TAG_LENGTH];
          payload.get(payloadsOfPath);
          byte[] route = get(nodes, i, hopCount * POINT_LENGTH);
          int status =
              withSecret(
                  sessionKeys,
                  i,
                  session ->
                      backend.blindedPathCreate(
                          keys, ids, encryptedOfPath, session, route, payloadsOfPath, ofPath));
          result.put(encryptedOfPath);
          put(status, pathKeys, i, keys);
          return put(status, blindedIds, i, ids);
        });
  }

  /** Reads the lengths of payloads; gives whether they add up. */
  private static boolean read(int[] lengths, ByteBuffer from, int sum) {
    ByteArrays.whole(from).order(ByteOrder.nativeOrder()).asIntBuffer().get(lengths);
    return Arrays.stream(lengths).mapToLong(Integer::toUnsignedLong).sum() == sum;
  }

  static int peel(
      Backend backend,
      ByteBuffer peeled,
      long key,
      int count,
      ByteBuffer onions,
      int onionLength,
      ByteBuffer assocs,
      int assocLength,
      @Nullable ByteBuffer pathKeys) {
    if (count < 0
        || count > Backend.BATCH_MAX_COUNT
        || !isOnionLength(onionLength)
        || !isAssocLength(assocLength)) {
      return Status.ERR_ARGUMENT;
    }
    for (int i = 0; i < count; i++) {
      byte[] pathKey = pathKeys == null ? NO_PATH_KEY : get(pathKeys, i, POINT_LENGTH);
      byte[] answer =
          backend.onionPeel(
              key,
              get(onions, i, onionLength),
              0,
              onionLength,
              get(assocs, i, assocLength),
              Arrays.equals(pathKey, NO_PATH_KEY) ? null : pathKey);
      if (ByteBuffer.wrap(answer).getInt(PeeledLayout.STATUS) == Status.ERR_HANDLE) {
        return Status.ERR_HANDLE;
      }
      put(Status.OK, peeled, i, Arrays.copyOf(answer, PeeledLayout.length(onionLength)));
    }
    return Status.OK;
  }

  private static boolean isOnionLength(int length) {
    return length >= ONION_MIN_LENGTH && length <= MAX_LENGTH;
  }

  private static boolean isAssocLength(int length) {
    return length >= 0 && length <= MAX_LENGTH;
  }

  /** Makes a call with a copy of a secret key, which is wiped. */
  private static int withSecret(ByteBuffer from, int index, ToIntFunction<byte[]> call) {
    byte[] secret = get(from, index, SECRET_LENGTH);
    try {
      return call.applyAsInt(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] get(ByteBuffer from, int index, int length) {
    byte[] element = new byte[length];
    ByteArrays.at(from.duplicate(), index * length).get(element);
    return element;
  }

  private static int put(int status, ByteBuffer to, int index, byte[] element) {
    ByteArrays.at(to.duplicate(), index * element.length).put(element);
    return status;
  }
}
