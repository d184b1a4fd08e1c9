package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.SharedSecret;
import org.nightjar.spi.Status;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.RandomFailure;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/** Failures from the erring node to the sender, and what a peer may send instead. */
public interface FailureConformance extends Subject {
  /** BOLT 4 "Returning Errors": temporary_node_failure. */
  byte[] MESSAGE = Hex.bytes("2002");

  @Test
  default void the_failure_of_bolt_4_is_made_and_read() {
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets();
    FailurePacket packet = nightjar().failures().create(secrets.get(4), MESSAGE);
    for (int i = 3; i >= 0; i--) {
      packet = nightjar().failures().wrap(packet, secrets.get(i));
    }
    assertThat(Hex.text(JdkCrypto.sha256(packet.toBytes()))).isEqualTo(Bolt4Onion.FAILURE_SHA256);
    assertOrigin(packet, secrets, 4, MESSAGE);
  }

  @Test
  default void random_failures_are_read_as_they_were_made() {
    for (int i = 0; i < 200; i++) {
      RandomFailure failure = RandomFailure.get("failures", i);
      FailurePacket packet =
          nightjar()
              .failures()
              .create(failure.erringSecret(), failure.message(), failure.packetLength());
      assertThat(packet.length()).isEqualTo(failure.packetLength());
      for (SharedSecret secret : failure.secretsBackFromErringHop()) {
        packet = nightjar().failures().wrap(packet, secret);
      }
      assertOrigin(packet, failure.secrets(), failure.erringHop(), failure.message());
      assertNoOrigin(packet, RandomFailure.get("other failures", i).secrets());
    }
  }

  @Test
  default void the_usual_packet_has_292_bytes_or_what_the_message_needs() {
    SharedSecret secret = Bolt4Onion.sharedSecrets().get(0);
    for (int[] lengths :
        new int[][] {{0, 292}, {2, 292}, {255, 292}, {256, 292}, {257, 293}, {65499, 65535}}) {
      byte[] message = Hex.repeat(0x20, lengths[0]);
      FailurePacket packet = nightjar().failures().create(secret, message);
      assertThat(packet.length()).isEqualTo(lengths[1]);
      assertOrigin(packet, List.of(secret), 0, message);
    }
  }

  @Test
  default void the_packet_is_what_bolt_4_lays_out() {
    SharedSecret secret = Bolt4Onion.sharedSecrets().get(0);
    byte[] packet = nightjar().failures().create(secret, MESSAGE, 300).toBytes();
    byte[] body = Hex.concat(Hex.bytes("0002 2002 0106"), new byte[300 - 38]);
    byte[] raw = secret.exposeSecretBytes();
    byte[] hmac = JdkCrypto.hmacSha256(JdkCrypto.kdf("um", raw), body);
    byte[] ammag = JdkCrypto.kdf("ammag", raw);
    assertThat(packet)
        .isEqualTo(JdkCrypto.chacha20(ammag, new byte[12], 0, Hex.concat(hmac, body)));
  }

  @Test
  default void routes_longer_than_the_27_rounds_are_read() {
    for (int hops : new int[] {1, 26, 27, 28, 1024}) {
      List<SharedSecret> secrets =
          IntStream.range(0, hops).mapToObj(i -> SharedSecret.of(Scalars.bytes(i + 1))).toList();
      FailurePacket packet = nightjar().failures().create(secrets.get(hops - 1), MESSAGE);
      for (int i = hops - 2; i >= 0; i--) {
        packet = nightjar().failures().wrap(packet, secrets.get(i));
      }
      assertOrigin(packet, secrets, hops - 1, MESSAGE);
    }
  }

  @Test
  default void packets_of_any_length_are_read_without_an_exception() {
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets();
    for (int length = 0; length < 300; length++) {
      assertNoOrigin(FailurePacket.of(Hex.repeat(0x5a, length)), secrets);
      FailurePacket wrapped =
          nightjar().failures().wrap(FailurePacket.of(new byte[length]), secrets.get(0));
      assertThat(wrapped.length()).isEqualTo(length);
    }
    assertNoOrigin(FailurePacket.of(new byte[65535]), secrets);
    assertThatIllegalArgumentException().isThrownBy(() -> FailurePacket.of(new byte[65536]));
  }

  @Test
  default void every_altered_byte_and_every_cut_hides_the_origin() {
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets().subList(0, 2);
    FailurePacket first = nightjar().failures().create(secrets.get(1), MESSAGE);
    byte[] packet = nightjar().failures().wrap(first, secrets.get(0)).toBytes();
    for (int at = 0; at < packet.length; at++) {
      assertNoOrigin(FailurePacket.of(CraftedOnion.flip(packet, at * 8)), secrets);
      assertNoOrigin(FailurePacket.of(Arrays.copyOf(packet, at)), secrets);
    }
    assertNoOrigin(FailurePacket.of(Arrays.copyOf(packet, packet.length + 1)), secrets);
  }

  /** The hop is known all the same. */
  @Test
  default void authentic_packets_whose_length_lies_have_no_message() {
    SharedSecret secret = Bolt4Onion.sharedSecrets().get(2);
    for (String body : List.of("", "00", "0001", "ffff", "0003 2002", "8000" + "00".repeat(256))) {
      FailurePacket packet = authentic(secret, Hex.bytes(body));
      assertOrigin(packet, Bolt4Onion.sharedSecrets().subList(2, 5), 0, new byte[0]);
    }
  }

  /** BOLT 4 lets the origin read short and odd packets, as long as the message is there. */
  @Test
  default void authentic_packets_need_no_padding() {
    SharedSecret secret = Bolt4Onion.sharedSecrets().get(2);
    for (String body : List.of("0002 2002", "0002 2002 00", "0002 2002 ffff", "0002 2002 0000")) {
      assertOrigin(authentic(secret, Hex.bytes(body)), List.of(secret), 0, MESSAGE);
    }
    assertOrigin(authentic(secret, Hex.bytes("0000")), List.of(secret), 0, new byte[0]);
  }

  /** A packet under one layer whose HMAC is right, whatever follows it. */
  private FailurePacket authentic(SharedSecret secret, byte[] body) {
    byte[] raw = secret.exposeSecretBytes();
    byte[] hmac = JdkCrypto.hmacSha256(JdkCrypto.kdf("um", raw), body);
    return nightjar().failures().wrap(FailurePacket.of(Hex.concat(hmac, body)), secret);
  }

  @Test
  default void the_first_hop_that_fits_is_the_origin() {
    SharedSecret secret = Bolt4Onion.sharedSecrets().get(0);
    FailurePacket packet = nightjar().failures().create(secret, MESSAGE);
    assertOrigin(packet, List.of(secret, secret, secret), 0, MESSAGE);
  }

  @Test
  default void failures_out_of_range_are_refused() {
    SharedSecret secret = Bolt4Onion.sharedSecrets().get(0);
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 291, 65536, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().failures().create(secret, MESSAGE, length));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> nightjar().failures().create(secret, new byte[257], 292));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> nightjar().failures().create(secret, new byte[65500]));
    FailurePacket packet = FailurePacket.of(new byte[292]);
    for (int hops : new int[] {0, 1025, 10_000}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> nightjar().failures().decrypt(packet, Collections.nCopies(hops, secret)));
    }
    assertThatNullPointerException().isThrownBy(() -> nightjar().failures().create(null, MESSAGE));
    assertThatNullPointerException().isThrownBy(() -> nightjar().failures().create(secret, null));
    assertThatNullPointerException().isThrownBy(() -> nightjar().failures().wrap(null, secret));
    assertThatNullPointerException().isThrownBy(() -> nightjar().failures().wrap(packet, null));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().failures().decrypt(null, List.of(secret)));
    assertThatNullPointerException().isThrownBy(() -> nightjar().failures().decrypt(packet, null));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().failures().decrypt(packet, Collections.singletonList(null)));
    assertThatNullPointerException().isThrownBy(() -> FailurePacket.of(null));
  }

  @Test
  default void every_provider_answers_the_same_status_for_failures() {
    byte[] secret = Hex.bytes(Bolt4Onion.SHARED_SECRETS.get(0));
    byte[] packet = Hex.repeat(0xaa, 292);
    assertThat(backend().failureCreate(packet, secret, new byte[257]))
        .isEqualTo(Status.ERR_ARGUMENT);
    for (int length : new int[] {0, 291, 65536}) {
      assertThat(backend().failureCreate(new byte[length], secret, new byte[0]))
          .isEqualTo(Status.ERR_ARGUMENT);
    }
    assertThat(backend().failureWrap(new byte[65536], secret)).isEqualTo(Status.ERR_ARGUMENT);
    assertThat(backend().failureWrap(new byte[0], secret)).isEqualTo(Status.OK);
    byte[] failure = Hex.repeat(0xaa, 292);
    int[] found = {7, 7};
    assertThat(backend().failureDecrypt(failure, found, packet, secret))
        .isEqualTo(Status.PEER_FAILURE);
    assertThat(failure).containsOnly(0);
    assertThat(found).containsOnly(0);
    for (int hops : new int[] {0, 1025}) {
      assertThat(backend().failureDecrypt(failure, found, packet, new byte[hops * 32]))
          .isEqualTo(Status.ERR_ARGUMENT);
    }
    byte[] tooLong = new byte[65536];
    assertThat(backend().failureDecrypt(tooLong.clone(), found, tooLong, secret))
        .isEqualTo(Status.ERR_ARGUMENT);
  }

  /** Behind the message there is nothing of the packet. */
  @Test
  default void what_is_unused_of_a_failure_is_zero() {
    byte[] secret = Hex.bytes(Bolt4Onion.SHARED_SECRETS.get(0));
    byte[] body = Hex.concat(Hex.bytes("0002 2002"), Seeds.bytes(Seeds.random("pad"), 256));
    byte[] packet = authentic(SharedSecret.of(secret), body).toBytes();
    byte[] failure = Hex.repeat(0xaa, packet.length);
    int[] found = new int[2];
    assertThat(backend().failureDecrypt(failure, found, packet, secret)).isEqualTo(Status.OK);
    assertThat(found).containsExactly(2, 0);
    assertThat(failure).isEqualTo(Arrays.copyOf(MESSAGE, packet.length));
  }

  private void assertOrigin(
      FailurePacket packet, List<SharedSecret> secrets, int hop, byte[] message) {
    Optional<FailureOrigin> origin = nightjar().failures().decrypt(packet, secrets);
    assertThat(origin).isPresent();
    assertThat(origin.get().hop()).isEqualTo(hop);
    assertThat(origin.get().message()).isEqualTo(message);
  }

  private void assertNoOrigin(FailurePacket packet, List<SharedSecret> secrets) {
    assertThat(nightjar().failures().decrypt(packet, secrets)).isEmpty();
  }
}
