package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.DecryptedFailure;
import org.nightjar.FailurePacket;
import org.nightjar.HoldTimes;
import org.nightjar.SharedSecret;
import org.nightjar.spi.Status;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.RandomFailure;
import org.nightjar.testkit.Seeds;

/** Hold times of failures and fulfilments, and who is to blame when they do not verify. */
public interface AttributionConformance extends Subject {
  /**
   * BOLT 4 "Returning Errors", attribution data: SHA-256 of what each of the five hops sends, first
   * hop first. Hold times count from the erring hop (1) to the first (5).
   */
  List<String> PACKETS_SHA256 =
      List.of(
          "0709ced8da7a15dae982a2c0edfe44fefa1a2aab5db8e207f63890455799ec07",
          "325918ac1a2c14568c50ad5493b60cec6b05b66278121f48a47a0de6cf675f2e",
          "d7023647b46913b9c2ddc4f60178b1ced9e87cdb07fb16d25f0778f1d1d11efb",
          "929b5202b7cddf44137ab09c9c9cce0b58d9d4d48d85d020a0dc1784527e56d3",
          "af9de55ab5c9355f9a438f96035a3d45be936b06d2383419457430db3d80db3b");

  List<String> FAILURES_SHA256 =
      List.of(
          "7fe8cee92a9d62492c9ef65d54f363f41563be0050c6bce084fbb0034405646b",
          "013c69b6b2abc0453348483f8cb81aafb991fb1846b9c4523c2d18522a18abe3",
          "5706b3765997d4716e76daf8853e552765e92114fc435716638b33fbc8c42d1c",
          "c4aad28856fa0e3a7b4a016ca993628fa1be20853ac923317c8847f8ce721806",
          "25ff586eab24fa8d3ea4170629269da6d89482b084a2dddf6569bb8695c691d0");

  List<String> FULFILMENTS_SHA256 =
      List.of(
          "7c8edc31d5900c0c8df5393c534cf54fa88d3fd91a6d0760f7353b98feae0587",
          "407543c483b29ec88a2cbc9039ef73cd4127e6e537fb297192695fd6cfacd571",
          "b4dc73f0964f4b693c50c171e184ad65b66e02f9f13f3ead33e3b813b3ae7f23",
          "559e20750750c4cf807f0d5fdd95077412509c2274466e60560acc63af91741c",
          "03fafa645fbc1fd1d623b7900b21e4968b85c02847c623fc667dd66d2718f3f2");

  /** The failure message of these figures: 400f, and a TLV of 300 bytes. */
  byte[] MESSAGE = Hex.bytes("400f0000000000000064000c3500fd84d1fd012c" + "80".repeat(300));

  @Test
  default void the_attribution_data_of_bolt_4_are_made_and_read() {
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets();
    AttributedFailure failure =
        nightjar().failures().createAttributed(secrets.get(4), MESSAGE, 1060, 1);
    AttributionData fulfilment = nightjar().failures().wrapFulfilment(null, secrets.get(4), 1);
    for (int i = 4; i >= 0; i--) {
      if (i < 4) {
        failure = wrap(failure, secrets.get(i), 5 - i);
        fulfilment = nightjar().failures().wrapFulfilment(fulfilment, secrets.get(i), 5 - i);
      }
      assertSha256(failure.packet().toBytes(), PACKETS_SHA256.get(i));
      assertSha256(failure.attribution().toBytes(), FAILURES_SHA256.get(i));
      assertSha256(fulfilment.toBytes(), FULFILMENTS_SHA256.get(i));
    }
    DecryptedFailure read = decrypt(failure, secrets);
    assertThat(read.origin().orElseThrow().hop()).isEqualTo(4);
    assertThat(read.origin().orElseThrow().message()).isEqualTo(MESSAGE);
    assertThat(read.holdTimes().units()).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(read.holdTimes().blame()).isEmpty();
    assertThat(nightjar().failures().decryptFulfilment(fulfilment, secrets))
        .isEqualTo(read.holdTimes());
  }

  private static void assertSha256(byte[] bytes, String expected) {
    assertThat(Hex.text(JdkCrypto.sha256(bytes))).isEqualTo(expected);
  }

  @Test
  default void hold_times_of_random_failures_are_those_up_to_the_erring_hop() {
    for (int i = 0; i < 100; i++) {
      RandomFailure random = RandomFailure.get("attributed failures", i);
      DecryptedFailure read = decrypt(returned(random, -1, -1), random.secrets());
      assertThat(read.origin().orElseThrow().hop()).isEqualTo(random.erringHop());
      assertThat(read.origin().orElseThrow().message()).isEqualTo(random.message());
      assertThat(read.holdTimes().units())
          .isEqualTo(random.holdTimes().subList(0, random.erringHop() + 1));
      assertThat(read.holdTimes().blame()).isEmpty();
    }
  }

  @Test
  default void hold_times_of_random_fulfilments_are_those_of_every_hop() {
    for (int i = 0; i < 100; i++) {
      RandomFailure random = RandomFailure.get("attributed fulfilments", i);
      HoldTimes read =
          nightjar().failures().decryptFulfilment(fulfilled(random, -1), random.secrets());
      assertThat(read.units()).isEqualTo(random.holdTimes());
      assertThat(read.blame()).isEmpty();
    }
  }

  /** What left that hop is not what it authenticated, so it is the first that does not verify. */
  @Test
  default void a_hop_that_alters_a_failure_is_blamed() {
    for (int i = 0; i < 50; i++) {
      RandomFailure random = RandomFailure.get("altered failures", i);
      int altered = Seeds.random("altering hop", i).nextInt(random.erringHop() + 1);
      DecryptedFailure read = decrypt(returned(random, altered, -1), random.secrets());
      assertThat(read.origin()).isEmpty();
      assertThat(read.holdTimes().units()).isEqualTo(random.holdTimes().subList(0, altered));
      assertThat(read.holdTimes().blame()).hasValue(altered);
    }
  }

  @Test
  default void a_hop_that_leaves_attribution_out_is_blamed_with_its_neighbour() {
    for (int i = 0; i < 50; i++) {
      RandomFailure random = RandomFailure.get("missing attribution", i);
      int silent = Seeds.random("silent hop", i).nextInt(random.erringHop() + 1);
      DecryptedFailure read = decrypt(returned(random, -1, silent), random.secrets());
      assertThat(read.origin().orElseThrow().hop()).isEqualTo(random.erringHop());
      assertThat(read.holdTimes().units()).isEqualTo(random.holdTimes().subList(0, silent));
      assertThat(read.holdTimes().blame()).hasValue(silent);
      HoldTimes fulfilled =
          nightjar().failures().decryptFulfilment(fulfilled(random, silent), random.secrets());
      assertThat(fulfilled.units()).isEqualTo(random.holdTimes().subList(0, silent));
      assertThat(fulfilled.blame()).hasValue(silent);
    }
  }

  /** As the sender gets it; a hop may alter the packet, or leave its attribution data out. */
  private AttributedFailure returned(RandomFailure random, int altered, int silent) {
    FailurePacket packet = null;
    AttributionData attribution = null;
    for (int i = random.erringHop(); i >= 0; i--) {
      SharedSecret secret = random.secrets().get(i);
      long holdTime = random.holdTimes().get(i);
      AttributedFailure sent =
          packet == null
              ? nightjar()
                  .failures()
                  .createAttributed(secret, random.message(), random.packetLength(), holdTime)
              : nightjar().failures().wrapAttributed(packet, attribution, secret, holdTime);
      packet = i == altered ? flipped(sent.packet()) : sent.packet();
      attribution = i == silent ? null : sent.attribution();
    }
    AttributionData none = AttributionData.of(new byte[AttributionData.LENGTH]);
    return new AttributedFailure(packet, attribution == null ? none : attribution);
  }

  private static FailurePacket flipped(FailurePacket packet) {
    return FailurePacket.of(CraftedOnion.flip(packet.toBytes(), 1000));
  }

  private AttributionData fulfilled(RandomFailure random, int silent) {
    AttributionData attribution = null;
    for (int i = random.secrets().size() - 1; i >= 0; i--) {
      AttributionData sent =
          nightjar()
              .failures()
              .wrapFulfilment(attribution, random.secrets().get(i), random.holdTimes().get(i));
      attribution = i == silent ? null : sent;
    }
    return attribution == null ? AttributionData.of(new byte[AttributionData.LENGTH]) : attribution;
  }

  /** Whatever byte is altered: what is reported is true, and reported in order. */
  @Test
  default void altered_attribution_data_never_give_a_wrong_hold_time() {
    RandomFailure random = RandomFailure.get("altered attribution", 3);
    AttributionData whole = fulfilled(random, -1);
    int hops = random.secrets().size();
    for (int at = 0; at < AttributionData.LENGTH; at++) {
      AttributionData altered =
          AttributionData.of(CraftedOnion.flip(whole.toBytes(), at * 8 + at % 8));
      HoldTimes read = nightjar().failures().decryptFulfilment(altered, random.secrets());
      int verified = read.units().size();
      assertThat(read.units()).isEqualTo(random.holdTimes().subList(0, verified));
      if (verified < hops) {
        assertThat(read.blame()).hasValue(verified);
      } else {
        assertThat(read.blame()).isEmpty();
      }
    }
  }

  @Test
  default void random_bytes_blame_the_first_hop() {
    SplittableRandom random = Seeds.random("random attribution");
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets();
    for (int length : new int[] {0, 1, 31, 32, 292, 65535}) {
      AttributionData noise = AttributionData.of(Seeds.bytes(random, AttributionData.LENGTH));
      FailurePacket packet = FailurePacket.of(Seeds.bytes(random, length));
      DecryptedFailure read = decrypt(new AttributedFailure(packet, noise), secrets);
      assertThat(read.origin()).isEmpty();
      assertThat(read.holdTimes().units()).isEmpty();
      assertThat(read.holdTimes().blame()).hasValue(0);
    }
  }

  /** The last hop authenticates noise: every HMAC is right, and no hop made a failure. */
  @Test
  default void a_last_hop_that_fails_with_noise_is_blamed() {
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets();
    FailurePacket packet = FailurePacket.of(Hex.repeat(0x77, 292));
    AttributedFailure failure =
        nightjar().failures().wrapAttributed(packet, null, secrets.get(4), 1);
    for (int i = 3; i >= 0; i--) {
      failure = wrap(failure, secrets.get(i), 1);
    }
    DecryptedFailure read = decrypt(failure, secrets);
    assertThat(read.origin()).isEmpty();
    assertThat(read.holdTimes().units()).hasSize(5);
    assertThat(read.holdTimes().blame()).hasValue(4);
  }

  @Test
  default void attribution_out_of_range_is_refused() {
    SharedSecret secret = Bolt4Onion.sharedSecrets().get(0);
    AttributionData data = nightjar().failures().wrapFulfilment(null, secret, 0xffff_ffffL);
    assertThat(nightjar().failures().decryptFulfilment(data, List.of(secret)).units())
        .containsExactly(0xffff_ffffL);
    FailurePacket packet = FailurePacket.of(new byte[292]);
    for (long holdTime : new long[] {Long.MIN_VALUE, -1, 1L << 32, Long.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().failures().wrapFulfilment(null, secret, holdTime));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().failures().wrapAttributed(packet, null, secret, holdTime));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().failures().createAttributed(secret, MESSAGE, holdTime));
    }
    for (int hops : new int[] {0, 21, 10_000}) {
      List<SharedSecret> secrets = Collections.nCopies(hops, secret);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().failures().decryptFulfilment(data, secrets));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().failures().decryptAttributed(packet, data, secrets));
    }
    for (int length : new int[] {0, 919, 921, 65535}) {
      assertThatIllegalArgumentException().isThrownBy(() -> AttributionData.of(new byte[length]));
    }
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().failures().wrapFulfilment(data, null, 1));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().failures().decryptFulfilment(null, List.of(secret)));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().failures().wrapAttributed(null, data, secret, 1));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().failures().decryptAttributed(null, data, List.of(secret)));
  }

  @Test
  default void every_provider_answers_the_same_status_for_attribution() {
    byte[] secret = Hex.bytes(Bolt4Onion.SHARED_SECRETS.get(0));
    byte[] data = new byte[AttributionData.LENGTH];
    byte[] tooLong = new byte[65536];
    int[] verified = {7};
    assertThat(backend().attributionWrap(data, tooLong, secret, 1)).isEqualTo(Status.ERR_ARGUMENT);
    for (int hops : new int[] {0, 21}) {
      int status =
          backend()
              .attributionDecrypt(new int[hops], verified, data, new byte[0], new byte[hops * 32]);
      assertThat(status).isEqualTo(Status.ERR_ARGUMENT);
    }
    assertThat(backend().attributionDecrypt(new int[1], verified, data, tooLong, secret))
        .isEqualTo(Status.ERR_ARGUMENT);
    int[] holdTimes = {7};
    assertThat(backend().attributionDecrypt(holdTimes, verified, data, new byte[0], secret))
        .isEqualTo(Status.OK);
    assertThat(verified).containsExactly(0);
    assertThat(holdTimes).containsExactly(0);
  }

  @Test
  default void inputs_of_wrapping_are_not_changed() {
    List<SharedSecret> secrets = Bolt4Onion.sharedSecrets();
    AttributedFailure failure = nightjar().failures().createAttributed(secrets.get(1), MESSAGE, 7);
    List<String> before = texts(failure);
    wrap(failure, secrets.get(0), 1);
    decrypt(failure, secrets);
    nightjar().failures().wrap(failure.packet(), secrets.get(0));
    assertThat(texts(failure)).isEqualTo(before);
  }

  private static List<String> texts(AttributedFailure failure) {
    List<String> texts = new ArrayList<>();
    texts.add(Hex.text(failure.packet().toBytes()));
    texts.add(Hex.text(failure.attribution().toBytes()));
    return texts;
  }

  private AttributedFailure wrap(AttributedFailure failure, SharedSecret secret, long holdTime) {
    return nightjar()
        .failures()
        .wrapAttributed(failure.packet(), failure.attribution(), secret, holdTime);
  }

  private DecryptedFailure decrypt(AttributedFailure failure, List<SharedSecret> secrets) {
    return nightjar()
        .failures()
        .decryptAttributed(failure.packet(), failure.attribution(), secrets);
  }
}
