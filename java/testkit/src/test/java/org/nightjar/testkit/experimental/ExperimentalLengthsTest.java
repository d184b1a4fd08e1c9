package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;

/**
 * Arrays of wrong lengths, and none: the native providers refuse each of them in each call of the
 * experimental part, for they would read and write beyond it.
 */
class ExperimentalLengthsTest {
  /** Lengths of a call's arrays; * for any, ? where there may be none. */
  private static final Map<String, String> LENGTHS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("adaptorPresign", "65 32 33 32 32?"),
              Map.entry("adaptorVerify", "65 32 33 32"),
              Map.entry("adaptorAdapt", "64 65 32"),
              Map.entry("adaptorExtract", "32 65 64 33"),
              Map.entry("ecdsaAdaptorPresign", "162 32 33 32 32?"),
              Map.entry("ecdsaAdaptorVerify", "162 33 33 32"),
              Map.entry("ecdsaAdaptorAdapt", "64 162 32"),
              Map.entry("ecdsaAdaptorExtract", "32 162 64 33"),
              Map.entry("musigAggregate", "160 33"),
              Map.entry("musigTweak", "160 32"),
              Map.entry("musigPublicKey", "33 160"),
              Map.entry("musigNonce", "97 66 32 32? 33 32? *? *"),
              Map.entry("musigNonceAggregate", "66 66"),
              Map.entry("musigSession", "160 160 66 33? *"),
              Map.entry("musigSign", "32 97 32 160 160"),
              Map.entry("musigDeterministicSign", "66 32 32 66 160 * 32?"),
              Map.entry("musigVerify", "32 66 33 160 160"),
              Map.entry("musigCombine", "65 160 160 32"),
              Map.entry("ptlcEpochId", "16 32"),
              Map.entry("ptlcNonces", "66 32 32"),
              Map.entry("ptlcPoint", "33 32 237 66"),
              Map.entry("ptlcClaim", "32 32 32 32 237"),
              Map.entry("ptlcHash", "32 237"),
              Map.entry("ptlcBlind", "32 32"),
              Map.entry("ptlcBlindPoint", "33 33 32"),
              Map.entry("ptlcUnblindPoint", "33 33 32"),
              Map.entry("ptlcBlindScalar", "32 32 32"),
              Map.entry("ptlcUnblindScalar", "32 32 32")));

  private byte[] message;

  private static List<Method> calls() {
    List<Method> calls = List.of(ExperimentalBackend.class.getMethods());
    assertThat(calls.stream().map(Method::getName).sorted().toList())
        .isEqualTo(List.copyOf(LENGTHS.keySet()));
    return calls;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void wrongLengthsAreRefused(String provider) throws Exception {
    message = message(provider);
    ExperimentalBackend backend = Backends.ALL.get(provider).experimental();
    for (Method call : calls()) {
      String[] lengths = LENGTHS.get(call.getName()).split(" ");
      assertThat(call(backend, call, lengths, -1, null))
          .as(call.getName())
          .isNotEqualTo(Status.ERR_ARGUMENT);
      for (int i = 0; i < lengths.length; i++) {
        if (!lengths[i].endsWith("?")) {
          assertRefused(backend, call, lengths, i, null);
        }
        if (!lengths[i].startsWith("*")) {
          int length = length(lengths[i]);
          assertRefused(backend, call, lengths, i, new byte[length - 1]);
          assertRefused(backend, call, lengths, i, new byte[length + 1]);
        }
      }
    }
  }

  private void assertRefused(
      ExperimentalBackend backend, Method call, String[] lengths, int at, byte[] wrong)
      throws Exception {
    assertThat(call(backend, call, lengths, at, wrong))
        .as(
            "%s, array %d of %s bytes",
            call.getName(), at, wrong == null ? "no" : Integer.toString(wrong.length))
        .isEqualTo(Status.ERR_ARGUMENT);
  }

  private static int length(String length) {
    String digits = length.replace("?", "");
    return digits.equals("*") ? 5 : Integer.parseInt(digits);
  }

  /** A message to the payee and of the epoch whose secrets are all ones. */
  private static byte[] message(String provider) {
    byte[] secret = Hex.repeat(1, 32);
    byte[] payee = new byte[33];
    byte[] epoch = new byte[16];
    Backend backend = Backends.ALL.get(provider);
    assertThat(backend.publicKeyCreate(payee, secret)).isEqualTo(Status.OK);
    assertThat(backend.experimental().ptlcEpochId(epoch, secret)).isEqualTo(Status.OK);
    byte[] message = new byte[237];
    System.arraycopy(payee, 1, message, 65, 32);
    System.arraycopy(epoch, 0, message, 185, epoch.length);
    return message;
  }

  /**
   * Calls with arrays of ones, but for one of them, and with a message; numbers are 2, and flags
   * false.
   */
  private int call(
      ExperimentalBackend backend, Method call, String[] lengths, int at, byte[] instead)
      throws Exception {
    Object[] arguments = new Object[call.getParameterCount()];
    int next = 0;
    for (int i = 0; i < arguments.length; i++) {
      Class<?> type = call.getParameterTypes()[i];
      if (type == byte[].class) {
        int length = length(lengths[next]);
        byte[] right = length == message.length ? message.clone() : Hex.repeat(1, length);
        arguments[i] = next == at ? instead : right;
        next++;
      } else {
        arguments[i] = type == int.class ? (Object) 2 : (Object) false;
      }
    }
    assertThat(next).isEqualTo(lengths.length);
    return (int) call.invoke(backend, arguments);
  }
}
