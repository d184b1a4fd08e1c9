package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Bytes32;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Notice;
import org.nightjar.async.Preimage;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.PayableStaticInvoice;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.ContentType;

/** The transitions of a payment until its invoice is chosen, and of mode A until the release. */
final class PayerMachine {
  private final Environment environment;
  private final PayerPolicy policy;
  private final Invoices invoices;
  private final InvoiceRequests requests;
  private final Announcements announcements;
  private final HtlcMachine htlcs;

  PayerMachine(
      Environment environment,
      PayerPolicy policy,
      Invoices invoices,
      InvoiceRequests requests,
      Announcements announcements,
      HtlcMachine htlcs) {
    this.environment = environment;
    this.policy = policy;
    this.invoices = invoices;
    this.requests = requests;
    this.announcements = announcements;
    this.htlcs = htlcs;
  }

  private Step refuse(PaymentState state, String reason) {
    environment.observer().refused(Payer.ROLE, reason);
    return Step.of(state);
  }

  private static Step fail(PaymentState state, String reason) {
    Order order = state.order();
    return Step.of(
        new Failed(order, HtlcMachine.givenUp(state.parts()), reason),
        new Effect.Notify(new Notice.PaymentFailed(order.id(), reason)));
  }

  /** NEW: the invoice request goes out. */
  Step begin(Order order, Moment moment) {
    return new Step(new AwaitInvoice(order, 1, moment.time()), requests.copies(order, 0));
  }

  /**
   * Something came over the reply path of the invoice request.
   *
   * @param sentTo where that copy of the request was sent
   */
  Step answered(PaymentState state, TlvRecord content, Optional<PublicKey> sentTo, Moment moment) {
    if (state instanceof AwaitInvoice && isLate(state.order(), moment)) {
      return refuse(state, "an answer to an invoice request whose time is over");
    }
    if (content.type() == ContentType.INVOICE) {
      return ordinary(state, content.value(), sentTo, moment);
    }
    if (content.type() == ContentType.STATIC_INVOICE) {
      return staticInvoice(state, content.value(), sentTo, moment);
    }
    if (content.type() == ContentType.INVOICE_ERROR) {
      return state instanceof AwaitInvoice
          ? fail(state, "the invoice request was refused")
          : refuse(state, "an invoice error after an invoice");
    }
    return refuse(state, "no invoice over the reply path of an invoice request");
  }

  private Step ordinary(
      PaymentState state, byte[] bytes, Optional<PublicKey> sentTo, Moment moment) {
    if (!(state instanceof AwaitInvoice || state instanceof AwaitOrdinary)) {
      return refuse(state, "an invoice after the payment has one");
    }
    try {
      Invoice invoice = Invoice.decode(bytes);
      Order order = state.order();
      Terms terms = new Terms.Ordinary(invoices.take(order, invoice, sentTo, moment.time()));
      return htlcs.send(order, terms, List.of(Part.whole(order, moment.time())), moment);
    } catch (WireException e) {
      return refuse(state, "an invoice that may not be paid: " + e.reason());
    }
  }

  private Step staticInvoice(
      PaymentState state, byte[] bytes, Optional<PublicKey> sentTo, Moment moment) {
    if (!(state instanceof AwaitInvoice)) {
      return refuse(state, "a static invoice after the payment has one");
    }
    try {
      StaticInvoice invoice = StaticInvoice.decode(bytes, environment.profile());
      Order order = state.order();
      return Step.of(
          new AwaitOrdinary(order, invoices.take(order, invoice, sentTo, moment.time())));
    } catch (WireException e) {
      return refuse(state, "a static invoice that may not be paid: " + e.reason());
    }
  }

  /**
   * Mode A: the recipient is awake.
   *
   * @param round of {@link WaitRelease#round} that is answered
   */
  Step released(PaymentState state, int round, Moment moment) {
    if (!(state instanceof WaitRelease waiting)) {
      return refuse(state, "a release for a payment that does not wait for one");
    }
    if (isOver(waiting, moment)) {
      return refuse(state, "a release after the invoice expired");
    }
    if (round != waiting.round()) {
      return refuse(state, "a release for what was tried since");
    }
    List<Part> parts = waiting.parts().stream().map(part -> part.released(moment.time())).toList();
    return htlcs.send(state.order(), waiting.terms(), parts, moment);
  }

  private boolean isOver(WaitRelease state, Moment moment) {
    Taken<PayableStaticInvoice> taken = state.terms().taken();
    return !moment.time().isBefore(taken.at().plus(policy.maxWait()))
        || !invoices.isPayable(state.order(), taken, moment.time());
  }

  /** The state's time has come. */
  Step due(PaymentState state, Moment moment) {
    if (state instanceof AwaitInvoice waiting) {
      return askAgain(waiting, moment);
    }
    if (state instanceof AwaitOrdinary waiting) {
      return takeStatic(waiting, moment);
    }
    if (state instanceof WaitRelease waiting) {
      return isOver(waiting, moment)
          ? fail(state, HtlcMachine.EXPIRED)
          : new Step(waiting.again(moment.time()), announcements.ofPayer(waiting));
    }
    if (state instanceof Dormant dormant) {
      return htlcs.announce(dormant, moment);
    }
    return state instanceof PaymentState.WithHtlcs tried
        ? htlcs.attempt(tried, false, moment)
        : Step.of(state);
  }

  private boolean isLate(Order order, Moment moment) {
    return !moment.time().isBefore(order.createdAt().plus(policy.requestTimeout()));
  }

  private Step askAgain(AwaitInvoice state, Moment moment) {
    Order order = state.order();
    if (isLate(order, moment)) {
      return fail(state, "no invoice came");
    }
    return new Step(
        new AwaitInvoice(order, state.tries() + 1, moment.time()),
        requests.copies(order, state.tries()));
  }

  /** No ordinary invoice came: the static one is paid, with a preimage that only we know. */
  private Step takeStatic(AwaitOrdinary state, Moment moment) {
    Order order = state.order();
    if (!invoices.isPayable(order, state.taken(), moment.time())) {
      return fail(state, HtlcMachine.EXPIRED);
    }
    byte[] bytes = new byte[Bytes32.LENGTH];
    environment.random().nextBytes(bytes);
    Preimage preimage = Preimage.of(bytes);
    Arrays.fill(bytes, (byte) 0);
    Terms.Static terms =
        new Terms.Static(
            state.taken(), preimage, preimage.hash(environment.nightjar().primitives()));
    return order.mode().isHold()
        ? htlcs.hold(order, terms, moment)
        : htlcs.waitRelease(order, terms, List.of(Part.whole(order, order.createdAt())), moment);
  }

  /**
   * After a start, or when a peer can be reached again: what may have been lost is sent again.
   *
   * @param peer which can be reached; empty for all
   */
  Step resume(PaymentState state, Optional<PublicKey> peer, Moment moment) {
    List<Effect> effects = new ArrayList<>();
    if (state instanceof AwaitOrdinary waiting && moment.time().isBefore(waiting.taken().at())) {
      // The clock was set back: who knows how long the grace would take.
      return takeStatic(waiting, moment);
    }
    if (state instanceof AwaitInvoice waiting) {
      effects.addAll(requests.copies(state.order(), waiting.tries()));
    } else if (state instanceof WaitRelease waiting && !isOver(waiting, moment)) {
      effects.addAll(announcements.ofPayer(waiting));
    } else if (state instanceof PaymentState.WithHtlcs tried) {
      return htlcs.resume(tried, peer, moment);
    }
    return new Step(state, effects);
  }

  /** The application changed its mind: possible until money is locked. */
  Step cancel(PaymentState state) {
    return state instanceof AwaitInvoice
            || state instanceof AwaitOrdinary
            || state instanceof WaitRelease
        ? fail(state, "cancelled")
        : refuse(state, "cancelled too late");
  }
}
