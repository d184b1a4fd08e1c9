package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.BlindedHop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.provider.bc.BouncyCastleProvider;
import org.nightjar.provider.jna.JnaProvider;
import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/** Whole onion messages, as they are built, peeled and sent on; a case is a message peeled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OnionMessageVectorTest {
  private static final String BOLT_4 = "bolts/bolt04/blinded-onion-message-onion-test.json";

  private final Vectors vectors = new Vectors("message");
  private final List<Nightjar> providers;

  OnionMessageVectorTest() throws ProviderUnavailableException {
    providers =
        List.of(
            Nightjar.of(new JniProvider()),
            Nightjar.of(new JnaProvider()),
            Nightjar.of(new BouncyCastleProvider()));
  }

  @Test
  void bolt_4() throws WireException {
    try (Vectors.Cases cases = vectors.open(BOLT_4)) {
      for (Nightjar nightjar : providers) {
        bolt4(nightjar, cases);
      }
    }
  }

  /** Alice sends to Dave's path, which begins at Bob. */
  private static void bolt4(Nightjar nightjar, Vectors.Cases cases) throws WireException {
    JsonObject file = cases.json();
    JsonObject generate = file.getAsJsonObject("generate");
    List<JsonObject> hops = Json.objects(generate, "hops");
    List<JsonObject> nodes = Json.objects(file.getAsJsonObject("decrypt"), "hops");
    List<SecretKey> keys =
        nodes.stream().map(node -> SecretKey.of(Json.hex(node, "privkey"))).toList();
    List<PublicKey> ids = keys.stream().map(nightjar::publicKey).toList();
    List<PathHop> ofDave =
        Stream.of(1, 2, 3)
            .map(i -> PathHop.of(ids.get(i), Json.hex(hops.get(i), "encrypted_data_tlv")))
            .toList();
    List<BlindedHop> blinded =
        nightjar
            .blindedPaths()
            .create(SecretKey.of(Json.hex(hops.get(1), "path_key_secret")), ofDave);
    byte[] hello = Json.hex(file.getAsJsonObject("onionmessage"), "unknown_tag_1");
    OnionMessage message =
        OnionMessageBuilder.toPath(nightjar, BlindedPath.of(ids.get(1), blinded))
            .via(ids.subList(0, 1))
            .content(TlvRecord.of(1, hello))
            .build(
                SecretKey.of(Json.hex(generate, "session_key")),
                SecretKey.of(Json.hex(hops.get(0), "path_key_secret")));
    for (int i = 0; i < nodes.size(); i++) {
      byte[] raw = Json.hex(nodes.get(i), "onion_message");
      assertThat(Hex.text(message.encode())).isEqualTo(Hex.text(raw));
      PeeledMessage peeled = peel(nightjar, keys.get(i), raw);
      byte[] data = Json.hex(hops.get(i), "encrypted_data_tlv");
      if (peeled instanceof PeeledMessage.Forward forward) {
        assertThat(forward.data().encode()).isEqualTo(data);
        assertThat(forward.data().nextNodeId()).contains(Json.key(nodes.get(i), "next_node_id"));
        message = forward.next();
      } else {
        PeeledMessage.Last last = (PeeledMessage.Last) peeled;
        assertThat(i).isEqualTo(3);
        assertThat(last.data().encode()).isEqualTo(data);
        assertThat(last.payload().stream().find(1)).contains(TlvRecord.of(1, hello));
      }
      cases.ran();
    }
  }

  private static PeeledMessage peel(Nightjar nightjar, SecretKey secret, byte[] raw)
      throws WireException {
    try (NodeKey key = nightjar.nodeKey(secret)) {
      return new OnionMessagePeeler(nightjar, key).peel(OnionMessage.decode(raw));
    }
  }

  /**
   * What LDK forwards is what is peeled here. Messages at the end of LDK's own paths open for LDK
   * alone, which authenticates its data in a way of its own.
   */
  @ParameterizedTest
  @MethodSource("org.nightjar.testkit.async.LdkFlows#async")
  void ldk(String flow) throws IOException, WireException {
    try (Vectors.Cases cases = vectors.open(LdkFlows.file(flow))) {
      Map<String, SecretKey> secrets = new HashMap<>();
      Set<String> sent = new HashSet<>();
      Set<String> forwarded = new HashSet<>();
      for (JsonObject line : Json.lines(cases.file())) {
        if (line.has("nodes")) {
          Json.objects(line, "nodes")
              .forEach(
                  node ->
                      secrets.put(
                          Json.text(node, "name"), SecretKey.of(Json.hex(node, "node_secret"))));
        } else if (line.has("opened") && Json.text(line, "name").equals("onion_message")) {
          sent.add(Json.text(line, "raw"));
          for (Nightjar nightjar : providers) {
            ldkMessage(
                Json.objects(line, "opened").get(0),
                peel(nightjar, secrets.get(Json.text(line, "to")), Json.hex(line, "raw")),
                forwarded);
          }
          cases.ran();
        }
      }
      assertThat(sent).containsAll(forwarded);
    }
  }

  private static void ldkMessage(JsonObject layer, PeeledMessage peeled, Set<String> forwarded) {
    if (Json.text(layer, "erd_tag").equals("local_auth")) {
      assertThat(peeled).isInstanceOf(PeeledMessage.Dropped.class);
      return;
    }
    PeeledMessage.Forward forward = (PeeledMessage.Forward) peeled;
    assertThat(forward.payload().encode()).isEqualTo(Json.hex(layer, "payload"));
    assertThat(forward.data().encode()).isEqualTo(Json.hex(layer, "erd_plain"));
    assertThat(forward.next().pathKey()).isEqualTo(Json.key(layer, "next_path_key"));
    forwarded.add(Hex.text(forward.next().encode()));
  }

  /** The last of all. */
  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }
}
