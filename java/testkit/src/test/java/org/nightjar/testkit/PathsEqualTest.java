package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.BlindedHop;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/** The providers make the same blinded paths, and find the same on them. */
final class PathsEqualTest {
  private static OpenProviders providers;

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("paths equal");
  }

  @Test
  void random_paths_are_alike() {
    OpenProviders.forEachCase(
        "random blinded paths equal on jni, jna and bc",
        OpenProviders.count("nightjar.onions"),
        this::check);
  }

  private void check(int number) {
    OpenProviders.Open first = providers.all().get(0);
    RandomPath random =
        RandomPath.get(first.nightjar(), providers.onions().nodes(), "paths equal", number);
    List<String> expected = null;
    for (OpenProviders.Open provider : providers.all()) {
      List<String> told = tell(provider, random, number);
      expected = expected == null ? told : expected;
      assertThat(told).as("%s", provider.nightjar().diagnostics()).isEqualTo(expected);
    }
  }

  /** The path, and what a node finds of data that may be altered. */
  private static List<String> tell(OpenProviders.Open provider, RandomPath random, int number) {
    List<String> told = new ArrayList<>();
    List<BlindedHop> path = random.create(provider.nightjar());
    for (BlindedHop hop : path) {
      told.add(hop.pathKey() + " " + hop.blindedNodeId());
      told.add(Hex.text(JdkCrypto.sha256(hop.encryptedRecipientData())));
    }
    SplittableRandom choice = Seeds.random("node of path", number);
    int at = choice.nextInt(path.size());
    NodeKey node = provider.nodeKeys().get(random.nodes().get(at));
    PublicKey pathKey = maybeNoPoint(path.get(at).pathKey(), choice);
    byte[] data = maybeSpoiled(path.get(at).encryptedRecipientData(), choice);
    told.add(
        provider
            .nightjar()
            .blindedPaths()
            .unblind(node, pathKey, data)
            .map(found -> Hex.text(found.data()) + " " + found.nextPathKey())
            .orElse("refused"));
    told.add(
        provider
            .nightjar()
            .blindedPaths()
            .blindedKey(node, pathKey)
            .map(SecretKey::exposeSecretBytes)
            .map(Hex::text)
            .orElse("refused"));
    return told;
  }

  /** Of random x half are on the curve. */
  private static PublicKey maybeNoPoint(PublicKey key, SplittableRandom random) {
    return random.nextInt(4) != 0
        ? key
        : PublicKey.of(Hex.concat(new byte[] {2}, Seeds.bytes(random, 32)));
  }

  private static byte[] maybeSpoiled(byte[] data, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> CraftedOnion.flip(data, random.nextInt(data.length * 8));
      case 1 -> Arrays.copyOf(data, random.nextInt(data.length + 20));
      default -> data;
    };
  }
}
