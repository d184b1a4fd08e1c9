package org.nightjar.async.server;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What the server tells itself in the paths that it gives out, so that it needs no memory of them.
 *
 * @param slot of the recipient, 16 bits; 0 in a path for requests, which is for any slot
 * @param expiry seconds since 1970, unsigned, until which the path is good
 */
record ServerContext(RecipientId recipient, int slot, long expiry) {
  byte[] encode() {
    return new WireWriter().u64(expiry).u16(slot).bytes(recipient.toBytes()).toBytes();
  }

  static Optional<ServerContext> decode(byte[] bytes) {
    WireReader reader = new WireReader(bytes);
    try {
      long expiry = reader.u64();
      int slot = reader.u16();
      return RecipientId.isLength(reader.remaining())
          ? Optional.of(new ServerContext(RecipientId.of(reader.rest()), slot, expiry))
          : Optional.empty();
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  boolean isExpired(Instant now) {
    return isOver(expiry, now);
  }

  /**
   * Whether a time on the wire is over.
   *
   * @param unixTime seconds since 1970, unsigned
   */
  static boolean isOver(long unixTime, Instant now) {
    return Long.compareUnsigned(Math.max(0, now.getEpochSecond()), unixTime) > 0;
  }

  boolean isSameSlot(ServerContext other) {
    return slot == other.slot && recipient.equals(other.recipient);
  }

  /** Recipient id, then slot: unambiguous, since the slot has a fixed length. */
  Key key() {
    byte[] id = new WireWriter().bytes(recipient.toBytes()).u16(slot).toBytes();
    return Key.of(Kind.SERVED_INVOICE, id);
  }
}
