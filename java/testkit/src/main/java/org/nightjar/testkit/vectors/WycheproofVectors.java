package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.nightjar.testkit.vectors.VectorSubject.bytes;
import static org.nightjar.testkit.vectors.VectorSubject.objects;

import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Vectors;

/** The vectors of project Wycheproof that fit this API. */
public interface WycheproofVectors extends VectorSubject {
  /**
   * The only public key encodings that name secp256k1 and hold a point: SubjectPublicKeyInfo up to
   * the point.
   */
  String UNCOMPRESSED_SPKI = "3056301006072a8648ce3d020106052b8104000a03420004";

  String COMPRESSED_SPKI = "3036301006072a8648ce3d020106052b8104000a032200";

  @Test
  default void wycheproof_chacha20_poly1305() {
    run("wycheproof/chacha20_poly1305_test.json", this::checkAead);
  }

  private void checkAead(JsonObject group, JsonObject test) {
    byte[] key = bytes(test, "key");
    byte[] nonce = bytes(test, "iv");
    byte[] aad = bytes(test, "aad");
    byte[] message = bytes(test, "msg");
    byte[] sealed = Hex.concat(bytes(test, "ct"), bytes(test, "tag"));
    if (group.get("ivSize").getAsInt() != 96) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().primitives().aeadEncrypt(key, nonce, aad, message));
      return;
    }
    byte[] opened = nightjar().primitives().aeadDecrypt(key, nonce, aad, sealed);
    byte[] made = nightjar().primitives().aeadEncrypt(key, nonce, aad, message);
    if (isValid(test)) {
      assertThat(opened).as("%s", test).isEqualTo(message);
      assertThat(made).as("%s", test).isEqualTo(sealed);
    } else {
      assertThat(opened).as("%s", test).isNull();
      assertThat(made).as("%s", test).isNotEqualTo(sealed);
    }
  }

  @Test
  default void wycheproof_hmac_sha256() {
    run("wycheproof/hmac_sha256_test.json", this::checkHmac);
  }

  private void checkHmac(JsonObject group, JsonObject test) {
    byte[] mac = nightjar().primitives().hmacSha256(bytes(test, "key"), bytes(test, "msg"));
    byte[] tag = Arrays.copyOf(mac, group.get("tagSize").getAsInt() / 8);
    assertThat(Arrays.equals(tag, bytes(test, "tag"))).as("%s", test).isEqualTo(isValid(test));
  }

  @Test
  default void wycheproof_hkdf_sha256() {
    run("wycheproof/hkdf_sha256_test.json", this::checkHkdf);
  }

  private void checkHkdf(JsonObject group, JsonObject test) {
    byte[] ikm = bytes(test, "ikm");
    byte[] salt = bytes(test, "salt");
    byte[] info = bytes(test, "info");
    int size = test.get("size").getAsInt();
    if (isValid(test)) {
      assertThat(nightjar().primitives().hkdfSha256(salt, ikm, info, size))
          .as("%s", test)
          .isEqualTo(bytes(test, "okm"));
    } else {
      assertThatIllegalArgumentException()
          .as("%s", test)
          .isThrownBy(() -> nightjar().primitives().hkdfSha256(salt, ikm, info, size));
    }
  }

  /**
   * This API takes 33-byte points and gives SHA256 of the compressed product, the file has ASN.1
   * public keys and gives the product's x. So a case runs if its public key is the plain encoding
   * of a point on secp256k1, as such or with y reduced to its sign; the product's sign, which the
   * file lacks, may be either. A point off the curve must be refused; it runs if its x is that of
   * no point, since otherwise its compressed form is another, valid point. Cases about ASN.1 or
   * other curves' parameters do not run.
   */
  @Test
  default void wycheproof_ecdh_secp256k1() {
    try (Vectors.Cases cases = vectors().open("wycheproof/ecdh_secp256k1_test.json")) {
      objects(cases.json(), "testGroups")
          .flatMap(group -> objects(group, "tests"))
          .filter(WycheproofVectors::isExpressible)
          .forEach(
              test -> {
                checkEcdh(test);
                cases.ran();
              });
    }
  }

  private static boolean isExpressible(JsonObject test) {
    String key = test.get("public").getAsString();
    return key.startsWith(COMPRESSED_SPKI)
        || key.startsWith(UNCOMPRESSED_SPKI)
            && !test.get("result").getAsString().equals("acceptable");
  }

  private void checkEcdh(JsonObject test) {
    byte[] compressed = compressed(test.get("public").getAsString());
    SecretKey secret = SecretKey.of(Scalars.bytes(new BigInteger(1, bytes(test, "private"))));
    if (!isValid(test)) {
      assertThatIllegalArgumentException()
          .as("%s", test)
          .isThrownBy(() -> nightjar().ecdh(secret, PublicKey.of(compressed)));
      return;
    }
    byte[] x = bytes(test, "shared");
    assertThat(nightjar().ecdh(secret, PublicKey.of(compressed)).exposeSecretBytes())
        .as("%s", test)
        .isIn(
            JdkCrypto.sha256(Hex.concat(new byte[] {2}, x)),
            JdkCrypto.sha256(Hex.concat(new byte[] {3}, x)));
  }

  private static byte[] compressed(String spki) {
    if (spki.startsWith(COMPRESSED_SPKI)) {
      return Hex.bytes(spki.substring(COMPRESSED_SPKI.length()));
    }
    byte[] point = Hex.bytes(spki.substring(UNCOMPRESSED_SPKI.length()));
    byte sign = (byte) (2 + (point[63] & 1));
    return Hex.concat(new byte[] {sign}, Arrays.copyOf(point, 32));
  }

  private void run(String path, BiConsumer<JsonObject, JsonObject> check) {
    try (Vectors.Cases cases = vectors().open(path)) {
      objects(cases.json(), "testGroups")
          .forEach(
              group ->
                  objects(group, "tests")
                      .forEach(
                          test -> {
                            check.accept(group, test);
                            cases.ran();
                          }));
    }
  }

  private static boolean isValid(JsonObject test) {
    return test.get("result").getAsString().equals("valid");
  }
}
