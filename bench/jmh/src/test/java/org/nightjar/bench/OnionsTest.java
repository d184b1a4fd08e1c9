package org.nightjar.bench;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnionsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 20})
  void bouncyCastleAndLightningKmpCreateAndPeelTheSameOnions(int hops) {
    Onions.checkEqual(Onions.of("bc"), Onions.of(Onions.LIGHTNING_KMP), Route.of(hops));
  }
}
