package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.KeyType;
import org.nightjar.Primitives;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.Seeds;

/** SHA-256, HMAC, HKDF and the key types of BOLT 4. */
public interface HashesConformance extends Subject {
  /** Lengths around the block, the padding and the packet. */
  int[] HASHED_LENGTHS = {
    0, 1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 191, 192, 1300, 1332, 1366,
    4095, 32800, 65535
  };

  /** FIPS 180-4 examples. */
  @Test
  default void sha256_gives_the_published_digests() {
    assertThat(sha256(""))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(sha256("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))
        .isEqualTo("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assertThat(sha256("a".repeat(1_000_000)))
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @Test
  default void sha256_equals_the_jdk_at_every_length() {
    SplittableRandom random = Seeds.random("sha256");
    for (int length = 0; length <= 300; length++) {
      byte[] in = Seeds.bytes(random, length);
      assertThat(primitives().sha256(in)).as("%d bytes", length).isEqualTo(JdkCrypto.sha256(in));
    }
    for (int length : HASHED_LENGTHS) {
      byte[] in = Seeds.bytes(random, length);
      assertThat(primitives().sha256(in)).as("%d bytes", length).isEqualTo(JdkCrypto.sha256(in));
    }
  }

  /** RFC 4231 cases 1, 2 and 6. */
  @Test
  default void hmac_gives_the_published_codes() {
    assertThat(hmac(Hex.repeat(0x0b, 20), "Hi There"))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assertThat(hmac(ascii("Jefe"), "what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(
            hmac(Hex.repeat(0xaa, 131), "Test Using Larger Than Block-Size Key - Hash Key First"))
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  }

  @Test
  default void hmac_equals_the_jdk_at_every_length_of_key_and_message() {
    SplittableRandom random = Seeds.random("hmac");
    for (int keyLength : new int[] {1, 31, 32, 63, 64, 65, 131, 200}) {
      for (int length : HASHED_LENGTHS) {
        byte[] key = Seeds.bytes(random, keyLength);
        byte[] in = Seeds.bytes(random, length);
        assertThat(primitives().hmacSha256(key, in))
            .as("key of %d, message of %d bytes", keyLength, length)
            .isEqualTo(JdkCrypto.hmacSha256(key, in));
      }
    }
  }

  @Test
  default void an_empty_hmac_key_counts_as_zeros() {
    byte[] in = ascii("abc");
    assertThat(primitives().hmacSha256(new byte[0], in))
        .isEqualTo(JdkCrypto.hmacSha256(new byte[64], in));
  }

  /** RFC 5869 cases 1 and 3. */
  @Test
  default void hkdf_gives_the_published_keys() {
    byte[] ikm = Hex.repeat(0x0b, 22);
    assertThat(
            primitives()
                .hkdfSha256(
                    Hex.bytes("000102030405060708090a0b0c"),
                    ikm,
                    Hex.bytes("f0f1f2f3f4f5f6f7f8f9"),
                    42))
        .isEqualTo(
            Hex.bytes(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    assertThat(primitives().hkdfSha256(new byte[0], ikm, new byte[0], 42))
        .isEqualTo(
            Hex.bytes(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
  }

  @Test
  default void hkdf_of_a_shorter_length_is_a_prefix_of_a_longer() {
    byte[] longest = primitives().hkdfSha256(ascii("salt"), ascii("ikm"), ascii("info"), 8160);
    for (int length : new int[] {0, 1, 31, 32, 33, 63, 64, 65, 8128, 8159}) {
      assertThat(primitives().hkdfSha256(ascii("salt"), ascii("ikm"), ascii("info"), length))
          .isEqualTo(Arrays.copyOf(longest, length));
    }
  }

  @Test
  default void hkdf_refuses_lengths_out_of_range() {
    byte[] none = new byte[0];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> primitives().hkdfSha256(none, none, none, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> primitives().hkdfSha256(none, none, none, 8161));
    byte[] okm = Hex.repeat(0xaa, 8161);
    assertThat(backend().hkdfSha256(okm, none, none, none)).isEqualTo(Status.ERR_ARGUMENT);
    assertThat(okm).containsOnly(0);
  }

  @Test
  default void keys_of_bolt_4_are_hmacs_under_their_names() {
    byte[] secret = Hex.bytes(Bolt4Onion.SHARED_SECRETS.get(0));
    assertThat(Hex.text(primitives().deriveKey(KeyType.RHO, secret)))
        .isEqualTo("ce496ec94def95aadd4bec15cdb41a740c9f2b62347c4917325fcc6fb0453986");
    assertThat(Hex.text(primitives().deriveKey(KeyType.AMMAG, secret)))
        .isEqualTo("3761ba4d3e726d8abb16cba5950ee976b84937b61b7ad09e741724d7dee12eb5");
    String[] names = {"rho", "mu", "um", "ammag", "ammagext", "pad", "blinded_node_id"};
    for (KeyType type : KeyType.values()) {
      assertThat(primitives().deriveKey(type, secret))
          .as("%s", type)
          .isEqualTo(JdkCrypto.kdf(names[type.ordinal()], secret));
    }
  }

  @Test
  default void key_derivation_refuses_unknown_types_and_other_lengths() {
    for (int label :
        new int[] {-1, KeyType.values().length, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      byte[] key = Hex.repeat(0xaa, 32);
      assertThat(backend().kdf(key, label, new byte[32])).isEqualTo(Status.ERR_ARGUMENT);
      assertThat(key).containsOnly(0);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> primitives().deriveKey(KeyType.RHO, new byte[31]));
  }

  @Test
  default void hashing_nothing_at_all_is_refused() {
    byte[] none = new byte[0];
    assertThatNullPointerException().isThrownBy(() -> primitives().sha256(null));
    assertThatNullPointerException().isThrownBy(() -> primitives().hmacSha256(null, none));
    assertThatNullPointerException().isThrownBy(() -> primitives().hmacSha256(none, null));
    assertThatNullPointerException().isThrownBy(() -> primitives().hkdfSha256(null, none, none, 1));
    assertThatNullPointerException().isThrownBy(() -> primitives().hkdfSha256(none, null, none, 1));
    assertThatNullPointerException().isThrownBy(() -> primitives().hkdfSha256(none, none, null, 1));
    assertThatNullPointerException().isThrownBy(() -> primitives().deriveKey(null, new byte[32]));
    assertThatNullPointerException().isThrownBy(() -> primitives().deriveKey(KeyType.RHO, null));
  }

  private Primitives primitives() {
    return nightjar().primitives();
  }

  private String sha256(String text) {
    return Hex.text(primitives().sha256(ascii(text)));
  }

  private String hmac(byte[] key, String text) {
    return Hex.text(primitives().hmacSha256(key, ascii(text)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
