package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nightjar.Nightjar;
import org.nightjar.async.payer.PayerMode;

/**
 * A peer that orders as much as it can: invoices, holds, mail for a sleeping recipient. It costs
 * the others less than a fifth of what they get without it.
 */
class FloodTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();
  private static final int HONEST = 10;
  private static final int FLOOD = 200;

  /** Payments of the others that were paid within an hour after the recipient woke. */
  private static long paid(PayerMode mode, int flood) {
    Simulation simulation = new Simulation(NIGHTJAR, 31);
    AsyncNetwork network = new AsyncNetwork(simulation);
    SimNode lsp = network.addLsp("lsp");
    SimNode alice = network.addPhone(Topology.ALICE, lsp);
    SimNode carol = network.addPhone("carol", lsp);
    SimNode mallory = network.addPhone("mallory", lsp);
    SimNode bob = network.addPhone(Topology.BOB, lsp);
    network.start();
    bob.setPushable(false);
    bob.sleep();
    for (int i = 0; i < flood; i++) {
      simulation.after(
          Duration.ofMillis(100L * i), () -> network.pay(mallory, bob, 1_000_000, mode));
    }
    List<SimPayment> honest = new ArrayList<>();
    for (int i = 0; i < HONEST; i++) {
      SimNode payer = i % 2 == 0 ? alice : carol;
      simulation.after(
          Duration.ofSeconds(5L * i), () -> honest.add(network.pay(payer, bob, 1_000_000, mode)));
    }
    simulation.run(Duration.ofMinutes(10));
    bob.stayAwake();
    simulation.run(Duration.ofHours(1));
    return honest.stream().filter(SimPayment::isPaid).count();
  }

  @ParameterizedTest
  @EnumSource(
      value = PayerMode.class,
      names = {"HOLD_AT_LSP", "ALWAYS_ONLINE"})
  void othersKeepFourFifths(PayerMode mode) {
    long before = paid(mode, 0);
    assertThat(before).isEqualTo(HONEST);
    assertThat(paid(mode, FLOOD)).isGreaterThanOrEqualTo(before * 4 / 5);
  }
}
