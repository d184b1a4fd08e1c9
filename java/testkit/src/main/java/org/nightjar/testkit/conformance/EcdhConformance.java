package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/** Shared secrets. Bad keys are in {@link KeysConformance}. */
public interface EcdhConformance extends Subject {
  @Test
  default void shared_secret_of_the_first_hop_is_that_of_bolt_4() {
    byte[] secret =
        nightjar().ecdh(Bolt4Onion.sessionKey(), Bolt4Onion.NODES.get(0)).exposeSecretBytes();
    assertThat(Hex.text(secret)).isEqualTo(Bolt4Onion.SHARED_SECRETS.get(0));
  }

  @Test
  default void shared_secret_hashes_the_compressed_product() {
    byte[] generator = Hex.bytes(KeysConformance.GENERATOR);
    byte[] negative = generator.clone();
    negative[0] = 3;
    assertThat(ecdh(Scalars.bytes(1), PublicKey.of(generator)))
        .isEqualTo(JdkCrypto.sha256(generator));
    assertThat(ecdh(Scalars.bytes(1), PublicKey.of(negative)))
        .isEqualTo(JdkCrypto.sha256(negative));
    byte[] minusOne = Scalars.bytes(Scalars.ORDER.subtract(BigInteger.ONE));
    assertThat(ecdh(minusOne, PublicKey.of(generator))).isEqualTo(JdkCrypto.sha256(negative));
  }

  @Test
  default void both_sides_share_one_secret() {
    for (int i = 0; i < 50; i++) {
      SplittableRandom random = Seeds.random("ecdh", i);
      byte[] alice = Scalars.random(random);
      byte[] bob = Scalars.random(random);
      byte[] product = publicKey(Scalars.multiply(alice, bob)).toBytes();
      assertThat(ecdh(alice, publicKey(bob)))
          .isEqualTo(ecdh(bob, publicKey(alice)))
          .isEqualTo(JdkCrypto.sha256(product));
    }
  }

  @Test
  default void null_keys_are_refused() {
    SecretKey secret = SecretKey.of(Scalars.bytes(1));
    assertThatNullPointerException().isThrownBy(() -> nightjar().ecdh(secret, null));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().ecdh(null, Bolt4Onion.NODES.get(0)));
  }

  private byte[] ecdh(byte[] secret, PublicKey point) {
    return nightjar().ecdh(SecretKey.of(secret), point).exposeSecretBytes();
  }
}
