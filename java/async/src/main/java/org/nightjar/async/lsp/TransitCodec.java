package org.nightjar.async.lsp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.Bytes32;
import org.nightjar.async.HtlcId;
import org.nightjar.async.PaymentHash;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** How an HTLC that is not resolved lies in a record. The numbers are stored: never change one. */
final class TransitCodec {
  private static final long INCOMING = 1;
  private static final long ONWARD = 2;
  private static final long PROGRESS = 3;
  private static final long OUTBOX = 4;
  private static final long BOOK = 5;
  private static final long AGAIN = 6;
  private static final long TRAMPOLINE = 7;
  private static final long WAY = 8;

  /** Flags: what a trampoline has. */
  private static final int CHANNEL = 1;

  private static final int PATH_KEY = 2;

  private static final int DIGEST_LENGTH = 32;
  private static final int REPLAY_KEY_LENGTH = 20;

  private TransitCodec() {}

  static void write(TlvStreamBuilder records, Transit transit) {
    records.put(INCOMING, incoming(transit.incoming()));
    write(records, transit.onward());
    records.put(
        PROGRESS,
        new WireWriter()
            .u32(transit.attempts())
            .u8(transit.entry())
            .u64(transit.holdUntil())
            .u8(transit.delegated().puts()));
    transit.delegated().outbox().ifPresent(digest -> records.put(OUTBOX, bytes(digest.hex())));
    transit.delegated().book().ifPresent(digest -> records.put(BOOK, bytes(digest.hex())));
    transit.again().ifPresent(again -> write(records, again));
  }

  static Transit read(TlvStream fields, HtlcId id) throws WireException {
    Incoming incoming = HtlcCodec.need(fields, INCOMING, reader -> incoming(reader, id));
    Onward onward = onward(fields);
    WireReader progress = new WireReader(HtlcCodec.need(fields, PROGRESS, WireReader::rest));
    int attempts = Math.toIntExact(progress.u32());
    int entry = progress.u8();
    long holdUntil = progress.u64();
    Delegated delegated =
        new Delegated(
            progress.u8(),
            Optional.ofNullable(fields.read(OUTBOX, TransitCodec::digest)),
            Optional.ofNullable(fields.read(BOOK, TransitCodec::digest)));
    return new Transit(incoming, onward, attempts, entry, holdUntil, delegated, again(fields));
  }

  private static WireWriter incoming(Incoming incoming) {
    return new WireWriter()
        .bytes(incoming.peer().toBytes())
        .u64(incoming.amountMsat())
        .bytes(incoming.paymentHash().toBytes())
        .u64(incoming.cltvExpiry())
        .u8(incoming.hold() ? 1 : 0);
  }

  private static Incoming incoming(WireReader reader, HtlcId id) throws WireException {
    return new Incoming(
        id,
        reader.point(),
        reader.u64(),
        PaymentHash.of(reader.bytes(Bytes32.LENGTH)),
        reader.u64(),
        reader.u8() != 0);
  }

  private static void write(TlvStreamBuilder records, Onward onward) {
    if (onward instanceof Onward.Direct direct) {
      records.put(ONWARD, direct(direct));
      return;
    }
    Onward.Trampoline trampoline = (Onward.Trampoline) onward;
    records.put(TRAMPOLINE, trampoline(trampoline));
    trampoline.way().ifPresent(way -> records.put(WAY, way(way)));
  }

  private static Onward onward(TlvStream fields) throws WireException {
    Onward.Trampoline trampoline = fields.read(TRAMPOLINE, TransitCodec::trampoline);
    if (trampoline == null) {
      return HtlcCodec.need(fields, ONWARD, TransitCodec::direct);
    }
    Onward.Way way = fields.read(WAY, TransitCodec::way);
    return way == null ? trampoline : trampoline.on(way);
  }

  private static WireWriter direct(Onward.Direct onward) {
    WireWriter writer =
        new WireWriter()
            .u8(onward.upstream().position().number())
            .bytes(onward.upstream().secret().exposeSecretBytes());
    write(writer, onward.htlc());
    onward.htlc().pathKey().map(PublicKey::toBytes).ifPresent(writer::bytes);
    return writer;
  }

  private static Onward direct(WireReader reader) throws WireException {
    Upstream upstream = Upstream.of(position(reader), secret(reader));
    NextHtlc htlc = htlc(reader);
    return reader.remaining() == 0
        ? new Onward.Direct(upstream, htlc)
        : new Onward.Direct(upstream, htlc.with(reader.point()));
  }

  /** Without path key. */
  private static void write(WireWriter writer, NextHtlc htlc) {
    writer
        .u64(htlc.channel().toLong())
        .u64(htlc.amountMsat())
        .u64(htlc.cltvExpiry())
        .bytes(htlc.onion().toBytes());
  }

  private static NextHtlc htlc(WireReader reader) throws WireException {
    return new NextHtlc(
        ShortChannelId.fromLong(reader.u64()),
        reader.u64(),
        reader.u64(),
        OnionPacket.of(reader.bytes(OnionPacket.PAYMENT_LENGTH)),
        Optional.empty());
  }

  private static SharedSecret secret(WireReader reader) throws WireException {
    return SharedSecret.of(reader.bytes(SharedSecret.LENGTH));
  }

  private static WireWriter trampoline(Onward.Trampoline onward) {
    Upstream upstream = onward.upstream();
    WireWriter writer =
        new WireWriter()
            .u8(upstream.position().number())
            .bytes(upstream.secret().exposeSecretBytes())
            .bytes(upstream.inner().orElseThrow().exposeSecretBytes())
            .bytes(onward.node().toBytes())
            .u64(onward.amountMsat())
            .u64(onward.cltvExpiry())
            .u8(
                (onward.channel().isPresent() ? CHANNEL : 0)
                    | (onward.pathKey().isPresent() ? PATH_KEY : 0));
    onward.channel().map(ShortChannelId::toLong).ifPresent(writer::u64);
    onward.pathKey().map(PublicKey::toBytes).ifPresent(writer::bytes);
    return writer.bytes(onward.inner().toBytes());
  }

  private static Onward.Trampoline trampoline(WireReader reader) throws WireException {
    Upstream upstream = new Upstream(position(reader), secret(reader), Optional.of(secret(reader)));
    PublicKey node = reader.point();
    long amountMsat = reader.u64();
    long cltvExpiry = reader.u64();
    int has = reader.u8();
    return new Onward.Trampoline(
        upstream,
        node,
        (has & CHANNEL) == 0
            ? Optional.empty()
            : Optional.of(ShortChannelId.fromLong(reader.u64())),
        amountMsat,
        cltvExpiry,
        (has & PATH_KEY) == 0 ? Optional.empty() : Optional.of(reader.point()),
        OnionPacket.of(reader.rest()),
        Optional.empty());
  }

  private static WireWriter way(Onward.Way way) {
    WireWriter writer = new WireWriter();
    write(writer, way.htlc());
    way.secrets().forEach(secret -> writer.bytes(secret.exposeSecretBytes()));
    return writer;
  }

  private static Onward.Way way(WireReader reader) throws WireException {
    NextHtlc htlc = htlc(reader);
    List<SharedSecret> secrets = new ArrayList<>();
    while (reader.remaining() > 0) {
      secrets.add(secret(reader));
    }
    return new Onward.Way(htlc, secrets);
  }

  private static Position position(WireReader reader) throws WireException {
    int number = reader.u8();
    for (Position position : Position.values()) {
      if (position.number() == number) {
        return position;
      }
    }
    throw reader.fail(Reason.VALUE, "position " + number + " is not known");
  }

  static void write(TlvStreamBuilder records, Retransmission again) {
    WireWriter writer =
        new WireWriter()
            .bytes(bytes(again.replayKey()))
            .bytes(again.peer().toBytes())
            .bytes(again.paymentHash().toBytes())
            .u64(again.amountMsat())
            .u64(again.cltvExpiry())
            .u8(again.times());
    again.failedAt().map(Instant::toEpochMilli).ifPresent(writer::u64);
    records.put(AGAIN, writer);
  }

  static Optional<Retransmission> again(TlvStream fields) throws WireException {
    return Optional.ofNullable(fields.read(AGAIN, TransitCodec::again));
  }

  private static Retransmission again(WireReader reader) throws WireException {
    return new Retransmission(
        ByteArrays.hex(reader.bytes(REPLAY_KEY_LENGTH)),
        reader.point(),
        PaymentHash.of(reader.bytes(Bytes32.LENGTH)),
        reader.u64(),
        reader.u64(),
        reader.u8(),
        reader.remaining() > 0
            ? Optional.of(Instant.ofEpochMilli(reader.u64()))
            : Optional.empty());
  }

  private static Digest digest(WireReader reader) throws WireException {
    return new Digest(ByteArrays.hex(reader.bytes(DIGEST_LENGTH)));
  }

  private static byte[] bytes(String hex) {
    return ByteArrays.fromHex(hex);
  }
}
