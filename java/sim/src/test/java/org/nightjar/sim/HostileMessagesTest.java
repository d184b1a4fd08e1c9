package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.OnionMessage;

/**
 * Every onion message and every message of Nightjar's own that a payment to a sleeping recipient
 * needs, sent again by an attacker: whatever he does, the payment is made once, and is made.
 */
class HostileMessagesTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final long SEED = 21;
  private static final long AMOUNT_MSAT = 150_000_000;
  private static final Duration LIMIT = Duration.ofHours(3);
  private static final int REPLAYS = 1_000;
  private static final int LATE_COPIES = 100;
  private static final int MUTANTS = 20;

  /** What the attacker does with a message. */
  enum Attack {
    /** With changed, missing and added bytes, before the true one. */
    MALFORMED,
    /** To its receiver as from another peer of it, before the true one. */
    FROM_ANOTHER_PEER,
    /** To all other nodes. */
    TO_ANOTHER_NODE,
    /** Before anything was ordered. */
    EARLY,
    /** After the payment. */
    LATE,
    /** After the payment and a restart of every node. */
    AFTER_A_RESTART
  }

  /** A message on its way. */
  private record Sighting(String from, String to, NetMessage message) {}

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** One payment, and what the roles did for it. */
  private static final class Run {
    final Simulation simulation = new Simulation(NIGHTJAR, SEED);
    final AsyncNetwork network = Topology.E2E4.in(simulation);
    final List<Sighting> seen = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final Set<HtlcId> claims = new HashSet<>();
    private Consumer<Sighting> onDelivery = sighting -> {};

    Run() {
      simulation.addTrace((at, event) -> look(event));
      network.start();
      seen.clear();
    }

    private void look(TraceEvent event) {
      if (event instanceof TraceEvent.Refused refused) {
        refusals.add(refused.role() + ": " + refused.reason());
      } else if (event instanceof TraceEvent.Did did) {
        if (did.effect() instanceof Effect.FulfilHtlc claim) {
          claims.add(claim.htlc());
        }
      } else if (event instanceof TraceEvent.Delivered delivered
          && !(delivered.message() instanceof NetMessage.Channel)) {
        Sighting sighting = new Sighting(delivered.from(), delivered.to(), delivered.message());
        seen.add(sighting);
        onDelivery.accept(sighting);
      }
    }

    /** Alice pays Bob, who sleeps for three minutes. */
    void pay(Consumer<Sighting> attack) {
      onDelivery = attack;
      SimNode bob = simulation.node(Topology.BOB);
      bob.setPushable(false);
      bob.sleep();
      SimPayment payment =
          network.pay(simulation.node(Topology.ALICE), bob, AMOUNT_MSAT, Topology.E2E4.mode());
      simulation.run(Duration.ofMinutes(3));
      bob.stayAwake();
      simulation.runUntil(payment::isOver, LIMIT);
      assertThat(payment.isPaid()).as("%s", payment.failure()).isTrue();
      onDelivery = sighting -> {};
    }

    /** Hands over a message as if a peer had sent it. */
    void inject(String from, String to, NetMessage message) {
      SimNode receiver = simulation.node(to);
      if (receiver.isUp()) {
        simulation
            .graph()
            .link(simulation.node(from), receiver)
            .ifPresent(link -> receiver.receive(link, message));
      }
    }

    void inject(Sighting sighting, int copies) {
      for (int i = 0; i < copies; i++) {
        inject(sighting.from(), sighting.to(), sighting.message());
      }
    }

    void inject(Sighting sighting) {
      inject(sighting, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void changesNothing(Attack attack) {
    Run calm = calm();
    Run run = new Run();
    if (attack == Attack.EARLY) {
      calm.seen.forEach(run::inject);
      run.simulation.run(Duration.ofMinutes(1));
    }
    run.pay(
        sighting -> {
          // what the attacks bring on is not attacked, or they would have no end
          if (run.seen.size() <= calm.seen.size()) {
            during(attack, run, sighting);
          }
        });
    if (attack == Attack.AFTER_A_RESTART) {
      run.simulation.nodes().forEach(SimNode::crash);
      run.simulation.run(Duration.ofMinutes(5));
    }
    if (attack == Attack.LATE || attack == Attack.AFTER_A_RESTART) {
      for (Sighting sighting : List.copyOf(run.seen)) {
        run.inject(sighting, LATE_COPIES);
      }
      run.simulation.run(Duration.ofMinutes(5));
    }
    samePayment(run, calm);
    assertThat(run.refusals).hasSizeGreaterThan(calm.refusals.size() + calm.seen.size() / 2);
    assertThat(run.refusals.stream().distinct())
        .as("reasons are a few fixed texts")
        .hasSizeLessThan(30);
  }

  /** In each run one message of three comes 1,000 times more. */
  @Test
  void replaysChangeNothing() {
    Run calm = calm();
    for (int i = 1; i <= calm.seen.size(); i += 3) {
      int target = i;
      Run run = new Run();
      run.pay(
          sighting -> {
            if (run.seen.size() == target) {
              run.inject(sighting, REPLAYS);
            }
          });
      samePayment(run, calm);
    }
  }

  private static Run calm() {
    Run calm = new Run();
    calm.pay(sighting -> {});
    calm.network.settle(LIMIT);
    assertThat(calm.seen).hasSizeGreaterThan(20);
    return calm;
  }

  private static void samePayment(Run run, Run calm) {
    run.network.settle(LIMIT);
    assertThat(run.claims).hasSameSizeAs(calm.claims);
  }

  private void during(Attack attack, Run run, Sighting sighting) {
    switch (attack) {
      case MALFORMED -> {
        for (int i = 0; i < MUTANTS; i++) {
          NetMessage mutant = mutate(sighting.message());
          if (mutant != null) {
            run.inject(sighting.from(), sighting.to(), mutant);
          }
        }
      }
      case FROM_ANOTHER_PEER -> {
        for (SimNode peer : run.simulation.nodes()) {
          if (!peer.name().equals(sighting.from()) && !peer.name().equals(sighting.to())) {
            run.inject(peer.name(), sighting.to(), sighting.message());
          }
        }
      }
      case TO_ANOTHER_NODE -> {
        for (SimNode node : run.simulation.nodes()) {
          for (SimNode peer : run.simulation.nodes()) {
            if (!node.name().equals(sighting.to())) {
              run.inject(peer.name(), node.name(), sighting.message());
            }
          }
        }
      }
      case EARLY, LATE, AFTER_A_RESTART -> {}
    }
  }

  private @Nullable NetMessage mutate(NetMessage message) {
    if (message instanceof NetMessage.Own own) {
      return new NetMessage.Own(own.type(), mutate(own.payload()));
    }
    try {
      return new NetMessage.Onion(
          OnionMessage.decode(mutate(((NetMessage.Onion) message).message().encode())));
    } catch (WireException e) {
      return null;
    }
  }

  private byte[] mutate(byte[] bytes) {
    byte[] mutant = bytes.clone();
    int where = random.nextInt(mutant.length);
    mutant[where] ^= (byte) (1 << random.nextInt(8));
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(mutant, where);
      case 1 -> Arrays.copyOf(mutant, mutant.length + 1 + where % 9);
      default -> mutant;
    };
  }
}
