package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.spi.Status;

class PeelBatchTest {
  private static final int LENGTH = OnionPacket.MIN_LENGTH + 16;
  private static final byte[] ASSOC = new byte[32];

  private final FakeBackend backend = new FakeBackend();
  private final Nightjar nightjar = Fakes.nightjar(backend);
  private final NodeKey key = nightjar.nodeKey(SecretKey.of(new byte[32]));
  private final PeelBatch batch = nightjar.newPeelBatch(3, LENGTH, 32);

  private static OnionPacket packet(int status, int payloadLength) {
    return OnionPacket.of(FakeBackend.packet(LENGTH, status, payloadLength));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1366, 32, capacity",
    "-1, 1366, 32, capacity",
    "65537, 1366, 32, capacity",
    "1, 100, 32, onion length",
    "1, 65536, 32, onion length",
    "1, 1366, -1, associated data",
    "1, 1366, 65536, associated data",
    "65536, 65535, 32, 2 GiB",
    "32768, 65535, 32, 2 GiB",
    "65536, 1366, 65535, 2 GiB"
  })
  void aNumberOutOfItsRangeIsRefused(int capacity, int onionLength, int assocLength, String what) {
    assertThatThrownBy(() -> nightjar.newPeelBatch(capacity, onionLength, assocLength))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }

  @Test
  void theSmallestAndTheLongestAreAllowed() {
    nightjar.newPeelBatch(1, OnionPacket.MIN_LENGTH, 0);
    nightjar.newPeelBatch(1, OnionPacket.MAX_LENGTH, 65535);
  }

  @Test
  void countsUpToItsCapacity() {
    assertThat(batch.size()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(batch.isFull()).isFalse();
      batch.add(packet(Status.OK, 2), ASSOC, null);
    }
    assertThat(batch.size()).isEqualTo(3);
    assertThat(batch.isFull()).isTrue();
    assertThatThrownBy(() -> batch.add(packet(Status.OK, 2), ASSOC, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("full at 3");
  }

  @Test
  void aPacketOrAssociatedDataOfAnotherLengthIsRefusedAndNotAdded() {
    OnionPacket longer = OnionPacket.of(new byte[LENGTH + 1]);
    assertThatThrownBy(() -> batch.add(longer, ASSOC, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch.add(packet(Status.OK, 2), new byte[31], null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> batch.add((OnionPacket) null, ASSOC, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> batch.add(packet(Status.OK, 2), null, null))
        .isInstanceOf(NullPointerException.class);
    assertThat(batch.size()).isZero();
  }

  @Test
  void resultsComeInTheOrderOfAdding() {
    batch.add(packet(Status.OK, 2), ASSOC, null);
    batch.add(packet(Status.PEER_ONION_HMAC, 0), ASSOC, null);
    batch.add(packet(Status.OK, 4), ASSOC, null);
    batch.peel(key);
    assertThat(((Peeled.Forward) batch.result(0)).payload())
        .hasSize(2)
        .containsOnly(FakeBackend.FILL);
    assertThat(((Peeled.Rejected) batch.result(1)).reason()).isEqualTo(RejectReason.ONION_HMAC);
    assertThat(((Peeled.Forward) batch.result(2)).payload()).hasSize(4);
  }

  @Test
  void onlyWhatWasPeeledHasAResult() {
    assertThatThrownBy(() -> batch.result(0)).isInstanceOf(IndexOutOfBoundsException.class);
    batch.add(packet(Status.OK, 2), ASSOC, null);
    assertThatThrownBy(() -> batch.result(0)).isInstanceOf(IndexOutOfBoundsException.class);
    batch.peel(key);
    batch.add(packet(Status.OK, 2), ASSOC, null);
    batch.result(0);
    assertThatThrownBy(() -> batch.result(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.result(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    batch.clear();
    assertThatThrownBy(() -> batch.result(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void pathKeysArePassedOnlyIfThereIsOne() {
    batch.add(packet(Status.OK, 2), ASSOC, null);
    batch.peel(key);
    assertThat(backend.lastPathKeys).isNull();
    batch.add(packet(Status.PEER_ONION_HMAC, 0), ASSOC, Fakes.publicKey(7));
    batch.add(packet(Status.PEER_ONION_HMAC, 0), ASSOC, null);
    batch.peel(key);
    ByteBuffer pathKeys = (ByteBuffer) backend.lastPathKeys;
    byte[] bytes = new byte[3 * PublicKey.LENGTH];
    pathKeys.duplicate().clear().get(bytes);
    byte[] expected = new byte[3 * PublicKey.LENGTH];
    System.arraycopy(Fakes.publicKey(7).toBytes(), 0, expected, PublicKey.LENGTH, PublicKey.LENGTH);
    assertThat(bytes).isEqualTo(expected);
    assertThat(((Peeled.Rejected) batch.result(1)).failureCode()).isEqualTo(0xc018);
    assertThat(((Peeled.Rejected) batch.result(2)).failureCode()).isEqualTo(0xc005);
  }

  @Test
  void usedAgainItKnowsNothingOfTheLastUse() {
    batch.add(packet(Status.PEER_ONION_HMAC, 0), ASSOC, Fakes.publicKey(7));
    batch.peel(key);
    batch.clear();
    assertThat(batch.size()).isZero();
    batch.add(packet(Status.PEER_ONION_HMAC, 0), ASSOC, null);
    batch.peel(key);
    assertThat(backend.lastPathKeys).isNull();
    assertThat(((Peeled.Rejected) batch.result(0)).failureCode()).isEqualTo(0xc005);
  }

  @Test
  void clearWipesEveryResult() {
    ByteBuffer[] peeled = new ByteBuffer[1];
    FakeBackend spy =
        new FakeBackend() {
          @Override
          public int onionPeelBatch(
              ByteBuffer results,
              long handle,
              int count,
              ByteBuffer onions,
              int onionLength,
              ByteBuffer assocs,
              int assocLength,
              ByteBuffer pathKeys) {
            peeled[0] = results;
            return super.onionPeelBatch(
                results, handle, count, onions, onionLength, assocs, assocLength, pathKeys);
          }
        };
    Nightjar watched = Fakes.nightjar(spy);
    PeelBatch two = watched.newPeelBatch(3, LENGTH, 0);
    two.add(packet(Status.OK, 4), new byte[0], null);
    two.add(packet(Status.OK, 4), new byte[0], null);
    two.peel(watched.nodeKey(SecretKey.of(new byte[32])));
    two.clear();
    byte[] left = new byte[peeled[0].capacity()];
    peeled[0].duplicate().clear().get(left);
    assertThat(left).containsOnly(0);
  }

  @Test
  void aResultIsACopy() {
    batch.add(packet(Status.OK, 2), ASSOC, null);
    batch.peel(key);
    Peeled.Forward result = (Peeled.Forward) batch.result(0);
    batch.clear();
    assertThat(result.payload()).containsOnly(FakeBackend.FILL);
    assertThat(result.sharedSecret().exposeSecretBytes()).containsOnly(FakeBackend.FILL);
  }

  @Test
  void anEmptyBatchPeels() {
    batch.peel(key);
    assertThat(backend.lastCount).isZero();
  }

  @Test
  void aFailureLeavesNoResults() {
    batch.add(packet(Status.OK, 2), ASSOC, null);
    batch.peel(key);
    backend.status = Status.INTERNAL;
    assertThatThrownBy(() -> batch.peel(key)).isInstanceOf(NightjarException.class);
    assertThatThrownBy(() -> batch.result(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aClosedOrForeignKeyIsRefused() {
    batch.add(packet(Status.OK, 2), ASSOC, null);
    NodeKey foreign = Fakes.nightjar(new FakeBackend()).nodeKey(SecretKey.of(new byte[32]));
    assertThatThrownBy(() -> batch.peel(foreign)).isInstanceOf(IllegalArgumentException.class);
    key.close();
    assertThatThrownBy(() -> batch.peel(key)).isInstanceOf(IllegalStateException.class);
  }
}
