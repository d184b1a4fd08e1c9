package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.nightjar.OnionPacket;
import org.nightjar.SharedSecret;
import org.nightjar.async.Bytes32;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Preimage;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.blinded.PaymentRelay;

/** How parts lie in a record. The numbers are stored: never change one, never use one again. */
final class PartCodec {
  private static final long NUMBER = 1;
  private static final long AMOUNT = 2;
  private static final long ATTEMPTS = 3;
  private static final long FAILURES = 4;
  private static final long STATUS = 5;
  private static final long UNTIL = 6;
  private static final long TRIES = 7;
  private static final long CHANNEL = 8;
  private static final long PEER = 9;
  private static final long HTLC_AMOUNT = 10;
  private static final long FEE = 11;
  private static final long CLTV_EXPIRY = 12;
  private static final long HOLD = 13;
  private static final long ONION = 14;
  private static final long BOOK = 15;
  private static final long HELD_HTLC = 16;
  private static final long RELEASE_PATH = 17;
  private static final long OUTBOX_KEPT = 18;
  private static final long BOOK_KEPT = 19;
  private static final long PREIMAGE = 20;
  private static final long HOLD_TIMES = 21;
  private static final long FAILED_HOP = 22;
  private static final long FAILURE_CODE = 23;
  private static final long WANTED = 24;
  private static final long MISSES = 25;
  private static final long LAST = MISSES;

  private static final int WAITING = 1;
  private static final int LIVE = 2;
  private static final int FULFILLED = 3;
  private static final int GIVEN_UP = 4;

  private PartCodec() {}

  static byte[] encode(Part part) {
    TlvStreamBuilder fields =
        new TlvStreamBuilder()
            .put(NUMBER, new WireWriter().u32(part.number()))
            .put(AMOUNT, new WireWriter().u64(part.amountMsat()))
            .put(ATTEMPTS, new WireWriter().u32(part.attempts()))
            .put(FAILURES, new WireWriter().u32(part.failures()));
    putStatus(fields, part.status());
    part.lastReport().ifPresent(report -> putReport(fields, report));
    if (part.misses() > 0) {
      fields.put(MISSES, new WireWriter().u32(part.misses()));
    }
    return fields.build().encode();
  }

  private static void putStatus(TlvStreamBuilder fields, PartStatus status) {
    if (status instanceof PartStatus.Waiting waiting) {
      fields
          .put(STATUS, new WireWriter().u8(WAITING))
          .put(UNTIL, Fields.time(waiting.until()))
          .put(TRIES, new WireWriter().u32(waiting.tries()));
    } else if (status instanceof PartStatus.Live live) {
      putLive(fields.put(STATUS, new WireWriter().u8(LIVE)), live);
    } else if (status instanceof PartStatus.Fulfilled fulfilled) {
      fields
          .put(STATUS, new WireWriter().u8(FULFILLED))
          .put(FEE, new WireWriter().u64(fulfilled.feeMsat()))
          .put(PREIMAGE, fulfilled.preimage().toBytes());
    } else {
      fields.put(STATUS, new WireWriter().u8(GIVEN_UP));
    }
  }

  private static void putLive(TlvStreamBuilder fields, PartStatus.Live live) {
    fields
        .put(CHANNEL, new WireWriter().u64(live.channel().toLong()))
        .put(PEER, live.peer().toBytes())
        .put(HTLC_AMOUNT, new WireWriter().u64(live.amountMsat()))
        .put(FEE, new WireWriter().u64(live.feeMsat()))
        .put(CLTV_EXPIRY, new WireWriter().u32(live.cltvExpiry()))
        .put(HOLD, new WireWriter().u8(live.hold() ? 1 : 0))
        .put(ONION, onion(live.onion()))
        .put(BOOK, Fields.list(live.book().stream().map(PartCodec::onion).toList()));
    live.held()
        .ifPresent(
            held ->
                fields
                    .put(HELD_HTLC, held.htlc().encode())
                    .put(RELEASE_PATH, held.releasePath().encode())
                    .put(OUTBOX_KEPT, new WireWriter().u8(held.outboxKept() ? 1 : 0))
                    .put(BOOK_KEPT, new WireWriter().u8(held.bookKept() ? 1 : 0)));
  }

  private static byte[] onion(PartOnion onion) {
    WireWriter writer =
        new WireWriter()
            .bytes(onion.packet().toBytes())
            .u16(onion.clearHops())
            .u64(onion.forwardMsat())
            .u32(onion.forwardCltv());
    onion.secrets().forEach(secret -> writer.bytes(secret.exposeSecretBytes()));
    return writer.toBytes();
  }

  private static void putReport(TlvStreamBuilder fields, AttemptReport report) {
    WireWriter holdTimes = new WireWriter();
    report.holdTimes().forEach(holdTimes::u32);
    fields.put(HOLD_TIMES, holdTimes);
    report.hop().ifPresent(hop -> fields.put(FAILED_HOP, new WireWriter().u32(hop)));
    report.code().ifPresent(code -> fields.put(FAILURE_CODE, new WireWriter().u32(code)));
    report.wanted().ifPresent(relay -> fields.put(WANTED, relay(relay)));
  }

  private static WireWriter relay(PaymentRelay relay) {
    return new WireWriter()
        .u16(relay.cltvExpiryDelta())
        .u32(relay.feeProportionalMillionths())
        .u32(relay.feeBaseMsat());
  }

  /** Reads what {@link #encode} wrote. */
  static Part read(WireReader reader) throws WireException {
    Fields fields = new Fields(TlvStream.decode(reader.rest()), LAST);
    return new Part(
        fields.number(NUMBER),
        fields.amount(AMOUNT),
        fields.number(ATTEMPTS),
        fields.number(FAILURES),
        fields.find(MISSES, value -> Math.toIntExact(value.u32())).orElse(0),
        status(fields),
        report(fields));
  }

  private static PartStatus status(Fields fields) throws WireException {
    int status = fields.need(STATUS, WireReader::u8);
    return switch (status) {
      case WAITING -> new PartStatus.Waiting(fields.time(UNTIL), fields.number(TRIES));
      case LIVE -> live(fields);
      case FULFILLED ->
          new PartStatus.Fulfilled(
              fields.amount(FEE),
              Preimage.of(fields.need(PREIMAGE, reader -> reader.bytes(Bytes32.LENGTH))));
      case GIVEN_UP -> new PartStatus.GivenUp();
      default -> throw WireException.of(WireException.Reason.VALUE, "no status: " + status);
    };
  }

  private static PartStatus live(Fields fields) throws WireException {
    return new PartStatus.Live(
        ShortChannelId.fromLong(fields.need(CHANNEL, WireReader::u64)),
        fields.need(PEER, WireReader::point),
        fields.amount(HTLC_AMOUNT),
        fields.amount(FEE),
        fields.need(CLTV_EXPIRY, WireReader::u32),
        flag(fields, HOLD),
        fields.need(ONION, PartCodec::readOnion),
        fields.need(BOOK, reader -> Fields.list(reader, PartCodec::readOnion)),
        held(fields));
  }

  private static boolean flag(Fields fields, long type) throws WireException {
    return fields.need(type, WireReader::u8) != 0;
  }

  private static PartOnion readOnion(WireReader reader) throws WireException {
    OnionPacket packet = OnionPacket.of(reader.bytes(OnionPacket.PAYMENT_LENGTH));
    int clearHops = reader.u16();
    long forwardMsat = reader.u64();
    long forwardCltv = reader.u32();
    List<SharedSecret> secrets = new ArrayList<>();
    while (reader.remaining() > 0) {
      secrets.add(SharedSecret.of(reader.bytes(SharedSecret.LENGTH)));
    }
    return new PartOnion(packet, secrets, clearHops, forwardMsat, forwardCltv);
  }

  private static Optional<Held> held(Fields fields) throws WireException {
    Optional<byte[]> htlc = fields.find(HELD_HTLC, reader -> reader.bytes(HtlcId.LENGTH));
    return htlc.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Held(
                HtlcId.decode(htlc.get()),
                fields.need(RELEASE_PATH, BlindedPath::read),
                flag(fields, OUTBOX_KEPT),
                flag(fields, BOOK_KEPT)));
  }

  private static Optional<AttemptReport> report(Fields fields) throws WireException {
    Optional<List<Long>> holdTimes =
        fields.find(
            HOLD_TIMES,
            reader -> {
              List<Long> units = new ArrayList<>();
              while (reader.remaining() > 0) {
                units.add(reader.u32());
              }
              return units;
            });
    return holdTimes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AttemptReport(
                optional(fields.find(FAILED_HOP, WireReader::u32)),
                optional(fields.find(FAILURE_CODE, WireReader::u32)),
                holdTimes.get(),
                fields.find(
                    WANTED, value -> new PaymentRelay(value.u16(), value.u32(), value.u32()))));
  }

  private static OptionalInt optional(Optional<Long> value) {
    return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.get())) : OptionalInt.empty();
  }
}
