package org.nightjar.async.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Frozen;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.TlvStreamBuilder;

class SlotCodecTest {
  private static final Key KEY = Key.of(Kind.SERVED_INVOICE, new byte[] {1, 0, 0});

  private static Slot decode(byte[] value) throws StoreException {
    return SlotCodec.decode(Optional.of(Frozen.stored(KEY, value)));
  }

  @Test
  void readsFrozenStates() throws Exception {
    Map<String, byte[]> states = Frozen.load(SlotCodecTest.class, "slots.txt");
    assertThat(states).hasSize(1);
    for (byte[] value : states.values()) {
      ServingSlot slot = (ServingSlot) decode(value);
      assertThat(SlotCodec.encode(slot)).isEqualTo(value);
    }
  }

  @Test
  void findsFlippedBits() throws Exception {
    for (byte[] value : Frozen.load(SlotCodecTest.class, "slots.txt").values()) {
      Frozen.checkBitFlips(KEY, value, stored -> SlotCodec.decode(Optional.of(stored)));
    }
  }

  @Test
  void refusesOtherStatesAndMissingFields() {
    for (int state : new int[] {0, 1, 2}) {
      byte[] value = RecordFormat.encode(state, new TlvStreamBuilder().build());
      assertThatThrownBy(() -> decode(value)).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void nothingIsAnEmptySlot() throws StoreException {
    assertThat(SlotCodec.decode(Optional.empty())).isEqualTo(new EmptySlot());
  }
}
