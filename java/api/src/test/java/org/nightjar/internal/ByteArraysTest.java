package org.nightjar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteArraysTest {
  private final Random random = new Random(1);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void hexIsThatOfTheJdk() {
    for (int length = 0; length < 300; length++) {
      byte[] bytes = bytes(length);
      String hex = ByteArrays.hex(bytes);
      assertThat(hex).isEqualTo(HexFormat.of().formatHex(bytes));
      assertThat(ByteArrays.fromHex(hex)).isEqualTo(bytes);
      assertThat(ByteArrays.fromHex(hex.toUpperCase())).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0g", "g0", " 0", "-1", "+1", "00:", "\u0661\u0661", "\uff11\uff11"})
  void whatIsNoHexIsRefused(String text) {
    assertThatThrownBy(() -> ByteArrays.fromHex(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void orderIsThatOfTheJdk() {
    for (int i = 0; i < 10_000; i++) {
      byte[] one = bytes(random.nextInt(4));
      byte[] other = random.nextBoolean() ? one.clone() : bytes(random.nextInt(4));
      if (other.length > 0 && random.nextBoolean()) {
        other[other.length - 1] = (byte) random.nextInt();
      }
      assertThat(Integer.signum(ByteArrays.compareUnsigned(one, other)))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(one, other)));
    }
  }

  @Test
  void buffersAreViewedWhole() {
    ByteBuffer buffer = ByteBuffer.allocate(10).position(3).limit(5);
    assertThat(ByteArrays.whole(buffer).remaining()).isEqualTo(10);
    assertThat(buffer.remaining()).isEqualTo(2);
    assertThat(ByteArrays.at(buffer, 4)).isSameAs(buffer);
    assertThat(buffer.remaining()).isEqualTo(6);
    assertThatThrownBy(() -> ByteArrays.at(buffer, 11))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
