package org.nightjar.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.cli.pipe.PipeClient.answer;
import static org.nightjar.cli.pipe.PipeClient.rejected;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures are those of the C tests: the project's reference for adaptors and reusable invoices. */
class ExperimentalCommandsTest {
  private static final String KEY = "0".repeat(63) + "3";
  private static final String SECRET = "0".repeat(63) + "2";
  private static final String MESSAGE = "0".repeat(64);
  private static final String PUBLIC_KEY =
      "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";
  private static final String POINT =
      "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

  private static final String RECEIPT_KEY =
      "9ed07bc388e1fb7b031710c44871bcd11063349608552f554ba286cd55522d49";
  private static final String EPOCH_SECRET =
      "3d9785950699aa7d1f0666190faff796025dac49083c8a81839bfa6c942d275c";
  private static final String PAYEE =
      "fa8523ad6655d2232454df4c98e8bedf9a1ef2ec596746f9218fa4217515d6ab";
  private static final String RECEIPT =
      "0124e75be7a9f33a8aabd45b873f72f2afb14768b5f0eabf1dae8c477c21ef08c753071b783adcb3d2454590c3"
          + "5cc1684d7523542bb22882817c0cf830eb559a61fa8523ad6655d2232454df4c98e8bedf9a1ef2ec596746f9"
          + "218fa4217515d6ab0d6581fc05754147ddf60364e9d757ce8f560d1d01e374f5830d68fab4a06c442c1fda38"
          + "3c9c9554b44e3960c8c6ddd69fefd8f898563bdb6f72df5695c9678200000000000003e8000000006955b900"
          + "00000000695ef3808f2e5d975096392973d0c0f24889d3cb00000000202f8b12ba2c0a98fd65c03dfa303715"
          + "b72c28bbf98a0bd0c30bdcc6428b30c1";
  private static final String NONCE =
      "d559257b29fab1b089d317a5c4ccbdb92c8b2b6f188da388b05016f12e5008e2";
  private static final List<String> NONCES =
      List.of(
          "021b7bd43817e7b32f8b1e598c0ca9cf5740cc27785e9ac141c13c23f70aa01ea4",
          "023311c4733ac75e7c3d2fce110a3b8764029e76953d5ff74247004e9e84e10ad0");
  private static final String CLAIM =
      "4eacb211d655604051fbfbedb9b44c030cbaa2427e7d7917e2a629535cdec7ed";

  private static String text(Object... request) {
    String field = (String) request[0];
    Object[] rest = Arrays.copyOfRange(request, 1, request.length);
    return answer(rest).get(field).getAsString();
  }

  private static boolean valid(Object... request) {
    return answer(request).get("valid").getAsBoolean();
  }

  @Test
  void schnorrAdaptors() {
    String presig =
        text(
            "presig",
            "cmd",
            "adaptor_presign",
            "key",
            KEY,
            "msg",
            MESSAGE,
            "point",
            POINT,
            "aux",
            MESSAGE);
    assertThat(presig)
        .startsWith("036179dbf3e13207853f880c7a7a85ec678bad64b897f108d476438ac4a932ee94");
    assertThat(
            valid(
                "cmd",
                "adaptor_preverify",
                "pubkey",
                PUBLIC_KEY,
                "msg",
                MESSAGE,
                "point",
                POINT,
                "presig",
                presig))
        .isTrue();
    assertThat(
            valid(
                "cmd",
                "adaptor_preverify",
                "pubkey",
                PUBLIC_KEY,
                "msg",
                MESSAGE,
                "point",
                POINT,
                "presig",
                presig.substring(2)))
        .isFalse();
    String sig = text("sig", "cmd", "adaptor_adapt", "presig", presig, "secret", SECRET);
    assertThat(valid("cmd", "schnorr_verify", "pubkey", PUBLIC_KEY, "msg", MESSAGE, "sig", sig))
        .isTrue();
    assertThat(
            text("secret", "cmd", "adaptor_extract", "presig", presig, "sig", sig, "point", POINT))
        .isEqualTo(SECRET);
    assertThat(
            rejected(
                "cmd",
                "adaptor_extract",
                "presig",
                presig,
                "sig",
                sig.replaceFirst("..", "00"),
                "point",
                POINT))
        .isEqualTo("signature");
    assertThat(rejected("cmd", "adaptor_adapt", "presig", "02", "secret", SECRET))
        .isEqualTo("presignature");
  }

  @Test
  void ecdsaAdaptors() {
    String presig =
        text("presig", "cmd", "ecdsa_adaptor_encrypt", "key", KEY, "msg", MESSAGE, "point", POINT);
    assertThat(presig).hasSize(324);
    assertThat(
            valid(
                "cmd",
                "ecdsa_adaptor_verify",
                "pubkey",
                "02" + PUBLIC_KEY,
                "msg",
                MESSAGE,
                "point",
                POINT,
                "presig",
                presig))
        .isTrue();
    String sig = text("sig", "cmd", "ecdsa_adaptor_decrypt", "presig", presig, "secret", SECRET);
    assertThat(
            text(
                "secret",
                "cmd",
                "ecdsa_adaptor_recover",
                "presig",
                presig,
                "sig",
                sig,
                "point",
                POINT))
        .isEqualTo(SECRET);
  }

  @Test
  void aReceiptIsClaimedAndVerified() {
    assertThat(
            text(
                "s",
                "cmd",
                "ptlc_claim",
                "key",
                RECEIPT_KEY,
                "epoch_secret",
                EPOCH_SECRET,
                "index",
                0,
                "nu",
                2,
                "q",
                1,
                "receipt",
                RECEIPT))
        .isEqualTo(CLAIM);
    assertThat(
            valid(
                "cmd",
                "ptlc_verify",
                "payee",
                PAYEE,
                "receipt",
                RECEIPT,
                "nonce_point",
                NONCE,
                "s",
                CLAIM))
        .isTrue();
    assertThat(
            valid(
                "cmd",
                "ptlc_verify",
                "payee",
                PAYEE,
                "receipt",
                RECEIPT.replaceFirst("c1$", "c0"),
                "nonce_point",
                NONCE,
                "s",
                CLAIM))
        .isFalse();
  }

  @Test
  void aPointIsComputed() {
    JsonObject answer =
        answer("cmd", "ptlc_point", "payee", PAYEE, "receipt", RECEIPT, "nonces", NONCES);
    assertThat(answer.get("msg").getAsString())
        .isEqualTo("4a77fe790ed06c12a9432f516d6f265173355660eb6f22335b8b2d220018b51f");
    assertThat(answer.get("nonce_point").getAsString()).isEqualTo(NONCE);
    assertThat(answer.get("challenge").getAsString())
        .isEqualTo("088bcbec82300ee6430fcb6efc3b9310dc442858cfc096d555340dc6146519de");
    assertThat(answer.get("point").getAsString())
        .isEqualTo("0325228941e1967b05ac53aaefbb3d55431afa040dcf5e550f41e45e2e16c83803");
  }

  @Test
  void tooFewNoncesAreRefused() {
    assertThat(
            PipeClient.error(
                "cmd",
                "ptlc_claim",
                "key",
                RECEIPT_KEY,
                "epoch_secret",
                EPOCH_SECRET,
                "nu",
                3,
                "q",
                2,
                "receipt",
                RECEIPT))
        .contains("nu is less than 2 q");
    assertThat(
            PipeClient.error(
                "cmd",
                "ptlc_claim",
                "key",
                RECEIPT_KEY,
                "epoch_secret",
                EPOCH_SECRET,
                "index",
                1,
                "receipt",
                RECEIPT))
        .contains("index");
  }
}
