package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.MuSig2;
import org.nightjar.MuSigKeys;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/**
 * BIP327, dlcspecs "ECDSA-adaptor", and the project's own vectors of adaptor signatures and
 * reusable invoices, on every provider.
 */
class ExperimentalVectorTest {
  private static final Vectors VECTORS = new Vectors("experimental");
  private static final String BIP327 = "bips/bip-0327_vectors_";
  private static final String OURS = "ptlc/nightjar-ptlc-vectors.json";

  @AfterAll
  static void allRan() {
    VECTORS.assertAllRan();
  }

  static List<String> providers() {
    return Backends.ids();
  }

  private static ExperimentalBackend experimental(String provider) {
    return Backends.ALL.get(provider).experimental();
  }

  private static byte[] bytes(JsonObject from, String name) {
    return Hex.bytes(from.get(name).getAsString());
  }

  private static byte @Nullable [] maybeBytes(JsonObject from, String name) {
    JsonElement value = from.get(name);
    return value == null || value.isJsonNull() ? null : Hex.bytes(value.getAsString());
  }

  private static List<byte[]> list(JsonObject from, String name) {
    List<byte[]> all = new ArrayList<>();
    from.getAsJsonArray(name).forEach(element -> all.add(Hex.bytes(element.getAsString())));
    return all;
  }

  private static byte[] chosen(List<byte[]> all, JsonArray indices) {
    List<byte[]> some = new ArrayList<>();
    indices.forEach(index -> some.add(all.get(index.getAsInt())));
    return Hex.concat(some.toArray(byte[][]::new));
  }

  private static List<JsonObject> objects(JsonObject from, String name) {
    List<JsonObject> all = new ArrayList<>();
    from.getAsJsonArray(name).forEach(element -> all.add(element.getAsJsonObject()));
    return all;
  }

  private static byte[] opaque() {
    return new byte[ExperimentalBackend.MUSIG_OPAQUE_LENGTH];
  }

  /** Aggregates the keys of a case, and tweaks them if it says so: the first bad status. */
  private static int aggregate(
      ExperimentalBackend x, byte[] keys, JsonObject file, JsonObject test) {
    int status =
        x.musigAggregate(keys, chosen(list(file, "pubkeys"), test.getAsJsonArray("key_indices")));
    if (test.has("tweak_indices")) {
      JsonArray indices = test.getAsJsonArray("tweak_indices");
      for (int i = 0; i < indices.size() && status == Status.OK; i++) {
        byte[] tweak = list(file, "tweaks").get(indices.get(i).getAsInt());
        status = x.musigTweak(keys, tweak, test.getAsJsonArray("is_xonly").get(i).getAsBoolean());
      }
    }
    return status;
  }

  @Test
  void keySorting() {
    try (Vectors.Cases cases = VECTORS.open(BIP327 + "key_sort_vectors.json")) {
      JsonObject file = cases.json();
      assertThat(MuSig2.sort(keys(file, "pubkeys"))).isEqualTo(keys(file, "sorted_pubkeys"));
      cases.ran();
    }
  }

  private static List<PublicKey> keys(JsonObject file, String name) {
    return list(file, name).stream().map(PublicKey::of).toList();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void keyAggregation(String provider) {
    ExperimentalBackend x = experimental(provider);
    try (Vectors.Cases cases = VECTORS.open(BIP327 + "key_agg_vectors.json")) {
      JsonObject file = cases.json();
      for (JsonObject test : objects(file, "valid_test_cases")) {
        byte[] keys = opaque();
        byte[] key = new byte[33];
        assertThat(aggregate(x, keys, file, test)).isEqualTo(Status.OK);
        assertThat(x.musigPublicKey(key, keys)).isEqualTo(Status.OK);
        assertThat(Arrays.copyOfRange(key, 1, 33)).isEqualTo(bytes(test, "expected"));
        cases.ran();
      }
      for (JsonObject test : objects(file, "error_test_cases")) {
        assertThat(aggregate(x, opaque(), file, test)).isNotEqualTo(Status.OK);
        cases.ran();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void nonceAggregation(String provider) {
    ExperimentalBackend x = experimental(provider);
    try (Vectors.Cases cases = VECTORS.open(BIP327 + "nonce_agg_vectors.json")) {
      JsonObject file = cases.json();
      for (String kind : List.of("valid_test_cases", "error_test_cases")) {
        for (JsonObject test : objects(file, kind)) {
          byte[] nonce = new byte[66];
          int status =
              x.musigNonceAggregate(
                  nonce, chosen(list(file, "pnonces"), test.getAsJsonArray("pnonce_indices")));
          if (test.has("expected")) {
            assertThat(status).isEqualTo(Status.OK);
            assertThat(nonce).isEqualTo(bytes(test, "expected"));
          } else {
            assertThat(status).isEqualTo(Status.ERR_PUBLIC_KEY);
          }
          cases.ran();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void nonceGeneration(String provider) {
    ExperimentalBackend x = experimental(provider);
    try (Vectors.Cases cases = VECTORS.open(BIP327 + "nonce_gen_vectors.json")) {
      for (JsonObject test : objects(cases.json(), "test_cases")) {
        byte[] secret = new byte[97];
        byte[] nonce = new byte[66];
        byte[] extra = maybeBytes(test, "extra_in");
        int status =
            x.musigNonce(
                secret,
                nonce,
                bytes(test, "rand_"),
                maybeBytes(test, "sk"),
                bytes(test, "pk"),
                maybeBytes(test, "aggpk"),
                maybeBytes(test, "msg"),
                extra == null ? new byte[0] : extra);
        assertThat(status).isEqualTo(Status.OK);
        assertThat(secret).isEqualTo(bytes(test, "expected_secnonce"));
        assertThat(nonce).isEqualTo(bytes(test, "expected_pubnonce"));
        cases.ran();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void partialSignatures(String provider) {
    ExperimentalBackend x = experimental(provider);
    try (Vectors.Cases cases = VECTORS.open(BIP327 + "sign_verify_vectors.json")) {
      JsonObject file = cases.json();
      for (JsonObject test : objects(file, "valid_test_cases")) {
        byte[] nonce = list(file, "aggnonces").get(test.get("aggnonce_index").getAsInt());
        signs(x, file, test, list(file, "secnonces").get(0), nonce, message(file, test));
        cases.ran();
      }
      for (JsonObject test : objects(file, "sign_error_test_cases")) {
        if (test.get("comment").getAsString().contains("not in the list")) {
          refusesAStranger(Backends.NIGHTJARS.get(provider), file, test);
        } else {
          assertThat(signStatus(x, file, test)).isNotEqualTo(Status.OK);
        }
        cases.ran();
      }
      for (JsonObject test : objects(file, "verify_error_test_cases")) {
        byte[] nonces = chosen(list(file, "pnonces"), test.getAsJsonArray("nonce_indices"));
        int status = x.musigNonceAggregate(new byte[66], nonces);
        assertThat(status == Status.OK ? aggregate(x, opaque(), file, test) : status)
            .isEqualTo(Status.ERR_PUBLIC_KEY);
        cases.ran();
      }
      for (JsonObject test : objects(file, "verify_fail_test_cases")) {
        byte[] nonces = chosen(list(file, "pnonces"), test.getAsJsonArray("nonce_indices"));
        byte[] nonce = new byte[66];
        byte[] keys = opaque();
        byte[] session = opaque();
        assertThat(x.musigNonceAggregate(nonce, nonces)).isEqualTo(Status.OK);
        assertThat(aggregate(x, keys, file, test)).isEqualTo(Status.OK);
        assertThat(x.musigSession(session, keys, nonce, null, message(file, test)))
            .isEqualTo(Status.OK);
        int signer = test.get("signer_index").getAsInt();
        assertThat(
                x.musigVerify(
                    bytes(test, "sig"),
                    Arrays.copyOfRange(nonces, signer * 66, signer * 66 + 66),
                    signerKey(file, test),
                    keys,
                    session))
            .isEqualTo(Status.PEER_SIGNATURE);
        cases.ran();
      }
    }
  }

  /** Whether a signer is among the keys the API knows, not the backend. */
  private static void refusesAStranger(Nightjar nightjar, JsonObject file, JsonObject test) {
    MuSig2 musig2 = nightjar.experimental().musig2();
    List<PublicKey> all = keys(file, "pubkeys");
    List<PublicKey> some = new ArrayList<>();
    test.getAsJsonArray("key_indices").forEach(index -> some.add(all.get(index.getAsInt())));
    MuSigKeys keys = musig2.aggregate(some).orElseThrow();
    SecretKey secret = SecretKey.of(bytes(file, "sk"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> musig2.nonce(new SecureRandom(), secret, keys, message(file, test)))
        .withMessageContaining("none of the signers");
  }

  private static byte[] message(JsonObject file, JsonObject test) {
    return list(file, "msgs").get(test.get("msg_index").getAsInt());
  }

  private static byte[] signerKey(JsonObject file, JsonObject test) {
    int signer = test.get("signer_index").getAsInt();
    return list(file, "pubkeys").get(test.getAsJsonArray("key_indices").get(signer).getAsInt());
  }

  /** A partial signature of the file's signer is the expected one, and verifies. */
  private static void signs(
      ExperimentalBackend x,
      JsonObject file,
      JsonObject test,
      byte[] secretNonce,
      byte[] nonce,
      byte[] message) {
    byte[] keys = opaque();
    byte[] session = opaque();
    byte[] partial = new byte[32];
    byte[] once = secretNonce.clone();
    assertThat(aggregate(x, keys, file, test)).isEqualTo(Status.OK);
    assertThat(x.musigSession(session, keys, nonce, null, message)).isEqualTo(Status.OK);
    assertThat(x.musigSign(partial, once, bytes(file, "sk"), keys, session)).isEqualTo(Status.OK);
    assertThat(partial).isEqualTo(bytes(test, "expected"));
    assertThat(once).containsOnly(0);
    int signer = test.get("signer_index").getAsInt();
    int nonceIndex = test.getAsJsonArray("nonce_indices").get(signer).getAsInt();
    assertThat(
            x.musigVerify(
                partial,
                list(file, "pnonces").get(nonceIndex),
                signerKey(file, test),
                keys,
                session))
        .isEqualTo(Status.OK);
  }

  /** The first bad status on the way to a partial signature. */
  private static int signStatus(ExperimentalBackend x, JsonObject file, JsonObject test) {
    byte[] keys = opaque();
    byte[] session = opaque();
    byte[] nonce = list(file, "aggnonces").get(test.get("aggnonce_index").getAsInt());
    byte[] secretNonce =
        list(file, "secnonces")
            .get(test.has("secnonce_index") ? test.get("secnonce_index").getAsInt() : 0);
    int status = aggregate(x, keys, file, test);
    if (status == Status.OK) {
      status = x.musigSession(session, keys, nonce, null, message(file, test));
    }
    return status == Status.OK
        ? x.musigSign(new byte[32], secretNonce, bytes(file, "sk"), keys, session)
        : status;
  }

  @ParameterizedTest
  @MethodSource("providers")
  void tweaks(String provider) {
    ExperimentalBackend x = experimental(provider);
    try (Vectors.Cases cases = VECTORS.open(BIP327 + "tweak_vectors.json")) {
      JsonObject file = cases.json();
      for (JsonObject test : objects(file, "valid_test_cases")) {
        signs(x, file, test, bytes(file, "secnonce"), bytes(file, "aggnonce"), bytes(file, "msg"));
        cases.ran();
      }
      for (JsonObject test : objects(file, "error_test_cases")) {
        assertThat(aggregate(x, opaque(), file, test)).isEqualTo(Status.ERR_SECRET_KEY);
        cases.ran();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void ecdsaAdaptors(String provider) {
    ExperimentalBackend x = experimental(provider);
    try (Vectors.Cases cases = VECTORS.open("dlcspecs/ecdsa_adaptor.json")) {
      for (JsonObject test : cases.jsonArray()) {
        boolean valid = !test.has("error") || test.get("error").isJsonNull();
        String kind = test.get("kind").getAsString();
        byte[] presignature = bytes(test, "adaptor_sig");
        byte[] secret = new byte[32];
        byte[] signature = new byte[64];
        int status =
            switch (kind) {
              case "verification" ->
                  x.ecdsaAdaptorVerify(
                      presignature,
                      bytes(test, "public_signing_key"),
                      bytes(test, "encryption_key"),
                      bytes(test, "message_hash"));
              case "recovery" ->
                  x.ecdsaAdaptorExtract(
                      secret,
                      presignature,
                      bytes(test, "signature"),
                      bytes(test, "encryption_key"));
              default -> {
                secret[31] = 1;
                yield x.ecdsaAdaptorAdapt(signature, presignature, secret);
              }
            };
        assertThat(status).isEqualTo(valid ? Status.OK : Status.PEER_SIGNATURE);
        if (valid && kind.equals("recovery")) {
          // of a signature that may have a high s, which none of ours has
          assertThat(secret).isEqualTo(bytes(test, "decryption_key"));
        }
        if (valid && kind.equals("verification")) {
          byte[] key = bytes(test, "decryption_key");
          assertThat(x.ecdsaAdaptorAdapt(signature, presignature, key)).isEqualTo(Status.OK);
          assertThat(signature).isEqualTo(bytes(test, "signature"));
          assertThat(
                  x.ecdsaAdaptorExtract(
                      secret, presignature, signature, bytes(test, "encryption_key")))
              .isEqualTo(Status.OK);
          assertThat(secret).isEqualTo(key);
        }
        cases.ran();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void ours(String provider) {
    Backend backend = Backends.ALL.get(provider);
    try (Vectors.Cases cases = VECTORS.open(OURS)) {
      JsonObject file = cases.json();
      for (JsonObject test : objects(file.getAsJsonObject("schnorr_adaptor"), "valid")) {
        adapts(backend, test);
        cases.ran();
      }
      for (JsonObject test : objects(file.getAsJsonObject("schnorr_adaptor"), "invalid")) {
        if (refuses(backend.experimental(), test)) {
          cases.ran();
        }
      }
      for (JsonObject test : objects(file, "musig_adaptor")) {
        cosigns(backend.experimental(), test);
        cases.ran();
      }
      for (JsonObject test : objects(file.getAsJsonObject("reusable"), "valid")) {
        answers(backend, test);
        cases.ran();
      }
    }
  }

  private static void adapts(Backend backend, JsonObject test) {
    ExperimentalBackend x = backend.experimental();
    byte[] presignature = new byte[65];
    byte[] signature = new byte[64];
    byte[] secret = new byte[32];
    byte[] adaptor = bytes(test, "adaptor_point");
    byte[] message = bytes(test, "msg");
    byte[] key = bytes(test, "pubkey");
    assertThat(
            x.adaptorPresign(
                presignature, bytes(test, "seckey"), adaptor, message, bytes(test, "aux_rand")))
        .isEqualTo(Status.OK);
    assertThat(presignature).isEqualTo(bytes(test, "presig"));
    assertThat(x.adaptorVerify(presignature, key, adaptor, message)).isEqualTo(Status.OK);
    assertThat(x.adaptorAdapt(signature, presignature, bytes(test, "adaptor_secret")))
        .isEqualTo(Status.OK);
    assertThat(signature).isEqualTo(bytes(test, "sig"));
    assertThat(backend.schnorrVerify(key, message, signature)).isEqualTo(Status.OK);
    assertThat(x.adaptorExtract(secret, presignature, signature, adaptor)).isEqualTo(Status.OK);
    assertThat(secret).isEqualTo(bytes(test, "adaptor_secret"));
  }

  /** Whether it is a case of this interface, where lengths are right. */
  private static boolean refuses(ExperimentalBackend x, JsonObject test) {
    byte[] presignature = bytes(test, "presig");
    if (presignature.length != 65) {
      return false;
    }
    int status =
        switch (test.get("op").getAsString()) {
          case "preverify" ->
              x.adaptorVerify(
                  presignature,
                  bytes(test, "pubkey"),
                  bytes(test, "adaptor_point"),
                  bytes(test, "msg"));
          case "adapt" -> x.adaptorAdapt(new byte[64], presignature, bytes(test, "adaptor_secret"));
          case "extract" ->
              x.adaptorExtract(
                  new byte[32], presignature, bytes(test, "sig"), bytes(test, "adaptor_point"));
          default -> Status.PEER_SIGNATURE;
        };
    assertThat(status).as("%s", test.get("id")).isNotEqualTo(Status.OK);
    return true;
  }

  private static void cosigns(ExperimentalBackend x, JsonObject test) {
    List<byte[]> publics = list(test, "pubkeys");
    byte[] keys = opaque();
    byte[] session = opaque();
    assertThat(x.musigAggregate(keys, Hex.concat(publics.toArray(byte[][]::new))))
        .isEqualTo(Status.OK);
    byte[] adaptor = bytes(test, "adaptor_point");
    byte[] message = bytes(test, "msg");
    assertThat(x.musigSession(session, keys, bytes(test, "aggnonce"), adaptor, message))
        .isEqualTo(Status.OK);
    List<byte[]> partials = new ArrayList<>();
    for (int i = 0; i < publics.size(); i++) {
      byte[] scalars = list(test, "secnonces").get(i);
      byte[] nonce = Hex.concat(Arrays.copyOf(scalars, 64), publics.get(i));
      byte[] partial = new byte[32];
      assertThat(x.musigSign(partial, nonce, list(test, "seckeys").get(i), keys, session))
          .isEqualTo(Status.OK);
      assertThat(partial).isEqualTo(list(test, "psigs").get(i));
      partials.add(partial);
    }
    byte[] presignature = new byte[65];
    byte[] signature = new byte[64];
    assertThat(
            x.musigCombine(
                presignature, keys, session, Hex.concat(partials.toArray(byte[][]::new))))
        .isEqualTo(Status.OK);
    assertThat(x.adaptorVerify(presignature, bytes(test, "aggpk"), adaptor, message))
        .isEqualTo(Status.OK);
    assertThat(x.adaptorAdapt(signature, presignature, bytes(test, "adaptor_secret")))
        .isEqualTo(Status.OK);
    assertThat(signature).isEqualTo(bytes(test, "sig"));
  }

  private static void answers(Backend backend, JsonObject test) {
    ExperimentalBackend x = backend.experimental();
    byte[] epoch = bytes(test, "epoch_secret");
    byte[] receipt = bytes(test, "payee_seckey");
    byte[] message = bytes(test, "receipt_preimage");
    int nu = test.get("nu").getAsInt();
    byte[] nonces = Hex.concat(list(test, "nonce_points").toArray(byte[][]::new));
    byte[] made = new byte[nonces.length];
    assertThat(x.ptlcNonces(made, epoch, receipt, test.get("index").getAsInt(), nu))
        .isEqualTo(Status.OK);
    assertThat(made).isEqualTo(nonces);
    byte[] point = new byte[33];
    byte[] r = new byte[32];
    byte[] claim = new byte[32];
    assertThat(x.ptlcPoint(point, r, message, nonces)).isEqualTo(Status.OK);
    assertThat(point).isEqualTo(bytes(test, "payment_point"));
    assertThat(x.ptlcClaim(claim, r, epoch, receipt, message, nu)).isEqualTo(Status.OK);
    byte[] hash = new byte[32];
    assertThat(x.ptlcHash(hash, message)).isEqualTo(Status.OK);
    assertThat(Hex.concat(r, claim)).isEqualTo(bytes(test, "receipt_sig"));
    assertThat(backend.schnorrVerify(bytes(test, "payee_receipt_key"), hash, Hex.concat(r, claim)))
        .isEqualTo(Status.OK);
    assertThat(x.ptlcBlindPoint(point, point, bytes(test, "recipient_blind"))).isEqualTo(Status.OK);
    List<byte[]> incoming = list(test, "incoming_points");
    assertThat(point).isEqualTo(incoming.get(incoming.size() - 1));
  }
}
