package org.nightjar.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;

/** States as older programs stored them: lines of a name and hex. They must decode for ever. */
public final class Frozen {
  private Frozen() {}

  /** A codec's way in. */
  @FunctionalInterface
  public interface Decoding {
    Object decode(Stored stored) throws StoreException;
  }

  public static Map<String, byte[]> load(Class<?> test, String name) throws IOException {
    Map<String, byte[]> states = new LinkedHashMap<>();
    try (InputStream in = test.getResourceAsStream(name)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] parts = line.split(" ");
        states.put(parts[0], HexFormat.of().parseHex(parts[1]));
      }
    }
    return states;
  }

  public static Stored stored(Key key, byte[] value) {
    return new Stored(key, 1, value, Due.NONE);
  }

  /** Every bit that flips is found. */
  public static void checkBitFlips(Key key, byte[] value, Decoding decoding) {
    for (int bit = 0; bit < value.length * 8; bit++) {
      byte[] flipped = value.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> decoding.decode(stored(key, flipped)))
          .as("bit %d", bit)
          .isInstanceOf(StoreException.class);
    }
    assertThat(value).isNotEmpty();
  }
}
