package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.nightjar.AttributionData;
import org.nightjar.DecryptedFailure;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.HoldTimes;
import org.nightjar.Nightjar;
import org.nightjar.SharedSecret;
import org.nightjar.testkit.Hex;
import org.nightjar.wire.WireException;
import org.nightjar.wire.failure.FailureMessage;

/** What came back to an LDK payer, read as it reads it. */
final class LdkAttribution {
  private final Failures failures;
  private final JsonObject line;
  private final AttributionData attribution;
  private final List<SharedSecret> secrets;

  LdkAttribution(Nightjar nightjar, JsonObject line) {
    failures = nightjar.failures();
    this.line = line;
    attribution = AttributionData.of(Json.hex(line, "attribution_data"));
    secrets = secrets("shared_secrets");
  }

  private List<SharedSecret> secrets(String name) {
    return elements(name).stream()
        .map(secret -> SharedSecret.of(Hex.bytes(secret.getAsString())))
        .toList();
  }

  private List<JsonElement> elements(String name) {
    return StreamSupport.stream(line.getAsJsonArray(name).spliterator(), false).toList();
  }

  void check() throws WireException {
    HoldTimes holdTimes =
        line.has("reason") ? failure() : failures.decryptFulfilment(attribution, secrets);
    assertThat(holdTimes.units())
        .isEqualTo(elements("hold_times").stream().map(JsonElement::getAsLong).toList());
    assertThat(holdTimes.blame()).isEmpty();
    if (!line.has("reason")) {
      checkDummyLayers();
    }
  }

  private HoldTimes failure() throws WireException {
    FailurePacket packet = FailurePacket.of(Json.hex(line, "reason"));
    DecryptedFailure read = failures.decryptAttributed(packet, attribution, secrets);
    FailureOrigin origin = read.origin().orElseThrow();
    assertThat(origin.hop()).isEqualTo(line.get("erring_index").getAsInt());
    assertThat(origin.message()).isEqualTo(Json.hex(line, "failure_message"));
    FailureMessage message = FailureMessage.decode(origin.message());
    assertThat(message.encode()).isEqualTo(origin.message());
    assertThat(failures.decrypt(packet, secrets)).contains(origin);
    FailurePacket plain = packet;
    for (SharedSecret secret : secrets.subList(0, origin.hop() + 1)) {
      plain = failures.wrap(plain, secret); // a layer comes off as it goes on: by XOR
    }
    assertThat(plain.toBytes()).isEqualTo(Json.hex(line, "failure_packet_plain"));
    return read.holdTimes();
  }

  /**
   * Dummy layers of the recipient do not attribute: to who counts them in, the chain ends there.
   */
  private void checkDummyLayers() {
    List<SharedSecret> dummies = secrets("dummy_shared_secrets");
    if (dummies.isEmpty()) {
      return;
    }
    int last = secrets.size() - 1;
    List<SharedSecret> all = new ArrayList<>(secrets);
    all.addAll(last, dummies);
    HoldTimes read = failures.decryptFulfilment(attribution, all);
    assertThat(read.units()).hasSizeLessThanOrEqualTo(last);
    assertThat(read.blame()).isNotEqualTo(OptionalInt.empty());
  }
}
