package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nightjar.Batch;
import org.nightjar.BlindedHop;
import org.nightjar.BuildBatch;
import org.nightjar.BuiltOnion;
import org.nightjar.EcdhBatch;
import org.nightjar.Hop;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PathBatch;
import org.nightjar.PathHop;
import org.nightjar.PeelBatch;
import org.nightjar.PublicKey;
import org.nightjar.PublicKeyBatch;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.UnblindBatch;
import org.nightjar.UnblindedData;
import org.nightjar.VerifyBatch;
import org.nightjar.testkit.CraftedOnion;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.PeeledText;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/**
 * Every batch gives, element by element, what the single call gives or throws, with bad elements
 * anywhere. What is special to peeling is in {@link PeelBatchConformance}.
 */
public interface BatchesConformance extends Subject {
  /** Around the eight of a register, and the 32 of a chunk. */
  int[] COUNTS = {0, 1, 2, 7, 8, 9, 31, 32, 33, 40};

  int MOST = 40;

  @Test
  default void batches_of_public_keys_equal_single_calls() {
    List<SecretKey> secrets = secretKeys("batch of public keys");
    PublicKeyBatch batch = nightjar().newPublicKeyBatch(MOST);
    assertEqualsSingles(
        batch,
        batch::create,
        i -> batch.add(secrets.get(i)),
        i -> nightjar().publicKey(secrets.get(i)));
  }

  @Test
  default void batches_of_shared_secrets_equal_single_calls() {
    List<SecretKey> secrets = secretKeys("batch of shared secrets");
    List<PublicKey> points = publicKeys("batch of points");
    EcdhBatch batch = nightjar().newEcdhBatch(MOST);
    assertEqualsSingles(
        batch,
        batch::ecdh,
        i -> batch.add(secrets.get(i), points.get(i)),
        i -> nightjar().ecdh(secrets.get(i), points.get(i)));
  }

  @Test
  default void batches_of_signatures_equal_single_calls() {
    for (int length : new int[] {0, 1, 32, 100}) {
      List<byte[]> keys = new ArrayList<>();
      List<byte[]> messages = new ArrayList<>();
      List<SchnorrSignature> signatures = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        SplittableRandom random = Seeds.random("batch of signatures of " + length, i);
        SecretKey secret = SecretKey.of(Scalars.random(random));
        byte[] message = Seeds.bytes(random, length);
        byte[] key = nightjar().publicKey(secret).toXOnly();
        byte[] signature = nightjar().sign(secret, message, null).toBytes();
        switch (random.nextInt(6)) {
          case 0 -> signature = CraftedOnion.flip(signature, random.nextInt(512));
          case 1 -> key = CraftedOnion.flip(key, random.nextInt(256));
          case 2 -> System.arraycopy(Hex.repeat(0xff, 32), 0, signature, 32 * (i % 2), 32);
          default -> {}
        }
        keys.add(key);
        messages.add(message);
        signatures.add(SchnorrSignature.of(signature));
      }
      VerifyBatch batch = nightjar().newVerifyBatch(MOST, length);
      assertEqualsSingles(
          batch,
          batch::verify,
          i -> batch.add(keys.get(i), messages.get(i), signatures.get(i)),
          i -> nightjar().verify(keys.get(i), messages.get(i), signatures.get(i)));
    }
  }

  @Test
  default void batches_of_blinded_hops_equal_single_calls() {
    for (int length : new int[] {0, 1, 32, 200}) {
      List<PublicKey> pathKeys = new ArrayList<>();
      List<byte[]> encrypted = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        SplittableRandom random = Seeds.random("batch of hops with " + length, i);
        BlindedHop hop =
            nightjar()
                .blindedPaths()
                .create(
                    SecretKey.of(Scalars.random(random)),
                    List.of(PathHop.of(publicKey(NODE), Seeds.bytes(random, length))))
                .get(0);
        byte[] data = hop.encryptedRecipientData();
        boolean noPoint = random.nextInt(5) == 0;
        pathKeys.add(noPoint ? notOnTheCurve() : hop.pathKey());
        boolean spoiled = random.nextInt(5) == 0;
        encrypted.add(spoiled ? CraftedOnion.flip(data, random.nextInt(data.length * 8)) : data);
      }
      UnblindBatch batch = nightjar().newUnblindBatch(MOST, length + 16);
      try (NodeKey key = open(NODE)) {
        assertEqualsSingles(
            batch,
            () -> batch.unblind(key),
            i -> batch.add(pathKeys.get(i), encrypted.get(i)),
            i -> nightjar().blindedPaths().unblind(key, pathKeys.get(i), encrypted.get(i)));
      }
    }
  }

  @Test
  default void batches_of_routes_equal_single_builds() {
    for (int hopCount : new int[] {1, 2, 5, 20}) {
      List<SecretKey> sessions = secretKeys("batch of sessions");
      List<List<Hop>> routes = new ArrayList<>();
      List<byte[]> assocs = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        SplittableRandom random = Seeds.random("batch of routes of " + hopCount, i);
        List<Hop> route = new ArrayList<>();
        for (int h = 0; h < hopCount; h++) {
          byte[] payload = Seeds.bytes(random, random.nextInt(2, 1300 / hopCount - 36));
          boolean noPoint = random.nextInt(10 * hopCount) == 0;
          PublicKey node = noPoint ? notOnTheCurve() : publicKey(Scalars.random(random));
          route.add(Hop.of(node, payload));
        }
        routes.add(route);
        assocs.add(Seeds.bytes(random, 32));
      }
      BuildBatch batch = nightjar().newBuildBatch(MOST, hopCount, 1300, 32);
      assertEqualsSingles(
          batch,
          batch::build,
          i -> batch.add(sessions.get(i), routes.get(i), assocs.get(i)),
          i -> nightjar().buildPaymentOnion(sessions.get(i), routes.get(i), assocs.get(i)));
    }
  }

  @Test
  default void batches_of_paths_equal_single_creations() {
    for (int[] lengths : new int[][] {{0}, {32, 32}, {50, 50, 200}, new int[20]}) {
      List<SecretKey> sessions = secretKeys("batch of path sessions");
      List<List<PathHop>> paths = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        SplittableRandom random = Seeds.random("batch of paths of " + lengths.length, i);
        List<PathHop> path = new ArrayList<>();
        for (int length : lengths) {
          boolean noPoint = random.nextInt(10 * lengths.length) == 0;
          PublicKey node = noPoint ? notOnTheCurve() : publicKey(Scalars.random(random));
          path.add(PathHop.of(node, Seeds.bytes(random, length)));
        }
        paths.add(path);
      }
      PathBatch batch = nightjar().newPathBatch(MOST, lengths);
      assertEqualsSingles(
          batch,
          batch::create,
          i -> batch.add(sessions.get(i), paths.get(i)),
          i -> nightjar().blindedPaths().create(sessions.get(i), paths.get(i)));
    }
  }

  @Test
  default void packets_are_peeled_out_of_any_buffer() {
    byte[] packet =
        nightjar()
            .buildPaymentOnion(
                Bolt4Onion.sessionKey(),
                List.of(Hop.of(publicKey(NODE), new byte[20])),
                new byte[32])
            .packet()
            .toBytes();
    PeelBatch batch = nightjar().newPeelBatch(3, packet.length, 32);
    ByteBuffer direct = ByteBuffer.allocateDirect(packet.length + 9).position(5);
    direct.put(packet).flip().position(5);
    batch.add(direct, new byte[32], null);
    batch.add(ByteBuffer.wrap(packet).asReadOnlyBuffer(), new byte[32], null);
    batch.add(OnionPacket.of(packet), new byte[32], null);
    assertThat(direct.position()).isEqualTo(5);
    assertThat(direct.remaining()).isEqualTo(packet.length);
    assertThatIllegalStateException()
        .isThrownBy(() -> batch.add(direct, new byte[32], null))
        .withMessageContaining("full at 3");
    try (NodeKey key = open(NODE)) {
      batch.peel(key);
      for (int i = 0; i < 3; i++) {
        assertThat(PeeledText.of(batch.result(i)))
            .isEqualTo(PeeledText.of(nightjar().peel(key, OnionPacket.of(packet), new byte[32])));
      }
    }
    batch.clear();
    direct.limit(direct.limit() - 1);
    assertThatIllegalArgumentException().isThrownBy(() -> batch.add(direct, new byte[32], null));
  }

  @Test
  default void batches_of_sizes_out_of_range_are_refused() {
    List<Runnable> wrong =
        List.of(
            () -> nightjar().newPublicKeyBatch(0),
            () -> nightjar().newEcdhBatch(65537),
            () -> nightjar().newVerifyBatch(1, -1),
            () -> nightjar().newVerifyBatch(2, Integer.MAX_VALUE),
            () -> nightjar().newUnblindBatch(1, 15),
            () -> nightjar().newUnblindBatch(1, 65536),
            () -> nightjar().newUnblindBatch(65536, 65535),
            () -> nightjar().newPathBatch(1),
            () -> nightjar().newPathBatch(1, new int[256]),
            () -> nightjar().newPathBatch(1, 5, -1),
            () -> nightjar().newPathBatch(1, 65536 - 16),
            () -> nightjar().newPathBatch(65536, 65535 - 16),
            () -> nightjar().newBuildBatch(4097, 1, 1300, 32),
            () -> nightjar().newBuildBatch(1, 0, 1300, 32),
            () -> nightjar().newBuildBatch(1, 38, 1300, 32),
            () -> nightjar().newBuildBatch(1, 1, 34, 32),
            () -> nightjar().newBuildBatch(1, 1, Integer.MAX_VALUE, 32),
            () -> nightjar().newBuildBatch(1, 1, 1300, -1),
            () -> nightjar().newBuildBatch(1, 1, 1300, 65536));
    for (int i = 0; i < wrong.size(); i++) {
      assertThatIllegalArgumentException().as("case %d", i).isThrownBy(wrong.get(i)::run);
    }
  }

  @Test
  default void elements_of_another_shape_are_refused_and_not_added() {
    PublicKey node = publicKey(NODE);
    SecretKey session = Bolt4Onion.sessionKey();
    Hop hop = Hop.of(node, new byte[10]);
    BuildBatch build = nightjar().newBuildBatch(2, 2, 100, 32);
    VerifyBatch verify = nightjar().newVerifyBatch(2, 32);
    SchnorrSignature signature = SchnorrSignature.of(new byte[64]);
    UnblindBatch unblind = nightjar().newUnblindBatch(2, 50);
    PathBatch path = nightjar().newPathBatch(2, 4);
    Hop tooLong = Hop.of(node, new byte[30]);
    List<Runnable> wrong =
        List.of(
            () -> build.add(session, List.of(hop), new byte[32]),
            () -> build.add(session, List.of(hop, hop, hop), new byte[32]),
            () -> build.add(session, List.of(hop, hop), new byte[31]),
            () -> build.add(session, List.of(hop, tooLong), new byte[32]),
            () -> verify.add(new byte[33], new byte[32], signature),
            () -> verify.add(new byte[32], new byte[31], signature),
            () -> path.add(session, List.of()),
            () -> path.add(session, List.of(PathHop.of(node, new byte[3]))),
            () -> unblind.add(node, new byte[49]),
            () -> unblind.add(node, new byte[51]));
    for (int i = 0; i < wrong.size(); i++) {
      assertThatIllegalArgumentException().as("case %d", i).isThrownBy(wrong.get(i)::run);
    }
    assertThat(build.size() + verify.size() + path.size() + unblind.size()).isZero();
    build.add(session, List.of(hop, hop), new byte[32]);
    build.build();
    assertThat(text(build.result(0)))
        .isEqualTo(text(nightjar().buildOnion(session, List.of(hop, hop), new byte[32], 100)));
  }

  /** The node whose hops are opened. */
  byte[] NODE = HostileOnionConformance.NODE;

  /**
   * Runs a batch with the first so many elements, for each of {@link #COUNTS}, using it again each
   * time.
   */
  private void assertEqualsSingles(
      Batch<?> batch, Runnable compute, IntConsumer add, IntFunction<?> single) {
    for (int count : COUNTS) {
      for (int i = 0; i < count; i++) {
        add.accept(i);
      }
      compute.run();
      assertThat(batch.size()).isEqualTo(count);
      assertThat(batch.isFull()).isEqualTo(count == MOST);
      for (int i = 0; i < count; i++) {
        int index = i;
        assertThat(outcome(() -> batch.result(index)))
            .as("%d of %d", i, count)
            .isEqualTo(outcome(() -> single.apply(index)));
      }
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> batch.result(count));
      batch.clear();
      assertThat(batch.size()).isZero();
    }
  }

  /** What a call gives or throws, as text that is equal for equal results. */
  private static String outcome(Supplier<?> call) {
    try {
      return text(call.get());
    } catch (IllegalArgumentException e) {
      return e.toString();
    }
  }

  private static String text(Object result) {
    if (result instanceof SharedSecret secret) {
      return Hex.text(secret.exposeSecretBytes());
    }
    if (result instanceof List<?> path) {
      return path.stream()
          .map(BlindedHop.class::cast)
          .map(hop -> hop.pathKey() + " " + hop.blindedNodeId() + data(hop))
          .toList()
          .toString();
    }
    if (result instanceof BuiltOnion onion) {
      return Hex.text(onion.packet().toBytes())
          + onion.sharedSecrets().stream().map(BatchesConformance::text).toList();
    }
    if (result instanceof Optional<?> found && found.isPresent()) {
      UnblindedData data = (UnblindedData) found.get();
      return Hex.text(data.data()) + " " + data.nextPathKey();
    }
    return result.toString();
  }

  private static String data(BlindedHop hop) {
    return Hex.text(hop.encryptedRecipientData());
  }

  /** Random ones, every sixth of them none. */
  private List<SecretKey> secretKeys(String what) {
    byte[][] invalid = Scalars.invalidSecretKeys();
    List<SecretKey> keys = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      SplittableRandom random = Seeds.random(what, i);
      boolean bad = random.nextInt(6) == 0;
      keys.add(
          SecretKey.of(bad ? invalid[random.nextInt(invalid.length)] : Scalars.random(random)));
    }
    return keys;
  }

  /** Random ones, every sixth of them no point. */
  private List<PublicKey> publicKeys(String what) {
    List<PublicKey> keys = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      SplittableRandom random = Seeds.random(what, i);
      keys.add(random.nextInt(6) == 0 ? notOnTheCurve() : publicKey(Scalars.random(random)));
    }
    return keys;
  }

  private static PublicKey notOnTheCurve() {
    return PublicKey.of(Hex.concat(new byte[] {3}, Scalars.bytes(5)));
  }
}
