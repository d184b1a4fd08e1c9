package org.nightjar.async.lsp;

import java.time.Instant;
import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;
import org.nightjar.async.Bytes32;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Preimage;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStream.ValueReader;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** How the states of an HTLC lie in the store. The numbers are stored: never change one. */
final class HtlcCodec {
  private static final int EARLY_RELEASE = 1;
  private static final int HELD = 2;
  private static final int AWAIT_PEER = 3;
  private static final int OUT_PENDING = 4;
  private static final int FAILING = 5;
  private static final int FULFILLED = 6;
  private static final int ON_CHAIN = 7;

  // 1 to 8 are those of TransitCodec.
  private static final long GIVE_UP_AT = 16;
  private static final long RETRY_AT = 17;
  private static final long PEER = 18;
  private static final long SINCE = 19;
  private static final long UNTIL = 20;
  private static final long CLOSED = 21;
  private static final long FORGET_AT = 22;
  private static final long PREIMAGE = 23;
  private static final long ATTRIBUTION = 24;
  private static final long FAILURE_PACKET = 25;
  private static final long MALFORMED = 26;

  private static final int HASH_LENGTH = 32;

  private HtlcCodec() {}

  static Key key(HtlcId id) {
    return Key.of(Kind.HOLD, id.encode());
  }

  static HtlcId id(Key key) {
    return HtlcId.decode(key.id());
  }

  static byte[] encode(HtlcState state) {
    TlvStreamBuilder fields = new TlvStreamBuilder();
    state.live().ifPresent(transit -> TransitCodec.write(fields, transit));
    return RecordFormat.encode(write(fields, state), fields.build());
  }

  /** Writes what a state has besides its transit, and gives its number. */
  private static int write(TlvStreamBuilder fields, HtlcState state) {
    if (state instanceof EarlyRelease early) {
      fields.put(PEER, early.peer().toBytes());
      putTime(fields, UNTIL, early.until());
      return EARLY_RELEASE;
    }
    if (state instanceof Held held) {
      putHeight(fields, GIVE_UP_AT, held.giveUpAt());
      held.retryAt().ifPresent(time -> putTime(fields, RETRY_AT, time));
      return HELD;
    }
    if (state instanceof AwaitPeer waiting) {
      fields.put(PEER, waiting.nextPeer().toBytes());
      putTime(fields, SINCE, waiting.since());
      putTime(fields, UNTIL, waiting.until());
      return AWAIT_PEER;
    }
    if (state instanceof OutPending pending) {
      putTime(fields, SINCE, pending.since());
      if (pending.onChain()) {
        fields.put(CLOSED, new byte[0]);
      }
      return OUT_PENDING;
    }
    return writeResolved(fields, state);
  }

  private static int writeResolved(TlvStreamBuilder fields, HtlcState state) {
    if (state instanceof Failing failing) {
      putFailure(fields, failing.failure());
      failing.at().ifPresent(time -> putTime(fields, UNTIL, time));
      failing.again().ifPresent(again -> TransitCodec.write(fields, again));
      putHeight(fields, FORGET_AT, failing.forgetAt());
      return FAILING;
    }
    if (state instanceof Fulfilled fulfilled) {
      fields.put(PREIMAGE, fulfilled.preimage().toBytes());
      fulfilled.attribution().ifPresent(data -> fields.put(ATTRIBUTION, data.toBytes()));
      putHeight(fields, FORGET_AT, fulfilled.forgetAt());
      return FULFILLED;
    }
    putHeight(fields, FORGET_AT, ((OnChain) state).forgetAt());
    return ON_CHAIN;
  }

  private static void putFailure(TlvStreamBuilder fields, HtlcFailure failure) {
    if (failure instanceof HtlcFailure.Encrypted encrypted) {
      fields.put(FAILURE_PACKET, encrypted.packet().toBytes());
      encrypted.attribution().ifPresent(data -> fields.put(ATTRIBUTION, data.toBytes()));
    } else if (failure instanceof HtlcFailure.Malformed malformed) {
      fields.put(
          MALFORMED, new WireWriter().u16(malformed.code()).bytes(malformed.sha256OfOnion()));
    } else {
      throw new IllegalArgumentException("not for a peer: " + failure);
    }
  }

  private static void putTime(TlvStreamBuilder fields, long type, Instant time) {
    fields.put(type, new WireWriter().u64(time.toEpochMilli()));
  }

  private static void putHeight(TlvStreamBuilder fields, long type, long height) {
    fields.put(type, new WireWriter().u64(height));
  }

  /**
   * Decodes a state.
   *
   * @throws StoreException if the record is damaged or from a newer program
   */
  static HtlcState decode(Stored stored) throws StoreException {
    return RecordFormat.read(
        stored, decoded -> read(decoded.state(), decoded.fields(), id(stored.key())));
  }

  private static HtlcState read(int state, TlvStream fields, HtlcId id) throws WireException {
    return switch (state) {
      case EARLY_RELEASE ->
          new EarlyRelease(need(fields, PEER, WireReader::point), time(fields, UNTIL));
      case HELD ->
          new Held(
              TransitCodec.read(fields, id),
              need(fields, GIVE_UP_AT, WireReader::u64),
              optionalTime(fields, RETRY_AT));
      case AWAIT_PEER ->
          new AwaitPeer(
              TransitCodec.read(fields, id),
              need(fields, PEER, WireReader::point),
              time(fields, SINCE),
              time(fields, UNTIL));
      case OUT_PENDING ->
          new OutPending(
              TransitCodec.read(fields, id), time(fields, SINCE), fields.find(CLOSED).isPresent());
      case FAILING ->
          new Failing(
              failure(fields),
              optionalTime(fields, UNTIL),
              need(fields, FORGET_AT, WireReader::u64),
              TransitCodec.again(fields));
      case FULFILLED ->
          new Fulfilled(
              Preimage.of(need(fields, PREIMAGE, reader -> reader.bytes(Bytes32.LENGTH))),
              attribution(fields),
              need(fields, FORGET_AT, WireReader::u64));
      case ON_CHAIN -> new OnChain(need(fields, FORGET_AT, WireReader::u64));
      default -> throw WireException.of(WireException.Reason.VALUE, "no state " + state);
    };
  }

  private static HtlcFailure failure(TlvStream fields) throws WireException {
    byte[] packet = fields.read(FAILURE_PACKET, WireReader::rest);
    return packet == null
        ? need(
            fields,
            MALFORMED,
            reader -> new HtlcFailure.Malformed(reader.u16(), reader.bytes(HASH_LENGTH)))
        : new HtlcFailure.Encrypted(FailurePacket.of(packet), attribution(fields));
  }

  private static Optional<AttributionData> attribution(TlvStream fields) throws WireException {
    return Optional.ofNullable(fields.read(ATTRIBUTION, WireReader::rest)).map(AttributionData::of);
  }

  private static Instant time(TlvStream fields, long type) throws WireException {
    return Instant.ofEpochMilli(need(fields, type, WireReader::u64));
  }

  private static Optional<Instant> optionalTime(TlvStream fields, long type) throws WireException {
    return Optional.ofNullable(fields.read(type, WireReader::u64)).map(Instant::ofEpochMilli);
  }

  static <T> T need(TlvStream fields, long type, ValueReader<T> value) throws WireException {
    T read = fields.read(type, value);
    if (read == null) {
      throw WireException.missing(type, "a field of the state");
    }
    return read;
  }
}
