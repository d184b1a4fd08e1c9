package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;

/** The lab, as a researcher uses it. */
class PtlcCommandsTest {
  private static final String KEY = "0".repeat(63) + "3";
  private static final String SECRET = "0".repeat(63) + "2";
  private static final String MESSAGE = "0".repeat(64);
  private static final String POINT =
      "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
  private static final String RECIPIENTS_SECRET = "0c".repeat(32);

  @TempDir private Path temporary;

  private static Cli.Result run(String command, Object... more) {
    Stream<String> words = Stream.of(("ptlc " + command).split(" "));
    return Cli.run(
        Stream.concat(words, Stream.of(more).map(Object::toString)).toArray(String[]::new));
  }

  private static JsonObject json(String command, Object... more) {
    List<Object> args = new ArrayList<>(List.of(more));
    args.add("--json");
    Cli.Result result = run(command, args.toArray());
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    JsonObject json = result.json().getAsJsonObject();
    assertThat(json.get("experimental").getAsBoolean()).isTrue();
    return json;
  }

  private static void refused(String reason, String command, Object... more) {
    Cli.Result result = run(command, more);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).startsWith("nightjar: ").contains(reason).hasLineCount(1);
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  private static String last(JsonObject json, String name) {
    JsonArray all = json.getAsJsonArray(name);
    return all.get(all.size() - 1).getAsString();
  }

  private static String traced(JsonObject json, String name) {
    for (JsonElement step : json.getAsJsonArray("trace")) {
      if (step.getAsJsonObject().get("name").getAsString().equals(name)) {
        return step.getAsJsonObject().get("value").getAsString();
      }
    }
    throw new AssertionError("no step " + name + " in " + json);
  }

  private static String spoilt(String hex) {
    return hex.substring(0, hex.length() - 1) + (hex.endsWith("0") ? "1" : "0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"schnorr", "ecdsa"})
  void theFourStepsOfAdaptors(String kind) {
    String[] what = {"--kind", kind, "--msg", MESSAGE, "--point", POINT};
    JsonObject made =
        json(
            "adaptor presign --trace --key",
            KEY,
            what[0],
            what[1],
            what[2],
            what[3],
            what[4],
            what[5]);
    String presig = text(made, "presig");
    String by = text(made, "pubkey");
    JsonObject verified =
        json(
            "adaptor preverify --trace --presig",
            presig,
            "--pubkey",
            by,
            what[0],
            what[1],
            what[2],
            what[3],
            what[4],
            what[5]);
    assertThat(verified.get("valid").getAsBoolean()).isTrue();
    if (kind.equals("schnorr")) {
      String sign = traced(verified, "R'").startsWith("03") ? "+" : "-";
      assertThat(traced(verified, "R' " + sign + " A")).isEqualTo(POINT);
    } else {
      assertThat(traced(verified, "(m G + r X) / s_a")).isEqualTo(traced(verified, "R_a"));
      assertThat(traced(verified, "H_DLEQ(R_a || Y || R || A_G || A_Y)"))
          .isEqualTo(traced(verified, "b"));
    }
    refused(
        "do not use it",
        "adaptor preverify --presig",
        spoilt(presig),
        "--pubkey",
        by,
        "--kind",
        kind,
        "--msg",
        MESSAGE,
        "--point",
        POINT);
    JsonObject adapted =
        json("adaptor adapt --trace --presig", presig, "--secret", SECRET, "--kind", kind);
    String sig = text(adapted, "sig");
    assertThat(traced(adapted, "s")).isEqualTo(sig.substring(64));
    String[] extract = {"--presig", presig, "--point", POINT, "--kind", kind, "--sig"};
    JsonObject found =
        json(
            "adaptor extract --trace",
            extract[0],
            extract[1],
            extract[2],
            extract[3],
            extract[4],
            extract[5],
            extract[6],
            sig);
    assertThat(text(found, "secret")).isEqualTo(SECRET);
    refused(
        "not made of this pre-signature",
        "adaptor extract",
        extract[0],
        extract[1],
        extract[2],
        extract[3],
        extract[4],
        extract[5],
        extract[6],
        spoilt(sig));
    refused("malformed", "adaptor adapt --presig 02 --secret", SECRET, "--kind", kind);
  }

  @Test
  void aTraceOfWhatIsMalformedEndsWhereItIs() {
    Cli.Result result =
        run(
            "adaptor preverify --trace --presig 0200 --pubkey",
            POINT.substring(2),
            "--msg",
            MESSAGE,
            "--point",
            POINT);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).contains("malformed", "valid");
    assertThat(result.err()).hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adaptor",
        "adaptor presign",
        "adaptor presign --kind rsa",
        "adaptor presign --key 00 --msg 00 --point 00",
        "attack",
        "attack everything",
        "pool",
        "pool create",
        "issue",
        "point /tmp",
        "claim /tmp",
        "receipt",
        "verify --payee 00"
      })
  void aWrongCommandLineIsOneLineAndExitCode2(String command) {
    Cli.Result result = run(command);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("nightjar: ").contains("--help").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pool create --nu 3 --q 2",
        "pool create --nu 1",
        "pool create --count 0",
        "attack nu-below-2q --q 1",
        "attack nu-below-2q --q 9",
        "attack key-recovery --nu 1",
        "attack key-recovery --nu 33"
      })
  void numbersThatAreNotSafeOrNotThereAreRefused(String command) {
    Path folder = temporary.resolve("lab");
    Cli.Result result = command.startsWith("pool") ? run(command, folder) : run(command);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("nightjar: ").hasLineCount(1);
    assertThat(folder).doesNotExist();
  }

  /** One lab, and a payment that was not claimed yet. */
  private record Lab(Path folder, String payee, JsonObject issued) {
    static Lab in(Path folder) {
      JsonObject pool = json("pool create --count 3 --trace", folder);
      assertThat(text(pool, "merkle_root")).isEqualTo(traced(pool, "root"));
      return new Lab(folder, text(pool, "payee"), json("issue", folder));
    }

    JsonObject point(String note) {
      return json(
          "point",
          folder,
          "--issued",
          text(issued, "issued"),
          "--payer-key",
          text(issued, "payer_key"),
          "--amount-msat=50000",
          "--note",
          note,
          "--hop-secret",
          RECIPIENTS_SECRET,
          "--trace");
    }

    Object[] claim(JsonObject point) {
      return new Object[] {
        folder,
        "--receipt",
        text(point, "receipt"),
        "--point",
        last(point, "incoming_points"),
        "--shared-secret",
        RECIPIENTS_SECRET
      };
    }
  }

  @Test
  void aPaymentFromThePoolToItsReceipt() {
    Lab lab = Lab.in(temporary.resolve("lab"));
    JsonObject again =
        json("issue --trace", lab.folder, "--payer-key", text(lab.issued, "payer_key"));
    assertThat(again.get("index").getAsInt()).isZero();
    assertThat(traced(again, "root")).isNotEmpty();
    JsonObject point = lab.point("tea");
    assertThat(traced(point, "S")).isEqualTo(text(point, "point"));
    String scalar = text(json("claim --trace", lab.claim(point)), "scalar");
    assertThat(text(json("claim", lab.claim(point)), "scalar"))
        .as("the same claim again")
        .isEqualTo(scalar);
    JsonObject receipt =
        json(
            "receipt --receipt",
            text(point, "receipt"),
            "--nonce-point",
            text(point, "nonce_point"),
            "--scalar",
            scalar,
            "--hop-secret",
            RECIPIENTS_SECRET);
    Object[] proof = {
      "--payee", lab.payee, "--sig", text(receipt, "sig"), "--receipt", text(point, "receipt")
    };
    JsonObject verified = json("verify --trace", proof);
    assertThat(verified.get("amount_msat").getAsLong()).isEqualTo(50_000);
    assertThat(traced(verified, "s G")).isEqualTo(traced(verified, "R + e P"));
    proof[5] = spoilt(text(point, "receipt"));
    refused("not one of this message", "verify", proof);
    proof[1] = POINT.substring(2);
    refused("another payee", "verify", proof);
    refused(
        "does not open",
        "receipt --receipt",
        text(point, "receipt"),
        "--nonce-point",
        text(point, "nonce_point"),
        "--scalar",
        KEY,
        "--hop-secret",
        RECIPIENTS_SECRET);
  }

  @Test
  void whatARecipientRefuses() throws IOException {
    Lab lab = Lab.in(temporary.resolve("lab"));
    JsonObject point = lab.point("tea");
    Object[] claim = lab.claim(point);
    Object[] otherSecret = claim.clone();
    otherSecret[6] = "0d".repeat(32);
    refused("ERR_POINT_MISMATCH", "claim", otherSecret);
    refused("ERR_AMOUNT", "claim --amount-msat=49999", claim);
    Object[] cut = claim.clone();
    cut[2] = text(point, "receipt").substring(2);
    refused("ERR_LENGTH", "claim", cut);
    json("claim", claim);
    refused("ERR_INDEX_USED", "claim", lab.claim(lab.point("coffee")));
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(lab.folder.resolve("recipient.db" + end));
    }
    refused("the epoch is dead", "claim", claim);
  }

  @Test
  void whatTheLspAndThePayerRefuse() {
    Path folder = temporary.resolve("lab");
    Lab lab = Lab.in(folder);
    Object[] point = {
      folder, "--payer-key", KEY, "--amount-msat=50000", "--issued", text(lab.issued, "issued")
    };
    refused("ERR_ISSUE", "point", point);
    point[2] = text(lab.issued, "payer_key");
    point[5] = text(lab.issued, "issued").substring(2);
    refused("ERR_", "point", point);
    json("issue", folder);
    json("issue", folder);
    refused("ERR_POOL_EXHAUSTED", "issue", folder);
    refused("is there already", "pool create", folder);
    refused("is no folder of this lab", "issue", temporary);
  }

  @Test
  void theLabFolderKeepsSecretsForItsOwner() throws IOException {
    Path folder = temporary.resolve("lab");
    Lab.in(folder);
    for (String name : List.of("recipient.receipt_key", "recipient.epoch_secret", "lsp.key")) {
      assertThat(Files.getPosixFilePermissions(folder.resolve(name))).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single-nonce",
        "nu-below-2q",
        "nu-below-2q --q 3",
        "key-recovery",
        "key-recovery --nu 8"
      })
  void anAttackEndsWithAValidForgeryAndWhatPreventsIt(String attack) {
    JsonObject json = json("attack " + attack, "--note", "a castle", "--trace");
    assertThat(json.get("valid").getAsBoolean()).isTrue();
    assertThat(text(json, "prevented_by")).isNotEmpty();
    HexFormat hex = HexFormat.of();
    Nightjar nightjar = Nightjar.open("bc");
    byte[] receipt = hex.parseHex(text(json, "receipt"));
    byte[] hash = nightjar.experimental().reusableInvoices().hash(receipt);
    byte[] payee = hex.parseHex(text(json, "payee"));
    SchnorrSignature forged = SchnorrSignature.of(hex.parseHex(text(json, "signature")));
    assertThat(nightjar.verify(payee, hash, forged)).isTrue();
    hash[0] ^= 1;
    assertThat(nightjar.verify(payee, hash, forged)).isFalse();
  }

  @Test
  void anAttackTellsItsStory() {
    Cli.Result result = run("attack key-recovery");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("1. ", "VALID", "What prevents it: ", "experimental");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void helpAndCompletionListTheLab() {
    assertThat(run("--help").out())
        .contains("pool", "issue", "point", "claim", "receipt", "verify", "adaptor", "attack")
        .contains("EXPERIMENTAL");
    assertThat(run("claim --help").out()).contains("Experimental");
    assertThat(run("attack single-nonce --help").out()).contains("Experimental");
    assertThat(Cli.run("completion").out()).contains("single-nonce", "preverify", "--issued");
  }
}
