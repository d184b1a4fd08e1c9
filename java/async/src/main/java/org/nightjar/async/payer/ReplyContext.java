package org.nightjar.async.payer;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Bytes32;
import org.nightjar.async.PaymentId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What a payer tells itself in a reply path: expiry (u64 seconds), payment id (32), and for an
 * invoice request the last blinded node id of the offer's path that it was sent over (33), if there
 * was one.
 *
 * @param expiry with seconds
 */
record ReplyContext(Instant expiry, PaymentId payment, Optional<PublicKey> sentTo) {
  byte[] encode() {
    WireWriter writer =
        new WireWriter().u64(Math.max(0, expiry.getEpochSecond())).bytes(payment.toBytes());
    sentTo.ifPresent(key -> writer.bytes(key.toBytes()));
    return writer.toBytes();
  }

  /** Empty if a program with other contexts made it, or if its time is over. */
  static Optional<ReplyContext> decode(byte[] context, Instant now) {
    try {
      WireReader reader = new WireReader(context);
      long expiry = reader.u64();
      PaymentId payment = PaymentId.of(reader.bytes(Bytes32.LENGTH));
      Optional<PublicKey> sentTo =
          reader.remaining() == 0 ? Optional.empty() : Optional.of(reader.point());
      reader.expectEnd();
      return now.getEpochSecond() > expiry
          ? Optional.empty()
          : Optional.of(new ReplyContext(Instant.ofEpochSecond(expiry), payment, sentTo));
    } catch (WireException e) {
      return Optional.empty();
    }
  }
}
