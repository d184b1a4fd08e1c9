package org.nightjar.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.store.JdbcStore;

/**
 * What the replay cache costs a routing node: onions claimed once each, in groups that are durable
 * together, while the cache grows. At some sizes claims and look-ups are timed.
 */
final class Replays {
  private static final int KEY_LENGTH = 20;
  private static final int OWNER_LENGTH = 40;
  private static final int HTLCS_PER_CHANNEL = 483;
  private static final long HEIGHT = 800_000;
  private static final int MAX_CLTV = 2016;
  private static final int GROUP = 1_000;
  private static final int BLOCK = 1_000;
  private static final int PROGRESS = 1_000_000;

  private final Store store;
  private final int claims;
  private final int lookUps;
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Figure> figures = new ArrayList<>();
  private long size;
  private double first;

  /**
   * Measures on an empty store.
   *
   * @param claims how many are timed at each size, after it was reached; a multiple of {@value
   *     #GROUP}
   * @param lookUps how many are timed at each size; a multiple of {@value #BLOCK}
   */
  Replays(Store store, int claims, int lookUps) {
    this.store = store;
    this.claims = claims;
    this.lookUps = lookUps;
  }

  /** The program. */
  static int run(String[] args) {
    return StoreProgram.run(
        "--replay",
        args,
        url -> {
          try (Store store = JdbcStore.open(url)) {
            return new Replays(store, 300_000, 100_000)
                .measure(Targets.REPLAYS / 100, Targets.REPLAYS / 10, Targets.REPLAYS);
          }
        });
  }

  /** Measures at sizes, the smallest first; each a multiple of {@value #GROUP}. */
  List<Figure> measure(int... sizes) throws StoreException {
    if (!store.scan(Kind.REPLAY, null, 1).isEmpty()) {
      throw new IllegalStateException("the store is not empty");
    }
    for (int target : sizes) {
      grow(target);
      claims(target);
      lookUps(target);
    }
    return figures;
  }

  private void grow(long target) throws StoreException {
    long start = System.nanoTime();
    long from = size;
    while (size < target) {
      claim();
      if (size % PROGRESS == 0) {
        StoreProgram.say(
            "%d onions claimed, %.0f a second",
            size, (size - from) / ((System.nanoTime() - start) / 1e9));
      }
    }
  }

  /** One group; all of it must be new. */
  private void claim() throws StoreException {
    List<List<Write>> batches =
        LongStream.range(size, size + GROUP).mapToObj(onion -> List.of(claim(onion))).toList();
    if (!store.write(batches).stream().allMatch(Outcome.Done.class::isInstance)) {
      throw new IllegalStateException("an onion was taken for another");
    }
    size += GROUP;
  }

  private static Write claim(long onion) {
    byte[] owner =
        ByteBuffer.allocate(OWNER_LENGTH)
            .putLong(onion / HTLCS_PER_CHANNEL)
            .putLong(OWNER_LENGTH - Long.BYTES, onion)
            .array();
    return new Write.Claim(key(onion), owner, HEIGHT + onion % MAX_CLTV);
  }

  /** As good as random, and the same each time. */
  private static Key key(long onion) {
    byte[] key = new byte[KEY_LENGTH];
    new SplittableRandom(onion).nextBytes(key);
    return Key.of(Kind.REPLAY, key);
  }

  private void claims(int target) throws StoreException {
    long start = System.nanoTime();
    long worst = 0;
    for (int done = 0; done < claims; done += GROUP) {
      long before = System.nanoTime();
      claim();
      worst = Math.max(worst, System.nanoTime() - before);
    }
    double micros = (System.nanoTime() - start) / 1e3 / claims;
    figures.add(
        Figure.of("replay-claim-" + target, "us", micros, "its target", Targets.CLAIM_MICROS));
    StoreProgram.say(
        "at %d: %.0f claims a second, the slowest group of %d in %.0f ms",
        target, 1e6 / micros, GROUP, worst / 1e6);
  }

  /** Half of them of onions that were claimed; the median of blocks. */
  private void lookUps(int target) throws StoreException {
    double[] micros = new double[lookUps / BLOCK];
    for (int block = 0; block < micros.length; block++) {
      long start = System.nanoTime();
      for (int i = 0; i < BLOCK; i++) {
        boolean claimed = i % 2 == 0;
        long onion = random.nextLong(size) + (claimed ? 0 : size);
        if (store.load(key(onion)).isPresent() != claimed) {
          throw new IllegalStateException("a look-up answered wrong");
        }
      }
      micros[block] = (System.nanoTime() - start) / 1e3 / BLOCK;
    }
    Arrays.sort(micros);
    double median = micros[micros.length / 2];
    first = first == 0 ? median : first;
    figures.add(Figure.of("replay-look-up-" + target, "us", median, "at the smallest size", first));
  }
}
