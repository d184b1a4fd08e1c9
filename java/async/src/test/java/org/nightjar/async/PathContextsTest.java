package org.nightjar.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.blinded.PathIds;

class PathContextsTest {
  private final PathContexts contexts = contexts(1);

  private static PathContexts contexts(int key) {
    byte[] localKey = new byte[PathIds.LENGTH];
    Arrays.fill(localKey, (byte) key);
    return new PathContexts(new PathIds(TestNode.NIGHTJAR, localKey));
  }

  @Test
  void opensWhatItSealed() {
    for (Purpose purpose : Purpose.values()) {
      byte[] pathId = contexts.seal(purpose, new byte[] {1, 2, 3});
      assertThat(contexts.open(purpose, pathId)).contains(new byte[] {1, 2, 3});
    }
    assertThat(contexts.open(Purpose.OFFER, contexts.seal(Purpose.OFFER, new byte[0])))
        .contains(new byte[0]);
  }

  @Test
  void refusesOtherPurposesKeysAndBytes() {
    byte[] pathId = contexts.seal(Purpose.HOLD_RELEASE, new byte[] {1, 2, 3});
    assertThat(contexts.open(Purpose.PAYER_RELEASE, pathId)).isEmpty();
    assertThat(contexts(2).open(Purpose.HOLD_RELEASE, pathId)).isEmpty();
    for (int i = 0; i < pathId.length; i++) {
      byte[] changed = pathId.clone();
      changed[i] ^= 1;
      assertThat(contexts.open(Purpose.HOLD_RELEASE, changed)).as("byte %d", i).isEmpty();
      assertThat(contexts.open(Purpose.HOLD_RELEASE, Arrays.copyOf(pathId, i))).isEmpty();
    }
  }
}
