package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PeelBatch;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.peeler.BatchPeeler;

/**
 * Packets peeled in batches, and by a {@link BatchPeeler} for many threads, give on every provider
 * what Bouncy Castle gives of each alone. Every third packet is poison of a random kind.
 */
final class BatchesEqualTest {
  private static final int ONIONS = OpenProviders.count("nightjar.onions");
  private static final int MOST = 100;
  private static final int THREADS = 8;

  private static OpenProviders providers;
  private static SecretKey node;

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("batches equal");
    node = providers.onions().nodes().get(0);
  }

  /** What comes to {@link #node}. */
  private record Packet(OnionPacket onion, byte[] assoc, @Nullable PublicKey pathKey) {
    /** What the slowest provider, which shares no code with the others, says of it alone. */
    String expected() {
      OpenProviders.Open bc = providers.all().get(2);
      return PeeledText.of(bc.nightjar().peel(bc.nodeKeys().get(node), onion, assoc, pathKey));
    }
  }

  @Test
  void random_batches_are_peeled_alike() {
    OpenProviders.forEachCase(
        "random batches equal to single peels", Math.max(2, ONIONS / MOST), this::checkBatch);
  }

  private void checkBatch(int number) {
    SplittableRandom random = Seeds.random("batch", number);
    int count = random.nextInt(1, MOST);
    int assocLength = random.nextBoolean() ? 32 : 0;
    int room = random.nextInt(4) == 0 ? random.nextInt(700, 3000) : 1300;
    List<Packet> packets =
        IntStream.range(0, count)
            .mapToObj(i -> packet(number * MOST + i, room, assocLength))
            .toList();
    List<String> expected = packets.stream().map(Packet::expected).toList();
    for (OpenProviders.Open provider : providers.all()) {
      PeelBatch batch = provider.nightjar().newPeelBatch(count, room + 66, assocLength);
      packets.forEach(packet -> batch.add(packet.onion, packet.assoc, packet.pathKey));
      batch.peel(provider.nodeKeys().get(node));
      for (int i = 0; i < count; i++) {
        assertThat(PeeledText.of(batch.result(i)))
            .as("%d of %d on %s", i, count, provider.nightjar().diagnostics())
            .isEqualTo(expected.get(i));
      }
    }
  }

  private static Packet packet(int number, int room, int assocLength) {
    SplittableRandom random = Seeds.random("packet of a batch", number);
    OpenProviders.Open jni = providers.all().get(0);
    SecretKey pathSecret = providers.onions().nodes().get(random.nextInt(1, 64));
    PublicKey pathKey = random.nextInt(3) == 0 ? jni.nodeKeys().get(pathSecret).publicKey() : null;
    RandomOnion onion =
        providers
            .onions()
            .get(number, room, assocLength)
            .startingAt(jni.nightjar(), node.exposeSecretBytes(), pathKey);
    byte[] packet = onion.build(jni.nightjar()).packet().toBytes();
    if (random.nextInt(3) == 0) {
      int bits = random.nextBoolean() ? 34 * 8 : packet.length * 8;
      packet = CraftedOnion.flip(packet, random.nextInt(bits));
    }
    if (pathKey != null && random.nextInt(4) == 0) {
      pathKey = PublicKey.of(Hex.concat(new byte[] {2}, Seeds.bytes(random, 32)));
    }
    return new Packet(OnionPacket.of(packet), onion.assoc(), pathKey);
  }

  @Test
  void many_threads_that_submit_get_what_single_peels_give() throws Exception {
    List<Packet> packets =
        IntStream.range(0, Math.min(ONIONS, 2000))
            .parallel()
            .mapToObj(i -> packet(i, i % 50 == 0 ? 2000 : 1300, i % 40 == 0 ? 0 : 32))
            .toList();
    List<String> expected = packets.parallelStream().map(Packet::expected).toList();
    for (OpenProviders.Open provider : providers.all()) {
      NodeKey key = provider.nodeKeys().get(node);
      try (BatchPeeler peeler =
          BatchPeeler.forPayments(provider.nightjar(), key)
              .batchSize(16)
              .queueCapacity(50)
              .maxWait(Duration.ofNanos(100_000))
              .start()) {
        submitAll(peeler, packets, expected);
        System.out.println(
            "peeled in batches: "
                + peeler.metrics().batchSizes()
                + ", on "
                + provider.nightjar().diagnostics().providerId());
      }
    }
  }

  private static void submitAll(BatchPeeler peeler, List<Packet> packets, List<String> expected)
      throws InterruptedException {
    Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int first = t;
      Thread thread = new Thread(() -> submitEvery(THREADS, first, peeler, packets, expected));
      thread.setUncaughtExceptionHandler((failed, e) -> thrown.add(e));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(thrown).isEmpty();
  }

  /** One thread's share, in bursts of random length whose answers it waits for. */
  private static void submitEvery(
      int step, int first, BatchPeeler peeler, List<Packet> packets, List<String> expected) {
    SplittableRandom random = Seeds.random("bursts", first);
    List<CompletableFuture<Peeled>> answers = new ArrayList<>();
    List<String> expectedOfThem = new ArrayList<>();
    try {
      for (int i = first; i < packets.size(); i += step) {
        Packet packet = packets.get(i);
        answers.add(peeler.submit(packet.onion, packet.assoc, packet.pathKey));
        expectedOfThem.add(expected.get(i));
        if (random.nextInt(10) == 0 || i + step >= packets.size()) {
          List<String> texts =
              answers.stream().map(answer -> PeeledText.of(answer.join())).toList();
          assertThat(texts).isEqualTo(expectedOfThem);
          answers.clear();
          expectedOfThem.clear();
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
