package org.nightjar.async.recipient;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What the recipient tells itself in message paths about an offer.
 *
 * @param expiry seconds since 1970, unsigned, until which the path is good
 * @param slot of the offer, 16 bits
 * @param offer its nonce
 * @param createdAt of the static invoice that is acknowledged over the path; 0 in other paths
 */
record OfferContext(long expiry, int slot, Nonce offer, long createdAt) {
  byte[] encode() {
    return new WireWriter().u64(expiry).u16(slot).bytes(offer.toBytes()).u64(createdAt).toBytes();
  }

  /** Empty if it has expired, or a program with other contexts made it. */
  static Optional<OfferContext> decode(byte[] bytes, Instant now) {
    WireReader reader = new WireReader(bytes);
    try {
      OfferContext context =
          new OfferContext(reader.u64(), reader.u16(), Nonce.read(reader), reader.u64());
      reader.expectEnd();
      return Times.isOver(context.expiry, now) ? Optional.empty() : Optional.of(context);
    } catch (WireException e) {
      return Optional.empty();
    }
  }
}
