package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortChannelIdTest {
  @ParameterizedTest
  @CsvSource({
    "0x0x0, 0000000000000000",
    "0x0x550, 0000000000000226",
    "700000x1x2, 0aae600000010002",
    "539268x845x1, 083a8400034d0001",
    "16777215x16777215x65535, ffffffffffffffff",
    "8388608x0x0, 8000000000000000",
    "1x0x0, 0000010000000000"
  })
  void textAndBitsAgree(String text, String bits) {
    ShortChannelId id = ShortChannelId.fromText(text);
    assertThat(id.toLong()).isEqualTo(Long.parseUnsignedLong(bits, 16));
    assertThat(id).hasToString(text);
    assertThat(ShortChannelId.fromLong(id.toLong())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(ShortChannelId.of(id.block(), id.transaction(), id.output())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "700000",
        "700000x1",
        "700000x1x",
        "700000x1x2x3",
        "700000:1:2",
        "-1x0x0",
        "+1x0x0",
        "1 x0x0",
        "ax0x0",
        "99999999999x0x0",
        "16777216x0x0",
        "0x16777216x0",
        "0x0x65536",
        "\u0661x0x0",
        "1x0x0\n"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> ShortChannelId.fromText(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsMustFit() {
    assertThatThrownBy(() -> ShortChannelId.of(1 << 24, 0, 0))
        .hasMessageContaining("block of a short channel id is 16777216");
    assertThatThrownBy(() -> ShortChannelId.of(0, -1, 0)).hasMessageContaining("transaction");
    assertThatThrownBy(() -> ShortChannelId.of(0, 0, 1 << 16)).hasMessageContaining("output");
  }

  @Test
  void isOrderedByBlockTransactionOutput() {
    assertThat(ShortChannelId.of(1, 0, 0)).isGreaterThan(ShortChannelId.of(0, 9, 9));
    assertThat(ShortChannelId.of(0xffffff, 0, 0)).isGreaterThan(ShortChannelId.of(1, 0, 0));
    assertThat(ShortChannelId.of(1, 1, 0)).isGreaterThan(ShortChannelId.of(1, 0, 9));
    assertThat(ShortChannelId.of(1, 1, 0)).isNotEqualTo(ShortChannelId.of(1, 1, 1));
  }
}
