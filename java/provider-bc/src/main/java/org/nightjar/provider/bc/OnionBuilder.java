package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/** Builds one packet (BOLT 4 "Onion Construction"). For one use. */
final class OnionBuilder {
  private final int payloadsLength;
  private final byte[] payloads;
  private final int[] payloadLengths;
  private final byte[] assoc;
  private final byte[][] sharedSecrets;

  private OnionBuilder(int payloadsLength, byte[] payloads, int[] payloadLengths, byte[] assoc) {
    this.payloadsLength = payloadsLength;
    this.payloads = payloads;
    this.payloadLengths = payloadLengths;
    this.assoc = assoc;
    this.sharedSecrets = new byte[payloadLengths.length][];
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
    OnionBuilder builder =
        new OnionBuilder(onion.length - Onion.OVERHEAD, payloads, payloadLengths, assoc);
    BigInteger session = Curve.scalar(sessionKey);
    status = builder.agree(session, hops);
    if (status != Status.OK) {
      return status;
    }
    ByteBuffer secrets = ByteBuffer.wrap(sharedSecrets);
    for (byte[] secret : builder.sharedSecrets) {
      secrets.put(secret);
    }
    builder.write(onion, sessionKey, Curve.bytes(Curve.generate(session)));
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

  /** Computes the shared secret of every hop. */
  private int agree(@Nullable BigInteger session, byte[] hops) {
    BigInteger ephemeral = session;
    for (int i = 0; i < sharedSecrets.length; i++) {
      int from = i * Curve.POINT_LENGTH;
      ECPoint node = Curve.point(Arrays.copyOfRange(hops, from, from + Curve.POINT_LENGTH));
      if (node == null) {
        return Status.ERR_PUBLIC_KEY;
      }
      if (ephemeral == null) {
        return Status.ERR_SECRET_KEY;
      }
      sharedSecrets[i] = Curve.sharedSecret(node, ephemeral);
      byte[] blinding = Hash.sha256(Curve.bytes(Curve.generate(ephemeral)), sharedSecrets[i]);
      ephemeral = ephemeral.multiply(Curve.integer(blinding)).mod(Curve.ORDER);
    }
    return Status.OK;
  }

  /** Wraps the payloads from the last hop to the first. */
  private void write(byte[] onion, byte[] sessionKey, byte[] ephemeralKey) {
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
      Cipher.xorStream(mix, mix.length, Hash.kdf(Hash.RHO, sharedSecrets[i]), 0);
      if (i == payloadLengths.length - 1) {
        System.arraycopy(filler, 0, mix, mix.length - filler.length, filler.length);
      }
      hmac = Hash.hmac(Hash.kdf(Hash.MU, sharedSecrets[i]), mix, assoc);
      payloadEnd = payload;
    }
    onion[0] = 0;
    Onion.write(onion, 0, ephemeralKey, mix, hmac);
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
      Cipher.xorStream(filler, used, Hash.kdf(Hash.RHO, sharedSecrets[i]), position);
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
