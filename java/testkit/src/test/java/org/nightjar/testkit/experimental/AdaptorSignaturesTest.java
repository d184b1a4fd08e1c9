package org.nightjar.testkit.experimental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.AdaptorSignatures;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/** Both kinds of adaptor signatures through the API, on every provider: what peers send wrong. */
class AdaptorSignaturesTest {
  static Stream<Arguments> kinds() {
    return Backends.nightjars().stream()
        .flatMap(
            nightjar -> Stream.of(Arguments.of(nightjar, false), Arguments.of(nightjar, true)));
  }

  /** A signer with a message, and the adaptor of another. */
  private static final class Deal {
    final Nightjar nightjar;
    final AdaptorSignatures adaptors;
    final SecretKey key;
    final byte[] publicKey;
    final SecretKey secret;
    final PublicKey adaptor;
    final byte[] message;
    final byte[] aux;

    Deal(Nightjar nightjar, boolean ecdsa, SplittableRandom random) {
      this.nightjar = nightjar;
      adaptors =
          ecdsa
              ? nightjar.experimental().ecdsaAdaptors()
              : nightjar.experimental().schnorrAdaptors();
      key = SecretKey.of(Scalars.random(random));
      PublicKey point = nightjar.publicKey(key);
      publicKey = ecdsa ? point.toBytes() : point.toXOnly();
      secret = SecretKey.of(Scalars.random(random));
      adaptor = nightjar.publicKey(secret);
      message = Seeds.bytes(random, 32);
      aux = Seeds.bytes(random, 32);
    }

    byte[] presign(PublicKey to) {
      return adaptors.presign(key, to, message, aux);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anotherLengthIsRefusedEverywhere(Nightjar nightjar, boolean ecdsa) {
    Deal deal = new Deal(nightjar, ecdsa, Seeds.random("adaptor lengths", 0));
    byte[] presignature = deal.presign(deal.adaptor);
    byte[] signature = deal.adaptors.adapt(presignature, deal.secret).orElseThrow();
    for (int length : List.of(0, 64, presignature.length - 1, presignature.length + 1)) {
      // 64 bytes are what libsecp256k1-zkp's MuSig2 calls a pre-signature: its parity is missing
      byte[] other = Arrays.copyOf(presignature, length);
      assertThat(deal.adaptors.verify(other, deal.publicKey, deal.adaptor, deal.message)).isFalse();
      assertThat(deal.adaptors.adapt(other, deal.secret)).isEmpty();
      assertThat(deal.adaptors.extract(other, signature, deal.adaptor)).isEmpty();
    }
    for (int length : List.of(0, 63, 65)) {
      byte[] other = Arrays.copyOf(signature, length);
      assertThat(deal.adaptors.extract(presignature, other, deal.adaptor)).isEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deal.adaptors.presign(deal.key, deal.adaptor, new byte[31], null));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> deal.adaptors.presign(deal.key, deal.adaptor, deal.message, new byte[33]));
    byte[] key = Arrays.copyOf(deal.publicKey, ecdsa ? 32 : 33);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deal.adaptors.verify(presignature, key, deal.adaptor, deal.message));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void onePreSignatureIsForOneAdaptor(Nightjar nightjar, boolean ecdsa) {
    Deal deal = new Deal(nightjar, ecdsa, Seeds.random("adaptor points", 0));
    byte[] presignature = deal.presign(deal.adaptor);
    byte[] bytes = deal.adaptor.toBytes();
    bytes[0] ^= 1;
    PublicKey negated = PublicKey.of(bytes);
    assertThat(deal.adaptors.verify(presignature, deal.publicKey, negated, deal.message)).isFalse();
    // the same message for two adaptors: nonces that differ by something known would show the key
    byte[] other = deal.presign(negated);
    assertThat(Arrays.copyOfRange(other, 1, 33))
        .isNotEqualTo(Arrays.copyOfRange(presignature, 1, 33));
    byte[] signature = deal.adaptors.adapt(presignature, deal.secret).orElseThrow();
    assertThat(deal.adaptors.extract(other, signature, deal.adaptor)).isEmpty();
    assertThat(deal.adaptors.extract(presignature, signature, deal.adaptor)).contains(deal.secret);
    PublicKey none = PublicKey.of(noPoint());
    assertThatIllegalArgumentException().isThrownBy(() -> deal.presign(none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deal.adaptors.verify(presignature, deal.publicKey, none, deal.message));
  }

  /** Of the right form, and not on the curve: bytes that stand for infinity have no form at all. */
  private static byte[] noPoint() {
    byte[] bytes = new byte[33];
    bytes[0] = 2;
    bytes[32] = 7;
    return bytes;
  }
}
