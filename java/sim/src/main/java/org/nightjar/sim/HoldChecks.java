package org.nightjar.sim;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.PaymentHash;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.sim.channel.Stage;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.DelegationPut;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxPut;
import org.nightjar.wire.message.PeeledMessage;

/** What must be true of HTLCs that are held: protocol.md 3.6, numbers 6 and 10. */
final class HoldChecks implements Invariants.Check {
  private static final long RELEASE = 74;

  private final Simulation simulation;
  private final Set<Held> released = new HashSet<>();

  /** An incoming HTLC of a node. */
  private record Held(SimNode node, HtlcId htlc) {}

  HoldChecks(Simulation simulation) {
    this.simulation = simulation;
  }

  /**
   * Of all that comes over a release path, only a release of an HTLC that has not expired counts.
   */
  @Override
  public void opened(SimNode node, PeeledMessage message) {
    if (message instanceof PeeledMessage.Last last
        && last.payload().content().filter(content -> content.type() == RELEASE).isPresent()) {
      node.environment()
          .contexts()
          .open(Purpose.HOLD_RELEASE, last.data())
          .flatMap(context -> released(node, context))
          .ifPresent(released::add);
    }
  }

  private static Optional<Held> released(SimNode node, byte[] context) {
    WireReader reader = new WireReader(context);
    try {
      long expiry = reader.u64();
      Held held = new Held(node, HtlcId.decode(reader.bytes(HtlcId.LENGTH)));
      return node.simulation().height() < expiry ? Optional.of(held) : Optional.empty();
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  /** 6: what is to be held goes on after a release of just this HTLC. */
  @Override
  public void offers(SimNode node, OutgoingHtlc offer) {
    int mayGo = 0;
    for (NodeChannel port : node.ports()) {
      for (Htlc htlc : port.state().received()) {
        HtlcId id = new HtlcId(port.terms().id(), htlc.id());
        mayGo += isOf(htlc, offer.paymentHash()) && (!htlc.hold() || isReleased(node, id)) ? 1 : 0;
      }
    }
    int out = Invariants.outgoing(node, offer).size() + 1;
    if (out > mayGo && out <= Invariants.incoming(node, offer.paymentHash()).size()) {
      throw broken("6: " + node.name() + " forwards an HTLC that nobody released");
    }
  }

  private static boolean isOf(Htlc htlc, PaymentHash hash) {
    return htlc.isLockedTo(hash) && htlc.stage().compareTo(Stage.LIVE) >= 0;
  }

  private boolean isReleased(SimNode node, HtlcId id) {
    return released.contains(new Held(node, id));
  }

  /** 10: nobody is given what to do for an HTLC that it was not asked to hold. */
  @Override
  public void received(SimNode node, NetMessage.Own message) {
    if (message.type() != OutboxPut.TYPE && message.type() != OnionBookPut.TYPE) {
      return;
    }
    DelegationPut put;
    try {
      put = (DelegationPut) DelegationMessage.decode(message.type(), message.payload());
    } catch (WireException e) {
      return;
    }
    HtlcId id = HtlcId.decode(put.htlc());
    boolean held =
        node.findPort(id.channel())
            .flatMap(port -> port.state().received(id.id()))
            .map(Htlc::hold)
            .orElse(true);
    if (!held) {
      throw broken(
          "10: the payer of an HTLC that " + node.name() + " need not hold takes its path");
    }
  }

  private Violation broken(String what) {
    return simulation.invariants().broken(what);
  }
}
