package org.nightjar.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.Effect;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.lsp.HoldPolicy;
import org.nightjar.async.payer.PayerPolicy;
import org.nightjar.async.payer.PaymentState;
import org.nightjar.async.payer.Terms;
import org.nightjar.async.store.Write;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.sim.channel.Lock;
import org.nightjar.sim.channel.Stage;

/** What must be true of payments: protocol.md 3.6, by its numbers. */
final class PaymentChecks implements Invariants.Check {
  private static final int MILLION = 1_000_000;

  /** Blocks that a node may be late: down for minutes while they come fast, and a reorg on top. */
  private static final int LATE_BLOCKS = 24;

  private final AsyncNetwork network;
  private final Invariants invariants;
  private final Map<PaymentHash, SimPayment> locked = new HashMap<>();
  private final Secrets secrets = new Secrets();

  PaymentChecks(AsyncNetwork network) {
    this.network = network;
    this.invariants = network.simulation().invariants();
  }

  /** 2 and 11: one hash for a payment, and never more than was ordered and may be spent. */
  @Override
  public void offers(SimNode node, OutgoingHtlc htlc) {
    if (!node.isPhone()) {
      return;
    }
    SimPayment payment = paymentOf(node, htlc.paymentHash());
    if (payment == null || payment.payer() != node) {
      throw invariants.broken("2: " + node.name() + " pays what nobody ordered");
    }
    if (payment.isOver()) {
      return;
    }
    long out = htlc.amountMsat();
    for (Htlc other : Invariants.alive(node, htlc.paymentHash())) {
      out += htlc.attempt().equals(other.attempt()) ? 0 : other.amountMsat();
    }
    if (out > payment.amountMsat() + feeLimit(payment.amountMsat())) {
      throw invariants.broken(
          "11: " + node.name() + " spends " + out + " msat for " + payment.amountMsat());
    }
  }

  private static long feeLimit(long amountMsat) {
    PayerPolicy policy = PayerPolicy.defaults();
    return policy.feeBaseMsat() + amountMsat * policy.feeMillionths() / MILLION;
  }

  private @Nullable SimPayment paymentOf(SimNode node, PaymentHash hash) {
    SimPayment known = locked.get(hash);
    if (known != null) {
      return known;
    }
    for (SimPayment payment : network.openPayments()) {
      if (payment.payer() == node && payment.paymentHash().isEmpty()) {
        learn(payment);
      }
    }
    return locked.get(hash);
  }

  private void learn(SimPayment payment) {
    PaymentState state = network.stateOf(payment);
    if (state instanceof PaymentState.WithHtlcs withHtlcs) {
      PaymentHash hash = withHtlcs.terms().paymentHash();
      payment.lock(hash);
      locked.put(hash, payment);
      if (withHtlcs.terms() instanceof Terms.Static terms) {
        secrets.keep(terms.preimage().toBytes());
      }
    }
  }

  /** 11: a recipient claims all that was ordered, or nothing. */
  @Override
  public void fulfils(SimNode node, Effect.FulfilHtlc fulfil) {
    secrets.reveal(fulfil.preimage().toBytes());
    PaymentHash hash = fulfil.preimage().hash(network.simulation().nightjar().primitives());
    SimPayment payment = locked.get(hash);
    if (payment == null || payment.recipient() != node || payment.isClaimed()) {
      return;
    }
    long in = Invariants.incoming(node, hash).stream().mapToLong(Htlc::amountMsat).sum();
    if (in < payment.amountMsat()) {
      throw invariants.broken(
          "11 and 15: " + node.name() + " claims " + in + " of " + payment.amountMsat() + " msat");
    }
    payment.claim();
  }

  /** 4: who only forwards does not know the preimage. */
  @Override
  public void writes(SimNode node, List<List<Write>> batches) {
    if (node.isPhone()) {
      return;
    }
    for (List<Write> batch : batches) {
      for (Write write : batch) {
        if (write instanceof Write.Put put) {
          keepsSecret(node, put.value(), "stores");
        }
      }
    }
  }

  @Override
  public void received(SimNode node, NetMessage.Own message) {
    if (!node.isPhone()) {
      keepsSecret(node, message.payload(), "is told");
    }
  }

  private void keepsSecret(SimNode node, byte[] bytes, String how) {
    if (secrets.areIn(bytes)) {
      throw invariants.broken("4: " + node.name() + " " + how + " a preimage before it is used");
    }
  }

  /** 3: no hold lasts into the time that its payer needs to come back. */
  @Override
  public void wholeState() {
    long margin = HoldPolicy.defaults().cltv().incomingMargin() - LATE_BLOCKS;
    long height = network.simulation().height();
    for (SimNode node : network.simulation().nodes()) {
      if (!node.isUp() || node.isPhone()) {
        continue;
      }
      for (NodeChannel port : node.ports()) {
        for (Htlc htlc : port.state().received()) {
          if (htlc.hold()
              && !port.state().isClosed()
              && htlc.lock() instanceof Lock.Hash lock
              && htlc.stage() == Stage.LIVE
              && htlc.cltvExpiry() - height < margin
              && !port.end().wantsToRemove(htlc.id())
              && Invariants.alive(node, lock.hash()).isEmpty()
              && !invariants.hasNews(node, lock.hash())) {
            throw invariants.broken(
                "3: " + node.name() + " still holds an HTLC that expires at " + htlc.cltvExpiry());
          }
        }
      }
    }
  }

  /** 2, 11, 15: every phone has what its payments say. */
  @Override
  public void atRest() {
    Map<SimNode, Long> expected = new HashMap<>();
    for (SimPayment payment : network.payments()) {
      if (payment.isPaid()) {
        expected.merge(payment.payer(), -payment.amountMsat() - payment.feeMsat(), Long::sum);
        expected.merge(payment.recipient(), payment.amountMsat(), Long::sum);
      }
      if (payment.isPaid() && payment.feeMsat() > feeLimit(payment.amountMsat())) {
        throw invariants.broken("11: " + payment + " cost " + payment.feeMsat() + " msat");
      }
      if (payment.isClaimed() && !payment.isPaid()) {
        throw invariants.broken("2: " + payment + " was claimed, and failed");
      }
    }
    for (SimNode phone : network.phones()) {
      long gain = invariants.gainMsat(phone);
      long least = expected.getOrDefault(phone, 0L) + network.besides().gainMsat(phone);
      if (gain < least || (gain > least && !isPaid(phone))) {
        throw invariants.broken(
            "1: " + phone.name() + " gained " + gain + " msat, its payments say " + least);
      }
    }
  }

  private boolean isPaid(SimNode phone) {
    return network.besides().isPaid(phone)
        || network.payments().stream()
            .anyMatch(payment -> payment.recipient() == phone && payment.isPaid());
  }
}
