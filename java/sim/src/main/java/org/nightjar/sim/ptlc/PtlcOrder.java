package org.nightjar.sim.ptlc;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.OutgoingPtlc;
import org.nightjar.async.PaymentId;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What a payer was told to pay, and how far it is.
 *
 * @param what of the order, which never changes
 * @param state how far it is
 * @param dueAt when it is looked at again, unless something happens
 * @param invoice empty while it asks for an index
 * @param round of attempts, from 0
 * @param outs the PTLCs of this round
 * @param detoured whether a PTLC of this round failed before the recipient's path: another way may
 *     do better
 * @param feeMsat what it cost, once it is paid
 * @param failure why it failed, a short fixed text
 */
record PtlcOrder(
    What what,
    State state,
    Instant dueAt,
    Optional<PtlcInvoice> invoice,
    int round,
    List<Out> outs,
    boolean detoured,
    long feeMsat,
    String failure) {
  private static final long WHAT = 1;
  private static final long PROGRESS = 3;
  private static final long INVOICE = 5;
  private static final long OUTS = 7;
  private static final long FAILURE = 9;

  /** Takes a copy. */
  PtlcOrder {
    outs = List.copyOf(outs);
  }

  /** How far an order is. The numbers are stored. */
  enum State {
    /** It asks the recipient's LSP for an index. */
    ASKING(1),
    /** PTLCs are under way. */
    PAYING(2),
    /** All PTLCs came back; others will go out. */
    BETWEEN_ROUNDS(3),
    /** The receipt is kept. */
    PAID(4),
    /** All is back, for good. */
    FAILED(5);

    private final int number;

    State(int number) {
      this.number = number;
    }

    boolean isOver() {
      return this == PAID || this == FAILED;
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

  /**
   * An order.
   *
   * @param payerKey secret and fresh: proves later that the receipt is ours; 32 bytes
   * @param parts over how many PTLCs
   * @param patience until when it tries
   */
  record What(
      PaymentId id,
      byte[] payerKey,
      PtlcOffer offer,
      long amountMsat,
      int parts,
      Instant patience) {
    SecretKey payerSecret() {
      return SecretKey.of(payerKey);
    }
  }

  /**
   * A PTLC for it.
   *
   * @param live whether its outcome is not known yet
   * @param share in its onion; empty if it is the only part
   * @param secrets of its onion: of each node that forwards, then the recipient's
   */
  record Out(boolean live, Optional<byte[]> share, List<SharedSecret> secrets, OutgoingPtlc ptlc) {
    Out ended() {
      return new Out(false, share, secrets, ptlc);
    }
  }

  static PtlcOrder asking(What what, Instant dueAt) {
    return new PtlcOrder(what, State.ASKING, dueAt, Optional.empty(), 0, List.of(), false, 0, "");
  }

  PtlcOrder asksAgain(Instant next) {
    return new PtlcOrder(what, state, next, invoice, round, outs, detoured, feeMsat, failure);
  }

  PtlcOrder pays(PtlcInvoice over, int inRound, List<Out> with) {
    return new PtlcOrder(
        what, State.PAYING, Instant.MAX, Optional.of(over), inRound, with, false, 0, "");
  }

  PtlcOrder with(List<Out> changed, boolean onDetour) {
    return new PtlcOrder(
        what, state, dueAt, invoice, round, changed, detoured || onDetour, feeMsat, failure);
  }

  PtlcOrder waits(PtlcInvoice over, int lastRound, Instant until) {
    return new PtlcOrder(
        what, State.BETWEEN_ROUNDS, until, Optional.of(over), lastRound, List.of(), false, 0, "");
  }

  PtlcOrder paid(List<Out> changed) {
    long sent = outs.stream().mapToLong(out -> out.ptlc().amountMsat()).sum();
    return new PtlcOrder(
        what,
        State.PAID,
        Instant.MAX,
        invoice,
        round,
        changed,
        detoured,
        sent - what.amountMsat(),
        "");
  }

  PtlcOrder failed(String why) {
    return new PtlcOrder(
        what, State.FAILED, Instant.MAX, invoice, round, List.of(), detoured, 0, why);
  }

  static Key key(PaymentId id) {
    return Key.of(Kind.PTLC_ORDER, id.toBytes());
  }

  Write put(long version) {
    Due due = dueAt.equals(Instant.MAX) ? Due.NONE : Due.at(dueAt);
    return new Write.Put(key(what.id()), version, encode(), due);
  }

  private byte[] encode() {
    return RecordFormat.encode(
        state.number,
        new TlvStreamBuilder()
            .put(WHAT, encode(what))
            .put(PROGRESS, new WireWriter().u16(round).u8(detoured ? 1 : 0).u64(feeMsat))
            .put(INVOICE, invoice.map(PtlcInvoice::encode).orElse(new byte[0]))
            .put(OUTS, encode(outs))
            .put(FAILURE, failure.getBytes(StandardCharsets.UTF_8))
            .build());
  }

  private static Optional<PtlcInvoice> readInvoice(WireReader reader) throws WireException {
    return reader.remaining() == 0
        ? Optional.empty()
        : Optional.of(PtlcInvoice.decode(reader.rest()));
  }

  private static WireWriter encode(What what) {
    WireWriter writer =
        new WireWriter()
            .bytes(what.payerKey)
            .u64(what.amountMsat)
            .u16(what.parts)
            .u64(what.patience.toEpochMilli());
    what.offer.write(writer);
    return writer;
  }

  private static What readWhat(PaymentId id, WireReader reader) throws WireException {
    byte[] payerKey = reader.bytes(SecretKey.LENGTH);
    long amountMsat = reader.u64();
    int parts = reader.u16();
    Instant patience = Instant.ofEpochMilli(reader.u64());
    return new What(id, payerKey, PtlcOffer.read(reader), amountMsat, parts, patience);
  }

  private static WireWriter encode(List<Out> outs) {
    WireWriter writer = new WireWriter();
    for (Out out : outs) {
      writer.u8(out.live ? 1 : 0).u8(out.share.isPresent() ? 1 : 0);
      out.share.ifPresent(writer::bytes);
      writer.u8(out.secrets.size());
      out.secrets.forEach(secret -> writer.bytes(secret.exposeSecretBytes()));
      writer.bytes(Transit.outgoing(out.ptlc).toBytes());
    }
    return writer;
  }

  private static List<Out> readOuts(WireReader reader) throws WireException {
    List<Out> outs = new ArrayList<>();
    while (reader.remaining() > 0) {
      boolean live = reader.u8() == 1;
      Optional<byte[]> share =
          reader.u8() == 1 ? Optional.of(reader.bytes(SecretKey.LENGTH)) : Optional.empty();
      List<SharedSecret> secrets = new ArrayList<>();
      for (int left = reader.u8(); left > 0; left--) {
        secrets.add(SharedSecret.of(reader.bytes(SharedSecret.LENGTH)));
      }
      outs.add(new Out(live, share, List.copyOf(secrets), Transit.outgoing(reader)));
    }
    return outs;
  }

  static PtlcOrder decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    PaymentId id = PaymentId.of(stored.key().id());
    State state = State.of(fields);
    Optional<PtlcInvoice> invoice = fields.need(INVOICE, PtlcOrder::readInvoice);
    What what = fields.need(WHAT, reader -> readWhat(id, reader));
    List<Out> outs = fields.need(OUTS, PtlcOrder::readOuts);
    String failure =
        fields.need(FAILURE, reader -> new String(reader.rest(), StandardCharsets.UTF_8));
    Instant dueAt =
        stored.due().epochMillis() == Due.NEVER
            ? Instant.MAX
            : Instant.ofEpochMilli(stored.due().epochMillis());
    return fields.need(
        PROGRESS,
        reader ->
            new PtlcOrder(
                what,
                state,
                dueAt,
                invoice,
                reader.u16(),
                outs,
                reader.u8() == 1,
                reader.u64(),
                failure));
  }
}
