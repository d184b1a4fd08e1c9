package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.AllHopsReader;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.BuiltOnion;
import org.nightjar.DecryptedFailure;
import org.nightjar.ErrorCapability;
import org.nightjar.ErrorReader;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.KeyType;
import org.nightjar.OnionPacket;
import org.nightjar.Primitives;
import org.nightjar.SharedSecret;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.RandomFailure;
import org.nightjar.testkit.Seeds;

/** What a payer hands to its LSP to read failures with, and all that it must not open. */
public interface ErrorCapabilityConformance extends Subject {
  private Primitives primitives() {
    return nightjar().primitives();
  }

  private BuiltOnion onion() {
    return nightjar()
        .buildPaymentOnion(Bolt4Onion.sessionKey(), Bolt4Onion.hops(), Bolt4Onion.ASSOC);
  }

  /** The last hop's failure of BOLT 4, as the second hop sends it: the first is the LSP. */
  private FailurePacket bolt4Failure() {
    return failure(4, AttributionConformance.MESSAGE, 1060).packet();
  }

  /** A failure of one hop, as hop 1 sends it to the LSP. */
  private AttributedFailure failure(int hop, byte[] message, int length) {
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets();
    AttributedFailure failure =
        nightjar().failures().createAttributed(secrets.get(hop), message, length, 10 + hop);
    for (int i = hop - 1; i >= 1; i--) {
      failure =
          nightjar()
              .failures()
              .wrapAttributed(failure.packet(), failure.attribution(), secrets.get(i), 10 + i);
    }
    return failure;
  }

  /** What goes to the LSP as bytes, read there. */
  private ErrorReader remote(int hop) {
    ErrorCapability made =
        ErrorCapability.forRemoteHop(primitives(), onion(), Bolt4Onion.ASSOC, hop, 0);
    return bound(made);
  }

  private AllHopsReader all(int lastHop) {
    ErrorCapability made =
        ErrorCapability.forAllHops(primitives(), onion(), Bolt4Onion.ASSOC, lastHop, 0);
    return (AllHopsReader) bound(made);
  }

  private ErrorReader bound(ErrorCapability made) {
    return ErrorCapability.decode(made.exposeSecretBytes())
        .orElseThrow()
        .bind(primitives(), onion().packet(), Bolt4Onion.ASSOC)
        .orElseThrow();
  }

  @Test
  default void the_lsp_reads_the_1060_bytes_that_bolt_4_publishes() {
    FailurePacket packet = bolt4Failure();
    assertThat(Hex.text(JdkCrypto.sha256(packet.toBytes())))
        .isEqualTo(AttributionConformance.PACKETS_SHA256.get(1));
    for (ErrorReader reader : List.of(remote(4), all(4))) {
      FailureOrigin origin = reader.read(packet).orElseThrow();
      assertThat(origin.hop()).isEqualTo(4);
      assertThat(origin.message()).isEqualTo(AttributionConformance.MESSAGE);
    }
  }

  @Test
  default void a_capability_for_one_hop_reads_no_other() {
    for (int reads = 1; reads <= 4; reads++) {
      ErrorReader reader = remote(reads);
      for (int fails = 1; fails <= 4; fails++) {
        FailurePacket packet = failure(fails, Hex.bytes("2002"), 292).packet();
        assertThat(reader.read(packet).map(FailureOrigin::hop).orElse(-1))
            .isEqualTo(fails == reads ? fails : -1);
      }
    }
  }

  @Test
  default void a_capability_for_all_hops_reads_failures_and_hold_times_of_each() {
    for (int fails = 1; fails <= 4; fails++) {
      AttributedFailure failure = failure(fails, Hex.bytes("2002"), 292);
      DecryptedFailure read = all(4).read(failure.packet(), failure.attribution());
      assertThat(read.origin().orElseThrow().hop()).isEqualTo(fails);
      assertThat(read.holdTimes().units()).isEqualTo(List.of(11L, 12L, 13L, 14L).subList(0, fails));
      assertThat(read.holdTimes().blame()).isEmpty();
      assertThat(all(3).read(failure.packet()).isPresent()).isEqualTo(fails <= 3);
    }
  }

  /** The LSP reads of a route's hops what the payer reads of a route that starts behind the LSP. */
  @Test
  default void the_lsp_reads_random_failures_as_the_payer_does() {
    for (int i = 0; i < 60; i++) {
      RandomFailure random = RandomFailure.get("delegated failures", i);
      AttributedFailure failure = returned(random, i);
      DecryptedFailure payer =
          nightjar()
              .failures()
              .decryptAttributed(failure.packet(), failure.attribution(), random.secrets());
      DecryptedFailure lsp = readByLsp(random, failure);
      assertThat(lsp.origin().map(FailureOrigin::message).map(Hex::text))
          .isEqualTo(payer.origin().map(FailureOrigin::message).map(Hex::text));
      assertThat(lsp.origin().map(origin -> origin.hop() - 1))
          .isEqualTo(payer.origin().map(FailureOrigin::hop));
      assertThat(lsp.holdTimes().units()).isEqualTo(payer.holdTimes().units());
      assertThat(lsp.holdTimes().blame().orElse(0) - 1)
          .isEqualTo(payer.holdTimes().blame().orElse(-1));
    }
  }

  /** Every third one altered by a hop, every third one without attribution from a hop on. */
  private AttributedFailure returned(RandomFailure random, int number) {
    int odd = Seeds.random("odd hop", number).nextInt(random.erringHop() + 1);
    FailurePacket packet = null;
    AttributionData attribution = null;
    for (int i = random.erringHop(); i >= 0; i--) {
      SharedSecret secret = random.secrets().get(i);
      AttributedFailure sent =
          packet == null
              ? nightjar()
                  .failures()
                  .createAttributed(
                      secret, random.message(), random.packetLength(), random.holdTimes().get(i))
              : nightjar()
                  .failures()
                  .wrapAttributed(packet, attribution, secret, random.holdTimes().get(i));
      byte[] bytes = sent.packet().toBytes();
      packet = FailurePacket.of(i == odd && number % 3 == 1 ? CraftedOnion.flip(bytes, 9) : bytes);
      attribution = i == odd && i > 0 && number % 3 == 2 ? null : sent.attribution();
    }
    return new AttributedFailure(packet, attribution);
  }

  private DecryptedFailure readByLsp(RandomFailure random, AttributedFailure failure) {
    int hops = random.secrets().size();
    List<SharedSecret> withLsp = new ArrayList<>(random.secrets());
    withLsp.add(0, Bolt4Onion.sharedSecrets().get(0));
    BuiltOnion built = new BuiltOnion(onion().packet(), withLsp);
    AllHopsReader reader =
        (AllHopsReader)
            bound(ErrorCapability.forAllHops(primitives(), built, Bolt4Onion.ASSOC, hops, 0));
    if (failure.packet().length() <= ErrorCapability.MAX_REMOTE_LENGTH) {
      int erring = random.erringHop() + 1;
      ErrorReader remote =
          bound(ErrorCapability.forRemoteHop(primitives(), built, Bolt4Onion.ASSOC, erring, 0));
      assertThat(remote.read(failure.packet())).isEqualTo(reader.read(failure.packet()));
    }
    return reader.read(failure.packet(), failure.attribution());
  }

  @Test
  default void a_capability_holds_no_secret_that_opens_a_payload() {
    BuiltOnion onion = onion();
    for (ErrorCapability capability :
        List.of(
            ErrorCapability.forRemoteHop(primitives(), onion, Bolt4Onion.ASSOC, 4, 0),
            ErrorCapability.forAllHops(primitives(), onion, Bolt4Onion.ASSOC, 4, 0))) {
      String record = Hex.text(capability.exposeSecretBytes());
      assertThat(record).doesNotContain("41".repeat(32));
      for (SharedSecret secret : onion.sharedSecrets()) {
        byte[] bytes = secret.exposeSecretBytes();
        assertThat(record).doesNotContain(Hex.text(bytes));
        for (KeyType type : List.of(KeyType.RHO, KeyType.MU, KeyType.PAD)) {
          assertThat(record).doesNotContain(Hex.text(primitives().deriveKey(type, bytes)));
        }
      }
      byte[] lsp = onion.sharedSecrets().get(0).exposeSecretBytes();
      for (KeyType type : KeyType.values()) {
        assertThat(record).doesNotContain(Hex.text(primitives().deriveKey(type, lsp)));
      }
      assertThat(capability.toString()).contains("redacted");
    }
  }

  @Test
  default void a_capability_serves_its_own_onion_and_payment_hash_only() {
    ErrorCapability capability =
        ErrorCapability.forRemoteHop(primitives(), onion(), Bolt4Onion.ASSOC, 4, 0);
    byte[] packet = onion().packet().toBytes();
    assertThat(capability.bind(primitives(), OnionPacket.of(packet), Bolt4Onion.ASSOC)).isPresent();
    for (int at = 0; at < packet.length; at += 33) {
      OnionPacket other = OnionPacket.of(CraftedOnion.flip(packet, at * 8));
      assertThat(capability.bind(primitives(), other, Bolt4Onion.ASSOC)).isEmpty();
    }
    for (byte[] hash :
        List.of(
            new byte[0],
            new byte[31],
            new byte[64],
            Hex.repeat(0x43, 32),
            CraftedOnion.flip(Bolt4Onion.ASSOC, 255))) {
      assertThat(capability.bind(primitives(), onion().packet(), hash)).isEmpty();
    }
  }

  @Test
  default void the_record_says_what_it_is_and_every_other_is_refused() {
    for (ErrorCapability capability :
        List.of(
            ErrorCapability.forRemoteHop(primitives(), onion(), Bolt4Onion.ASSOC, 3, 0xffff_ffffL),
            ErrorCapability.forAllHops(primitives(), onion(), Bolt4Onion.ASSOC, 3, 0xffff_ffffL))) {
      byte[] record = capability.exposeSecretBytes();
      boolean one = capability.level() == ErrorCapability.Level.REMOTE_HOP;
      assertThat(record).hasSize(1 + 32 + 32 + 1 + 4 + (one ? 1060 + 32 : 3 * 96));
      assertThat(Arrays.copyOf(record, 70))
          .isEqualTo(
              Hex.concat(
                  new byte[] {(byte) (one ? 1 : 2)},
                  Bolt4Onion.ASSOC,
                  Hex.bytes(Bolt4Onion.PACKET_SHA256),
                  Hex.bytes("03 ffffffff")));
      ErrorCapability read = ErrorCapability.decode(record).orElseThrow();
      assertThat(read).isEqualTo(capability).hasSameHashCodeAs(capability);
      assertThat(read.level()).isEqualTo(capability.level());
      assertThat(read.hop()).isEqualTo(3);
      assertThat(read.notBefore()).isEqualTo(0xffff_ffffL);
      for (int length = 0; length <= record.length + 1; length++) {
        assertThat(ErrorCapability.decode(Arrays.copyOf(record, length)).isPresent())
            .isEqualTo(length == record.length);
      }
      for (int version : new int[] {0, one ? 2 : 1, 3, 255}) {
        byte[] other = record.clone();
        other[0] = (byte) version;
        assertThat(ErrorCapability.decode(other)).isEmpty();
      }
      byte[] noHop = record.clone();
      noHop[65] = 0;
      assertThat(ErrorCapability.decode(noHop)).isEmpty();
    }
    byte[] tooMany = new byte[70 + 21 * 96];
    tooMany[0] = 2;
    tooMany[65] = 21;
    assertThat(ErrorCapability.decode(tooMany)).isEmpty();
  }

  @Test
  default void packets_of_any_length_are_read_by_the_lsp_without_an_exception() {
    for (ErrorReader reader : List.of(remote(4), all(4))) {
      for (int length : new int[] {0, 1, 31, 32, 33, 34, 291, 292, 1059, 1060, 1061, 65535}) {
        assertThat(reader.read(FailurePacket.of(new byte[length]))).isEmpty();
      }
    }
    FailurePacket longest = failure(4, Hex.bytes("2002"), 1060).packet();
    assertThat(remote(4).read(longest)).isPresent();
    FailurePacket tooLong = failure(4, Hex.bytes("2002"), 1061).packet();
    assertThat(remote(4).read(tooLong)).isEmpty();
    assertThat(all(4).read(tooLong)).isPresent();
  }

  @Test
  default void capabilities_out_of_range_are_refused() {
    for (int hop : new int[] {Integer.MIN_VALUE, -1, 0, 5, 256}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> ErrorCapability.forRemoteHop(primitives(), onion(), new byte[32], hop, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> ErrorCapability.forAllHops(primitives(), onion(), new byte[32], hop, 0));
    }
    BuiltOnion many =
        new BuiltOnion(
            onion().packet(), Collections.nCopies(300, Bolt4Onion.sharedSecrets().get(0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ErrorCapability.forRemoteHop(primitives(), many, new byte[32], 256, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ErrorCapability.forAllHops(primitives(), many, new byte[32], 21, 0));
    for (long notBefore : new long[] {-1, 1L << 32}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  ErrorCapability.forRemoteHop(primitives(), onion(), new byte[32], 4, notBefore));
    }
    for (byte[] hash : new byte[][] {new byte[31], new byte[33]}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ErrorCapability.forRemoteHop(primitives(), onion(), hash, 4, 0));
    }
    assertThatNullPointerException().isThrownBy(() -> ErrorCapability.decode(null));
    assertThatNullPointerException().isThrownBy(() -> remote(4).read(null));
    assertThatNullPointerException().isThrownBy(() -> all(4).read(null));
  }
}
