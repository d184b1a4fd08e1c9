package org.nightjar.provider.jna;

import static org.nightjar.provider.jna.JnaBackend.POINT_LENGTH;
import static org.nightjar.provider.jna.JnaBackend.SECRET_LENGTH;
import static org.nightjar.provider.jna.JnaBackend.TAG_LENGTH;
import static org.nightjar.provider.jna.JnaBackend.length;

import com.sun.jna.Pointer;
import org.nightjar.spi.Status;

/** {@code blinded.h}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class BlindedCalls {
  private static final int MAX_HOPS = 255;

  private BlindedCalls() {}

  static int pathCreate(
      Pointer ctx,
      byte[] pathKeys,
      byte[] blindedIds,
      byte[] encrypted,
      byte[] sessionKey,
      byte[] nodes,
      byte[] payloads,
      int[] payloadLengths) {
    int count = payloadLengths == null ? 0 : payloadLengths.length;
    if (count > MAX_HOPS) {
      return Status.ERR_ARGUMENT;
    }
    long room = (count + 1L) * Integer.BYTES;
    try (Frame frame =
        new Frame(room, pathKeys, blindedIds, encrypted, sessionKey, nodes, payloads)) {
      Pointer keys = frame.out(pathKeys, count * POINT_LENGTH);
      Pointer ids = frame.out(blindedIds, count * POINT_LENGTH);
      Pointer out = frame.out(encrypted, length(payloads) + count * TAG_LENGTH);
      Pointer session = frame.in(sessionKey, SECRET_LENGTH);
      Pointer points = frame.in(nodes, count * POINT_LENGTH);
      Pointer data = frame.in(payloads);
      Pointer lengths = frame.in(payloadLengths);
      return frame.call(
          () ->
              CoreLibrary.nj_blinded_path_create(
                  ctx, keys, ids, out, session, count, points, data, length(payloads), lengths));
    }
  }

  static int unblind(
      Pointer ctx, byte[] data, byte[] nextPathKey, long key, byte[] pathKey, byte[] encrypted) {
    try (Frame frame = new Frame(0, data, nextPathKey, pathKey, encrypted)) {
      Pointer out = frame.out(data, Math.max(0, length(encrypted) - TAG_LENGTH));
      Pointer next = frame.out(nextPathKey, POINT_LENGTH);
      Pointer point = frame.in(pathKey, POINT_LENGTH);
      Pointer in = frame.in(encrypted);
      return frame.call(
          () ->
              CoreLibrary.nj_blinded_unblind(
                  ctx, out, next, new Pointer(key), point, in, length(encrypted)));
    }
  }

  static int secretKey(Pointer ctx, byte[] blindedSecret, long key, byte[] pathKey) {
    try (Frame frame = new Frame(0, blindedSecret, pathKey)) {
      Pointer out = frame.out(blindedSecret, SECRET_LENGTH);
      Pointer point = frame.in(pathKey, POINT_LENGTH);
      return frame.call(() -> CoreLibrary.nj_blinded_secret_key(ctx, out, new Pointer(key), point));
    }
  }
}
