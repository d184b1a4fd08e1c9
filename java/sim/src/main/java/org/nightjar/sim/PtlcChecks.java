package org.nightjar.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nightjar.Nightjar;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingPtlc;
import org.nightjar.async.store.Write;
import org.nightjar.ptlc.Receipt;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.sim.channel.Lock;
import org.nightjar.sim.channel.Removal;
import org.nightjar.sim.channel.Stage;
import org.nightjar.sim.ptlc.PtlcForwarder;
import org.nightjar.sim.ptlc.PtlcOnions;

/**
 * What must be true of PTLCs: an index answers one message; nothing is claimed before all parts are
 * there; what goes out has come in, under another point; what is on its way is not given back; LSPs
 * do not learn who pays; a receipt is there if, and only if, the payment was claimed.
 */
final class PtlcChecks implements Invariants.Check, AsyncNetwork.Besides {
  /** For a route of four hops at {@link AsyncNetwork#TERMS}, of each part. */
  private static final long MAX_FEE_MSAT = 20_000;

  private static final long MAX_FEE_DIVISOR = 500;

  private final PtlcNetwork network;
  private final Simulation simulation;
  private final Nightjar nightjar;
  private final Map<String, ReceiptMessage> answers = new HashMap<>();
  private final Set<Claim> claimed = new HashSet<>();
  private final Set<PtlcPayment> kept = new HashSet<>();
  private final Secrets payerKeys = new Secrets();

  /** Both ends of a channel count from 0. */
  private record Claim(SimNode node, HtlcId ptlc) {}

  PtlcChecks(PtlcNetwork network, Simulation simulation) {
    this.network = network;
    this.simulation = simulation;
    this.nightjar = simulation.nightjar();
  }

  private Violation broken(String what) {
    return simulation.invariants().broken("PTLC: " + what);
  }

  @Override
  public void offers(SimNode node, OutgoingPtlc ptlc) {
    if (node.isPhone()) {
      keepPayerKeys();
      long out = ptlc.amountMsat();
      for (NodeChannel port : node.ports()) {
        for (Htlc htlc : port.state().offered()) {
          boolean other = htlc.lock() instanceof Lock.Point && !port.isReplay(htlc);
          out += other && !ptlc.attempt().equals(htlc.attempt()) ? htlc.amountMsat() : 0;
        }
      }
      if (out > mayBeLocked(node)) {
        throw broken(node.name() + " locks " + out + " msat, more than was ordered");
      }
      return;
    }
    for (NodeChannel port : node.ports()) {
      for (Htlc htlc : port.state().received()) {
        HtlcId id = new HtlcId(port.terms().id(), htlc.id());
        if (htlc.lock() instanceof Lock.Point lock
            && PtlcForwarder.attempt(nightjar, id).equals(ptlc.attempt())) {
          if (htlc.amountMsat() < ptlc.amountMsat() || htlc.cltvExpiry() <= ptlc.cltvExpiry()) {
            throw broken(node.name() + " forwards more than it has, or for longer");
          }
          if (lock.point().equals(ptlc.point())) {
            throw broken(node.name() + " forwards with the point that it got");
          }
          return;
        }
      }
    }
    throw broken(node.name() + " offers a PTLC that nobody offered to it");
  }

  /** What is not over may be locked, and what is paid while its channels do not know it yet. */
  private long mayBeLocked(SimNode payer) {
    long most = 0;
    for (PtlcPayment payment : network.payments()) {
      if (payment.payer() == payer && (!payment.isOver() || payment.isPaid())) {
        most += payment.amountMsat() + maxFee(payment);
      }
    }
    return most;
  }

  private static long maxFee(PtlcPayment payment) {
    return payment.parts() * MAX_FEE_MSAT + payment.amountMsat() / MAX_FEE_DIVISOR;
  }

  private void keepPayerKeys() {
    for (PtlcPayment payment : network.openPayments()) {
      Optional<XOnlyKey> key =
          kept.contains(payment) ? Optional.empty() : network.payerKey(payment);
      if (key.isPresent()) {
        kept.add(payment);
        payerKeys.keep(key.get().toBytes());
      }
    }
  }

  @Override
  public void writes(SimNode node, List<List<Write>> batches) {
    if (node.isPhone()) {
      return;
    }
    for (List<Write> batch : batches) {
      for (Write write : batch) {
        if (write instanceof Write.Put put && payerKeys.areIn(put.value())) {
          throw broken(node.name() + " stores who pays");
        }
      }
    }
  }

  @Override
  public void fulfils(SimNode node, Effect.FulfilPtlc fulfil) {
    NodeChannel port = node.port(fulfil.ptlc().channel());
    Htlc htlc = port.state().received(fulfil.ptlc().id()).orElse(null);
    if (!node.isPhone() || htlc == null) {
      return;
    }
    ReceiptMessage message =
        message(node, htlc).orElseThrow(() -> broken(node.name() + " claims without a message"));
    ReceiptMessage before = answers.putIfAbsent(message.epoch() + ":" + message.index(), message);
    if (before != null && !before.equals(message)) {
      throw broken(node.name() + " answers an index twice");
    }
    PtlcPayment payment = paymentOf(message);
    if (!payment.isClaimed() && arrived(node, message) < payment.amountMsat()) {
      throw broken(node.name() + " claims before all parts are there");
    }
    claimed.add(new Claim(node, fulfil.ptlc()));
    payment.claim();
  }

  private Optional<ReceiptMessage> message(SimNode node, Htlc htlc) {
    return PtlcOnions.message(node.environment(), htlc.onion(), htlc.pathKey().orElse(null));
  }

  private PtlcPayment paymentOf(ReceiptMessage message) {
    return network.payments().stream()
        .filter(
            payment -> network.payerKey(payment).equals(Optional.of(message.terms().payerKey())))
        .findFirst()
        .orElseThrow(() -> broken("a claim of what nobody ordered"));
  }

  private long arrived(SimNode node, ReceiptMessage message) {
    long sum = 0;
    for (NodeChannel port : node.ports()) {
      for (Htlc htlc : port.state().received()) {
        if (htlc.lock() instanceof Lock.Point
            && htlc.stage().compareTo(Stage.LIVE) >= 0
            && !(htlc.removal() instanceof Removal.Fail)
            && !port.end().wantsToFail(htlc.id())
            && message(node, htlc).equals(Optional.of(message))) {
          sum += htlc.amountMsat();
        }
      }
    }
    return sum;
  }

  @Override
  public void fails(SimNode node, Effect.FailHtlc fail) {
    NodeChannel port = node.port(fail.htlc().channel());
    Htlc htlc = port == null ? null : port.state().received(fail.htlc().id()).orElse(null);
    if (htlc == null || !(htlc.lock() instanceof Lock.Point) || htlc.stage() != Stage.LIVE) {
      return;
    }
    if (claimed.contains(new Claim(node, fail.htlc()))) {
      throw broken(node.name() + " gives back what it claimed");
    }
    AttemptId out = PtlcForwarder.attempt(nightjar, fail.htlc());
    for (NodeChannel other : node.ports()) {
      if (other.state().offered().stream().anyMatch(live -> out.equals(live.attempt()))) {
        throw broken(node.name() + " gives a PTLC back while it is on its way");
      }
    }
  }

  @Override
  public void atRest() {
    for (PtlcPayment payment : network.payments()) {
      if (payment.isClaimed() != payment.isPaid()) {
        throw broken(
            payment
                + (payment.isClaimed()
                    ? " was claimed, and its payer has no receipt"
                    : " has a receipt, and was not claimed"));
      }
      payment.receipt().ifPresent(receipt -> check(payment, receipt));
    }
  }

  /** By the plain verifier, which knows nothing of PTLCs. */
  private void check(PtlcPayment payment, Receipt receipt) {
    XOnlyKey payee = network.offer(payment.recipient()).terms().payee();
    byte[] hash = receipt.message().hash(nightjar).toBytes();
    if (!nightjar.verify(payee.toBytes(), hash, receipt.signature())) {
      throw broken("the receipt of " + payment + " is not valid");
    }
    if (receipt.message().terms().amountMsat() != payment.amountMsat()) {
      throw broken("the receipt of " + payment + " says another amount");
    }
    if (payment.feeMsat() > maxFee(payment)) {
      throw broken(payment + " cost " + payment.feeMsat() + " msat");
    }
  }

  @Override
  public long gainMsat(SimNode phone) {
    long gain = 0;
    for (PtlcPayment payment : network.payments()) {
      if (payment.isPaid() && payment.payer() == phone) {
        gain -= payment.amountMsat() + payment.feeMsat();
      }
      if (payment.isPaid() && payment.recipient() == phone) {
        gain += payment.amountMsat();
      }
    }
    return gain;
  }

  @Override
  public List<PtlcPayment> open() {
    return network.lookAtOpen();
  }

  @Override
  public boolean isPaid(SimNode phone) {
    return network.payments().stream()
        .anyMatch(payment -> payment.recipient() == phone && payment.isPaid());
  }
}
