package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;

/** Sleep, pushes and crashes. */
class SimNodeTest {
  private static final long WAKE_MILLIS = 30_000;

  private final Simulation simulation = new Simulation(Nightjar.open(), 1);
  private final SimNode phone =
      simulation.addNode("phone", true, environment -> Program.Running.of());

  @Test
  void aPushWakesASleeperForAWhile() {
    simulation.start();
    phone.sleep();
    phone.wakeFor(WAKE_MILLIS);
    simulation.run(Duration.ofSeconds(29));
    assertThat(phone.isUp()).isTrue();
    simulation.run(Duration.ofSeconds(2));
    assertThat(phone.isUp()).isFalse();
  }

  /** It did not sleep, so it does not sleep when it has started again. */
  @Test
  void aPushAfterACrashPutsNobodyToSleep() {
    simulation.start();
    phone.crash();
    phone.wakeFor(WAKE_MILLIS);
    assertThat(phone.isUp()).isFalse();
    simulation.run(Duration.ofMinutes(2));
    assertThat(phone.isUp()).isTrue();
  }

  /** The keys are in native memory, which no collection gives back. */
  @Test
  void theKeysOfAClosedSimulationAreWiped() {
    NodeKey key = phone.environment().nodeKey();
    OnionPacket packet = OnionPacket.of(new byte[OnionPacket.MIN_LENGTH]);
    simulation.close();
    assertThatThrownBy(() -> simulation.nightjar().peel(key, packet, new byte[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
