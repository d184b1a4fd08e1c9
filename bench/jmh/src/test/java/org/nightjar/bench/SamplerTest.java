package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SamplerTest {
  @Test
  void findsWhatIsSlower() {
    List<Sampler.Timing> timings =
        new Sampler(0.05, 0.1).run(List.of(spinning(50_000), spinning(500_000)));
    assertThat(timings.get(0).minimum()).isBetween(50_000.0, 400_000.0);
    assertThat(timings.get(1).minimum()).isGreaterThanOrEqualTo(500_000);
    assertThat(timings).allSatisfy(t -> assertThat(t.median()).isGreaterThanOrEqualTo(t.minimum()));
  }

  private static Supplier<Object> spinning(long nanos) {
    return () -> {
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        Thread.onSpinWait();
      }
      return start;
    };
  }
}
