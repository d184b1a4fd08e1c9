package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Store;
import org.nightjar.store.JdbcStore;

class HoldsTest {
  private static final int HOLDS = 130;

  @TempDir Path folder;

  @Test
  void fewHoldsGiveAllFigures() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("store.db");
    List<Figure> figures = new Holds("bc", url, HOLDS).measure();
    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly("hold-memory", "hold-restart-cold", "hold-restart", "hold-release");
    assertThat(figures)
        .allSatisfy(figure -> assertThat(Targets.verdict(figure)).isNotEmpty())
        .filteredOn(figure -> !figure.name().equals("hold-memory"))
        .allSatisfy(figure -> assertThat(figure.value()).isPositive());
    assertThatThrownBy(() -> new Holds("bc", url, HOLDS).measure())
        .hasMessage("the store is not empty");
  }

  @Test
  void aNodeThatDoesNotStartIsNoFigure() throws Exception {
    try (Store store = JdbcStore.open(folder.resolve("store.db"))) {
      String url = "jdbc:sqlite:" + folder.resolve("store.db");
      assertThatThrownBy(() -> RestartedNode.seconds("none", url))
          .hasMessageContaining("did not start");
    }
  }

  @Test
  void wakeUpsGiveAFigure() {
    assertThat(new Holds("bc", "", HOLDS).wakeUp(1, 3))
        .allSatisfy(figure -> assertThat(figure.value()).isPositive())
        .extracting(Figure::name)
        .containsExactly("wake-up", "wake-up-core");
  }
}
