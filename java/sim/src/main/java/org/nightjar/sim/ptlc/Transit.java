package org.nightjar.sim.ptlc;

import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.AttemptId;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingPtlc;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * A PTLC between its two channels, as its node stores it.
 *
 * @param incoming that came in
 * @param amountMsat of the incoming one
 * @param blinded whether it came with a path key: then nobody may learn why it fails
 * @param secret of the onion's layer: the blind and what encrypts a failure are hashed from it
 * @param next what goes out
 * @param failAtHeight when it is given back at the latest, if it is held
 */
record Transit(
    HtlcId incoming,
    long amountMsat,
    boolean blinded,
    SharedSecret secret,
    OutgoingPtlc next,
    long failAtHeight,
    State state) {
  private static final long INCOMING = 1;
  private static final long OUTGOING = 3;

  /** How far it is. The numbers are stored. */
  enum State {
    /** It waits for a release. */
    HELD(1),
    /** It went out, or goes now. */
    SENT(2),
    /** Nobody released it in time. */
    GIVEN_UP(3);

    private final int number;

    State(int number) {
      this.number = number;
    }

    static State of(RecordFields fields) throws StoreException {
      for (State state : values()) {
        if (state.number == fields.state()) {
          return state;
        }
      }
      throw fields.damaged("no such state");
    }
  }

  static Key key(AttemptId attempt) {
    return Key.of(Kind.PTLC_TRANSIT, attempt.toBytes());
  }

  Transit as(State other) {
    return new Transit(incoming, amountMsat, blinded, secret, next, failAtHeight, other);
  }

  boolean isHeld() {
    return state == State.HELD;
  }

  Write put(long version) {
    return new Write.Put(
        key(next.attempt()), version, encode(), isHeld() ? Due.atHeight(failAtHeight) : Due.NONE);
  }

  private byte[] encode() {
    return RecordFormat.encode(
        state.number,
        new TlvStreamBuilder()
            .put(
                INCOMING,
                new WireWriter()
                    .bytes(incoming.encode())
                    .u64(amountMsat)
                    .u8(blinded ? 1 : 0)
                    .bytes(secret.exposeSecretBytes())
                    .u64(failAtHeight))
            .put(OUTGOING, outgoing(next))
            .build());
  }

  /** A PTLC to add, as records have it. */
  static WireWriter outgoing(OutgoingPtlc ptlc) {
    WireWriter writer =
        new WireWriter()
            .bytes(ptlc.attempt().toBytes())
            .u64(ptlc.channel().toLong())
            .u64(ptlc.amountMsat())
            .bytes(ptlc.point().toBytes())
            .u32(ptlc.cltvExpiry())
            .u8(ptlc.hold() ? 1 : 0)
            .bytes(ptlc.onion().toBytes())
            .u8(ptlc.pathKey().isPresent() ? 1 : 0);
    ptlc.pathKey().ifPresent(key -> writer.bytes(key.toBytes()));
    return writer;
  }

  static OutgoingPtlc outgoing(WireReader reader) throws WireException {
    AttemptId attempt = AttemptId.of(reader.bytes(AttemptId.LENGTH));
    ShortChannelId channel = ShortChannelId.fromLong(reader.u64());
    long amountMsat = reader.u64();
    PublicKey point = reader.point();
    long cltvExpiry = reader.u32();
    boolean hold = reader.u8() == 1;
    OnionPacket onion = OnionPacket.of(reader.bytes(OnionPacket.PAYMENT_LENGTH));
    Optional<PublicKey> pathKey = reader.u8() == 1 ? Optional.of(reader.point()) : Optional.empty();
    return new OutgoingPtlc(attempt, channel, amountMsat, point, cltvExpiry, onion, pathKey, hold);
  }

  static Transit decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    State state = State.of(fields);
    OutgoingPtlc next = fields.need(OUTGOING, Transit::outgoing);
    return fields.need(
        INCOMING,
        reader ->
            new Transit(
                HtlcId.decode(reader.bytes(HtlcId.LENGTH)),
                reader.u64(),
                reader.u8() == 1,
                SharedSecret.of(reader.bytes(SharedSecret.LENGTH)),
                next,
                reader.u64(),
                state));
  }
}
