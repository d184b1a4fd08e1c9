package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.SharedSecret;

/** The providers make, wrap and read the same failures and attribution data. */
final class FailuresEqualTest {
  private static OpenProviders providers;

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("failures equal");
  }

  @Test
  void random_failures_are_alike() {
    OpenProviders.forEachCase(
        "random failures equal on jni, jna and bc",
        OpenProviders.count("nightjar.onions"),
        this::check);
  }

  private void check(int number) {
    RandomFailure random = RandomFailure.get("failures equal", number);
    List<String> expected = null;
    for (OpenProviders.Open provider : providers.all()) {
      List<String> told = tell(provider.nightjar().failures(), random, number);
      expected = expected == null ? told : expected;
      assertThat(told).as("%s", provider.nightjar().diagnostics()).isEqualTo(expected);
    }
  }

  /** All that happens to a failure and to a fulfilment on the way back, which may be altered. */
  private static List<String> tell(Failures failures, RandomFailure random, int number) {
    List<String> told = new ArrayList<>();
    AttributedFailure failure = null;
    AttributionData fulfilment = null;
    for (int i = random.erringHop(); i >= 0; i--) {
      SharedSecret secret = random.secrets().get(i);
      long holdTime = random.holdTimes().get(i);
      failure =
          failure == null
              ? failures.createAttributed(secret, random.message(), random.packetLength(), holdTime)
              : failures.wrapAttributed(failure.packet(), failure.attribution(), secret, holdTime);
      fulfilment = failures.wrapFulfilment(fulfilment, secret, holdTime);
      told.add(Hex.text(JdkCrypto.sha256(failure.packet().toBytes())));
      told.add(Hex.text(JdkCrypto.sha256(failure.attribution().toBytes())));
      told.add(Hex.text(JdkCrypto.sha256(fulfilment.toBytes())));
    }
    FailurePacket packet = maybeSpoiled(failure.packet(), number);
    AttributionData attribution = maybeSpoiled(failure.attribution(), number);
    told.add(failures.decrypt(packet, random.secrets()).toString());
    told.add(failures.decryptAttributed(packet, attribution, random.secrets()).toString());
    told.add(
        failures.decryptFulfilment(maybeSpoiled(fulfilment, number), random.secrets()).toString());
    return told;
  }

  private static FailurePacket maybeSpoiled(FailurePacket packet, int number) {
    SplittableRandom random = Seeds.random("spoiled failure", number);
    byte[] bytes = packet.toBytes();
    return switch (random.nextInt(4)) {
      case 0 -> FailurePacket.of(CraftedOnion.flip(bytes, random.nextInt(bytes.length * 8)));
      case 1 -> FailurePacket.of(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      default -> packet;
    };
  }

  private static AttributionData maybeSpoiled(AttributionData data, int number) {
    SplittableRandom random = Seeds.random("spoiled attribution", number);
    byte[] bytes = data.toBytes();
    return random.nextBoolean()
        ? data
        : AttributionData.of(CraftedOnion.flip(bytes, random.nextInt(bytes.length * 8)));
  }
}
