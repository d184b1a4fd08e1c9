package org.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The trace of the payment onion that BOLT 4 publishes ("Onion Test" of lightning/bolts), against
 * its figures.
 */
class TraceFiguresTest {
  private static final String[] NODES = {
    "02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619",
    "0324653eac434488002cc06bbfb7f10fe18991e35f9fe4302dbea6d2353dc0ab1c",
    "027f31ebc5462c1fdce1b737ecff52d37d75dea43ce11c74d25aa297165faa2007",
    "032c0b7cf95324a07d05398b240174dc0c2be444d96b159aa6c7f7b1e668680991",
    "02edabbd16b41c8371b92ef2f04c1185b4f03b6dcd52ba9b78d9d7c89c8f221145"
  };
  private static final String[] EPHEMERAL_KEYS = {
    "02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619",
    "028f9438bfbf7feac2e108d677e3a82da596be706cc1cf342b75c7b7e22bf4e6e2",
    "03bfd8225241ea71cd0843db7709f4c222f62ff2d4516fd38b39914ab6b83e0da0",
    "031dde6926381289671300239ea8e57ffaf9bebd05b9a5b95beaf07af05cd43595",
    "03a214ebd875aab6ddfd77f22c5e7311d7f77f17a169e599f157bbcdae8bf071f4"
  };
  private static final String[] BLINDING_FACTORS = {
    "2ec2e5da605776054187180343287683aa6a51b4b1c04d6dd49c45d8cffb3c36",
    "bf66c28bc22e598cfd574a1931a2bafbca09163df2261e6d0056b2610dab938f",
    "a1f2dadd184eb1627049673f18c6325814384facdee5bfd935d9cb031a1698a5",
    "7cfe0b699f35525029ae0fa437c69d0f20f7ed4e3916133f9cacbb13c82ff262",
    "c96e00dddaf57e7edcd4fb5954be5b65b09f17cb6d20651b4e90315be5779205"
  };

  @Test
  void keysOfEveryHop() {
    List<String> payloads = new ArrayList<>();
    for (int i = 0; i < NODES.length; i++) {
      payloads.add("0000");
    }
    JsonArray hops = trace(List.of(NODES), payloads).getAsJsonArray("hops");
    assertThat(values(hops, "ephemeral_key")).containsExactly(EPHEMERAL_KEYS);
    assertThat(values(hops, "blinding_factor")).containsExactly(BLINDING_FACTORS);
    JsonObject first = hops.get(0).getAsJsonObject();
    assertThat(first.get("shared_secret").getAsString())
        .isEqualTo("53eb63ea8a3fec3b3cd433b85cd62a4b145e1dda09391b348c4e1cd36a03ea66");
    assertThat(first.get("rho").getAsString())
        .isEqualTo("ce496ec94def95aadd4bec15cdb41a740c9f2b62347c4917325fcc6fb0453986");
    assertThat(first.get("mu").getAsString())
        .isEqualTo("b57061dc6d0a2b9f261ac410c8b26d64ac5506cbba30267a649c28c179400eba");
    assertThat(first.get("um").getAsString())
        .isEqualTo("3ca76e96fad1a0300928639d203b4369e81254032156c936179077b08091ca49");
  }

  @Test
  void everyLayerOfThePublishedPacket() throws IOException {
    JsonObject file = JsonParser.parseString(Files.readString(vectorFile())).getAsJsonObject();
    List<String> nodes = new ArrayList<>();
    List<String> payloads = new ArrayList<>();
    for (JsonElement hop : file.getAsJsonObject("generate").getAsJsonArray("hops")) {
      nodes.add(hop.getAsJsonObject().get("pubkey").getAsString());
      payloads.add(withoutLength(hop.getAsJsonObject().get("payload").getAsString()));
    }
    List<String> layers = layers(trace(nodes, payloads));
    String packet = file.get("onion").getAsString();
    assertThat(layers.get(0)).isEqualTo(packet);
    List<JsonElement> keys = file.getAsJsonArray("decode").asList();
    for (int i = 0; i < keys.size(); i++) {
      assertThat(layers.get(i)).isEqualTo(packet);
      JsonObject opened = peelTrace(keys.get(i).getAsString(), packet);
      assertThat(opened.get("payload").getAsString()).isEqualTo(payloads.get(i));
      assertThat(opened.get("is_last").getAsBoolean()).isEqualTo(i == keys.size() - 1);
      packet = opened.get("next_onion").getAsString();
    }
  }

  private static Path vectorFile() {
    Stream<String> folders =
        Stream.of(
            System.getProperty("nightjar.vectors", ""),
            System.getenv().getOrDefault("NIGHTJAR_VECTORS", ""),
            "../../../shared/vectors",
            "../../vectors");
    Path file =
        folders
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "bolts", "bolt04", "onion-test.json"))
            .filter(Files::exists)
            .findFirst()
            .orElse(Path.of("absent"));
    assumeTrue(
        Files.exists(file), "onion-test.json is absent: name its folder by -Dnightjar.vectors");
    return file;
  }

  private static JsonObject trace(List<String> nodes, List<String> payloads) {
    List<String> args =
        new ArrayList<>(
            List.of("onion", "trace", "--provider=bc", "--json", "--session-key", "41".repeat(32)));
    args.addAll(List.of("--assoc", "42".repeat(32)));
    for (int i = 0; i < nodes.size(); i++) {
      args.addAll(List.of("--hop", nodes.get(i) + ":" + payloads.get(i)));
    }
    return Cli.run(args.toArray(String[]::new)).json().getAsJsonObject();
  }

  private static JsonObject peelTrace(String key, String packet) {
    return Cli.runWithInput(
            key + "\n" + packet + "\n",
            ("onion trace --provider=bc --json --key - --onion - --assoc " + "42".repeat(32))
                .split(" "))
        .json()
        .getAsJsonObject();
  }

  /** The packets of all layers, first hop first. */
  private static List<String> layers(JsonObject trace) {
    List<String> packets = new ArrayList<>();
    for (JsonElement element : trace.getAsJsonArray("layers")) {
      JsonObject layer = element.getAsJsonObject();
      packets.add(
          0,
          layer.get("version").getAsString()
              + layer.get("ephemeral_key").getAsString()
              + layer.get("hop_payloads").getAsString()
              + layer.get("hmac").getAsString());
    }
    return packets;
  }

  private static String withoutLength(String payload) {
    return payload.substring(payload.startsWith("fd") ? 6 : 2);
  }

  private static List<String> values(JsonArray objects, String name) {
    return objects.asList().stream()
        .map(object -> object.getAsJsonObject().get(name).getAsString())
        .toList();
  }
}
