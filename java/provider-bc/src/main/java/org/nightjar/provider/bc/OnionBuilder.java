package org.nightjar.provider.bc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nightjar.spi.Status;

/** Builds one packet (BOLT 4 "Onion Construction"). For one use. */
final class OnionBuilder {
  private final int payloadsLength;
  private final byte[] payloads;
  private final int[] payloadLengths;
  private final byte[] assoc;
  private final Ephemeral ephemeral;

  private OnionBuilder(
      int payloadsLength,
      byte[] payloads,
      int[] payloadLengths,
      byte[] assoc,
      Ephemeral ephemeral) {
    this.payloadsLength = payloadsLength;
    this.payloads = payloads;
    this.payloadLengths = payloadLengths;
    this.assoc = assoc;
    this.ephemeral = ephemeral;
  }

  /**
   * As {@link org.nightjar.spi.Backend#onionBuild}, but outputs are left as they are on failure.
   */
  static int build(
      byte[] onion,
      byte[] sharedSecrets,
      byte[] sessionKey,
      byte[] hops,
      byte[] payloads,
      int[] payloadLengths,
      byte[] assoc) {
    int status = check(onion.length, hops, payloads, payloadLengths, assoc);
    if (status != Status.OK) {
      return status;
    }
    Ephemeral ephemeral = new Ephemeral(sessionKey, hops);
    if (ephemeral.status() != Status.OK) {
      return ephemeral.status();
    }
    ByteBuffer secrets = ByteBuffer.wrap(sharedSecrets);
    for (int i = 0; i < payloadLengths.length; i++) {
      secrets.put(ephemeral.sharedSecret(i));
    }
    int payloadsLength = onion.length - Onion.OVERHEAD;
    new OnionBuilder(payloadsLength, payloads, payloadLengths, assoc, ephemeral)
        .write(onion, sessionKey);
    return Status.OK;
  }

  private static int check(
      int onionLength, byte[] hops, byte[] payloads, int[] payloadLengths, byte[] assoc) {
    if (!Onion.isLength(onionLength)
        || payloadLengths.length == 0
        || payloadLengths.length > Onion.HOPS_MAX_COUNT
        || hops.length != payloadLengths.length * Curve.POINT_LENGTH
        || assoc.length > Onion.ASSOC_MAX_LENGTH) {
      return Status.ERR_ARGUMENT;
    }
    long total = 0;
    long room = 0;
    for (int length : payloadLengths) {
      if (length >= 0 && length < Onion.PAYLOAD_MIN_LENGTH) {
        return Status.ERR_PAYLOAD;
      }
      total += Integer.toUnsignedLong(length);
      room += shift(length);
    }
    if (total != payloads.length) {
      return Status.ERR_ARGUMENT;
    }
    return room <= onionLength - Onion.OVERHEAD ? Status.OK : Status.ERR_ONION_SIZE;
  }

  /** Wraps the payloads from the last hop to the first. */
  private void write(byte[] onion, byte[] sessionKey) {
    byte[] mix = new byte[payloadsLength];
    Cipher.xorStream(mix, mix.length, Hash.kdf(Hash.PAD, sessionKey), 0);
    byte[] filler = filler();
    byte[] hmac = new byte[Onion.HMAC_LENGTH];
    int payloadEnd = payloads.length;
    for (int i = payloadLengths.length - 1; i >= 0; i--) {
      int payload = payloadEnd - payloadLengths[i];
      int shift = shift(payloadLengths[i]);
      System.arraycopy(mix, 0, mix, shift, mix.length - shift);
      putLength(ByteBuffer.wrap(mix), payloadLengths[i])
          .put(payloads, payload, payloadLengths[i])
          .put(hmac);
      Cipher.xorStream(mix, mix.length, Hash.kdf(Hash.RHO, ephemeral.sharedSecret(i)), 0);
      if (i == payloadLengths.length - 1) {
        System.arraycopy(filler, 0, mix, mix.length - filler.length, filler.length);
      }
      hmac = Hash.hmac(Hash.kdf(Hash.MU, ephemeral.sharedSecret(i)), mix, assoc);
      payloadEnd = payload;
    }
    onion[0] = 0;
    Onion.write(onion, 0, ephemeral.key(0), mix, hmac);
  }

  /**
   * What the hops before the last will have added behind the payloads (BOLT 4 "Filler Generation").
   */
  private byte[] filler() {
    int[] before = Arrays.copyOf(payloadLengths, payloadLengths.length - 1);
    byte[] filler = new byte[Arrays.stream(before).map(OnionBuilder::shift).sum()];
    int used = 0;
    for (int i = 0; i < before.length; i++) {
      int position = payloadsLength - used;
      used += shift(before[i]);
      Cipher.xorStream(filler, used, Hash.kdf(Hash.RHO, ephemeral.sharedSecret(i)), position);
    }
    return filler;
  }

  /**
   * Room that a hop takes: BigSize length, payload, HMAC. A payload that fits a packet needs no
   * BigSize longer than three bytes.
   */
  private static int shift(int payloadLength) {
    return (payloadLength < 0xfd ? 1 : 3) + payloadLength + Onion.HMAC_LENGTH;
  }

  /** BOLT 1 BigSize of the length of a payload that fits a packet. */
  private static ByteBuffer putLength(ByteBuffer to, int length) {
    return length < 0xfd ? to.put((byte) length) : to.put((byte) 0xfd).putShort((short) length);
  }
}
