package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.provider.bc.BouncyCastleProvider;
import org.nightjar.provider.jna.JnaProvider;
import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.OnionMessage;

/** Whole async payments captured from LDK, and the published vectors of what they are made of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AsyncVectorTest {
  private final Vectors vectors = new Vectors("async");
  private final List<Nightjar> providers;

  AsyncVectorTest() throws ProviderUnavailableException {
    providers =
        List.of(
            Nightjar.of(new JniProvider()),
            Nightjar.of(new JnaProvider()),
            Nightjar.of(new BouncyCastleProvider()));
  }

  @Test
  void async_messages() throws IOException, WireException {
    try (Vectors.Cases cases = vectors.open("ldk/async_messages.jsonl.gz")) {
      for (JsonObject line : Json.lines(cases.file())) {
        TlvRecord content = TlvRecord.of(line.get("type").getAsLong(), Json.hex(line, "content"));
        AsyncMessage message = AsyncMessage.decode(content, WireProfile.LDK);
        assertThat(message.content(WireProfile.LDK)).isEqualTo(content);
        assertThat(Json.tlvs(message.stream())).isEqualTo(Json.tlvs(line, "content_tlvs"));
        assertThat(message.getClass().getSimpleName())
            .isEqualToIgnoringCase(Json.text(line, "name").replace("_", ""));
        assertThat(AsyncMessage.decode(content, WireProfile.DRAFT)).isEqualTo(message);
        TlvRecord draft = message.content(WireProfile.DRAFT);
        assertThat(AsyncMessage.decode(draft, WireProfile.LDK)).isEqualTo(message);
        checkParts(line, message);
        cases.ran();
      }
    }
  }

  private void checkParts(JsonObject line, AsyncMessage message) throws WireException {
    if (message instanceof ServeStaticInvoice serve) {
      StaticInvoice invoice = StaticInvoice.decode(serve.invoice(), WireProfile.LDK);
      assertThat(invoice.hasValidSignature(providers.get(0))).isTrue();
      assertThat(ServeStaticInvoice.create(invoice.encode(), serve.forwardPath())).isEqualTo(serve);
    }
    if (line.has("reply_path") && !line.get("reply_path").isJsonNull()) {
      byte[] path = Json.hex(line, "reply_path");
      assertThat(BlindedPath.decode(path).encode()).isEqualTo(path);
    }
  }

  @Test
  void htlc_messages() throws IOException, WireException {
    try (Vectors.Cases cases = vectors.open("ldk/htlc_messages.jsonl.gz")) {
      for (JsonObject line : Json.lines(cases.file())) {
        LdkMessages.check(line);
        if (line.has("opened")) {
          LdkLayers layers = new LdkLayers(providers.get(0), line);
          layers.decode();
          layers.peel(
              Json.text(line, "node_secret"),
              OnionPacket.of(Json.hex(line, "onion")),
              LdkMessages.pathKey(line).orElse(null));
        }
        cases.ran();
      }
    }
  }

  /** A case is a failure or a fulfilment at its payer, read by every provider. */
  @Test
  void attribution() throws IOException, WireException {
    try (Vectors.Cases cases = vectors.open("ldk/attribution.jsonl.gz")) {
      for (JsonObject line : Json.lines(cases.file())) {
        for (Nightjar nightjar : providers) {
          new LdkAttribution(nightjar, line).check();
        }
        cases.ran();
      }
    }
  }

  /** A case is an onion, peeled by every provider, or the TLV stream of another message. */
  @ParameterizedTest
  @MethodSource("org.nightjar.testkit.async.LdkFlows#all")
  void flow(String name) throws IOException, WireException {
    try (Vectors.Cases cases = vectors.open(LdkFlows.file(name))) {
      Map<String, String> secrets = new HashMap<>();
      Set<OnionPacket> sent = new HashSet<>();
      Set<OnionPacket> forwarded = new HashSet<>();
      for (JsonObject line : Json.lines(cases.file())) {
        if (line.has("nodes")) {
          Json.objects(line, "nodes")
              .forEach(n -> secrets.put(Json.text(n, "name"), Json.text(n, "node_secret")));
        } else if (line.has("opened")) {
          onion(line, secrets.get(Json.text(line, "to")), sent, forwarded);
          cases.ran();
        } else if (line.has("raw") && LdkMessages.check(line)) {
          cases.ran();
        }
      }
      assertThat(sent).as("what a node peeled is what it sent on").containsAll(forwarded);
    }
  }

  private void onion(
      JsonObject message, String nodeSecret, Set<OnionPacket> sent, Set<OnionPacket> forwarded)
      throws WireException {
    OnionPacket packet;
    PublicKey pathKey;
    if (Json.text(message, "name").equals("onion_message")) {
      byte[] raw = Json.hex(message, "raw");
      OnionMessage decoded = OnionMessage.decode(raw);
      assertThat(decoded.encode()).isEqualTo(raw);
      packet = decoded.packet();
      pathKey = decoded.pathKey();
    } else {
      LdkMessages.check(message);
      packet = OnionPacket.of(Json.hex(message, "onion"));
      pathKey = LdkMessages.pathKey(message).orElse(null);
    }
    sent.add(packet);
    for (Nightjar nightjar : providers) {
      LdkLayers layers = new LdkLayers(nightjar, message);
      layers.decode();
      OnionPacket next = layers.peel(nodeSecret, packet, pathKey);
      if (next != null) {
        forwarded.add(next);
      }
    }
  }

  @Test
  void bolt_4_route() throws WireException {
    try (Vectors.Cases cases = vectors.open("bolts/bolt04/route-blinding-test.json")) {
      new BoltBlinded(providers.get(0)).route(cases);
    }
  }

  @Test
  void bolt_4_blinded_payment() throws WireException {
    try (Vectors.Cases cases = vectors.open("bolts/bolt04/blinded-payment-onion-test.json")) {
      new BoltBlinded(providers.get(0)).payment(cases);
    }
  }

  @Test
  void bolt_4_onion_message() throws WireException {
    try (Vectors.Cases cases = vectors.open("bolts/bolt04/blinded-onion-message-onion-test.json")) {
      new BoltBlinded(providers.get(0)).message(cases);
    }
  }

  @Test
  void trampoline_payloads() throws WireException {
    try (Vectors.Cases cases =
        vectors.open("bolts-pr836/bolt04/trampoline-payment-onion-test.json")) {
      new BoltBlinded(providers.get(0)).trampoline(cases);
    }
  }

  /** The last of all. */
  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }
}
