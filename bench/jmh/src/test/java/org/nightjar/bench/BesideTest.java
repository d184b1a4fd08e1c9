package org.nightjar.bench;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Work that is compared is equal, so that its times may be. */
class BesideTest {
  private final NightjarOnions ours = new NightjarOnions("bc");
  private final Route route = Route.of(3);

  @Test
  void bouncyCastleAndLightningKmpDoTheSame() {
    BlindedPathWork.create(ours, route);
    BlindedPathWork.unblind(ours, route);
    FailureWork.decrypt(ours, Route.of(20));
    InvoiceWork.decode(ours, route);
    OnionMessageWork.peel(ours, route);
  }

  @Test
  void batchesAndLightningKmpDoTheSame() {
    BlindedPathWork.createBatch(ours, route);
    BlindedPathWork.unblindBatch(ours, route);
    OnionMessageWork.peelBatch(ours, route);
    SignatureWork.verifyBatch(ours, route);
  }

  @Test
  void whatDiffersIsNotMeasured() {
    assertThatThrownBy(
            () -> Beside.checked(() -> 1, Function.identity(), () -> 2, Function.identity()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("disagree");
  }
}
