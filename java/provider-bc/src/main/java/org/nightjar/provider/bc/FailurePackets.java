package org.nightjar.provider.bc;

import java.nio.ByteBuffer;
import org.bouncycastle.util.Arrays;
import org.nightjar.spi.Status;

/**
 * Failure packets (BOLT 4 "Returning Errors"): hmac (32) | failure_len (2) | message | pad_len (2)
 * | pad. Arguments are those of {@link org.nightjar.spi.Backend}.
 */
final class FailurePackets {
  static final int MAX_LENGTH = 65535;
  static final int MAX_HOPS = 1024;

  private static final int OVERHEAD = Hash.LENGTH + 2 * Short.BYTES;
  private static final int MIN_LENGTH = OVERHEAD + 256;

  /** Layers that are taken off at least, so that time does not tell which hop failed. */
  private static final int ROUNDS = 27;

  private FailurePackets() {}

  static int create(byte[] packet, byte[] sharedSecret, byte[] failure) {
    int padLength = packet.length - OVERHEAD - failure.length;
    if (packet.length < MIN_LENGTH || packet.length > MAX_LENGTH || padLength < 0) {
      return Status.ERR_ARGUMENT;
    }
    byte[] body =
        ByteBuffer.allocate(packet.length - Hash.LENGTH)
            .putShort((short) failure.length)
            .put(failure)
            .putShort((short) padLength)
            .array();
    ByteBuffer.wrap(packet).put(Hash.hmac(Hash.kdf(Hash.UM, sharedSecret), body)).put(body);
    return Status.OK;
  }

  static int wrap(byte[] packet, byte[] sharedSecret) {
    if (packet.length > MAX_LENGTH) {
      return Status.ERR_ARGUMENT;
    }
    Cipher.xorStream(packet, packet.length, Hash.kdf(Hash.AMMAG, sharedSecret), 0);
    return Status.OK;
  }

  static int decrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets) {
    int hops = sharedSecrets.length / Curve.SCALAR_LENGTH;
    if (hops == 0 || hops > MAX_HOPS || packet.length > MAX_LENGTH) {
      return Status.ERR_ARGUMENT;
    }
    byte[] message = null;
    byte[] layers = packet.clone();
    for (int i = 0; i < Math.max(hops, ROUNDS) && packet.length >= Hash.LENGTH; i++) {
      byte[] secret = secret(sharedSecrets, Math.min(i, hops - 1));
      wrap(layers, secret);
      byte[] hmac = Arrays.copyOf(layers, Hash.LENGTH);
      byte[] body = Arrays.copyOfRange(layers, Hash.LENGTH, layers.length);
      boolean matches =
          Arrays.constantTimeAreEqual(hmac, Hash.hmac(Hash.kdf(Hash.UM, secret), body));
      if (matches && message == null && i < hops) {
        message = message(body);
        found[1] = i;
      }
    }
    if (message == null) {
      return Status.PEER_FAILURE;
    }
    found[0] = message.length;
    ByteBuffer.wrap(failure).put(message).put(new byte[failure.length - message.length]);
    return Status.OK;
  }

  /** The message of an authentic packet; nothing if its length is wrong. */
  private static byte[] message(byte[] body) {
    ByteBuffer reader = ByteBuffer.wrap(body);
    int length = reader.remaining() < Short.BYTES ? 0 : Short.toUnsignedInt(reader.getShort());
    byte[] message = new byte[length <= reader.remaining() ? length : 0];
    reader.get(message);
    return message;
  }

  /** One shared secret out of many. */
  static byte[] secret(byte[] sharedSecrets, int index) {
    int from = index * Curve.SCALAR_LENGTH;
    return Arrays.copyOfRange(sharedSecrets, from, from + Curve.SCALAR_LENGTH);
  }
}
