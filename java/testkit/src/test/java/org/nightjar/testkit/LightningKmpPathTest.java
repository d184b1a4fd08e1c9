package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.utils.Either;
import fr.acinq.lightning.crypto.RouteBlinding;
import fr.acinq.lightning.wire.InvalidTlvPayload;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import kotlin.Pair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.BlindedHop;
import org.nightjar.NodeKey;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;

/** Blinded paths are the same here and in lightning-kmp, and so is what their nodes find. */
final class LightningKmpPathTest {
  private static OpenProviders providers;

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("lightning-kmp paths");
  }

  @Test
  void random_paths_are_made_and_walked_alike() {
    OpenProviders.forEachCase(
        "random blinded paths equal on jni and lightning-kmp",
        OpenProviders.count("nightjar.onions.kmp"),
        this::check);
  }

  private void check(int number) {
    OpenProviders.Open ours = providers.all().get(0);
    RandomPath random =
        RandomPath.get(ours.nightjar(), providers.onions().nodes(), "lightning-kmp paths", number);
    List<BlindedHop> path = random.create(ours.nightjar());
    RouteBlinding.BlindedRoute route = create(random);
    assertThat(bytes(route.getBlindingKey())).isEqualTo(path.get(0).pathKey().toBytes());
    assertThat(route.getBlindedNodes()).hasSize(path.size());
    SplittableRandom choice = Seeds.random("altered data", number);
    for (int i = 0; i < path.size(); i++) {
      RouteBlinding.BlindedNode node = route.getBlindedNodes().get(i);
      assertThat(bytes(node.getBlindedPublicKey()))
          .isEqualTo(path.get(i).blindedNodeId().toBytes());
      assertThat(node.getEncryptedPayload().toByteArray())
          .isEqualTo(path.get(i).encryptedRecipientData());
      checkNode(ours, random.nodes().get(i), path.get(i), choice);
    }
  }

  private static RouteBlinding.BlindedRoute create(RandomPath random) {
    return RouteBlinding.INSTANCE
        .create(
            privateKey(random.sessionKey()),
            random.hops().stream().map(hop -> key(hop.node())).toList(),
            random.hops().stream().map(hop -> new ByteVector(hop.data())).toList())
        .getRoute();
  }

  /** Both open the data, and both refuse altered ones. */
  private static void checkNode(
      OpenProviders.Open ours, SecretKey node, BlindedHop hop, SplittableRandom choice) {
    NodeKey nodeKey = ours.nodeKeys().get(node);
    byte[] data = hop.encryptedRecipientData();
    byte[] altered = Arrays.copyOf(data, data.length);
    altered[choice.nextInt(data.length)] ^= (byte) (1 << choice.nextInt(8));
    for (byte[] encrypted : List.of(data, altered)) {
      Optional<UnblindedData> found =
          ours.nightjar().blindedPaths().unblind(nodeKey, hop.pathKey(), encrypted);
      Either<InvalidTlvPayload, Pair<ByteVector, PublicKey>> theirs =
          RouteBlinding.INSTANCE.decryptPayload(
              privateKey(node), key(hop.pathKey()), new ByteVector(encrypted));
      assertThat(found.isPresent()).isEqualTo(theirs.isRight()).isEqualTo(encrypted == data);
      if (found.isPresent()) {
        assertThat(theirs.getRight().getFirst().toByteArray()).isEqualTo(found.get().data());
        assertThat(bytes(theirs.getRight().getSecond()))
            .isEqualTo(found.get().nextPathKey().toBytes());
      }
    }
    SecretKey blinded =
        ours.nightjar().blindedPaths().blindedKey(nodeKey, hop.pathKey()).orElseThrow();
    assertThat(
            RouteBlinding.INSTANCE
                .derivePrivateKey(privateKey(node), key(hop.pathKey()))
                .value
                .toByteArray())
        .isEqualTo(blinded.exposeSecretBytes());
  }

  private static PrivateKey privateKey(SecretKey key) {
    return new PrivateKey(new ByteVector32(key.exposeSecretBytes()));
  }

  private static PublicKey key(org.nightjar.PublicKey key) {
    return new PublicKey(new ByteVector(key.toBytes()));
  }

  private static byte[] bytes(PublicKey key) {
    return key.value.toByteArray();
  }
}
