package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.testkit.vectors.VectorSubject.bytes;
import static org.nightjar.testkit.vectors.VectorSubject.objects;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.DecryptedFailure;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.HoldTimes;
import org.nightjar.KeyType;
import org.nightjar.SharedSecret;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** The vectors of BOLT 4 that are about failures and attribution data. */
public interface FailureVectors extends VectorSubject {
  /** The keys of every hop, the failure as the sender gets it, and what the sender reads. */
  @Test
  default void bolt_4_failure() {
    try (Vectors.Cases cases = vectors().open("bolts/bolt04/onion-error-test.json")) {
      JsonObject file = cases.json();
      JsonObject generate = file.getAsJsonObject("generate");
      List<JsonObject> hops = objects(generate, "hops").toList();
      List<SharedSecret> secrets = secrets(hops, "hop_shared_secret");
      for (JsonObject hop : hops) {
        checkKeys(hop, bytes(hop, "hop_shared_secret"));
        cases.ran();
      }
      byte[] message = bytes(generate, "failure_message");
      int last = hops.size() - 1;
      FailurePacket packet = nightjar().failures().create(secrets.get(last), message);
      for (int i = last - 1; i >= 0; i--) {
        packet = nightjar().failures().wrap(packet, secrets.get(i));
      }
      assertHex(packet.toBytes(), bytes(file, "errorpacket"));
      cases.ran();
      FailureOrigin origin = nightjar().failures().decrypt(packet, secrets).orElseThrow();
      assertThat(origin.hop()).isEqualTo(last);
      assertHex(origin.message(), message);
      cases.ran();
    }
  }

  private void checkKeys(JsonObject hop, byte[] secret) {
    assertHex(nightjar().primitives().deriveKey(KeyType.AMMAG, secret), bytes(hop, "ammag_key"));
    if (hop.has("um_key")) {
      assertHex(nightjar().primitives().deriveKey(KeyType.UM, secret), bytes(hop, "um_key"));
    }
  }

  /** What every hop sends, of a failure and of a fulfilment, and what the sender reads of both. */
  @Test
  default void bolt_4_attribution_data() {
    try (Vectors.Cases cases = vectors().open("derived/bolt04-attribution-data-test.json")) {
      JsonObject file = cases.json();
      List<JsonObject> hops = objects(file, "hops").toList();
      List<SharedSecret> secrets = secrets(hops, "shared_secret");
      int last = hops.size() - 1;
      AttributedFailure failure = null;
      AttributionData fulfilment = null;
      for (int i = last; i >= 0; i--) {
        long holdTime = holdTime(hops.get(i));
        failure =
            failure == null
                ? create(file, secrets.get(i), holdTime)
                : nightjar()
                    .failures()
                    .wrapAttributed(
                        failure.packet(), failure.attribution(), secrets.get(i), holdTime);
        fulfilment = nightjar().failures().wrapFulfilment(fulfilment, secrets.get(i), holdTime);
        assertHex(failure.packet().toBytes(), bytes(hops.get(i), "failure_packet"));
        assertHex(failure.attribution().toBytes(), bytes(hops.get(i), "failure_attribution_data"));
        cases.ran();
        assertHex(fulfilment.toBytes(), bytes(hops.get(i), "success_attribution_data"));
        cases.ran();
      }
      List<Long> holdTimes = hops.stream().map(FailureVectors::holdTime).toList();
      DecryptedFailure read =
          nightjar().failures().decryptAttributed(failure.packet(), failure.attribution(), secrets);
      assertThat(read.origin().orElseThrow().hop()).isEqualTo(last);
      assertHex(read.origin().orElseThrow().message(), message(file));
      assertThat(read.holdTimes().units()).isEqualTo(holdTimes);
      assertThat(read.holdTimes().blame()).isEmpty();
      cases.ran();
      HoldTimes fulfilled = nightjar().failures().decryptFulfilment(fulfilment, secrets);
      assertThat(fulfilled).isEqualTo(read.holdTimes());
      cases.ran();
    }
  }

  private AttributedFailure create(JsonObject file, SharedSecret secret, long holdTime) {
    int length = bytes(file, "raw_error_packet").length;
    return nightjar().failures().createAttributed(secret, message(file), length, holdTime);
  }

  /** The packet without layers is hmac (32), length (2), message, and padding. */
  private static byte[] message(JsonObject file) {
    ByteBuffer packet = ByteBuffer.wrap(bytes(file, "raw_error_packet")).position(32);
    byte[] message = new byte[packet.getShort()];
    packet.get(message);
    return message;
  }

  private static long holdTime(JsonObject hop) {
    return hop.get("hold_time_100ms").getAsLong();
  }

  private static List<SharedSecret> secrets(List<JsonObject> hops, String name) {
    return hops.stream().map(hop -> SharedSecret.of(bytes(hop, name))).toList();
  }

  private static void assertHex(byte[] actual, byte[] expected) {
    assertThat(Hex.text(actual)).isEqualTo(Hex.text(expected));
  }
}
