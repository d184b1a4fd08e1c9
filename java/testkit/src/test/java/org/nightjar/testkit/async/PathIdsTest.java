package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.testkit.Hex;
import org.nightjar.wire.blinded.PathIds;

class PathIdsTest {
  private final Nightjar nightjar = Nightjar.open("bc");

  /** RFC 4231, test case 2, whose short key HMAC fills with zeros. */
  @Test
  void aPathIdIsAnHmac() {
    byte[] key = new byte[32];
    System.arraycopy("Jefe".getBytes(StandardCharsets.US_ASCII), 0, key, 0, 4);
    byte[] context = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    try (PathIds pathIds = new PathIds(nightjar, key)) {
      assertThat(Hex.text(pathIds.create(context)))
          .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
      assertThat(pathIds.toString()).doesNotContain("4a656665");
    }
  }

  @Test
  void onlyTheSameKeyAndContextVerify() {
    byte[] context = {1, 2, 3};
    try (PathIds pathIds = new PathIds(nightjar, Hex.repeat(1, 32));
        PathIds others = new PathIds(nightjar, Hex.repeat(2, 32))) {
      byte[] pathId = pathIds.create(context);
      assertThat(pathId).hasSize(PathIds.LENGTH);
      assertThat(pathIds.verify(context, pathId)).isTrue();
      assertThat(pathIds.verify(new byte[] {1, 2}, pathId)).isFalse();
      assertThat(others.verify(context, pathId)).isFalse();
      assertThat(pathIds.verify(context, new byte[0])).isFalse();
      assertThat(pathIds.verify(context, Hex.concat(pathId, new byte[1]))).isFalse();
      for (int i = 0; i < pathId.length; i++) {
        byte[] changed = pathId.clone();
        changed[i] ^= 1;
        assertThat(pathIds.verify(context, changed)).isFalse();
      }
    }
    assertThatThrownBy(() -> new PathIds(nightjar, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
