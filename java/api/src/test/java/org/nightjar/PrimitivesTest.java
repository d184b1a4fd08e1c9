package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.spi.Status;

class PrimitivesTest {
  private static final byte[] KEY = new byte[32];
  private static final byte[] NONCE = new byte[12];
  private static final byte[] EMPTY = {};

  private final FakeBackend backend = new FakeBackend();
  private final Primitives primitives = Fakes.nightjar(backend).primitives();

  @Test
  void outputsHaveTheirLengths() {
    assertThat(primitives.sha256(EMPTY)).hasSize(32);
    assertThat(primitives.hmacSha256(EMPTY, EMPTY)).hasSize(32);
    assertThat(primitives.hkdfSha256(EMPTY, EMPTY, EMPTY, 42)).hasSize(42);
    assertThat(primitives.chacha20(KEY, NONCE, 0, new byte[5])).hasSize(5);
    assertThat(primitives.aeadEncrypt(KEY, NONCE, EMPTY, new byte[5])).hasSize(21);
    assertThat(primitives.aeadDecrypt(KEY, NONCE, EMPTY, new byte[21])).hasSize(5);
    assertThat(primitives.aeadDecrypt(KEY, NONCE, EMPTY, EMPTY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theLabelOfAKeyIsItsOrdinal(KeyType type) {
    assertThat(primitives.deriveKey(type, KEY)).hasSize(32).containsOnly(type.ordinal());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void aKeyHas32Bytes(int length) {
    byte[] wrong = new byte[length];
    assertRefused(() -> primitives.deriveKey(KeyType.RHO, wrong));
    assertRefused(() -> primitives.chacha20(wrong, NONCE, 0, EMPTY));
    assertRefused(() -> primitives.aeadEncrypt(wrong, NONCE, EMPTY, EMPTY));
    assertRefused(() -> primitives.aeadDecrypt(wrong, NONCE, EMPTY, EMPTY));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 11, 13, 24})
  void aNonceHas12Bytes(int length) {
    byte[] wrong = new byte[length];
    assertRefused(() -> primitives.chacha20(KEY, wrong, 0, EMPTY));
    assertRefused(() -> primitives.aeadEncrypt(KEY, wrong, EMPTY, EMPTY));
    assertRefused(() -> primitives.aeadDecrypt(KEY, wrong, EMPTY, EMPTY));
  }

  @Test
  void hkdfGivesAtMost8160Bytes() {
    assertThat(primitives.hkdfSha256(EMPTY, EMPTY, EMPTY, 8160)).hasSize(8160);
    assertThat(primitives.hkdfSha256(EMPTY, EMPTY, EMPTY, 0)).isEmpty();
    assertRefused(() -> primitives.hkdfSha256(EMPTY, EMPTY, EMPTY, 8161));
    assertRefused(() -> primitives.hkdfSha256(EMPTY, EMPTY, EMPTY, -1));
  }

  @Test
  void whatWasAlteredIsNull() {
    backend.status = Status.PEER_AEAD_TAG;
    assertThat(primitives.aeadDecrypt(KEY, NONCE, EMPTY, new byte[20])).isNull();
    backend.status = Status.INTERNAL;
    assertThatThrownBy(() -> primitives.aeadDecrypt(KEY, NONCE, EMPTY, new byte[20]))
        .isInstanceOf(NightjarException.class);
  }

  @Test
  void aCounterThatWouldWrapIsTheCallersError() {
    backend.status = Status.ERR_ARGUMENT;
    assertRefused(() -> primitives.chacha20(KEY, NONCE, -1, new byte[65]));
  }

  @Test
  void nullNeverReachesTheProvider() {
    assertNull(() -> primitives.sha256(null));
    assertNull(() -> primitives.hmacSha256(null, EMPTY));
    assertNull(() -> primitives.hmacSha256(EMPTY, null));
    assertNull(() -> primitives.hkdfSha256(null, EMPTY, EMPTY, 1));
    assertNull(() -> primitives.hkdfSha256(EMPTY, null, EMPTY, 1));
    assertNull(() -> primitives.hkdfSha256(EMPTY, EMPTY, null, 1));
    assertNull(() -> primitives.deriveKey(null, KEY));
    assertNull(() -> primitives.deriveKey(KeyType.MU, null));
    assertNull(() -> primitives.chacha20(null, NONCE, 0, EMPTY));
    assertNull(() -> primitives.chacha20(KEY, null, 0, EMPTY));
    assertNull(() -> primitives.chacha20(KEY, NONCE, 0, null));
    assertNull(() -> primitives.aeadEncrypt(KEY, NONCE, null, EMPTY));
    assertNull(() -> primitives.aeadEncrypt(KEY, NONCE, EMPTY, null));
    assertNull(() -> primitives.aeadDecrypt(KEY, NONCE, null, EMPTY));
    assertNull(() -> primitives.aeadDecrypt(KEY, NONCE, EMPTY, null));
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertNull(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class);
  }
}
