package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.OutgoingPtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.Scalar;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.sim.channel.Lock;
import org.nightjar.sim.ptlc.PtlcRecipient;

/** Payments of reusable PTLC invoices, with faults and dishonest nodes. */
class PtlcNetworkTest {
  private static final long AMOUNT = 7_000_003;
  private static final int PAYMENTS = 12;

  /** Of the crash points of nodes but Bob. */
  private static final int EVERY = 5;

  private final PtlcTown town = new PtlcTown(1);

  @Test
  void aPaymentBringsAReceiptEachTimeOverOneOffer() {
    town.started();
    for (int parts = 1; parts <= 3; parts++) {
      PtlcPayment payment = town.network.pay(town.alice, town.bob, AMOUNT, parts);
      town.over(payment);
      assertThat(payment.isPaid()).isTrue();
      assertThat(payment.receipt().orElseThrow().message().index()).isEqualTo(parts - 1);
    }
    town.network.settle(PtlcTown.SETTLE);
    assertThat(town.simulation.invariants().gainMsat(town.bob)).isEqualTo(3 * AMOUNT);
  }

  /** Random payments between phones that sleep and wake, and all that a profile has go wrong. */
  @ParameterizedTest
  @EnumSource(FaultProfile.class)
  void everyPaymentEndsWithAReceiptOrARefund(FaultProfile profile) {
    long first = Seeds.first("PtlcNetworkTest " + profile);
    for (long seed = first; seed < first + 2; seed++) {
      workload(new PtlcTown(seed), profile, (at, event) -> {});
    }
  }

  private static void workload(PtlcTown town, FaultProfile profile, Trace trace) {
    town.simulation.addTrace(trace);
    town.started();
    town.simulation.setFaults(profile.rates());
    SplittableRandom random = new SplittableRandom(town.simulation.seed());
    List<SimNode> phones = town.network.phones();
    for (int i = 0; i < PAYMENTS; i++) {
      SimNode payer = phones.get(random.nextInt(phones.size()));
      SimNode recipient = phones.get(random.nextInt(phones.size()));
      if (payer != recipient) {
        recipient.setPushable(random.nextBoolean());
        recipient.sleep();
        payer.stayAwake();
        town.network.pay(
            payer, recipient, 1_000_000 + random.nextInt(99_000_000), 1 + random.nextInt(3));
        town.simulation.run(Duration.ofMinutes(1 + random.nextInt(10)));
        recipient.stayAwake();
      }
      town.simulation.run(Duration.ofMinutes(2 + random.nextInt(20)));
    }
    town.network.settle(PtlcTown.SETTLE);
    long paid = town.network.payments().stream().filter(PtlcPayment::isPaid).count();
    System.out.println(
        profile
            + ", seed "
            + town.simulation.seed()
            + ": "
            + paid
            + " of "
            + town.network.payments().size()
            + " paid by PTLC, "
            + town.simulation.steps()
            + " steps");
    if (profile == FaultProfile.NONE) {
      assertThat(paid).isEqualTo(town.network.payments().size());
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    assertThat(hash(7)).isEqualTo(hash(7)).isNotEqualTo(hash(8));
  }

  private static String hash(long seed) {
    TraceHash hash = new TraceHash();
    workload(new PtlcTown(seed), FaultProfile.ALL, hash);
    return hash.events() + " " + hash.finish();
  }

  /** Between journal and release too: then the same scalar leaves after the restart. */
  @Test
  void survivesACrashAnywhere() {
    PtlcTown calm = new PtlcTown(3).started();
    long[] before = calm.simulation.nodes().stream().mapToLong(SimNode::crashPoints).toArray();
    payInTwoParts(calm);
    List<SimNode> nodes = calm.simulation.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      String name = nodes.get(i).name();
      int every = name.equals("bob") ? 1 : EVERY;
      for (long at = before[i]; at < nodes.get(i).crashPoints(); at += every) {
        long where = at;
        PtlcTown crashing = new PtlcTown(3).started();
        crashing.simulation.setCrashPlan(
            (node, point, count) -> node.name().equals(name) && count == where);
        payInTwoParts(crashing);
      }
    }
  }

  private static void payInTwoParts(PtlcTown town) {
    PtlcPayment payment = town.network.pay(town.alice, town.bob, AMOUNT, 2);
    town.network.settle(PtlcTown.SETTLE);
    assertThat(payment.isOver()).isTrue();
  }

  /** What its channel may not know yet would come too late when the node is there again. */
  @ParameterizedTest
  @ValueSource(strings = {"alice", "lsp-1"})
  void aPtlcThatWouldComeTooLateIsWithdrawn(String name) {
    PtlcTown calm = new PtlcTown(3).started();
    List<Long> before = new ArrayList<>();
    List<OutgoingPtlc> offers = new ArrayList<>();
    calm.simulation.addTrace(
        (at, event) -> {
          if (event instanceof TraceEvent.Did did
              && did.node().equals(name)
              && did.effect() instanceof Effect.OfferPtlc offer) {
            before.add(calm.simulation.node(name).crashPoints() - 1);
            offers.add(offer.ptlc());
          }
        });
    calm.over(calm.network.pay(calm.alice, calm.bob, AMOUNT, 1));

    PtlcTown late = new PtlcTown(3).started();
    SimNode node = late.simulation.node(name);
    late.simulation.setCrashPlan(
        (crashing, point, count) -> crashing == node && count == before.get(0));
    List<Effect> done = new ArrayList<>();
    late.simulation.addTrace(
        (at, event) -> {
          if (event instanceof TraceEvent.Did did && did.node().equals(name)) {
            done.add(did.effect());
          }
        });
    PtlcPayment payment = late.network.pay(late.alice, late.bob, AMOUNT, 1);
    assertThat(late.simulation.runUntil(() -> !node.isUp(), Duration.ofHours(1))).isTrue();
    node.setPushable(false);
    node.sleep();
    done.clear();
    long tooLate = offers.get(0).cltvExpiry() - 3;
    late.simulation.runUntil(() -> late.simulation.height() >= tooLate, Duration.ofDays(9));
    node.start();
    late.simulation.run(Duration.ofMinutes(1));
    assertThat(done).hasAtLeastOneElementOfType(Effect.WithdrawHtlc.class);
    assertThat(done).doesNotHaveAnyElementsOfTypes(Effect.OfferPtlc.class);
    late.network.settle(PtlcTown.SETTLE);
    assertThat(payment.isOver()).isTrue();
  }

  // --- dishonest nodes

  private interface Change {
    List<Effect> change(Effect effect);
  }

  private static UnaryOperator<Role> changing(Change change) {
    return honest ->
        (event, now) ->
            honest.on(event, now).stream()
                .map(
                    reaction ->
                        new Reaction(
                            reaction.writes(),
                            reaction.effects().stream()
                                .flatMap(effect -> change.change(effect).stream())
                                .toList()))
                .toList();
  }

  private static OutgoingPtlc with(OutgoingPtlc ptlc, PublicKey point, long amountMsat) {
    return new OutgoingPtlc(
        ptlc.attempt(),
        ptlc.channel(),
        amountMsat,
        point,
        ptlc.cltvExpiry(),
        ptlc.onion(),
        ptlc.pathKey(),
        ptlc.hold());
  }

  /** Alice's PTLC is locked to another point on its way: nobody can claim, and she has it back. */
  @Test
  void anotherPointIsRefusedAndRefunded() {
    PublicKey other = PtlcTown.NIGHTJAR.publicKey(SecretKey.random(new SeededRandom(1)));
    PtlcTown dishonest =
        new PtlcTown(
            1,
            changing(
                effect ->
                    List.of(
                        effect instanceof Effect.OfferPtlc offer
                            ? new Effect.OfferPtlc(
                                with(offer.ptlc(), other, offer.ptlc().amountMsat()))
                            : effect)));
    PtlcPayment payment =
        dishonest.started().network.pay(dishonest.alice, dishonest.bob, AMOUNT, 1);
    dishonest.over(payment);
    assertThat(payment.isPaid()).isFalse();
    dishonest.network.settle(PtlcTown.SETTLE);
    assertThat(dishonest.simulation.invariants().gainMsat(dishonest.alice)).isZero();
  }

  /** A scalar that does not open the point is no scalar for the channel. */
  @Test
  void anotherScalarIsAViolation() {
    assertBreaks(
        effect ->
            effect instanceof Effect.FulfilPtlc fulfil
                ? new Effect.FulfilPtlc(fulfil.ptlc(), Scalar.of(new byte[32]))
                : effect,
        "with another secret");
  }

  @Test
  void forwardingMoreThanCameInIsAViolation() {
    assertBreaks(
        effect ->
            effect instanceof Effect.OfferPtlc offer
                ? new Effect.OfferPtlc(
                    with(offer.ptlc(), offer.ptlc().point(), offer.ptlc().amountMsat() + 1_000_000))
                : effect,
        "forwards more than it has");
  }

  private static void assertBreaks(UnaryOperator<Effect> change, String what) {
    PtlcTown dishonest =
        new PtlcTown(1, changing(effect -> List.of(change.apply(effect)))).started();
    dishonest.network.pay(dishonest.alice, dishonest.bob, AMOUNT, 1);
    assertThatThrownBy(() -> dishonest.simulation.run(Duration.ofMinutes(10)))
        .isInstanceOf(Violation.class)
        .hasMessageContaining(what);
  }

  /** Nobody releases it in time: it goes back long before a channel must be closed. */
  @Test
  void whatIsHeldTooLongGoesBack() {
    town.started();
    town.bob.setPushable(false);
    town.bob.sleep();
    PtlcPayment payment = town.network.pay(town.alice, town.bob, AMOUNT, 1);
    town.simulation.run(Duration.ofDays(3));
    assertThat(payment.isOver()).isTrue();
    assertThat(payment.isPaid()).isFalse();
    town.network.settle(PtlcTown.SETTLE);
    assertThat(town.simulation.invariants().gainMsat(town.alice)).isZero();
    assertThat(town.simulation.channels()).noneMatch(SimChannel::isClosed);
  }

  /**
   * It was released, and then the phone slept on: with so few blocks left that the claim might come
   * too late on chain, nothing is claimed.
   */
  @ParameterizedTest
  @ValueSource(longs = {PtlcRecipient.MIN_FINAL_DELTA, PtlcRecipient.MIN_FINAL_DELTA - 1})
  void whatExpiresSoonIsNotClaimed(long blocksLeft) {
    town.started();
    PtlcPayment payment = town.network.pay(town.alice, town.bob, AMOUNT, 1);
    assertThat(town.simulation.runUntil(() -> toBob().isPresent(), Duration.ofMinutes(10)))
        .isTrue();
    long expiry = toBob().orElseThrow().cltvExpiry();
    town.bob.setPushable(false);
    town.bob.sleep();
    assertThat(
            town.simulation.runUntil(
                () -> town.simulation.height() == expiry - blocksLeft, Duration.ofDays(4)))
        .isTrue();
    town.bob.stayAwake();
    town.over(payment);
    assertThat(payment.isPaid()).isEqualTo(blocksLeft >= PtlcRecipient.MIN_FINAL_DELTA);
    town.network.settle(PtlcTown.SETTLE);
    assertThat(town.simulation.invariants().gainMsat(town.bob))
        .isEqualTo(payment.isPaid() ? AMOUNT : 0);
  }

  /** The PTLC that Bob's LSP offers him, once there is one. */
  private Optional<Htlc> toBob() {
    return town.secondLsp.ports().stream()
        .filter(port -> port.channel().peerOf(town.secondLsp) == town.bob)
        .flatMap(port -> port.state().offered().stream())
        .filter(htlc -> htlc.lock() instanceof Lock.Point)
        .findFirst();
  }

  /** The first LSP's disk forgets nothing: what was issued before a crash is issued once. */
  @Test
  void twoPayersNeverGetOneIndexFromAnHonestLsp() {
    town.started();
    PtlcPayment first = town.network.pay(town.alice, town.bob, AMOUNT, 1);
    town.over(first);
    town.secondLsp.crash();
    town.simulation.run(Duration.ofMinutes(1));
    PtlcPayment second = town.network.pay(town.simulation.node("carol"), town.bob, AMOUNT, 1);
    town.over(second);
    assertThat(second.isPaid()).isTrue();
    assertThat(town.network.statement(second).orElseThrow().index())
        .isNotEqualTo(town.network.statement(first).orElseThrow().index());
    town.network.settle(PtlcTown.SETTLE);
  }
}
