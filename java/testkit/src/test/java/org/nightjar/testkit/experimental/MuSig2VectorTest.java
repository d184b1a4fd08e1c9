package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.MuSig2;
import org.nightjar.MuSigContribution;
import org.nightjar.MuSigKeys;
import org.nightjar.MuSigSession;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/**
 * BIP327 through the API, on every provider: deterministic signing and the sum of partial
 * signatures, from the figures in the repository and, where they are there, from BIP327's files.
 */
class MuSig2VectorTest {
  private static final Vectors VECTORS = new Vectors("musig2");
  private static final String FIGURES = "nightjar/bip327.json";
  private static final String DETERMINISTIC = "bips/bip-0327_vectors_det_sign_vectors.json";
  private static final String AGGREGATE = "bips/bip-0327_vectors_sig_agg_vectors.json";

  @AfterAll
  static void allRan() {
    VECTORS.assertAllRan();
  }

  static List<Nightjar> providers() {
    return Backends.nightjars();
  }

  /** Keys as a case has them. */
  private record Signers(List<byte[]> keys, List<byte[]> tweaks, List<Boolean> xonly) {
    static Signers of(JsonObject test) {
      return new Signers(list(test.get("keys")), list(test.get("tweaks")), flags(test));
    }

    /** As in BIP327's files, which have all keys, and perhaps all tweaks, in one place. */
    static Signers of(JsonObject file, JsonObject test) {
      List<byte[]> tweaks =
          test.has("tweaks")
              ? list(test.get("tweaks"))
              : chosen(file.get("tweaks"), test.get("tweak_indices"));
      return new Signers(chosen(file.get("pubkeys"), test.get("key_indices")), tweaks, flags(test));
    }

    private static List<Boolean> flags(JsonObject test) {
      String name = test.has("xonly") ? "xonly" : "is_xonly";
      return stream(test.get(name)).stream().map(JsonElement::getAsBoolean).toList();
    }

    Optional<MuSigKeys> aggregate(MuSig2 musig2) {
      Optional<MuSigKeys> all = musig2.aggregate(keys.stream().map(PublicKey::of).toList());
      for (int i = 0; i < tweaks.size() && all.isPresent(); i++) {
        all = Optional.of(all.get().tweaked(tweaks.get(i), xonly.get(i)));
      }
      return all;
    }
  }

  private static List<JsonElement> stream(JsonElement array) {
    JsonArray all = array.getAsJsonArray();
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  private static List<byte[]> list(JsonElement array) {
    return stream(array).stream().map(element -> Hex.bytes(element.getAsString())).toList();
  }

  private static List<byte[]> chosen(JsonElement array, JsonElement indices) {
    List<byte[]> all = list(array);
    return stream(indices).stream().map(index -> all.get(index.getAsInt())).toList();
  }

  private static Optional<byte[]> maybe(JsonElement value) {
    return value == null || value.isJsonNull()
        ? Optional.empty()
        : Optional.of(Hex.bytes(value.getAsString()));
  }

  private static List<JsonObject> objects(JsonObject from, String... names) {
    return List.of(names).stream()
        .flatMap(name -> stream(from.get(name)).stream())
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void figures(Nightjar nightjar) {
    try (Vectors.Cases cases = VECTORS.open(FIGURES)) {
      JsonObject file = cases.json();
      for (JsonObject test : objects(file, "deterministic_sign")) {
        Optional<byte[]> nonce = maybe(test.get("public_nonce"));
        List<byte[]> expected =
            nonce
                .map(n -> List.of(n, Hex.bytes(test.get("partial").getAsString())))
                .orElse(List.of());
        signs(
            nightjar,
            Signers.of(test),
            Hex.bytes(test.get("secret_key").getAsString()),
            Hex.bytes(test.get("other_nonce").getAsString()),
            Hex.bytes(test.get("message").getAsString()),
            maybe(test.get("random")),
            expected);
        cases.ran();
      }
      for (JsonObject test : objects(file, "aggregate")) {
        adds(
            nightjar,
            Signers.of(test),
            list(test.get("nonces")),
            Hex.bytes(test.get("aggregate_nonce").getAsString()),
            Hex.bytes(test.get("message").getAsString()),
            list(test.get("partials")),
            maybe(test.get("signature")));
        cases.ran();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void deterministicSigning(Nightjar nightjar) {
    try (Vectors.Cases cases = VECTORS.open(DETERMINISTIC)) {
      JsonObject file = cases.json();
      for (JsonObject test : objects(file, "valid_test_cases", "error_test_cases")) {
        signs(
            nightjar,
            Signers.of(file, test),
            Hex.bytes(file.get("sk").getAsString()),
            Hex.bytes(test.get("aggothernonce").getAsString()),
            list(file.get("msgs")).get(test.get("msg_index").getAsInt()),
            maybe(test.get("rand")),
            test.has("expected") ? list(test.get("expected")) : List.of());
        cases.ran();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void signatureAggregation(Nightjar nightjar) {
    try (Vectors.Cases cases = VECTORS.open(AGGREGATE)) {
      JsonObject file = cases.json();
      for (JsonObject test : objects(file, "valid_test_cases", "error_test_cases")) {
        adds(
            nightjar,
            Signers.of(file, test),
            chosen(file.get("pnonces"), test.get("nonce_indices")),
            Hex.bytes(test.get("aggnonce").getAsString()),
            Hex.bytes(file.get("msg").getAsString()),
            chosen(file.get("psigs"), test.get("psig_indices")),
            maybe(test.get("expected")));
        cases.ran();
      }
    }
  }

  /** The expected nonce and partial signature; none where nothing is expected. */
  private static void signs(
      Nightjar nightjar,
      Signers signers,
      byte[] secretKey,
      byte[] otherNonce,
      byte[] message,
      Optional<byte[]> random,
      List<byte[]> expected) {
    MuSig2 musig2 = nightjar.experimental().musig2();
    Optional<MuSigContribution> made;
    try (SecretKey secret = SecretKey.of(secretKey)) {
      made =
          signers
              .aggregate(musig2)
              .flatMap(
                  keys ->
                      musig2.deterministicSign(
                          secret, keys, otherNonce, message, random.orElse(null)));
    } catch (IllegalArgumentException e) { // a tweak that is no scalar, or no signer
      made = Optional.empty();
    }
    assertThat(made.map(both -> List.of(both.publicNonce(), both.partial())).orElse(List.of()))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(expected);
  }

  /** The expected signature, of partial signatures that verify; none where none is expected. */
  private static void adds(
      Nightjar nightjar,
      Signers signers,
      List<byte[]> nonces,
      byte[] aggregateNonce,
      byte[] message,
      List<byte[]> partials,
      Optional<byte[]> expected) {
    MuSig2 musig2 = nightjar.experimental().musig2();
    MuSigKeys keys = signers.aggregate(musig2).orElseThrow();
    assertThat(musig2.aggregateNonces(nonces)).hasValue(aggregateNonce);
    MuSigSession session = musig2.session(keys, aggregateNonce, message).orElseThrow();
    assertThat(session.signature(partials)).isEqualTo(expected.map(SchnorrSignature::of));
    assertThat(
            IntStream.range(0, partials.size())
                .allMatch(
                    i -> session.verify(partials.get(i), nonces.get(i), keys.signers().get(i))))
        .isEqualTo(expected.isPresent());
  }
}
