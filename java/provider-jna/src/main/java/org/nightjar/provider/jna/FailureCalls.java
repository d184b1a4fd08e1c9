package org.nightjar.provider.jna;

import static org.nightjar.provider.jna.JnaBackend.SECRET_LENGTH;
import static org.nightjar.provider.jna.JnaBackend.length;

import com.sun.jna.Pointer;

/** {@code failure.h}. Arguments are those of {@link org.nightjar.spi.Backend}. */
final class FailureCalls {
  private static final int ATTRIBUTION_LENGTH = 920;

  private FailureCalls() {}

  static int create(byte[] packet, byte[] sharedSecret, byte[] failure) {
    try (Frame frame = new Frame(0, packet, sharedSecret, failure)) {
      Pointer out = frame.out(packet, length(packet));
      Pointer secret = frame.in(sharedSecret, SECRET_LENGTH);
      Pointer message = frame.in(failure);
      return frame.call(
          () ->
              CoreLibrary.nj_failure_create(out, length(packet), secret, message, length(failure)));
    }
  }

  static int wrap(byte[] packet, byte[] sharedSecret) {
    try (Frame frame = new Frame(0, packet, sharedSecret)) {
      Pointer inOut = frame.inOut(packet);
      Pointer secret = frame.in(sharedSecret, SECRET_LENGTH);
      return frame.call(() -> CoreLibrary.nj_failure_wrap(inOut, length(packet), secret));
    }
  }

  static int decrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets) {
    long room = 2 * Long.BYTES;
    try (Frame frame = new Frame(room, failure, packet, packet, sharedSecrets)) {
      Pointer out = frame.out(failure, length(packet));
      Pointer lengthAndHop = frame.outSizes(found, 2);
      Pointer in = frame.in(packet);
      Pointer secrets = secrets(frame, sharedSecrets);
      Pointer scratch = frame.room(length(packet));
      return frame.call(
          () ->
              CoreLibrary.nj_failure_decrypt(
                  out,
                  lengthAndHop,
                  lengthAndHop.share(Long.BYTES),
                  scratch,
                  in,
                  length(packet),
                  secrets,
                  hopCount(sharedSecrets)));
    }
  }

  static int attributionWrap(byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime) {
    try (Frame frame = new Frame(0, attribution, packet, sharedSecret)) {
      frame.failIf(length(attribution) != ATTRIBUTION_LENGTH);
      Pointer inOut = frame.inOut(attribution);
      Pointer inOutPacket = frame.inOut(packet);
      Pointer secret = frame.in(sharedSecret, SECRET_LENGTH);
      return frame.call(
          () ->
              CoreLibrary.nj_attribution_wrap(
                  inOut, inOutPacket, length(packet), secret, holdTime));
    }
  }

  static int attributionDecrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets) {
    int count = hopCount(sharedSecrets);
    long room = (long) (count + 1) * Integer.BYTES + 2 * Long.BYTES;
    try (Frame frame = new Frame(room, attribution, packet, packet, sharedSecrets)) {
      Pointer times = frame.outInts(holdTimes, count);
      Pointer verifiedCount = frame.outSizes(verified, 1);
      Pointer in = frame.in(attribution, ATTRIBUTION_LENGTH);
      Pointer inPacket = frame.in(packet);
      Pointer secrets = secrets(frame, sharedSecrets);
      Pointer scratch = frame.room(length(packet));
      return frame.call(
          () ->
              CoreLibrary.nj_attribution_decrypt(
                  times, verifiedCount, scratch, in, inPacket, length(packet), secrets, count));
    }
  }

  private static Pointer secrets(Frame frame, byte[] sharedSecrets) {
    frame.failIf(length(sharedSecrets) % SECRET_LENGTH != 0);
    return frame.in(sharedSecrets);
  }

  private static int hopCount(byte[] sharedSecrets) {
    return length(sharedSecrets) / SECRET_LENGTH;
  }
}
