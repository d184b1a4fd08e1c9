package org.nightjar.async.payer;

import java.util.List;
import java.util.Optional;
import org.nightjar.Primitives;
import org.nightjar.PublicKey;
import org.nightjar.async.Bytes32;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Preimage;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.PayableStaticInvoice;
import org.nightjar.wire.bolt12.StaticInvoice;

/**
 * How payments lie in a store. The numbers of states and fields are stored: never change one, never
 * use one again. An invoice is checked again when it is read, as of the time when it came.
 */
final class PaymentCodec {
  private static final int AWAIT_INVOICE = 1;
  private static final int AWAIT_ORDINARY = 2;
  private static final int WAIT_RELEASE = 3;
  private static final int ADDING = 4;
  private static final int DORMANT = 5;
  private static final int IN_FLIGHT = 6;
  private static final int SETTLING = 7;
  private static final int SUCCEEDED = 8;
  private static final int FAILED = 9;

  private static final long MODE = 1;
  private static final long REQUEST = 2;
  private static final long CREATED_AT = 3;
  private static final long TRIES = 4;
  private static final long LAST_TRY = 5;
  private static final long STATIC_INVOICE = 6;
  private static final long INVOICE = 7;
  private static final long SENT_TO = 8;
  private static final long TAKEN_AT = 9;
  private static final long PREIMAGE = 10;
  private static final long PARTS = 11;
  private static final long REASON = 12;
  private static final long LAST = REASON;

  private final Invoices invoices;
  private final Primitives primitives;
  private final WireProfile profile;

  PaymentCodec(Invoices invoices, Primitives primitives, WireProfile profile) {
    this.invoices = invoices;
    this.primitives = primitives;
    this.profile = profile;
  }

  /** A record; the payment id is its key, and is not in it. */
  byte[] encode(PaymentState state) {
    TlvStreamBuilder fields = new TlvStreamBuilder();
    putOrder(fields, state.order());
    return RecordFormat.encode(put(fields, state), fields.build());
  }

  /** Adds a state's fields; its number. */
  private static int put(TlvStreamBuilder fields, PaymentState state) {
    if (state instanceof AwaitInvoice waiting) {
      fields
          .put(TRIES, new WireWriter().u32(waiting.tries()))
          .put(LAST_TRY, Fields.time(waiting.lastTry()));
      return AWAIT_INVOICE;
    }
    if (state instanceof AwaitOrdinary waiting) {
      putTaken(
          fields.put(STATIC_INVOICE, waiting.taken().invoice().invoice().encode()),
          waiting.taken());
      return AWAIT_ORDINARY;
    }
    if (state instanceof WaitRelease waiting) {
      putTerms(fields, waiting.terms());
      if (waiting.round() > 0) {
        putParts(fields, waiting.parts());
      }
      fields
          .put(TRIES, new WireWriter().u32(waiting.tries()))
          .put(LAST_TRY, Fields.time(waiting.lastTry()));
      return WAIT_RELEASE;
    }
    if (state instanceof PaymentState.WithHtlcs locked) {
      putTerms(fields, locked.terms());
      putParts(fields, locked.parts());
      return put(fields, locked);
    }
    if (state instanceof Succeeded succeeded) {
      putTerms(fields, succeeded.terms());
      putParts(fields, succeeded.parts());
      return SUCCEEDED;
    }
    Failed failed = (Failed) state;
    putParts(fields, failed.parts());
    fields.put(REASON, Fields.text(failed.reason()));
    return FAILED;
  }

  private static int put(TlvStreamBuilder fields, PaymentState.WithHtlcs state) {
    if (state instanceof Adding) {
      return ADDING;
    }
    if (state instanceof InFlight) {
      return IN_FLIGHT;
    }
    if (state instanceof Settling settling) {
      fields.put(REASON, Fields.text(settling.reason()));
      return SETTLING;
    }
    Dormant dormant = (Dormant) state;
    fields
        .put(TRIES, new WireWriter().u32(dormant.tries()))
        .put(LAST_TRY, Fields.time(dormant.lastTry()));
    return DORMANT;
  }

  private static void putOrder(TlvStreamBuilder fields, Order order) {
    fields
        .put(MODE, new WireWriter().u8(order.mode().number()))
        .put(REQUEST, order.request().encode())
        .put(CREATED_AT, Fields.time(order.createdAt()));
  }

  private static void putTaken(TlvStreamBuilder fields, Taken<?> taken) {
    taken.sentTo().ifPresent(key -> fields.put(SENT_TO, key.toBytes()));
    fields.put(TAKEN_AT, Fields.time(taken.at()));
  }

  private static void putTerms(TlvStreamBuilder fields, Terms terms) {
    byte[] invoice = terms.taken().invoice().invoice().encode();
    if (terms instanceof Terms.Static chosen) {
      fields.put(STATIC_INVOICE, invoice).put(PREIMAGE, chosen.preimage().toBytes());
    } else {
      fields.put(INVOICE, invoice);
    }
    putTaken(fields, terms.taken());
  }

  private static void putParts(TlvStreamBuilder fields, List<Part> parts) {
    fields.put(PARTS, Fields.list(parts.stream().map(PartCodec::encode).toList()));
  }

  /** Whether a record is of a payment that is over. */
  static boolean isEnded(Stored stored) throws StoreException {
    int state = RecordFormat.decode(stored).state();
    return state == SUCCEEDED || state == FAILED;
  }

  /**
   * Reads a record.
   *
   * @throws StoreException if it is damaged, or from a newer program
   */
  PaymentState decode(Stored stored) throws StoreException {
    return RecordFormat.read(
        stored,
        decoded -> {
          Fields fields = new Fields(decoded.fields(), LAST);
          return state(decoded.state(), order(PaymentId.of(stored.key().id()), fields), fields);
        });
  }

  private PaymentState state(int number, Order order, Fields fields) throws WireException {
    return switch (number) {
      case AWAIT_INVOICE -> new AwaitInvoice(order, fields.number(TRIES), fields.time(LAST_TRY));
      case AWAIT_ORDINARY -> new AwaitOrdinary(order, takenStatic(order, fields));
      case WAIT_RELEASE -> waitRelease(order, fields);
      case ADDING -> new Adding(order, chosen(order, fields), parts(fields));
      case DORMANT ->
          new Dormant(
              order,
              chosen(order, fields),
              parts(fields),
              fields.number(TRIES),
              fields.time(LAST_TRY));
      case IN_FLIGHT -> new InFlight(order, terms(order, fields), parts(fields));
      case SETTLING ->
          new Settling(order, terms(order, fields), parts(fields), fields.text(REASON));
      case SUCCEEDED -> new Succeeded(order, terms(order, fields), parts(fields));
      case FAILED -> new Failed(order, parts(fields), fields.text(REASON));
      default -> throw WireException.of(WireException.Reason.VALUE, "no state: " + number);
    };
  }

  /** Before the first attempt there are no parts in it. */
  private WaitRelease waitRelease(Order order, Fields fields) throws WireException {
    List<Part> parts =
        fields
            .find(PARTS, reader -> Fields.list(reader, PartCodec::read))
            .orElse(List.of(Part.whole(order, order.createdAt())));
    return new WaitRelease(
        order, chosen(order, fields), parts, fields.number(TRIES), fields.time(LAST_TRY));
  }

  private static Order order(PaymentId id, Fields fields) throws WireException {
    return new Order(
        id,
        InvoiceRequest.decode(fields.need(REQUEST, WireReader::rest)),
        mode(fields.need(MODE, WireReader::u8)),
        fields.time(CREATED_AT));
  }

  private static PayerMode mode(int number) throws WireException {
    for (PayerMode mode : PayerMode.values()) {
      if (mode.number() == number) {
        return mode;
      }
    }
    throw WireException.of(WireException.Reason.VALUE, "no mode: " + number);
  }

  private Taken<PayableStaticInvoice> takenStatic(Order order, Fields fields) throws WireException {
    byte[] invoice = fields.need(STATIC_INVOICE, WireReader::rest);
    return invoices.take(
        order, StaticInvoice.decode(invoice, profile), sentTo(fields), fields.time(TAKEN_AT));
  }

  private static Optional<PublicKey> sentTo(Fields fields) throws WireException {
    return fields.find(SENT_TO, WireReader::point);
  }

  private Terms.Static chosen(Order order, Fields fields) throws WireException {
    Preimage preimage = Preimage.of(fields.need(PREIMAGE, reader -> reader.bytes(Bytes32.LENGTH)));
    return new Terms.Static(takenStatic(order, fields), preimage, preimage.hash(primitives));
  }

  private Terms terms(Order order, Fields fields) throws WireException {
    Optional<byte[]> invoice = fields.find(INVOICE, WireReader::rest);
    return invoice.isPresent()
        ? new Terms.Ordinary(
            invoices.take(
                order, Invoice.decode(invoice.get()), sentTo(fields), fields.time(TAKEN_AT)))
        : chosen(order, fields);
  }

  private static List<Part> parts(Fields fields) throws WireException {
    return fields.need(PARTS, reader -> Fields.list(reader, PartCodec::read));
  }
}
