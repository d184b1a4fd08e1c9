package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.MemoryStore;

class ReplaysTest {
  @Test
  void aSmallCacheGivesAllFigures() throws Exception {
    MemoryStore store = new MemoryStore();
    List<Figure> figures = new Replays(store, 1_000, 2_000).measure(1_000, 5_000);
    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly(
            "replay-claim-1000", "replay-look-up-1000", "replay-claim-5000", "replay-look-up-5000");
    assertThat(figures).allSatisfy(figure -> assertThat(figure.value()).isPositive());
    assertThat(figures.get(3).other()).isEqualTo(figures.get(1).value());
    assertThat(store.scan(Kind.REPLAY, null, 10_000)).hasSize(6_000);
    assertThatThrownBy(() -> new Replays(store, 1_000, 1_000).measure(1_000))
        .hasMessage("the store is not empty");
  }
}
