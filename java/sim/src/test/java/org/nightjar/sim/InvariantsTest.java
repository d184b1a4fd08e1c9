package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.lsp.ForwardingNode;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.sim.channel.Htlc;

/** Each invariant finds the role that breaks it. */
class InvariantsTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();

  /** What an LSP does instead of what its forwarding role wants. */
  private interface Change {
    List<Effect> of(SimNode lsp, Effect effect);
  }

  @Test
  void anHtlcForwardedTwice() {
    assertBreaks(
        (lsp, effect) ->
            effect instanceof Effect.OfferHtlc offer
                ? List.of(offer, offer(offer.htlc(), AttemptId.of(new byte[32]), 0))
                : List.of(effect),
        "2 and 5");
  }

  @Test
  void moreForwardedThanCameIn() {
    assertBreaks(
        (lsp, effect) ->
            effect instanceof Effect.OfferHtlc offer
                ? List.of(offer(offer.htlc(), offer.htlc().attempt(), 100_000))
                : List.of(effect),
        "1: lsp forwards");
  }

  @Test
  void anHtlcGivenBackWhileItIsOnItsWay() {
    assertBreaks(
        (lsp, effect) ->
            effect instanceof Effect.OfferHtlc offer
                ? List.of(offer, fail(lsp, offer.htlc()))
                : List.of(effect),
        "1: lsp fails an HTLC");
  }

  @Test
  void aHoldWithoutEnd() {
    assertBreaks(
        (lsp, effect) ->
            effect instanceof Effect.OfferHtlc || effect instanceof Effect.FailHtlc
                ? List.of()
                : List.of(effect),
        "3: lsp still holds");
  }

  @Test
  void aPreimageThatIsNotPassedOn() {
    assertBreaks(
        (lsp, effect) -> effect instanceof Effect.FulfilHtlc ? List.of() : List.of(effect),
        "3: lsp still holds");
  }

  private static Effect offer(OutgoingHtlc htlc, AttemptId attempt, long moreMsat) {
    return new Effect.OfferHtlc(
        new OutgoingHtlc(
            attempt,
            htlc.channel(),
            htlc.amountMsat() + moreMsat,
            htlc.paymentHash(),
            htlc.cltvExpiry(),
            htlc.onion(),
            htlc.pathKey(),
            htlc.hold()));
  }

  private static Effect fail(SimNode lsp, OutgoingHtlc htlc) {
    for (NodeChannel port : lsp.ports()) {
      for (Htlc incoming : port.state().received()) {
        if (incoming.isLockedTo(htlc.paymentHash())) {
          return new Effect.FailHtlc(
              new HtlcId(port.terms().id(), incoming.id()),
              new HtlcFailure.Malformed(0xc018, new byte[32]));
        }
      }
    }
    throw new AssertionError("nothing came in");
  }

  private static void assertBreaks(Change change, String invariant) {
    assertThatThrownBy(() -> payWith(change))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("invariant broken: " + invariant)
        .hasMessageContaining("seed 3,");
  }

  private static void payWith(Change change) {
    Simulation simulation = new Simulation(NIGHTJAR, 3);
    AsyncNetwork network = new AsyncNetwork(simulation);
    SimNode lsp =
        network.addLsp(
            "lsp",
            program ->
                environment -> {
                  Program.Running honest = program.start(environment);
                  List<Role> roles =
                      honest.roles().stream()
                          .map(role -> changed(role, simulation, change))
                          .toList();
                  return new Program.Running(roles, honest.holds(), Optional.empty());
                });
    SimNode alice = network.addPhone(Topology.ALICE, lsp);
    SimNode bob = network.addPhone(Topology.BOB, lsp);
    network.start();
    bob.setPushable(false);
    bob.sleep();
    network.pay(alice, bob, 1_000_000, PayerMode.HOLD_AT_LSP);
    simulation.run(Duration.ofMinutes(2));
    network.settle(Duration.ofDays(4));
  }

  private static Role changed(Role role, Simulation simulation, Change change) {
    if (!(role instanceof ForwardingNode)) {
      return role;
    }
    return (event, now) -> {
      List<Reaction> reactions = new ArrayList<>();
      for (Reaction reaction : role.on(event, now)) {
        List<Effect> effects = new ArrayList<>();
        reaction
            .effects()
            .forEach(effect -> effects.addAll(change.of(simulation.node("lsp"), effect)));
        reactions.add(new Reaction(reaction.writes(), effects));
      }
      return reactions;
    };
  }
}
