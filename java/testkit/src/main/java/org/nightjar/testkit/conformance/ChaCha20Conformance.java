package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.Seeds;

/** ChaCha20, bare. */
public interface ChaCha20Conformance extends Subject {
  /** Lengths around a block, around what vector units take at once, and of packets. */
  int[] STREAM_LENGTHS = {
    511, 512, 513, 575, 576, 577, 1023, 1024, 1025, 1087, 1300, 1366, 2047, 2048, 2049, 2600, 4096,
    32768, 65535
  };

  /** RFC 8439 appendix A.1, vector 1. */
  @Test
  default void stream_starts_with_the_published_block() {
    byte[] out = nightjar().primitives().chacha20(new byte[32], new byte[12], 0, new byte[64]);
    assertThat(out)
        .isEqualTo(
            Hex.bytes(
                "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                    + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"));
  }

  @Test
  default void stream_equals_the_jdk_at_every_length() {
    SplittableRandom random = Seeds.random("chacha20");
    IntStream.concat(IntStream.rangeClosed(0, 330), Arrays.stream(STREAM_LENGTHS))
        .forEach(
            length -> {
              byte[] key = Seeds.bytes(random, 32);
              byte[] nonce = Seeds.bytes(random, 12);
              byte[] in = Seeds.bytes(random, length);
              int counter = random.nextInt(1 << 30);
              assertThat(nightjar().primitives().chacha20(key, nonce, counter, in))
                  .as("%d bytes from block %d", length, counter)
                  .isEqualTo(JdkCrypto.chacha20(key, nonce, counter, in));
            });
  }

  @Test
  default void offsets_and_lengths_are_kept_to() {
    SplittableRandom random = Seeds.random("chacha20 offsets");
    byte[] key = Seeds.bytes(random, 32);
    byte[] nonce = Seeds.bytes(random, 12);
    for (int length : new int[] {0, 1, 63, 64, 65, 300, 1025}) {
      byte[] in = Seeds.bytes(random, length + 20);
      byte[] expected = JdkCrypto.chacha20(key, nonce, 5, Arrays.copyOfRange(in, 7, 7 + length));
      byte[] out = Hex.repeat(0xaa, length + 10);
      assertThat(backend().chacha20(out, 3, key, nonce, 5, in, 7, length)).isEqualTo(Status.OK);
      assertThat(out).isEqualTo(Hex.concat(Hex.repeat(0xaa, 3), expected, Hex.repeat(0xaa, 7)));
    }
  }

  @Test
  default void works_in_place() {
    SplittableRandom random = Seeds.random("chacha20 in place");
    byte[] key = Seeds.bytes(random, 32);
    byte[] nonce = Seeds.bytes(random, 12);
    for (int length : new int[] {1, 64, 300, 2600}) {
      byte[] data = Seeds.bytes(random, length + 5);
      byte[] expected = JdkCrypto.chacha20(key, nonce, 0, Arrays.copyOfRange(data, 5, data.length));
      byte[] head = Arrays.copyOf(data, 5);
      assertThat(backend().chacha20(data, 5, key, nonce, 0, data, 5, length)).isEqualTo(Status.OK);
      assertThat(data).isEqualTo(Hex.concat(head, expected));
    }
  }

  @Test
  default void counter_goes_to_its_last_block_and_no_further() {
    byte[] key = Hex.repeat(1, 32);
    byte[] nonce = Hex.repeat(2, 12);
    byte[] two = nightjar().primitives().chacha20(key, nonce, -2, new byte[128]);
    byte[] last = nightjar().primitives().chacha20(key, nonce, -1, new byte[64]);
    assertThat(Arrays.copyOfRange(two, 64, 128)).isEqualTo(last);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> nightjar().primitives().chacha20(key, nonce, -1, new byte[65]));
    byte[] out = Hex.repeat(0xaa, 80);
    assertThat(backend().chacha20(out, 5, key, nonce, -1, new byte[65], 0, 65))
        .isEqualTo(Status.ERR_ARGUMENT);
    assertThat(out).isEqualTo(Hex.concat(Hex.repeat(0xaa, 5), new byte[65], Hex.repeat(0xaa, 10)));
  }

  @Test
  default void keys_and_nonces_of_another_length_are_refused() {
    byte[] none = new byte[0];
    for (int length : new int[] {0, 16, 31, 33}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> nightjar().primitives().chacha20(new byte[length], new byte[12], 0, none));
    }
    for (int length : new int[] {0, 8, 11, 13, 24}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> nightjar().primitives().chacha20(new byte[32], new byte[length], 0, none));
    }
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().primitives().chacha20(null, new byte[12], 0, none));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().primitives().chacha20(new byte[32], null, 0, none));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().primitives().chacha20(new byte[32], new byte[12], 0, null));
  }
}
