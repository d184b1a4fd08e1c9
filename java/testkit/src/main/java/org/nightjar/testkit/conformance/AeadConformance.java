package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.Primitives;
import org.nightjar.spi.Status;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.Seeds;

/** ChaCha20-Poly1305. */
public interface AeadConformance extends Subject {
  /** RFC 8439 section 2.8.2. */
  @Test
  default void encrypts_the_published_message() {
    byte[] key = Hex.bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    byte[] nonce = Hex.bytes("070000004041424344454647");
    byte[] aad = Hex.bytes("50515253c0c1c2c3c4c5c6c7");
    byte[] message =
        ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
                + "future, sunscreen would be it.")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] sealed = primitives().aeadEncrypt(key, nonce, aad, message);
    assertThat(Hex.text(Arrays.copyOf(sealed, 16))).isEqualTo("d31a8d34648e60db7b86afbc53ef7ec2");
    assertThat(Hex.text(Arrays.copyOfRange(sealed, message.length, sealed.length)))
        .isEqualTo("1ae10b594f09e26a7e902ecbd0600691");
    assertThat(primitives().aeadDecrypt(key, nonce, aad, sealed)).isEqualTo(message);
  }

  @Test
  default void equals_the_jdk_at_every_length() {
    SplittableRandom random = Seeds.random("aead");
    for (int length = 0; length <= 200; length++) {
      assertEqualsJdk(random, length, length % 37);
    }
    for (int length : new int[] {255, 256, 257, 1023, 1024, 1025, 1300, 32768, 65535}) {
      assertEqualsJdk(random, length, 32);
      assertEqualsJdk(random, 17, length);
    }
  }

  private void assertEqualsJdk(SplittableRandom random, int length, int aadLength) {
    byte[] key = Seeds.bytes(random, 32);
    byte[] nonce = Seeds.bytes(random, 12);
    byte[] aad = Seeds.bytes(random, aadLength);
    byte[] message = Seeds.bytes(random, length);
    byte[] sealed = primitives().aeadEncrypt(key, nonce, aad, message);
    assertThat(sealed)
        .as("message of %d, associated data of %d bytes", length, aadLength)
        .isEqualTo(JdkCrypto.aeadEncrypt(key, nonce, aad, message));
    assertThat(primitives().aeadDecrypt(key, nonce, aad, sealed)).isEqualTo(message);
  }

  @Test
  default void any_flipped_bit_is_found_and_nothing_is_given() {
    SplittableRandom random = Seeds.random("aead flips");
    byte[] key = Seeds.bytes(random, 32);
    byte[] nonce = Seeds.bytes(random, 12);
    byte[] aad = Seeds.bytes(random, 8);
    byte[] message = Seeds.bytes(random, 20);
    byte[] sealed = primitives().aeadEncrypt(key, nonce, aad, message);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      assertRefused(key, nonce, aad, CraftedOnion.flip(sealed, bit));
    }
    for (int bit = 0; bit < aad.length * 8; bit++) {
      assertRefused(key, nonce, CraftedOnion.flip(aad, bit), sealed);
    }
    assertRefused(CraftedOnion.flip(key, 100), nonce, aad, sealed);
    assertRefused(key, CraftedOnion.flip(nonce, 50), aad, sealed);
    assertRefused(key, nonce, new byte[0], sealed);
  }

  @Test
  default void anything_too_short_for_a_tag_is_refused() {
    for (int length = 0; length <= 16; length++) {
      assertRefused(new byte[32], new byte[12], new byte[0], new byte[length]);
    }
  }

  private void assertRefused(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) {
    byte[] out = Hex.repeat(0xaa, Math.max(0, sealed.length - 16));
    assertThat(backend().aeadDecrypt(out, key, nonce, aad, sealed)).isEqualTo(Status.PEER_AEAD_TAG);
    assertThat(out).isEqualTo(new byte[out.length]);
    assertThat(primitives().aeadDecrypt(key, nonce, aad, sealed)).isNull();
  }

  @Test
  default void keys_and_nonces_of_another_length_and_nulls_are_refused_by_the_aead() {
    byte[] key = new byte[32];
    byte[] nonce = new byte[12];
    byte[] none = new byte[0];
    for (int length : new int[] {0, 31, 33}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> primitives().aeadEncrypt(new byte[length], nonce, none, none));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> primitives().aeadDecrypt(new byte[length], nonce, none, none));
    }
    for (int length : new int[] {0, 8, 11, 13, 16, 24}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> primitives().aeadEncrypt(key, new byte[length], none, none));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> primitives().aeadDecrypt(key, new byte[length], none, none));
    }
    assertThatNullPointerException()
        .isThrownBy(() -> primitives().aeadEncrypt(key, nonce, null, none));
    assertThatNullPointerException()
        .isThrownBy(() -> primitives().aeadEncrypt(key, nonce, none, null));
    assertThatNullPointerException()
        .isThrownBy(() -> primitives().aeadDecrypt(key, nonce, null, none));
    assertThatNullPointerException()
        .isThrownBy(() -> primitives().aeadDecrypt(key, nonce, none, null));
  }

  private Primitives primitives() {
    return nightjar().primitives();
  }
}
