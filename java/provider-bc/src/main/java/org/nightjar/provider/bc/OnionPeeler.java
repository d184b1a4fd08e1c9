package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;

/** Peels one layer off a packet (BOLT 4 "Onion Decryption"). */
final class OnionPeeler {
  /** What a hop's length field says when it is malformed. */
  private static final long MALFORMED = -1;

  private OnionPeeler() {}

  /** As {@link org.nightjar.spi.Backend#onionPeel}, of a whole array. */
  static byte[] peel(BigInteger key, byte[] onion, byte[] assoc, byte @Nullable [] pathKey) {
    if (assoc.length > Onion.ASSOC_MAX_LENGTH) {
      return answer(Status.ERR_ARGUMENT);
    }
    if (!Onion.isLength(onion.length)) {
      return answer(Status.PEER_ONION_LENGTH);
    }
    if (onion[0] != 0) {
      return answer(Status.PEER_ONION_VERSION);
    }
    ECPoint ephemeral =
        Curve.point(Arrays.copyOfRange(onion, Onion.KEY_OFFSET, Onion.PAYLOADS_OFFSET));
    if (ephemeral == null) {
      return answer(Status.PEER_ONION_KEY);
    }
    PathShare path = pathKey == null ? null : PathShare.of(key, pathKey);
    if (pathKey != null && path == null) {
      return answer(Status.PEER_PATH_KEY);
    }
    byte[] sharedSecret = Curve.sharedSecret(ephemeral, path == null ? key : path.blind(key));
    int payloadsEnd = onion.length - Onion.HMAC_LENGTH;
    byte[] payloads = Arrays.copyOfRange(onion, Onion.PAYLOADS_OFFSET, payloadsEnd);
    byte[] hmac = Arrays.copyOfRange(onion, payloadsEnd, onion.length);
    byte[] expected = Hash.hmac(Hash.kdf(Hash.MU, sharedSecret), payloads, assoc);
    return Arrays.constantTimeAreEqual(expected, hmac)
        ? unwrap(payloads, sharedSecret, path, Ephemeral.next(ephemeral, sharedSecret))
        : answer(Status.PEER_ONION_HMAC);
  }

  /** Decrypts authentic hop payloads and splits them into this hop's and the next packet. */
  private static byte[] unwrap(
      byte[] payloads, byte[] sharedSecret, @Nullable PathShare path, byte[] nextKey) {
    byte[] mix = Arrays.copyOf(payloads, 2 * payloads.length);
    Cipher.xorStream(mix, mix.length, Hash.kdf(Hash.RHO, sharedSecret), 0);
    ByteBuffer reader = ByteBuffer.wrap(mix);
    long length = readLength(reader);
    int room = payloads.length - reader.position() - Onion.HMAC_LENGTH;
    if (length < Onion.PAYLOAD_MIN_LENGTH || length > room) {
      return start(PeeledLayout.DATA_KEY, Status.PEER_ONION_PAYLOAD, 0, sharedSecret).array();
    }
    byte[] payload = new byte[(int) length];
    byte[] nextHmac = new byte[Onion.HMAC_LENGTH];
    byte[] nextPayloads = new byte[payloads.length];
    reader.get(payload).get(nextHmac).get(nextPayloads);
    int onionLength = payloads.length + Onion.OVERHEAD;
    int end = PeeledLayout.payload(onionLength) + payload.length;
    byte[] answer = start(end, Status.OK, payload.length, sharedSecret).array();
    if (path != null) {
      ByteBuffer.wrap(answer, PeeledLayout.DATA_KEY, PeeledLayout.NEXT - PeeledLayout.DATA_KEY)
          .put(path.dataKey())
          .put(path.nextPathKey());
    }
    Onion.write(answer, PeeledLayout.NEXT, nextKey, nextPayloads, nextHmac);
    System.arraycopy(payload, 0, answer, PeeledLayout.payload(onionLength), payload.length);
    return answer;
  }

  /**
   * BOLT 1 BigSize, of which only the shortest form is valid. A value over 2^63 comes out negative.
   */
  private static long readLength(ByteBuffer from) {
    int first = Byte.toUnsignedInt(from.get());
    return switch (first) {
      case 0xfd -> atLeast(0xfd, Short.toUnsignedLong(from.getShort()));
      case 0xfe -> atLeast(0x10000, Integer.toUnsignedLong(from.getInt()));
      case 0xff -> atLeast(0x1_0000_0000L, from.getLong());
      default -> first;
    };
  }

  private static long atLeast(long min, long value) {
    return value < min ? MALFORMED : value;
  }

  /** The answer to a packet or call that fails before there is a shared secret. */
  static byte[] answer(int status) {
    return ByteBuffer.allocate(PeeledLayout.PAYLOAD_LENGTH).putInt(status).array();
  }

  private static ByteBuffer start(int length, int status, int payloadLength, byte[] sharedSecret) {
    return ByteBuffer.allocate(length).putInt(status).putInt(payloadLength).put(sharedSecret);
  }
}
