package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;

class ErrorsTest {
  static Stream<Integer> callersErrors() {
    return statuses().filter(s -> s >= 100 && s < 200 && s != Status.ERR_HANDLE);
  }

  static Stream<Integer> faults() {
    return Stream.concat(
        statuses().filter(s -> s >= 200), Stream.of(Status.ERR_HANDLE, 1, -1, 999));
  }

  static Stream<Integer> statuses() {
    return Arrays.stream(Status.class.getFields()).map(ErrorsTest::value);
  }

  private static int value(Field field) {
    try {
      return field.getInt(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void okThrowsNothing() {
    Errors.check(Status.OK);
  }

  @ParameterizedTest
  @MethodSource("callersErrors")
  void theCallersErrorIsAnIllegalArgument(int status) {
    assertThatThrownBy(() -> Errors.check(status)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void anythingElseIsAFaultThatNamesTheStatus(int status) {
    assertThatThrownBy(() -> Errors.check(status))
        .isInstanceOf(NightjarException.class)
        .hasMessageContaining(String.valueOf(status))
        .hasMessageContaining("selftest");
  }

  @ParameterizedTest
  @CsvSource({
    "200, ONION_LENGTH, c004",
    "201, ONION_VERSION, c004",
    "202, ONION_KEY, c006",
    "203, ONION_HMAC, c005",
    "204, ONION_PAYLOAD, 4016",
    "205, PATH_KEY, c018"
  })
  void aPeersErrorIsAValue(int status, RejectReason reason, String failureCode) {
    Peeled.Rejected rejected =
        (Peeled.Rejected) PeelAnswer.read(FakeBackend.PRIMITIVES, answer(status), 1366, false);
    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.failureCode()).isEqualTo(Integer.parseInt(failureCode, 16));
    assertThat(rejected.sharedSecret() != null).isEqualTo(reason == RejectReason.ONION_PAYLOAD);
    assertThat(reason.text()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 203, 204, 205})
  void withAPathKeyEveryPeersErrorIsInvalidOnionBlinding(int status) {
    Peeled.Rejected rejected =
        (Peeled.Rejected) PeelAnswer.read(FakeBackend.PRIMITIVES, answer(status), 1366, true);
    assertThat(rejected.failureCode()).isEqualTo(0xc018);
  }

  @Test
  void everyReasonHasItsOwnStatus() {
    assertThat(Stream.of(200, 201, 202, 203, 204, 205).map(RejectReason::ofStatus))
        .containsExactly(RejectReason.values());
  }

  @Test
  void aPeelThatIsNobodysErrorThrows() {
    assertThatThrownBy(
            () -> PeelAnswer.read(FakeBackend.PRIMITIVES, answer(Status.ERR_ARGUMENT), 1366, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> PeelAnswer.read(FakeBackend.PRIMITIVES, answer(Status.INTERNAL), 1366, false))
        .isInstanceOf(NightjarException.class);
    assertThatThrownBy(
            () ->
                PeelAnswer.read(FakeBackend.PRIMITIVES, answer(Status.PEER_AEAD_TAG), 1366, false))
        .isInstanceOf(NightjarException.class);
  }

  @Test
  void theExceptionKeepsItsCause() {
    Throwable cause = new IllegalStateException();
    assertThat(new NightjarException("text", cause)).hasMessage("text").hasCause(cause);
  }

  private static byte[] answer(int status) {
    byte[] layout = new byte[PeeledLayout.payload(1366)];
    layout[2] = (byte) (status >>> 8);
    layout[3] = (byte) status;
    return layout;
  }
}
