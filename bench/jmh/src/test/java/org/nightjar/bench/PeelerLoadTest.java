package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Loads end, and every packet of theirs has a latency. */
class PeelerLoadTest {
  private final NightjarOnions onions = new NightjarOnions("bc");
  private final Route route = Route.of(1);

  @Test
  void everyPacketHasALatency() {
    PeelerLoad load = new PeelerLoad(onions, route, 0.05);
    assertThat(load.fullRate()).isPositive();
    PeelerLoad.Latencies latencies = load.at(200);
    assertThat(latencies.sorted()).hasSize(10);
    assertThat(Arrays.stream(latencies.sorted()).allMatch(latency -> latency > 0)).isTrue();
    assertThat(latencies.quantile(0)).isLessThanOrEqualTo(latencies.quantile(1));
  }

  @Test
  void threadsPeelSideBySide() {
    try (ParallelPeel peel = new ParallelPeel(onions, route, 2, 2)) {
      peel.with(1).get();
      peel.with(2).get();
      assertThat(peel.onions(2)).isEqualTo(2 * peel.onions(1));
    }
  }
}
