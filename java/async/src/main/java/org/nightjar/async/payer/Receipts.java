package org.nightjar.async.payer;

import java.util.List;
import java.util.Optional;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Notice;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Reaction;
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
import org.nightjar.wire.async.ClaimReceipt;
import org.nightjar.wire.bolt12.Field;

/**
 * Keeps what recipients sign once they claimed a static invoice's payment: a record of its own for
 * each, since it may come before the payment is over, or long after.
 */
final class Receipts {
  private static final int STATE = 1;
  private static final long RECEIPT = 1;

  private final Environment environment;

  Receipts(Environment environment) {
    this.environment = environment;
  }

  private static Key key(PaymentId id) {
    return Key.of(Kind.CLAIM_RECEIPT, id.toBytes());
  }

  /**
   * A receipt came over a reply path of the payment's invoice request.
   *
   * @param state of the payment
   */
  List<Reaction> take(PaymentState state, byte[] encoded) throws StoreException {
    Optional<Terms.Static> terms = paid(state);
    if (terms.isEmpty()) {
      return refuse("a claim receipt for no payment of a static invoice");
    }
    PaymentId id = state.order().id();
    if (environment.store().load(key(id)).isPresent()) {
      return refuse("a claim receipt twice");
    }
    try {
      check(ClaimReceipt.decode(encoded), terms.get(), state.order());
    } catch (WireException e) {
      return refuse("a claim receipt that does not fit its payment: " + e.reason());
    }
    byte[] record =
        RecordFormat.encode(STATE, new TlvStreamBuilder().put(RECEIPT, encoded).build());
    return List.of(
        new Reaction(
            List.of(new Write.Put(key(id), 0, record, Due.NONE)),
            List.of(new Effect.Notify(new Notice.ReceiptArrived(id)))));
  }

  /** What may be claimed, or was. */
  private static Optional<Terms.Static> paid(PaymentState state) {
    Optional<Terms> terms =
        state instanceof PaymentState.WithHtlcs locked
            ? Optional.of(locked.terms())
            : state instanceof Succeeded succeeded
                ? Optional.of(succeeded.terms())
                : Optional.empty();
    return terms.filter(Terms.Static.class::isInstance).map(Terms.Static.class::cast);
  }

  private void check(ClaimReceipt receipt, Terms.Static terms, Order order) throws WireException {
    PaymentHash hash = terms.paymentHash();
    receipt.check(
        environment.nightjar(),
        terms.taken().invoice().invoice().get(Field.INVOICE_NODE_ID).orElseThrow(),
        hash.toBytes(),
        order.amountMsat());
  }

  private List<Reaction> refuse(String reason) {
    environment.observer().refused(Payer.ROLE, reason);
    return List.of();
  }

  /** The receipt of a payment; it was checked when it came. */
  Optional<ClaimReceipt> find(PaymentId id) throws StoreException {
    Optional<Stored> stored = environment.store().load(key(id));
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RecordFields.of(stored.get())
                .need(RECEIPT, reader -> ClaimReceipt.decode(reader.rest())));
  }
}
