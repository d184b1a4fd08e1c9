package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.nightjar.spi.Status;

/** What is made of a provider's answers about failures, attribution data and blinded paths. */
class FailuresTest {
  private static final SharedSecret SECRET = SharedSecret.of(Fakes.filled(32, 7));
  private static final FailurePacket PACKET = FailurePacket.of(new byte[292]);
  private static final AttributionData DATA = AttributionData.of(new byte[AttributionData.LENGTH]);
  private static final FailureOrigin THIRD = new FailureOrigin(2, new byte[2]);

  private final FakeBackend backend = new FakeBackend();
  private final Nightjar nightjar = Fakes.nightjar(backend);
  private final Failures failures = nightjar.failures();
  private final BlindedPaths paths = nightjar.blindedPaths();

  @Test
  void aFailureIsReadUpToItsLength() {
    List<SharedSecret> secrets = Collections.nCopies(3, SECRET);
    FailureOrigin origin = failures.decrypt(PACKET, secrets).orElseThrow();
    assertThat(origin.hop()).isEqualTo(2);
    assertThat(origin.message()).containsExactly(FakeBackend.FILL, FakeBackend.FILL);
  }

  @Test
  void noOriginIsAnAnswerAndAFaultIsNot() {
    backend.status = Status.PEER_FAILURE;
    assertThat(failures.decrypt(PACKET, List.of(SECRET))).isEmpty();
    backend.status = Status.INTERNAL;
    assertThatThrownBy(() -> failures.decrypt(PACKET, List.of(SECRET)))
        .isInstanceOf(NightjarException.class);
    assertThatThrownBy(() -> failures.create(SECRET, new byte[2]))
        .isInstanceOf(NightjarException.class);
    assertThatThrownBy(() -> failures.wrap(PACKET, SECRET)).isInstanceOf(NightjarException.class);
    assertThatThrownBy(() -> failures.wrapFulfilment(DATA, SECRET, 1))
        .isInstanceOf(NightjarException.class);
    assertThatThrownBy(() -> failures.decryptFulfilment(DATA, List.of(SECRET)))
        .isInstanceOf(NightjarException.class);
  }

  @Test
  void holdTimesAreUnsigned() {
    AttributionData data = failures.wrapFulfilment(null, SECRET, 0xffff_ffffL);
    assertThat(data.toBytes()).startsWith(0xff, 0xff, 0xff, 0xff, 0);
    assertThat(failures.decryptFulfilment(data, List.of(SECRET)).units())
        .containsExactly(0xffff_ffffL);
  }

  /** Units that verify, hops that attribute, and who is to blame with and without an origin. */
  @Test
  void whoIsToBlame() {
    List<Long> three = List.of(1L, 2L, 3L);
    assertBlame(Optional.of(THIRD), three, 0, 3, 3, OptionalInt.empty());
    assertBlame(Optional.of(THIRD), three, 0, 5, 3, OptionalInt.empty());
    assertBlame(Optional.of(THIRD), three, 1, 5, 2, OptionalInt.empty());
    assertBlame(Optional.of(THIRD), List.of(1L, 2L), 0, 5, 2, OptionalInt.of(2));
    assertBlame(Optional.of(THIRD), List.of(), 0, 3, 0, OptionalInt.of(0));
    assertBlame(Optional.empty(), List.of(), 0, 3, 0, OptionalInt.of(0));
    assertBlame(Optional.empty(), List.of(1L, 2L), 0, 3, 2, OptionalInt.of(2));
    assertBlame(Optional.empty(), three, 0, 3, 3, OptionalInt.of(2));
    assertBlame(Optional.empty(), three, 1, 3, 3, OptionalInt.of(3));
  }

  private static void assertBlame(
      Optional<FailureOrigin> origin,
      List<Long> units,
      int firstHop,
      int hops,
      int kept,
      OptionalInt blame) {
    assertThat(DecryptedFailure.of(origin, units, firstHop, hops))
        .isEqualTo(new DecryptedFailure(origin, new HoldTimes(units.subList(0, kept), blame)));
  }

  @Test
  void whatAPeerGotWrongIsNoException() {
    PublicKey pathKey = Fakes.publicKey(1);
    try (NodeKey key = nightjar.nodeKey(SecretKey.of(Fakes.filled(32, 1)))) {
      for (int status : new int[] {Status.PEER_PATH_KEY, Status.PEER_AEAD_TAG}) {
        backend.status = status;
        assertThat(paths.unblind(key, pathKey, new byte[20])).isEmpty();
        assertThat(paths.blindedKey(key, pathKey)).isEmpty();
      }
      backend.status = Status.INTERNAL;
      assertThatThrownBy(() -> paths.unblind(key, pathKey, new byte[20]))
          .isInstanceOf(NightjarException.class);
      assertThatThrownBy(() -> paths.blindedKey(key, pathKey))
          .isInstanceOf(NightjarException.class);
      backend.status = Status.OK;
      UnblindedData found = paths.unblind(key, pathKey, new byte[20]).orElseThrow();
      assertThat(found.data()).hasSize(4);
      assertThat(found.nextPathKey()).isEqualTo(pathKey);
    }
    assertThat(backend.usesOfClosedKey).hasValue(0);
  }

  @Test
  void aNodeKeyOfAnotherInstanceIsRefused() {
    Nightjar other = Fakes.nightjar(new FakeBackend());
    try (NodeKey foreign = other.nodeKey(SecretKey.of(Fakes.filled(32, 1)))) {
      assertThatThrownBy(() -> paths.unblind(foreign, Fakes.publicKey(1), new byte[20]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> paths.blindedKey(foreign, Fakes.publicKey(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aPathIsSplitIntoItsHops() {
    List<PathHop> hops =
        List.of(
            PathHop.of(Fakes.publicKey(1), new byte[3]),
            PathHop.of(Fakes.publicKey(2), new byte[0]));
    List<BlindedHop> path = paths.create(SecretKey.of(Fakes.filled(32, 1)), hops);
    assertThat(path).hasSize(2);
    assertThat(path.get(1).pathKey()).isEqualTo(Fakes.publicKey(2));
    assertThat(path.get(1).blindedNodeId()).isEqualTo(Fakes.publicKey(2));
    assertThat(path.get(0).encryptedRecipientData()).hasSize(19);
    assertThat(path.get(1).encryptedRecipientData()).hasSize(16);
  }

  @Test
  void aPeeledPacketHasAPathStepIfAPathKeyCameWithIt() {
    OnionPacket packet = OnionPacket.of(FakeBackend.packet(1366, Status.OK, 5));
    try (NodeKey key = nightjar.nodeKey(SecretKey.of(Fakes.filled(32, 1)))) {
      Peeled.Accepted plain = (Peeled.Accepted) nightjar.peel(key, packet, new byte[0]);
      assertThat(plain.path()).isEmpty();
      Peeled.Accepted blinded =
          (Peeled.Accepted) nightjar.peel(key, packet, new byte[0], Fakes.publicKey(1));
      PathStep step = blinded.path().orElseThrow();
      assertThat(step.nextPathKey().toBytes()).startsWith(2, FakeBackend.FILL);
      assertThat(step.openRecipientData(new byte[20]).orElseThrow()).hasSize(4);
      backend.status = Status.PEER_AEAD_TAG;
      assertThat(step.openRecipientData(new byte[20])).isEmpty();
      backend.status = Status.INTERNAL;
      assertThatThrownBy(() -> step.openRecipientData(new byte[20]))
          .isInstanceOf(NightjarException.class);
    }
  }

  @Test
  void valuesAreCopiedInAndOutAndComparedByBytes() {
    byte[] bytes = new byte[AttributionData.LENGTH];
    AttributionData data = AttributionData.of(bytes);
    FailurePacket packet = FailurePacket.of(bytes);
    PathHop hop = PathHop.of(Fakes.publicKey(1), bytes);
    bytes[0] = 1;
    data.toBytes()[0] = 1;
    packet.toBytes()[0] = 1;
    hop.data()[0] = 1;
    THIRD.message()[0] = 1;
    assertThat(data.toBytes()).containsOnly(0);
    assertThat(packet.toBytes()).containsOnly(0);
    assertThat(hop.data()).containsOnly(0);
    assertThat(THIRD.message()).containsOnly(0);
    assertThat(data)
        .isEqualTo(DATA)
        .hasSameHashCodeAs(DATA)
        .isNotEqualTo(AttributionData.of(bytes))
        .isNotEqualTo("");
    assertThat(packet)
        .isEqualTo(FailurePacket.of(new byte[AttributionData.LENGTH]))
        .hasSameHashCodeAs(FailurePacket.of(new byte[AttributionData.LENGTH]))
        .isNotEqualTo(PACKET)
        .isNotEqualTo("");
    assertThat(THIRD)
        .isEqualTo(new FailureOrigin(2, new byte[2]))
        .hasSameHashCodeAs(new FailureOrigin(2, new byte[2]))
        .isNotEqualTo(new FailureOrigin(1, new byte[2]))
        .isNotEqualTo(new FailureOrigin(2, new byte[3]))
        .isNotEqualTo("");
  }

  @Test
  void valuesSayWhatTheyAreInAFewWords() {
    assertThat(PACKET).hasToString("FailurePacket[292 bytes, 0000000000000000...]");
    assertThat(FailurePacket.of(new byte[1])).hasToString("FailurePacket[1 bytes, 00...]");
    assertThat(DATA).hasToString("AttributionData[0000000000000000...]");
    assertThat(THIRD).hasToString("FailureOrigin[hop 2, 0000]");
    assertThat(PathHop.of(Fakes.publicKey(2), new byte[3]))
        .hasToString("PathHop[" + Fakes.publicKey(2) + ", 3 bytes]");
  }
}
