package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.BlindedHop;
import org.nightjar.NodeKey;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;
import org.nightjar.spi.Status;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.JdkCrypto;
import org.nightjar.testkit.RandomPath;
import org.nightjar.testkit.Scalars;

/** Blinded paths: made by one, walked by others, and what a peer must not send. */
public interface BlindedPathConformance extends Subject {
  /** The data of Dave and Eve in the path that BOLT 4 publishes (route-blinding-test.json). */
  List<String> DAVE_AND_EVE =
      List.of(
          "0123"
              + "00".repeat(35)
              + "02080000000000000231"
              + "0a060090000000fa0c06000b699105dc0e00",
          "011a"
              + "00".repeat(26)
              + "0604deadbeef0c06000b690105dc0e0f020000000000000000000000000000"
              + "fdffff0206c1");

  /** Secret keys to choose from. */
  List<SecretKey> NODES =
      IntStream.rangeClosed(1, 16).mapToObj(i -> SecretKey.of(Scalars.bytes(i * 1000))).toList();

  /** Nodes and data of the path from Dave to Eve. */
  private static List<PathHop> daveAndEve() {
    return List.of(
        PathHop.of(Bolt4Onion.NODES.get(3), Hex.bytes(DAVE_AND_EVE.get(0))),
        PathHop.of(Bolt4Onion.NODES.get(4), Hex.bytes(DAVE_AND_EVE.get(1))));
  }

  private static SecretKey session() {
    return SecretKey.of(Hex.repeat(1, 32));
  }

  @Test
  default void the_path_of_bolt_4_is_made() {
    List<BlindedHop> path = nightjar().blindedPaths().create(session(), daveAndEve());
    assertThat(path.stream().map(hop -> hop.pathKey().toString()))
        .containsExactly(
            "031b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f",
            "03e09038ee76e50f444b19abf0a555e8697e035f62937168b80adf0931b31ce52a");
    assertThat(path.stream().map(hop -> hop.blindedNodeId().toString()))
        .containsExactly(
            "036861b366f284f0a11738ffbf7eda46241a8977592878fe3175ae1d1e4754eccf",
            "021982a48086cb8984427d3727fe35a03d396b234f0701f5249daa12e8105c8dae");
    assertThat(path.stream().map(hop -> sha256(hop.encryptedRecipientData())))
        .containsExactly(
            "31be1a4038562b640af1559e912a48746a6c608d091846a3dacf363d264a20ff",
            "0e33c8f72a4807935719d3bb281018dba7374e9915b830a045f46cfd00236374");
  }

  private static String sha256(byte[] bytes) {
    return Hex.text(JdkCrypto.sha256(bytes));
  }

  @Test
  default void every_node_of_a_random_path_finds_its_data_and_the_next_path_key() {
    for (int i = 0; i < 50; i++) {
      RandomPath random = RandomPath.get(nightjar(), NODES, "paths", i);
      assertWalks(random, random.create(nightjar()));
    }
  }

  private void assertWalks(RandomPath random, List<BlindedHop> path) {
    PublicKey pathKey = path.get(0).pathKey();
    for (int i = 0; i < path.size(); i++) {
      BlindedHop hop = path.get(i);
      assertThat(pathKey).isEqualTo(hop.pathKey());
      try (NodeKey node = nightjar().nodeKey(random.nodes().get(i))) {
        UnblindedData found =
            nightjar()
                .blindedPaths()
                .unblind(node, pathKey, hop.encryptedRecipientData())
                .orElseThrow();
        assertThat(found.data()).isEqualTo(random.hops().get(i).data());
        SecretKey blinded = nightjar().blindedPaths().blindedKey(node, pathKey).orElseThrow();
        assertThat(nightjar().publicKey(blinded)).isEqualTo(hop.blindedNodeId());
        pathKey = found.nextPathKey();
      }
    }
  }

  @Test
  default void the_longest_path_with_the_longest_data_is_made_and_walked() {
    List<PathHop> longest =
        Collections.nCopies(255, PathHop.of(nightjar().publicKey(NODES.get(0)), new byte[1]));
    assertWalks(
        new RandomPath(session(), Collections.nCopies(255, NODES.get(0)), longest),
        nightjar().blindedPaths().create(session(), longest));
    List<PathHop> widest =
        List.of(PathHop.of(nightjar().publicKey(NODES.get(0)), new byte[65535 - 16]));
    List<BlindedHop> path = nightjar().blindedPaths().create(session(), widest);
    assertThat(path.get(0).encryptedRecipientData()).hasSize(65535);
    assertWalks(new RandomPath(session(), List.of(NODES.get(0)), widest), path);
  }

  @Test
  default void altered_and_cut_data_are_refused() {
    BlindedHop hop = nightjar().blindedPaths().create(session(), daveAndEve()).get(0);
    byte[] data = hop.encryptedRecipientData();
    try (NodeKey dave = open(Bolt4Onion.NODE_SECRETS.get(3))) {
      for (int at = 0; at < data.length; at++) {
        assertRefused(dave, hop.pathKey(), CraftedOnion.flip(data, at * 8 + at % 8));
        assertRefused(dave, hop.pathKey(), Arrays.copyOf(data, at));
      }
      assertRefused(dave, hop.pathKey(), Arrays.copyOf(data, data.length + 1));
      assertRefused(dave, hop.pathKey(), new byte[65535]);
      assertRefused(dave, Bolt4Onion.NODES.get(0), data);
    }
    try (NodeKey eve = open(Bolt4Onion.NODE_SECRETS.get(4))) {
      assertRefused(eve, hop.pathKey(), data);
    }
  }

  private void assertRefused(NodeKey node, PublicKey pathKey, byte[] encrypted) {
    Optional<UnblindedData> found = nightjar().blindedPaths().unblind(node, pathKey, encrypted);
    assertThat(found).isEmpty();
  }

  @Test
  default void path_keys_that_are_no_points_are_no_exception() {
    try (NodeKey node = open(Bolt4Onion.NODE_SECRETS.get(3))) {
      for (byte[] bad : Scalars.invalidPublicKeys()) {
        if (bad[0] == 2 || bad[0] == 3) {
          assertRefused(node, PublicKey.of(bad), new byte[100]);
          assertThat(nightjar().blindedPaths().blindedKey(node, PublicKey.of(bad))).isEmpty();
        }
      }
    }
  }

  @Test
  default void paths_out_of_range_are_refused() {
    PathHop hop = daveAndEve().get(0);
    for (int hops : new int[] {0, 256, 10_000}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> nightjar().blindedPaths().create(session(), Collections.nCopies(hops, hop)));
    }
    for (int length : new int[] {65520, 65535, 65536}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PathHop.of(hop.node(), new byte[length]));
    }
    for (byte[] bad : Scalars.invalidSecretKeys()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().blindedPaths().create(SecretKey.of(bad), List.of(hop)));
    }
    PathHop noPoint =
        PathHop.of(PublicKey.of(Hex.concat(new byte[] {2}, Scalars.bytes(5))), new byte[2]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> nightjar().blindedPaths().create(session(), List.of(hop, noPoint)));
  }

  @Test
  default void nulls_and_closed_keys_are_refused_by_blinded_paths() {
    PathHop hop = daveAndEve().get(0);
    PublicKey pathKey = Bolt4Onion.NODES.get(0);
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().blindedPaths().create(null, List.of(hop)));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().blindedPaths().create(session(), null));
    assertThatNullPointerException()
        .isThrownBy(
            () -> nightjar().blindedPaths().create(session(), Collections.singletonList(null)));
    assertThatNullPointerException().isThrownBy(() -> PathHop.of(null, new byte[2]));
    assertThatNullPointerException().isThrownBy(() -> PathHop.of(pathKey, null));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().blindedPaths().unblind(null, pathKey, new byte[16]));
    NodeKey node = open(Scalars.bytes(1));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().blindedPaths().unblind(node, null, new byte[16]));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().blindedPaths().unblind(node, pathKey, null));
    assertThatNullPointerException()
        .isThrownBy(() -> nightjar().blindedPaths().blindedKey(node, null));
    node.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> nightjar().blindedPaths().unblind(node, pathKey, new byte[16]));
    assertThatIllegalStateException()
        .isThrownBy(() -> nightjar().blindedPaths().blindedKey(node, pathKey));
    SecretKey session = session();
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> nightjar().blindedPaths().create(session, List.of(hop)));
  }

  @Test
  default void of_two_faults_every_provider_reports_the_same_for_paths() {
    byte[] good = Bolt4Onion.NODES.get(0).toBytes();
    byte[] bad = Hex.concat(new byte[] {2}, Scalars.bytes(5));
    byte[] noKey = new byte[32];
    byte[] key = Scalars.bytes(1);
    assertCreateFails(Status.ERR_PUBLIC_KEY, noKey, Hex.concat(bad, good), 1, 1);
    assertCreateFails(Status.ERR_SECRET_KEY, noKey, Hex.concat(good, bad), 1, 1);
    assertCreateFails(Status.ERR_PUBLIC_KEY, key, Hex.concat(good, bad), 1, 1);
    assertCreateFails(Status.ERR_ARGUMENT, noKey, Hex.concat(bad, bad), 65520, 0);
    assertCreateFails(Status.ERR_ARGUMENT, noKey, Hex.concat(bad, bad), -1, 3);
    long handle = backend().keyOpen(key);
    byte[] data = Hex.repeat(0xaa, 16);
    byte[] next = Hex.repeat(0xaa, 33);
    assertThat(backend().blindedUnblind(data, next, handle, bad, new byte[32]))
        .isEqualTo(Status.PEER_PATH_KEY);
    assertThat(data).containsOnly(0);
    assertThat(next).containsOnly(0);
    assertThat(backend().blindedUnblind(data, next, handle, good, new byte[32]))
        .isEqualTo(Status.PEER_AEAD_TAG);
    assertThat(next).containsOnly(0);
    assertThat(backend().blindedUnblind(new byte[0], next, handle, good, new byte[15]))
        .isEqualTo(Status.PEER_AEAD_TAG);
    byte[] secret = Hex.repeat(0xaa, 32);
    assertThat(backend().blindedSecretKey(secret, handle, bad)).isEqualTo(Status.PEER_PATH_KEY);
    assertThat(secret).containsOnly(0);
    backend().keyClose(handle);
  }

  private void assertCreateFails(int status, byte[] sessionKey, byte[] nodes, int... lengths) {
    byte[] payloads = new byte[Math.max(2, lengths[0] + lengths[1])];
    byte[] pathKeys = Hex.repeat(0xaa, 66);
    byte[] ids = Hex.repeat(0xaa, 66);
    byte[] encrypted = Hex.repeat(0xaa, payloads.length + 32);
    assertThat(
            backend()
                .blindedPathCreate(pathKeys, ids, encrypted, sessionKey, nodes, payloads, lengths))
        .isEqualTo(status);
    assertThat(Hex.concat(pathKeys, ids, encrypted)).containsOnly(0);
  }
}
