package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.spi.Status;

/** What is checked above the providers, and what a status becomes. */
class NightjarTest {
  private static final SecretKey SECRET = SecretKey.of(Fakes.filled(32, 1));
  private static final PublicKey PUBLIC = Fakes.publicKey(1);
  private static final byte[] ASSOC = new byte[32];

  private final FakeBackend backend = new FakeBackend();
  private final Nightjar nightjar = Fakes.nightjar(backend);
  private final NodeKey key = nightjar.nodeKey(SECRET);

  private static List<Hop> hops(int count, int payloadLength) {
    return Collections.nCopies(count, Hop.of(PUBLIC, new byte[payloadLength]));
  }

  @Test
  void buildsAPaymentOnion() {
    BuiltOnion built = nightjar.buildPaymentOnion(SECRET, hops(3, 100), ASSOC);
    assertThat(built.packet().length()).isEqualTo(1366);
    assertThat(built.sharedSecrets()).hasSize(3);
  }

  @Test
  void hopsMustFit() {
    nightjar.buildOnion(SECRET, hops(1, 2), ASSOC, 35);
    nightjar.buildOnion(SECRET, hops(20, 32), ASSOC, 1300);
    assertRefused(() -> nightjar.buildOnion(SECRET, hops(20, 33), ASSOC, 1300), "need 1320 bytes");
    assertRefused(() -> nightjar.buildOnion(SECRET, hops(1, 3), ASSOC, 35), "need 36 bytes");
    assertRefused(() -> nightjar.buildOnion(SECRET, List.of(), ASSOC, 1300), "at least one hop");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 34, 65470, Integer.MAX_VALUE})
  void aPacketHasALength(int payloadsLength) {
    assertRefused(
        () -> nightjar.buildOnion(SECRET, hops(1, 2), ASSOC, payloadsLength), "35 to 65469");
  }

  @Test
  void associatedDataAreLimited() {
    OnionPacket packet = OnionPacket.of(FakeBackend.packet(1366, Status.OK, 2));
    byte[] longest = new byte[65535];
    byte[] tooLong = new byte[65536];
    nightjar.buildPaymentOnion(SECRET, hops(1, 2), longest);
    nightjar.peel(key, packet, longest);
    assertRefused(() -> nightjar.buildPaymentOnion(SECRET, hops(1, 2), tooLong), "65536 bytes");
    assertRefused(() -> nightjar.peel(key, packet, tooLong), "65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 65536})
  void aPacketOfAnImpossibleLengthNeverReachesTheProvider(int length) {
    backend.status = Status.INTERNAL;
    OnionPacket packet = OnionPacket.of(new byte[length]);
    Peeled.Rejected plain = (Peeled.Rejected) nightjar.peel(key, packet, ASSOC);
    assertThat(plain).isEqualTo(new Peeled.Rejected(RejectReason.ONION_LENGTH, 0xc004, null));
    Peeled.Rejected blinded = (Peeled.Rejected) nightjar.peel(key, packet, ASSOC, PUBLIC);
    assertThat(blinded.failureCode()).isEqualTo(0xc018);
  }

  @Test
  void peelsWithAndWithoutAPathKey() {
    OnionPacket packet = OnionPacket.of(FakeBackend.packet(1366, Status.OK, 5));
    Peeled.Forward forward = (Peeled.Forward) nightjar.peel(key, packet, ASSOC);
    assertThat(backend.lastPathKeys).isNull();
    assertThat(forward.payload()).hasSize(5);
    assertThat(forward.nextPacket().length()).isEqualTo(1366);
    nightjar.peel(key, packet, ASSOC, PUBLIC);
    assertThat((byte[]) backend.lastPathKeys).isEqualTo(PUBLIC.toBytes());
  }

  @Test
  void aZeroNextHmacMakesANodeTheLast() {
    byte[] layout = new byte[8 + 32 + 65 + 1366];
    assertThat(PeelAnswer.read(FakeBackend.PRIMITIVES, layout, 1366, false))
        .isInstanceOf(Peeled.Final.class);
    layout[layout.length - 1] = 1;
    assertThat(PeelAnswer.read(FakeBackend.PRIMITIVES, layout, 1366, false))
        .isInstanceOf(Peeled.Forward.class);
    layout[layout.length - 1] = 0;
    layout[layout.length - 32] = 1;
    assertThat(PeelAnswer.read(FakeBackend.PRIMITIVES, layout, 1366, false))
        .isInstanceOf(Peeled.Forward.class);
    layout[layout.length - 32] = 0;
    layout[layout.length - 33] = 1;
    assertThat(PeelAnswer.read(FakeBackend.PRIMITIVES, layout, 1366, false))
        .isInstanceOf(Peeled.Final.class);
  }

  @Test
  void nullNeverReachesTheProvider() {
    OnionPacket packet = OnionPacket.of(FakeBackend.packet(1366, Status.OK, 2));
    assertNull(() -> nightjar.buildPaymentOnion(null, hops(1, 2), ASSOC));
    assertNull(() -> nightjar.buildPaymentOnion(SECRET, null, ASSOC));
    assertNull(() -> nightjar.buildPaymentOnion(SECRET, Collections.singletonList(null), ASSOC));
    assertNull(() -> nightjar.buildPaymentOnion(SECRET, hops(1, 2), null));
    assertNull(() -> nightjar.peel(null, packet, ASSOC));
    assertNull(() -> nightjar.peel(key, null, ASSOC));
    assertNull(() -> nightjar.peel(key, packet, null));
    assertNull(() -> nightjar.publicKey(null));
    assertNull(() -> nightjar.ecdh(null, PUBLIC));
    assertNull(() -> nightjar.ecdh(SECRET, null));
    assertNull(() -> nightjar.nodeKey(null));
    assertNull(() -> nightjar.sign(null, ASSOC, null));
    assertNull(() -> nightjar.sign(SECRET, null, null));
    assertNull(() -> nightjar.verify(null, ASSOC, SchnorrSignature.of(new byte[64])));
    assertNull(() -> nightjar.verify(ASSOC, null, SchnorrSignature.of(new byte[64])));
    assertNull(() -> nightjar.verify(ASSOC, ASSOC, null));
    assertNull(() -> nightjar.echo(null, ASSOC));
    assertNull(() -> nightjar.echo(ASSOC, null));
    assertNull(() -> nightjar.isValid((SecretKey) null));
    assertNull(() -> nightjar.isValid((PublicKey) null));
  }

  @Test
  void signaturesHaveTheirLengths() {
    assertRefused(() -> nightjar.sign(SECRET, ASSOC, new byte[31]), "aux has 31 bytes");
    assertRefused(() -> nightjar.sign(SECRET, ASSOC, new byte[33]), "aux has 33 bytes");
    SchnorrSignature signature = nightjar.sign(SECRET, ASSOC, null);
    assertRefused(() -> nightjar.verify(new byte[33], ASSOC, signature), "has 33 bytes");
  }

  @Test
  void verifyAnswersButNeverHidesAFault() {
    SchnorrSignature signature = SchnorrSignature.of(new byte[64]);
    assertThat(nightjar.verify(new byte[32], ASSOC, signature)).isTrue();
    backend.status = Status.PEER_SIGNATURE;
    assertThat(nightjar.verify(new byte[32], ASSOC, signature)).isFalse();
    backend.status = Status.INTERNAL;
    assertThatThrownBy(() -> nightjar.verify(new byte[32], ASSOC, signature))
        .isInstanceOf(NightjarException.class);
  }

  @Test
  void validityAnswersButNeverHidesAFault() {
    assertThat(nightjar.isValid(SECRET)).isTrue();
    assertThat(nightjar.isValid(PUBLIC)).isTrue();
    backend.status = Status.ERR_SECRET_KEY;
    assertThat(nightjar.isValid(SECRET)).isFalse();
    backend.status = Status.ERR_PUBLIC_KEY;
    assertThat(nightjar.isValid(PUBLIC)).isFalse();
    backend.status = Status.INTERNAL;
    assertThatThrownBy(() -> nightjar.isValid(SECRET)).isInstanceOf(NightjarException.class);
    assertThatThrownBy(() -> nightjar.isValid(PUBLIC)).isInstanceOf(NightjarException.class);
  }

  @Test
  void invalidKeysAreTheCallersError() {
    backend.status = Status.ERR_SECRET_KEY;
    assertRefused(() -> nightjar.publicKey(SECRET), "group order");
    assertRefused(() -> nightjar.ecdh(SECRET, PUBLIC), "group order");
    assertRefused(() -> nightjar.nodeKey(SECRET), "group order");
    assertRefused(() -> nightjar.sign(SECRET, ASSOC, null), "group order");
    backend.status = Status.ERR_PUBLIC_KEY;
    assertRefused(() -> nightjar.ecdh(SECRET, PUBLIC), "not a point");
  }

  @Test
  void aFailedSelftestSaysWhatToDo() {
    nightjar.selftest();
    backend.status = Status.SELFTEST;
    assertThatThrownBy(nightjar::selftest)
        .isInstanceOf(NightjarException.class)
        .hasMessageContainingAll("fake", "do not use");
  }

  @Test
  void echoNeedsEqualLengths() {
    nightjar.echo(new byte[4], new byte[4]);
    assertRefused(() -> nightjar.echo(new byte[4], new byte[5]), "echo of 5 bytes into 4");
  }

  @Test
  void aClosedSecretKeyIsRefused() {
    SecretKey closed = SecretKey.of(new byte[32]);
    closed.close();
    assertThatThrownBy(() -> nightjar.publicKey(closed)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> nightjar.buildPaymentOnion(closed, hops(1, 2), ASSOC))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static void assertNull(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class);
  }
}
