package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nightjar.async.Frozen;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireProfile;

/** Every state comes back as it was; damage is found; records of today are read for ever. */
class PaymentCodecTest {
  private static final Key KEY = Key.of(Kind.PAYMENT, PayerWorld.ID.toBytes());

  private final PaymentCodec codec =
      new PaymentCodec(
          new Invoices(TestNode.NIGHTJAR), TestNode.NIGHTJAR.primitives(), WireProfile.LDK);

  private static Stored stored(byte[] value) {
    return Frozen.stored(KEY, value);
  }

  @TestFactory
  Stream<DynamicTest> statesComeBackAsTheyWere() {
    return PaymentStates.all().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      PaymentState state = entry.getValue().status();
                      byte[] bytes = codec.encode(state);
                      assertThat(codec.decode(stored(bytes))).isEqualTo(state);
                      assertThat(codec.encode(codec.decode(stored(bytes)))).isEqualTo(bytes);
                    }));
  }

  /** The checksum finds every one; no other check need. */
  @Test
  void everyFlippedBitIsFound() {
    byte[] bytes = codec.encode(PaymentStates.dormant().status());
    Frozen.checkBitFlips(KEY, bytes, codec::decode);
  }

  @Test
  void everyCutIsFound() {
    byte[] bytes = codec.encode(PaymentStates.awaitInvoice().status());
    for (int length = 0; length < bytes.length; length++) {
      Stored cut = stored(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(StoreException.class);
    }
  }

  /** A record with a right checksum that this program did not write. */
  @Test
  void whatThisProgramDoesNotKnowIsNotDroppedInSilence() throws StoreException {
    byte[] bytes = codec.encode(PaymentStates.awaitInvoice().status());
    RecordFormat.Decoded decoded = RecordFormat.decode(stored(bytes));
    TlvStreamBuilder more = new TlvStreamBuilder(decoded.fields()).put(99, new byte[1]);
    for (byte[] other :
        new byte[][] {
          RecordFormat.encode(decoded.state(), more.build()),
          RecordFormat.encode(77, decoded.fields()),
          RecordFormat.encode(2, decoded.fields()),
          RecordFormat.encode(
              decoded.state(), new TlvStreamBuilder(decoded.fields()).remove(2).build()),
          RecordFormat.encode(
              decoded.state(),
              new TlvStreamBuilder(decoded.fields()).put(1, new byte[] {9}).build())
        }) {
      assertThatThrownBy(() -> codec.decode(stored(other)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void nothingPrintsASecret() {
    PayerWorld world = PaymentStates.dormant();
    Dormant state = (Dormant) world.status();
    String text = state.toString();
    HexFormat hex = HexFormat.of();
    assertThat(text).doesNotContain(hex.formatHex(state.terms().preimage().toBytes()));
    world
        .live(0)
        .onion()
        .secrets()
        .forEach(
            secret -> assertThat(text).doesNotContain(hex.formatHex(secret.exposeSecretBytes())));
  }

  @TestFactory
  Stream<DynamicTest> recordsOfTheFirstFormatAreRead() throws IOException {
    return corpus().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      byte[] bytes = entry.getValue();
                      PaymentState state = codec.decode(stored(bytes));
                      String name = entry.getKey().replace("_", "");
                      assertThat(name)
                          .startsWith(state.getClass().getSimpleName().toLowerCase(Locale.ROOT));
                      assertThat(codec.encode(state)).isEqualTo(bytes);
                    }));
  }

  @Test
  void theCorpusHasEveryState() throws IOException {
    assertThat(corpus().keySet()).isEqualTo(PaymentStates.all().keySet());
  }

  private static Map<String, byte[]> corpus() throws IOException {
    return Frozen.load(PaymentCodecTest.class, "payments.txt");
  }
}
