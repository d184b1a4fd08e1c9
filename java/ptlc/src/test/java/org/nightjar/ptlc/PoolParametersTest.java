package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolParametersTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "0, 0, 1",
    "2, 0, 1",
    "2, -1, 1",
    "3, 2, 256",
    "2, 2, 256",
    "127, 64, 1",
    "129, 64, 1",
    "130, 65, 1",
    "2, 1, 0",
    "2, 1, -1",
    "2, 1, 524289",
    "128, 64, 4294967295"
  })
  void thereAreNoneThatAreNotSafe(int nu, int q, long count) {
    assertThatThrownBy(() -> new PoolParameters(nu, q, count))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatTheProfilesAre() {
    assertThat(PoolParameters.pool(7)).isEqualTo(new PoolParameters(2, 1, 7));
    assertThat(PoolParameters.hardenedPool(7)).isEqualTo(new PoolParameters(4, 1, 7));
    assertThat(PoolParameters.basket(64, 1)).isEqualTo(new PoolParameters(128, 64, 1));
    assertThat(PoolParameters.pool(524_288).isBasket()).isFalse();
    assertThat(PoolParameters.basket(2, 1).isBasket()).isTrue();
  }
}
