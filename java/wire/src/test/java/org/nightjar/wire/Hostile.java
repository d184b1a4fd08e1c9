package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** What a peer can do to bytes: whatever it is, they are refused, or come back as they were. */
public final class Hostile {
  private static final int RANDOM_CHANGES = 2000;

  private Hostile() {}

  /** Decodes bytes and encodes them again. */
  @FunctionalInterface
  public interface RoundTrip {
    byte[] run(byte[] bytes) throws WireException;
  }

  /** Cuts at every byte, changes every byte, changes several, and appends. */
  public static void check(String test, byte[] valid, RoundTrip roundTrip) throws WireException {
    assertThat(roundTrip.run(valid)).isEqualTo(valid);
    for (int i = 0; i < valid.length; i++) {
      survives(Arrays.copyOf(valid, i), roundTrip);
      for (int change : new int[] {1, 0x80, 0xff}) {
        byte[] changed = valid.clone();
        changed[i] ^= (byte) change;
        survives(changed, roundTrip);
      }
    }
    Random64 random = Random64.of(test);
    for (int i = 0; i < RANDOM_CHANGES; i++) {
      byte[] changed = Arrays.copyOf(valid, valid.length + random.below(3));
      for (int n = random.below(4); n >= 0 && changed.length > 0; n--) {
        changed[random.below(changed.length)] = (byte) random.below(256);
      }
      survives(changed, roundTrip);
    }
  }

  private static void survives(byte[] bytes, RoundTrip roundTrip) {
    try {
      assertThat(roundTrip.run(bytes)).isEqualTo(bytes);
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
