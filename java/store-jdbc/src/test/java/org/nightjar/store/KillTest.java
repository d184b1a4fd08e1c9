package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/** A process that writes is killed at random moments, again and again on the same database. */
class KillTest {
  private static final int THREADS = 4;
  private static final int MAX_MILLIS = 300;

  @TempDir Path folder;

  private static Key left(int thread) {
    return Key.of(Kind.HOLD, new byte[] {(byte) thread});
  }

  private static Key right(int thread) {
    return Key.of(Kind.DELEGATION, new byte[] {(byte) thread});
  }

  private static Key claim(int thread, long version) {
    return Key.of(Kind.REPLAY, ByteBuffer.allocate(12).putInt(thread).putLong(version).array());
  }

  /** The program that is killed: each thread writes a pair of records and a claim, then says so. */
  static final class Writing {
    public static void main(String[] arguments) throws Exception {
      try (Store store = JdbcStore.open(Path.of(arguments[0]))) {
        StoreConformance.inThreads(
            THREADS,
            thread -> {
              for (long version = version(store, left(thread)); ; version++) {
                ChildJvm.say(thread + " " + write(store, thread, version));
              }
            });
      }
    }

    private static long write(Store store, int thread, long version) throws StoreException {
      byte[] value = new byte[2_000];
      ByteBuffer.wrap(value).putLong(version + 1);
      List<Write> batch =
          List.of(
              new Write.Put(left(thread), version, value, Due.atHeight(version)),
              new Write.Claim(claim(thread, version + 1), new byte[] {(byte) thread}, 900_000),
              new Write.Put(right(thread), version, value, Due.NONE));
      if (!store.write(List.of(batch)).equals(List.of(new Outcome.Done()))) {
        throw new IllegalStateException("a conflict without a rival");
      }
      return version + 1;
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAndNothingIsHalf() throws Exception {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("KillTest: -Dnightjar.seed=" + seed);
    Random random = new Random(seed);
    Path file = folder.resolve("store.db");
    long[] acknowledged = new long[THREADS];
    for (int round = 0; round < Integer.getInteger("nightjar.kills", 5); round++) {
      try (ChildJvm child = ChildJvm.start(Writing.class, file.toString())) {
        acknowledge(acknowledged, child.hear());
        Thread.sleep(random.nextInt(MAX_MILLIS));
        child.kill();
        child.hearAll().forEach(line -> acknowledge(acknowledged, line));
      }
      check(file, acknowledged);
    }
  }

  private static void acknowledge(long[] acknowledged, String line) {
    String[] words = line.split(" ");
    acknowledged[Integer.parseInt(words[0])] = Long.parseLong(words[1]);
  }

  private static void check(Path file, long[] acknowledged) throws StoreException {
    try (Store store = JdbcStore.open(file)) {
      for (int thread = 0; thread < THREADS; thread++) {
        long version = version(store, left(thread));
        assertThat(version).isBetween(acknowledged[thread], acknowledged[thread] + 1);
        assertThat(version(store, right(thread))).isEqualTo(version);
        for (long claimed = Math.max(1, version - 50); claimed <= version; claimed++) {
          assertThat(store.load(claim(thread, claimed))).isPresent();
        }
        assertThat(store.load(claim(thread, version + 1))).isEmpty();
        acknowledged[thread] = version;
      }
    }
  }

  /** The version of a record, which its value must repeat; 0 if there is none. */
  private static long version(Store store, Key key) throws StoreException {
    Stored stored = store.load(key).orElse(null);
    if (stored == null) {
      return 0;
    }
    assertThat(ByteBuffer.wrap(stored.value()).getLong()).isEqualTo(stored.version());
    return stored.version();
  }
}
