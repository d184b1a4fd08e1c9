package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.MemoryStore;

class PtlcsTest {
  @Test
  void aSmallPoolGivesAllFigures() throws Exception {
    MemoryStore store = new MemoryStore();
    List<Figure> figures = new Ptlcs(Nightjar.open("jni"), 20).measure(store);
    assertThat(figures)
        .extracting(Figure::name)
        .containsExactly("ptlc-pool", "ptlc-claim", "ptlc-point");
    assertThat(figures).allSatisfy(figure -> assertThat(figure.value()).isNotNegative());
    assertThat(store.scan(Kind.PTLC_ANSWER, null, 100)).hasSize(20);
  }
}
