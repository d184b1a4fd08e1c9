package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.refused;

import org.junit.jupiter.api.Test;

class ChainHashTest {
  @Test
  void anyThirtyTwoBytes() throws WireException {
    byte[] bytes = ChainHash.REGTEST.toBytes();
    assertThat(ChainHash.of(bytes)).isEqualTo(ChainHash.REGTEST).isNotEqualTo(ChainHash.BITCOIN);
    assertThat(ChainHash.read(new WireReader(bytes))).isEqualTo(ChainHash.REGTEST);
    assertThatThrownBy(() -> ChainHash.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(refused(() -> ChainHash.read(new WireReader(new byte[31]))).reason())
        .isEqualTo(WireException.Reason.TRUNCATED);
  }
}
