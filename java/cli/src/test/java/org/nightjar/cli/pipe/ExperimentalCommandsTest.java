package org.nightjar.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.cli.pipe.PipeClient.answer;
import static org.nightjar.cli.pipe.PipeClient.rejected;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;
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
  private static final String HASH =
      "4a77fe790ed06c12a9432f516d6f265173355660eb6f22335b8b2d220018b51f";
  private static final List<String> NONCES =
      List.of(
          "021b7bd43817e7b32f8b1e598c0ca9cf5740cc27785e9ac141c13c23f70aa01ea4",
          "023311c4733ac75e7c3d2fce110a3b8764029e76953d5ff74247004e9e84e10ad0");
  private static final String CLAIM =
      "4eacb211d655604051fbfbedb9b44c030cbaa2427e7d7917e2a629535cdec7ed";

  private static String text(String field, Object... request) {
    return answer(request).get(field).getAsString();
  }

  private static boolean valid(Object... request) {
    return answer(request).get("valid").getAsBoolean();
  }

  private static Object[] verify(String command, String publicKey, String presig) {
    return new Object[] {
      "cmd", command, "pubkey", publicKey, "msg", MESSAGE, "point", POINT, "presig", presig
    };
  }

  private static Object[] extract(String command, String presig, String sig) {
    return new Object[] {"cmd", command, "presig", presig, "sig", sig, "point", POINT};
  }

  private static Object[] claim(Object... more) {
    return with(
        more,
        "cmd",
        "ptlc_claim",
        "key",
        RECEIPT_KEY,
        "epoch_secret",
        EPOCH_SECRET,
        "receipt",
        RECEIPT);
  }

  private static Object[] with(Object[] more, Object... request) {
    return Stream.of(request, more).flatMap(Stream::of).toArray();
  }

  @Test
  void schnorrAdaptors() {
    String presig =
        text(
            "presig",
            with(
                new Object[] {"aux", MESSAGE},
                "cmd",
                "adaptor_presign",
                "key",
                KEY,
                "msg",
                MESSAGE,
                "point",
                POINT));
    assertThat(presig)
        .startsWith("036179dbf3e13207853f880c7a7a85ec678bad64b897f108d476438ac4a932ee94");
    assertThat(valid(verify("adaptor_preverify", PUBLIC_KEY, presig))).isTrue();
    assertThat(valid(verify("adaptor_preverify", PUBLIC_KEY, presig.substring(2)))).isFalse();
    String sig = text("sig", "cmd", "adaptor_adapt", "presig", presig, "secret", SECRET);
    assertThat(valid("cmd", "schnorr_verify", "pubkey", PUBLIC_KEY, "msg", MESSAGE, "sig", sig))
        .isTrue();
    assertThat(text("secret", extract("adaptor_extract", presig, sig))).isEqualTo(SECRET);
    assertThat(rejected(extract("adaptor_extract", presig, sig.replaceFirst("..", "00"))))
        .isEqualTo("signature");
    assertThat(rejected("cmd", "adaptor_adapt", "presig", "02", "secret", SECRET))
        .isEqualTo("presignature");
  }

  @Test
  void ecdsaAdaptors() {
    String presig =
        text("presig", "cmd", "ecdsa_adaptor_encrypt", "key", KEY, "msg", MESSAGE, "point", POINT);
    assertThat(presig).hasSize(324);
    assertThat(valid(verify("ecdsa_adaptor_verify", "02" + PUBLIC_KEY, presig))).isTrue();
    assertThat(valid(verify("ecdsa_adaptor_verify", "03" + PUBLIC_KEY, presig))).isFalse();
    String sig = text("sig", "cmd", "ecdsa_adaptor_decrypt", "presig", presig, "secret", SECRET);
    assertThat(text("secret", extract("ecdsa_adaptor_recover", presig, sig))).isEqualTo(SECRET);
  }

  private static boolean verifies(String receipt) {
    return valid(
        "cmd", "ptlc_verify", "payee", PAYEE, "receipt", receipt, "nonce_point", NONCE, "s", CLAIM);
  }

  @Test
  void aReceiptIsClaimedAndVerified() {
    assertThat(text("s", claim("index", 0, "nu", 2, "q", 1))).isEqualTo(CLAIM);
    assertThat(verifies(RECEIPT)).isTrue();
    assertThat(verifies(RECEIPT.replaceFirst("c1$", "c0"))).isFalse();
  }

  @Test
  void aPointIsComputedOfAReceiptOrItsHash() {
    JsonObject ofReceipt =
        answer("cmd", "ptlc_point", "payee", PAYEE, "receipt", RECEIPT, "nonces", NONCES);
    assertThat(ofReceipt.get("msg").getAsString()).isEqualTo(HASH);
    assertThat(ofReceipt.get("nonce_point").getAsString()).isEqualTo(NONCE);
    assertThat(ofReceipt.get("challenge").getAsString())
        .isEqualTo("088bcbec82300ee6430fcb6efc3b9310dc442858cfc096d555340dc6146519de");
    assertThat(ofReceipt.get("point").getAsString())
        .isEqualTo("0325228941e1967b05ac53aaefbb3d55431afa040dcf5e550f41e45e2e16c83803");
    assertThat(answer(ofHash(NONCES))).isEqualTo(ofReceipt);
  }

  private static Object[] ofHash(List<String> nonces) {
    return new Object[] {
      "cmd",
      "ptlc_point",
      "payee",
      PAYEE,
      "msg",
      HASH,
      "epoch_id",
      RECEIPT.substring(2 * 185, 2 * 201),
      "index",
      0,
      "nonces",
      nonces
    };
  }

  @Test
  void aPointOfAHashNeedsTheRest() {
    assertThat(PipeClient.error("cmd", "ptlc_point", "msg", HASH, "nonces", NONCES))
        .contains("payee");
    assertThat(PipeClient.error(ofHash(NONCES.subList(0, 1)))).contains("2 to 128");
    String noPoint = "02" + "0".repeat(63) + "5";
    assertThat(rejected(ofHash(List.of(NONCES.get(0), noPoint)))).isEqualTo("nonces");
  }

  @Test
  void tooFewNoncesAreRefused() {
    assertThat(PipeClient.error(claim("nu", 3, "q", 2))).contains("nu is less than 2 q");
    assertThat(PipeClient.error(claim("index", 1))).contains("index");
  }
}
