package org.nightjar.async.payer;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Bytes32;
import org.nightjar.async.PaymentId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What a payer tells itself in a reply path: expiry (u64 seconds), payment id (32); then for an
 * invoice request the last blinded node id of the offer's path that it was sent over (33), if there
 * was one; for a question whether the recipient is there the {@link WaitRelease#round} (u32), if it
 * is not 0.
 *
 * @param expiry with seconds
 */
record ReplyContext(Instant expiry, PaymentId payment, Optional<PublicKey> sentTo, int round) {
  private static final int ROUND_LENGTH = 4;

  static ReplyContext ofRequest(Instant expiry, PaymentId payment, Optional<PublicKey> sentTo) {
    return new ReplyContext(expiry, payment, sentTo, 0);
  }

  static ReplyContext ofRelease(Instant expiry, PaymentId payment, int round) {
    return new ReplyContext(expiry, payment, Optional.empty(), round);
  }

  byte[] encode() {
    WireWriter writer =
        new WireWriter().u64(Math.max(0, expiry.getEpochSecond())).bytes(payment.toBytes());
    sentTo.ifPresent(key -> writer.bytes(key.toBytes()));
    if (round != 0) {
      writer.u32(round);
    }
    return writer.toBytes();
  }

  /** Empty if a program with other contexts made it, or if its time is over. */
  static Optional<ReplyContext> decode(byte[] context, Instant now) {
    try {
      WireReader reader = new WireReader(context);
      long seconds = reader.u64();
      if (now.getEpochSecond() > seconds) {
        return Optional.empty();
      }
      Instant expiry = Instant.ofEpochSecond(seconds);
      PaymentId payment = PaymentId.of(reader.bytes(Bytes32.LENGTH));
      ReplyContext read;
      if (reader.remaining() == ROUND_LENGTH) {
        read = ofRelease(expiry, payment, Math.toIntExact(reader.u32()));
      } else {
        boolean atEnd = reader.remaining() == 0;
        read = ofRequest(expiry, payment, atEnd ? Optional.empty() : Optional.of(reader.point()));
      }
      reader.expectEnd();
      return Optional.of(read);
    } catch (WireException | DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
