package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.spi.Status;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.Scalars;

/** Building packets. What is built is peeled in {@link OnionPeelConformance}. */
public interface OnionBuildConformance extends Subject {
  /** The largest room for hop payloads: a Lightning message without version, key and HMAC. */
  int MAX_PAYLOADS_LENGTH = 65535 - 66;

  @Test
  default void builds_the_payment_onion_of_bolt_4() {
    BuiltOnion built =
        nightjar().buildPaymentOnion(Bolt4Onion.sessionKey(), Bolt4Onion.hops(), Bolt4Onion.ASSOC);
    assertThat(built.packet().length()).isEqualTo(1366);
    assertThat(Hex.text(JdkCrypto.sha256(built.packet().toBytes())))
        .isEqualTo(Bolt4Onion.PACKET_SHA256);
    assertThat(built.sharedSecrets())
        .extracting(secret -> Hex.text(secret.exposeSecretBytes()))
        .isEqualTo(Bolt4Onion.SHARED_SECRETS);
  }

  @Test
  default void a_hop_that_just_fits_is_taken_and_one_byte_more_is_not() {
    int[][] roomAndPayload = {
      {35, 2},
      {284, 251},
      {285, 252},
      {288, 253},
      {1300, 1265},
      {32768, 32733},
      {MAX_PAYLOADS_LENGTH, MAX_PAYLOADS_LENGTH - 35}
    };
    for (int[] fit : roomAndPayload) {
      assertThat(build(fit[0], fit[1]).packet().length()).isEqualTo(66 + fit[0]);
      assertThatIllegalArgumentException().isThrownBy(() -> build(fit[0], fit[1] + 1));
      assertThat(buildStatus(66 + fit[0], fit[1] + 1)).isEqualTo(Status.ERR_ONION_SIZE);
    }
    /* 253 bytes need a length of three bytes, so 286 and 287 bytes of room hold no more than 285 do. */
    assertThat(buildStatus(66 + 287, 253)).isEqualTo(Status.ERR_ONION_SIZE);
  }

  @Test
  default void as_many_hops_as_fit_are_taken_and_one_more_is_not() {
    Hop smallest = Hop.of(Bolt4Onion.NODES.get(0), new byte[2]);
    SecretKey session = Bolt4Onion.sessionKey();
    for (int hops : new int[] {1, 20, 37}) {
      int room = hops * 35;
      BuiltOnion built =
          nightjar().buildOnion(session, Collections.nCopies(hops, smallest), new byte[0], room);
      assertThat(built.sharedSecrets()).hasSize(hops);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  nightjar()
                      .buildOnion(
                          session, Collections.nCopies(hops + 1, smallest), new byte[0], room));
    }
  }

  @Test
  default void the_largest_packet_is_filled_by_the_most_hops() {
    Hop smallest = Hop.of(Bolt4Onion.NODES.get(0), new byte[2]);
    int hops = MAX_PAYLOADS_LENGTH / 35;
    BuiltOnion built =
        nightjar()
            .buildOnion(
                Bolt4Onion.sessionKey(),
                Collections.nCopies(hops, smallest),
                new byte[0],
                MAX_PAYLOADS_LENGTH);
    assertThat(built.sharedSecrets()).hasSize(hops);
  }

  @Test
  default void more_hops_than_the_largest_packet_has_room_for_are_refused() {
    int hops = MAX_PAYLOADS_LENGTH / 35 + 1;
    int[] lengths = new int[hops];
    Arrays.fill(lengths, 2);
    int status =
        backend()
            .onionBuild(
                new byte[65535],
                new byte[hops * 32],
                Scalars.bytes(1),
                new byte[hops * 33],
                new byte[hops * 2],
                lengths,
                new byte[0]);
    assertThat(status).isEqualTo(Status.ERR_ARGUMENT);
  }

  @Test
  default void sizes_out_of_range_are_refused() {
    List<Hop> hops = Bolt4Onion.hops();
    for (int room :
        new int[] {Integer.MIN_VALUE, -1, 0, 34, MAX_PAYLOADS_LENGTH + 1, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> nightjar().buildOnion(Bolt4Onion.sessionKey(), hops, Bolt4Onion.ASSOC, room));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                nightjar().buildPaymentOnion(Bolt4Onion.sessionKey(), List.of(), Bolt4Onion.ASSOC));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> nightjar().buildPaymentOnion(Bolt4Onion.sessionKey(), hops, new byte[65536]));
    for (int length : new int[] {0, 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Hop.of(Bolt4Onion.NODES.get(0), new byte[length]));
    }
    assertThat(buildStatus(100, 2)).isEqualTo(Status.ERR_ARGUMENT);
    assertThat(buildStatus(65536, 2)).isEqualTo(Status.ERR_ARGUMENT);
    assertThat(buildStatus(1366, 1)).isEqualTo(Status.ERR_PAYLOAD);
    assertThat(buildStatus(1366, 0)).isEqualTo(Status.ERR_PAYLOAD);
  }

  @Test
  default void payload_lengths_that_do_not_add_up_are_refused() {
    for (int length : new int[] {9, 11, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertBuildFails(
          Status.ERR_ARGUMENT,
          Scalars.bytes(1),
          Bolt4Onion.NODES.get(0).toBytes(),
          new byte[10],
          new int[] {length});
    }
    /* Two lengths whose 32-bit sum is that of the payloads. */
    assertBuildFails(
        Status.ERR_ARGUMENT,
        Scalars.bytes(1),
        Hex.concat(Bolt4Onion.NODES.get(0).toBytes(), Bolt4Onion.NODES.get(1).toBytes()),
        new byte[10],
        new int[] {12, -2});
  }

  @Test
  default void bad_session_keys_and_hops_are_refused_and_nothing_is_given() {
    byte[] node = Bolt4Onion.NODES.get(0).toBytes();
    for (byte[] bad : Scalars.invalidSecretKeys()) {
      assertBuildFails(Status.ERR_SECRET_KEY, bad, node, new byte[10], new int[] {10});
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  nightjar().buildPaymentOnion(SecretKey.of(bad), Bolt4Onion.hops(), new byte[32]));
    }
    for (byte[] bad : Scalars.invalidPublicKeys()) {
      for (int at = 0; at < 3; at++) {
        byte[] hops = Hex.concat(node, node, node);
        System.arraycopy(bad, 0, hops, at * 33, 33);
        assertBuildFails(
            Status.ERR_PUBLIC_KEY, Scalars.bytes(9), hops, new byte[30], new int[] {10, 10, 10});
      }
    }
    PublicKey noPoint = PublicKey.of(Hex.concat(new byte[] {2}, Scalars.bytes(5)));
    List<Hop> hops = List.of(Bolt4Onion.hops().get(0), Hop.of(noPoint, new byte[2]));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> nightjar().buildPaymentOnion(Bolt4Onion.sessionKey(), hops, new byte[32]));
  }

  @Test
  default void of_two_faults_every_provider_reports_the_same() {
    byte[] good = Bolt4Onion.NODES.get(0).toBytes();
    byte[] bad = Hex.concat(new byte[] {2}, Scalars.bytes(5));
    byte[] noKey = new byte[32];
    int[] lengths = {10, 10};
    assertThat(backend().ecdh(new byte[32], noKey, bad)).isEqualTo(Status.ERR_PUBLIC_KEY);
    assertBuildFails(Status.ERR_PUBLIC_KEY, noKey, Hex.concat(bad, good), new byte[20], lengths);
    assertBuildFails(Status.ERR_SECRET_KEY, noKey, Hex.concat(good, bad), new byte[20], lengths);
    assertBuildFails(
        Status.ERR_PAYLOAD, noKey, Hex.concat(bad, bad), new byte[20], new int[] {10, 1});
    assertBuildFails(
        Status.ERR_ARGUMENT, noKey, Hex.concat(bad, bad), new byte[20], new int[] {9000, 10});
    assertBuildFails(
        Status.ERR_ONION_SIZE, noKey, Hex.concat(bad, bad), new byte[9010], new int[] {9000, 10});
  }

  @Test
  default void nulls_and_closed_keys_are_refused_by_building() {
    SecretKey session = Bolt4Onion.sessionKey();
    List<Hop> hops = Bolt4Onion.hops();
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().buildPaymentOnion(null, hops, new byte[32]));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().buildPaymentOnion(session, null, new byte[32]));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().buildPaymentOnion(session, hops, null));
    assertThatNullPointerException()
        .isThrownBy(
            () ->
                nightjar()
                    .buildPaymentOnion(session, Collections.singletonList(null), new byte[32]));
    assertThatNullPointerException().isThrownBy(() -> Hop.of(null, new byte[2]));
    assertThatNullPointerException().isThrownBy(() -> Hop.of(Bolt4Onion.NODES.get(0), null));
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> nightjar().buildPaymentOnion(session, hops, new byte[32]));
  }

  private BuiltOnion build(int payloadsLength, int payloadLength) {
    Hop hop = Hop.of(Bolt4Onion.NODES.get(0), new byte[payloadLength]);
    return nightjar()
        .buildOnion(Bolt4Onion.sessionKey(), List.of(hop), new byte[0], payloadsLength);
  }

  /** Status of building for one hop, below the facade. */
  private int buildStatus(int onionLength, int payloadLength) {
    byte[] onion = Hex.repeat(0xaa, onionLength);
    byte[] secrets = Hex.repeat(0xaa, 32);
    return backend()
        .onionBuild(
            onion,
            secrets,
            Scalars.bytes(1),
            Bolt4Onion.NODES.get(0).toBytes(),
            new byte[payloadLength],
            new int[] {payloadLength},
            new byte[0]);
  }

  private void assertBuildFails(
      int status, byte[] sessionKey, byte[] hops, byte[] payloads, int[] payloadLengths) {
    byte[] onion = Hex.repeat(0xaa, 1366);
    byte[] secrets = Hex.repeat(0xaa, payloadLengths.length * 32);
    assertThat(
            backend()
                .onionBuild(
                    onion, secrets, sessionKey, hops, payloads, payloadLengths, new byte[32]))
        .as(
            "session key %s, hops %s, payload lengths %s",
            Hex.text(sessionKey), Hex.text(hops), IntStream.of(payloadLengths).boxed().toList())
        .isEqualTo(status);
    assertThat(onion).containsOnly(0);
    assertThat(secrets).containsOnly(0);
  }
}
