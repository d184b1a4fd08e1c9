package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nightjar.BlindedHop;
import org.nightjar.Hop;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PathHop;
import org.nightjar.PathStep;
import org.nightjar.PeelBatch;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.RandomPath;
import org.nightjar.testkit.Scalars;

/** Peeling packets that come with a path key: one call gives all that a node of a path needs. */
public interface PathKeyPeelConformance extends Subject {
  /** Room for the data of the longest random path in a packet. */
  int ROOM = OnionBuildConformance.MAX_PAYLOADS_LENGTH;

  @Test
  default void packets_over_random_paths_are_peeled_by_every_node() {
    for (int i = 0; i < 30; i++) {
      RandomPath random = fitting(i);
      List<BlindedHop> path = random.create(nightjar());
      OnionPacket packet = packet(path, ROOM);
      PublicKey pathKey = path.get(0).pathKey();
      for (int hop = 0; hop < path.size(); hop++) {
        try (NodeKey node = nightjar().nodeKey(random.nodes().get(hop))) {
          Peeled.Accepted peeled =
              (Peeled.Accepted) nightjar().peel(node, packet, new byte[0], pathKey);
          PathStep step = peeled.path().orElseThrow();
          assertThat(step.openRecipientData(peeled.payload()))
              .hasValueSatisfying(data(random.hops().get(hop)));
          assertThat(peeled instanceof Peeled.Final).isEqualTo(hop == path.size() - 1);
          packet = peeled.nextPacket();
          pathKey = step.nextPathKey();
        }
        if (hop + 1 < path.size()) {
          assertThat(pathKey).isEqualTo(path.get(hop + 1).pathKey());
        }
      }
    }
  }

  private static Consumer<byte[]> data(PathHop hop) {
    return data -> assertThat(data).isEqualTo(hop.data());
  }

  /** A random path whose data fit one packet. */
  private RandomPath fitting(int number) {
    RandomPath random =
        RandomPath.get(nightjar(), BlindedPathConformance.NODES, "paths of packets", number);
    List<PathHop> shorter =
        random.hops().stream()
            .map(hop -> PathHop.of(hop.node(), Arrays.copyOf(hop.data(), hop.data().length % 5000)))
            .toList();
    return new RandomPath(random.sessionKey(), random.nodes(), shorter);
  }

  private OnionPacket packet(List<BlindedHop> path, int room) {
    return nightjar()
        .buildOnion(SecretKey.of(Scalars.bytes(77)), RandomPath.onionHops(path), new byte[0], room)
        .packet();
  }

  /** The only hop of a path, with data for it. */
  private List<BlindedHop> pathTo(byte[] node) {
    PathHop hop = PathHop.of(publicKey(node), Hex.bytes("0604deadbeef"));
    return nightjar().blindedPaths().create(Bolt4Onion.sessionKey(), List.of(hop));
  }

  @Test
  default void batches_give_the_same_path_step() {
    byte[] node = HostileOnionConformance.NODE;
    List<BlindedHop> path = pathTo(node);
    OnionPacket blinded = packet(path, 1300);
    OnionPacket plain =
        CraftedOnion.of(
            nightjar(),
            Bolt4Onion.sessionKey(),
            publicKey(node),
            CraftedOnion.hopPayloads(1300, new byte[] {20}),
            new byte[0]);
    PeelBatch batch = nightjar().newPeelBatch(3, 1366, 0);
    batch.add(blinded, new byte[0], path.get(0).pathKey());
    batch.add(plain, new byte[0], null);
    batch.add(plain, new byte[0], path.get(0).pathKey());
    try (NodeKey key = open(node)) {
      batch.peel(key);
    }
    Peeled.Accepted first = (Peeled.Accepted) batch.result(0);
    PathStep step = first.path().orElseThrow();
    batch.clear();
    assertThat(step.openRecipientData(first.payload()).orElseThrow())
        .isEqualTo(Hex.bytes("0604deadbeef"));
    assertThat(step).hasToString("PathStep[next path key " + step.nextPathKey() + "]");
  }

  @Test
  default void without_a_path_key_there_is_no_path_step() {
    byte[] node = HostileOnionConformance.NODE;
    OnionPacket packet =
        CraftedOnion.of(
            nightjar(),
            Bolt4Onion.sessionKey(),
            publicKey(node),
            CraftedOnion.hopPayloads(1300, new byte[] {20}),
            new byte[0]);
    try (NodeKey key = open(node)) {
      Peeled.Accepted peeled = (Peeled.Accepted) nightjar().peel(key, packet, new byte[0]);
      assertThat(peeled.path()).isEmpty();
    }
    long handle = backend().keyOpen(node);
    byte[] layout = backend().onionPeel(handle, packet.toBytes(), 0, 1366, new byte[0], null);
    backend().keyClose(handle);
    assertThat(Arrays.copyOfRange(layout, PeeledLayout.DATA_KEY, PeeledLayout.NEXT))
        .containsOnly(0);
  }

  /** BOLT 4 "Route Blinding": rho and the next path key, computed with the JDK. */
  @Test
  default void the_path_part_is_what_bolt_4_derives() {
    byte[] node = HostileOnionConformance.NODE;
    BlindedHop hop = pathTo(node).get(0);
    byte[] packet = packet(List.of(hop), 1300).toBytes();
    byte[] pathKey = hop.pathKey().toBytes();
    byte[] secret = nightjar().ecdh(SecretKey.of(node), hop.pathKey()).exposeSecretBytes();
    byte[] factor = JdkCrypto.sha256(Hex.concat(pathKey, secret));
    byte[] session = Bolt4Onion.sessionKey().exposeSecretBytes();
    PublicKey next = publicKey(Scalars.multiply(session, factor));
    long handle = backend().keyOpen(node);
    byte[] layout = backend().onionPeel(handle, packet, 0, 1366, new byte[0], pathKey);
    backend().keyClose(handle);
    assertThat(Arrays.copyOfRange(layout, PeeledLayout.DATA_KEY, PeeledLayout.NEXT))
        .isEqualTo(Hex.concat(JdkCrypto.kdf("rho", secret), next.toBytes()));
  }

  /** What a sender put into the payload instead of the data that the path's maker encrypted. */
  @Test
  default void altered_data_do_not_open() {
    byte[] node = HostileOnionConformance.NODE;
    List<BlindedHop> path = pathTo(node);
    byte[] data = path.get(0).encryptedRecipientData();
    try (NodeKey key = open(node)) {
      Peeled.Accepted peeled =
          (Peeled.Accepted)
              nightjar().peel(key, packet(path, 1300), new byte[0], path.get(0).pathKey());
      PathStep step = peeled.path().orElseThrow();
      for (int at = 0; at < data.length; at++) {
        assertThat(step.openRecipientData(CraftedOnion.flip(data, at * 8))).isEmpty();
        assertThat(step.openRecipientData(Arrays.copyOf(data, at))).isEmpty();
      }
      assertThat(step.openRecipientData(new byte[65535])).isEmpty();
      assertThat(step.openRecipientData(data)).isPresent();
      assertThatNullPointerException().isThrownBy(() -> step.openRecipientData(null));
    }
  }

  /** A payment: the introduction node finds the path key inside the payload. */
  @Test
  default void an_introduction_node_without_a_path_key_unblinds_by_itself() {
    byte[] node = HostileOnionConformance.NODE;
    BlindedHop hop = pathTo(node).get(0);
    OnionPacket packet =
        nightjar()
            .buildPaymentOnion(
                Bolt4Onion.sessionKey(),
                List.of(Hop.of(publicKey(node), hop.encryptedRecipientData())),
                Bolt4Onion.ASSOC)
            .packet();
    try (NodeKey key = open(node)) {
      Peeled.Accepted peeled = (Peeled.Accepted) nightjar().peel(key, packet, Bolt4Onion.ASSOC);
      assertThat(peeled.path()).isEmpty();
      assertThat(
              nightjar()
                  .blindedPaths()
                  .unblind(key, hop.pathKey(), peeled.payload())
                  .orElseThrow()
                  .data())
          .isEqualTo(Hex.bytes("0604deadbeef"));
    }
  }
}
