package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.spi.Status;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/** BIP340 signatures. Bad secret keys are in {@link KeysConformance}. */
public interface SchnorrConformance extends Subject {
  /** BIP340 test vector 0. */
  @Test
  default void signs_as_published_without_randomness() {
    SecretKey key = SecretKey.of(Scalars.bytes(3));
    SchnorrSignature signature = nightjar().sign(key, new byte[32], null);
    assertThat(signature)
        .hasToString(
            "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
                + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0");
    assertThat(nightjar().sign(key, new byte[32], new byte[32])).isEqualTo(signature);
  }

  /** BIP340 test vector 1. */
  @Test
  default void signs_as_published_with_randomness() {
    assertThat(
            nightjar()
                .sign(
                    SecretKey.of(
                        Hex.bytes(
                            "b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef")),
                    Hex.bytes("243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89"),
                    Scalars.bytes(1)))
        .hasToString(
            "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
                + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a");
  }

  @Test
  default void verifies_what_it_signs_at_every_message_length() {
    for (int length : new int[] {0, 1, 31, 32, 33, 63, 64, 65, 100, 1366, 65536}) {
      SplittableRandom random = Seeds.random("schnorr", length);
      byte[] secret = Scalars.random(random);
      byte[] message = Seeds.bytes(random, length);
      byte[] publicKey = publicKey(secret).toXOnly();
      SchnorrSignature signature =
          nightjar().sign(SecretKey.of(secret), message, Seeds.bytes(random, 32));
      assertThat(nightjar().verify(publicKey, message, signature)).as("%d bytes", length).isTrue();
      assertThat(nightjar().verify(publicKey, Hex.concat(message, new byte[1]), signature))
          .isFalse();
    }
  }

  @Test
  default void any_flipped_bit_makes_a_signature_invalid() {
    SplittableRandom random = Seeds.random("schnorr flips");
    byte[] secret = Scalars.random(random);
    byte[] message = Seeds.bytes(random, 32);
    byte[] publicKey = publicKey(secret).toXOnly();
    byte[] signature = nightjar().sign(SecretKey.of(secret), message, null).toBytes();
    for (int bit = 0; bit < signature.length * 8; bit += 5) {
      assertInvalid(publicKey, message, CraftedOnion.flip(signature, bit));
    }
    for (int bit = 0; bit < 256; bit += 15) {
      assertInvalid(publicKey, CraftedOnion.flip(message, bit), signature);
      assertInvalid(CraftedOnion.flip(publicKey, bit), message, signature);
    }
  }

  @Test
  default void values_out_of_range_make_a_signature_invalid() {
    byte[] secret = Scalars.bytes(3);
    byte[] publicKey = publicKey(secret).toXOnly();
    byte[] message = new byte[32];
    byte[] signature = nightjar().sign(SecretKey.of(secret), message, null).toBytes();
    byte[] r = Arrays.copyOf(signature, 32);
    byte[] s = Arrays.copyOfRange(signature, 32, 64);
    byte[][] large = {
      Scalars.bytes(Scalars.FIELD), Scalars.bytes(Scalars.ORDER), Hex.repeat(0xff, 32), new byte[32]
    };
    for (byte[] bad : large) {
      assertInvalid(publicKey, message, Hex.concat(bad, s));
      assertInvalid(publicKey, message, Hex.concat(r, bad));
      assertInvalid(bad, message, signature);
    }
  }

  private void assertInvalid(byte[] publicKey, byte[] message, byte[] signature) {
    assertThat(backend().schnorrVerify(publicKey, message, signature))
        .isEqualTo(Status.PEER_SIGNATURE);
    assertThat(nightjar().verify(publicKey, message, SchnorrSignature.of(signature))).isFalse();
  }

  @Test
  default void wrong_lengths_and_nulls_are_refused_by_signing() {
    SecretKey key = SecretKey.of(Scalars.bytes(3));
    SchnorrSignature signature = SchnorrSignature.of(new byte[64]);
    for (int length : new int[] {0, 31, 33}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().sign(key, new byte[32], new byte[length]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().verify(new byte[length], new byte[32], signature));
    }
    for (int length : new int[] {0, 63, 65}) {
      assertThatIllegalArgumentException().isThrownBy(() -> SchnorrSignature.of(new byte[length]));
    }
    assertThatNullPointerException().isThrownBy(() -> nightjar().sign(null, new byte[32], null));
    assertThatNullPointerException().isThrownBy(() -> nightjar().sign(key, null, null));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().verify(null, new byte[32], signature));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().verify(new byte[32], null, signature));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().verify(new byte[32], new byte[32], null));
  }
}
