package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/** Secret keys, public keys, node keys. */
public interface KeysConformance extends Subject {
  /** SEC 2: the generator. */
  String GENERATOR = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

  @Test
  default void
      public_keys_of_the_smallest_and_largest_secret_keys_are_the_generator_and_its_negative() {
    assertThat(publicKey(Scalars.bytes(1))).hasToString(GENERATOR);
    assertThat(publicKey(Scalars.bytes(Scalars.ORDER.subtract(BigInteger.ONE))))
        .hasToString("03" + GENERATOR.substring(2));
  }

  /** BOLT 4: the nodes of the payment onion's vector. */
  @Test
  default void public_keys_are_those_of_bolt_4() {
    assertThat(publicKey(Hex.repeat(0x41, 32))).hasToString(Bolt4Onion.NODES.get(0).toString());
    assertThat(publicKey(Hex.repeat(0x45, 32))).hasToString(Bolt4Onion.NODES.get(4).toString());
  }

  @Test
  default void public_keys_made_are_valid() {
    for (int i = 0; i < 50; i++) {
      SecretKey key = SecretKey.of(Scalars.random(Seeds.random("public keys", i)));
      assertThat(nightjar().isValid(key)).isTrue();
      assertThat(nightjar().isValid(nightjar().publicKey(key))).isTrue();
    }
  }

  @Test
  default void secret_keys_out_of_range_are_refused_everywhere() {
    byte[] point = Hex.bytes(GENERATOR);
    for (byte[] bad : Scalars.invalidSecretKeys()) {
      byte[] publicKey = Hex.repeat(0xaa, 33);
      byte[] secret = Hex.repeat(0xaa, 32);
      byte[] signature = Hex.repeat(0xaa, 64);
      assertThat(backend().secretKeyCheck(bad)).isEqualTo(Status.ERR_SECRET_KEY);
      assertThat(backend().publicKeyCreate(publicKey, bad)).isEqualTo(Status.ERR_SECRET_KEY);
      assertThat(backend().ecdh(secret, bad, point)).isEqualTo(Status.ERR_SECRET_KEY);
      assertThat(backend().schnorrSign(signature, bad, new byte[32], null))
          .isEqualTo(Status.ERR_SECRET_KEY);
      assertThat(backend().keyOpen(bad)).isZero();
      assertThat(publicKey).containsOnly(0);
      assertThat(secret).containsOnly(0);
      assertThat(signature).containsOnly(0);

      SecretKey key = SecretKey.of(bad);
      assertThat(nightjar().isValid(key)).isFalse();
      assertThatIllegalArgumentException().isThrownBy(() -> nightjar().publicKey(key));
      assertThatIllegalArgumentException().isThrownBy(() -> nightjar().nodeKey(key));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().sign(key, new byte[32], null));
    }
  }

  @Test
  default void secret_keys_at_the_ends_of_the_range_are_taken() {
    for (byte[] good :
        new byte[][] {Scalars.bytes(1), Scalars.bytes(Scalars.ORDER.subtract(BigInteger.ONE))}) {
      assertThat(backend().secretKeyCheck(good)).isEqualTo(Status.OK);
      long key = backend().keyOpen(good);
      assertThat(key).isNotZero();
      backend().keyClose(key);
    }
  }

  @Test
  default void public_keys_that_are_no_points_are_refused_everywhere() {
    for (byte[] bad : Scalars.invalidPublicKeys()) {
      byte[] secret = Hex.repeat(0xaa, 32);
      assertThat(backend().publicKeyCheck(bad)).as(Hex.text(bad)).isEqualTo(Status.ERR_PUBLIC_KEY);
      assertThat(backend().ecdh(secret, Scalars.bytes(7), bad)).isEqualTo(Status.ERR_PUBLIC_KEY);
      assertThat(secret).containsOnly(0);
      if (bad[0] == 2 || bad[0] == 3) {
        assertThat(nightjar().isValid(PublicKey.of(bad))).isFalse();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> nightjar().ecdh(SecretKey.of(Scalars.bytes(7)), PublicKey.of(bad)));
      } else {
        assertThatIllegalArgumentException().isThrownBy(() -> PublicKey.of(bad));
      }
    }
  }

  @Test
  default void keys_of_another_length_are_refused() {
    for (int length : new int[] {0, 1, 31, 33, 64}) {
      assertThatIllegalArgumentException().isThrownBy(() -> SecretKey.of(new byte[length]));
    }
    for (int length : new int[] {0, 1, 32, 34, 65}) {
      assertThatIllegalArgumentException().isThrownBy(() -> PublicKey.of(Hex.repeat(2, length)));
    }
  }

  @Test
  default void node_keys_know_their_public_key_and_end_with_close() {
    NodeKey key = open(Scalars.bytes(1));
    assertThat(key.publicKey()).hasToString(GENERATOR);
    key.close();
    key.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> nightjar().peel(key, OnionPacket.of(new byte[1366]), new byte[32]));
    assertThatIllegalStateException()
        .isThrownBy(() -> nightjar().newPeelBatch(1, 1366, 32).peel(key));
  }

  @Test
  default void many_node_keys_live_side_by_side() {
    long[] handles =
        IntStream.rangeClosed(1, 300).mapToLong(i -> backend().keyOpen(Scalars.bytes(i))).toArray();
    assertThat(handles).doesNotContain(0).doesNotHaveDuplicates();
    for (long handle : handles) {
      backend().keyClose(handle);
    }
  }

  @Test
  default void closed_secret_keys_and_nulls_are_refused() {
    SecretKey key = SecretKey.of(Scalars.bytes(1));
    key.close();
    assertThatIllegalStateException().isThrownBy(() -> nightjar().publicKey(key));
    assertThatNullPointerException().isThrownBy(() -> nightjar().publicKey(null));
    assertThatNullPointerException().isThrownBy(() -> nightjar().nodeKey(null));
    assertThatNullPointerException().isThrownBy(() -> nightjar().isValid((SecretKey) null));
    assertThatNullPointerException().isThrownBy(() -> nightjar().isValid((PublicKey) null));
    assertThatNullPointerException().isThrownBy(() -> SecretKey.of(null));
    assertThatNullPointerException().isThrownBy(() -> PublicKey.of(null));
  }
}
