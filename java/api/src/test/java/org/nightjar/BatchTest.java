package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.spi.Status;

/** What all batches have in common, shown on those of shared secrets and of routes. */
class BatchTest {
  private static final byte[] SECRET = Fakes.filled(32, 0x41);

  private final List<ByteBuffer> seen = new ArrayList<>();
  private final FakeBackend backend =
      new FakeBackend() {
        @Override
        public int ecdhBatch(
            ByteBuffer sharedSecrets,
            ByteBuffer statuses,
            int count,
            ByteBuffer secretKeys,
            ByteBuffer publicKeys) {
          seen.addAll(List.of(sharedSecrets, secretKeys));
          int answer = super.ecdhBatch(sharedSecrets, statuses, count, secretKeys, publicKeys);
          return status == Status.INTERNAL ? status : answer;
        }
      };
  private final Nightjar nightjar = Fakes.nightjar(backend);
  private final EcdhBatch batch = nightjar.newEcdhBatch(2);

  @Test
  void whatWasAddedMayBeClosedAtOnce() {
    try (SecretKey secret = SecretKey.of(SECRET)) {
      batch.add(secret, Fakes.publicKey(1));
    }
    batch.ecdh();
    assertThat(Fakes.bytes(seen.get(1), 32)).isEqualTo(SECRET);
    assertThat(batch.result(0).exposeSecretBytes()).containsOnly(FakeBackend.FILL);
  }

  @Test
  void aClosedKeyIsNotAdded() {
    SecretKey secret = SecretKey.of(SECRET);
    secret.close();
    assertThatThrownBy(() -> batch.add(secret, Fakes.publicKey(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(batch.size()).isZero();
  }

  @Test
  void clearWipesSecretsAndResults() {
    batch.add(SecretKey.of(SECRET), Fakes.publicKey(1));
    batch.add(SecretKey.of(SECRET), Fakes.publicKey(2));
    batch.ecdh();
    batch.clear();
    for (ByteBuffer memory : seen) {
      assertThat(Fakes.bytes(memory, 64)).containsOnly(0);
    }
  }

  @Test
  void anElementsOwnStatusIsThrownWhereItIsRead() {
    batch.add(SecretKey.of(SECRET), Fakes.publicKey(1));
    backend.status = Status.ERR_PUBLIC_KEY;
    batch.ecdh();
    assertThatThrownBy(() -> batch.result(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a point");
  }

  @Test
  void aFaultOfTheWholeLeavesNoResults() {
    batch.add(SecretKey.of(SECRET), Fakes.publicKey(1));
    batch.ecdh();
    backend.status = Status.INTERNAL;
    assertThatThrownBy(batch::ecdh).isInstanceOf(NightjarException.class);
    assertThatThrownBy(() -> batch.result(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(batch.size()).isOne();
  }

  @Test
  void nullsAreRefusedAndNotAdded() {
    assertThatThrownBy(() -> batch.add(null, Fakes.publicKey(1)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> batch.add(SecretKey.of(SECRET), null))
        .isInstanceOf(NullPointerException.class);
    assertThat(batch.size()).isZero();
  }

  @Test
  void aKeyThatIsClosedOrForeignOpensNothing() {
    UnblindBatch unblind = nightjar.newUnblindBatch(1, 20);
    unblind.add(Fakes.publicKey(1), new byte[20]);
    NodeKey foreign = Fakes.nightjar(new FakeBackend()).nodeKey(SecretKey.of(SECRET));
    assertThatThrownBy(() -> unblind.unblind(foreign)).isInstanceOf(IllegalArgumentException.class);
    NodeKey key = nightjar.nodeKey(SecretKey.of(SECRET));
    unblind.unblind(key);
    assertThat(unblind.result(0).orElseThrow().data()).containsOnly(FakeBackend.FILL);
    key.close();
    assertThatThrownBy(() -> unblind.unblind(key)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> unblind.result(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
