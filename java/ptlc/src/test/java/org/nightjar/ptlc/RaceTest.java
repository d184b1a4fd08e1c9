package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.refusal;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.store.JdbcStore;

/** Two threads claim the same index with different messages: exactly one wins, each time. */
class RaceTest {
  private static final int INDICES = 1_000;

  @TempDir Path folder;

  private static ClaimResult race(
      World world, Recipient recipient, CyclicBarrier barrier, long index, String payer)
      throws Exception {
    ClaimablePtlc incoming = world.incoming(world.message(index, payer), payer);
    barrier.await();
    return recipient.claim(List.of(incoming), NOW);
  }

  /** Races for every index; the two recipients are one, or two processes on one store. */
  private static void raceAll(World world, Recipient one, Recipient other) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<List<ClaimResult>>> results = new ArrayList<>();
      for (Recipient recipient : List.of(one, other)) {
        String payer = "racer " + results.size();
        Callable<List<ClaimResult>> racer =
            () -> {
              List<ClaimResult> all = new ArrayList<>();
              for (long index = 0; index < INDICES; index++) {
                all.add(race(world, recipient, barrier, index, payer));
              }
              return all;
            };
        results.add(threads.submit(racer));
      }
      for (int index = 0; index < INDICES; index++) {
        ClaimResult first = results.get(0).get().get(index);
        ClaimResult second = results.get(1).get().get(index);
        boolean firstWon = first instanceof ClaimResult.Claimed;
        assertThat(second instanceof ClaimResult.Claimed).isNotEqualTo(firstWon);
        assertThat(refusal(firstWon ? second : first)).isEqualTo(Refusal.ERR_INDEX_USED);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneOfTwoThreadsWins() throws Exception {
    World world = new World(PoolParameters.pool(INDICES));
    for (int round = 0; round < 10; round++) {
      World fresh = new World(world, new MemoryStore(), new StoredCounter(new MemoryStore()));
      try (Recipient one = fresh.start();
          Recipient other = fresh.resume()) {
        raceAll(fresh, one, round % 2 == 0 ? one : other);
      }
    }
  }

  @Test
  void oneOfTwoThreadsWinsOnSqlite() throws Exception {
    try (Store store = JdbcStore.open(folder.resolve("store.db"));
        Store second = JdbcStore.open(folder.resolve("store.db"))) {
      World world =
          new World(PoolParameters.pool(INDICES), store, new StoredCounter(new MemoryStore()));
      try (Recipient one = world.start();
          Recipient other = world.resume(second)) {
        raceAll(world, one, other);
      }
    }
  }

  /**
   * A counter of a process between whose reads of journal and counter another one claims, again and
   * again until the other has no more to claim.
   */
  private static MonotonicCounter overtaken(World world, Recipient other, Deque<Long> indices) {
    return new WrappedCounter(world.counter) {
      @Override
      public Optional<JournalMark> read(EpochId epoch) throws StoreException {
        Long index = indices.poll();
        if (index != null) {
          try {
            ReceiptMessage message = world.message(index, "other");
            ClaimResult result = other.claim(List.of(world.incoming(message, "other")), NOW);
            assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
          } catch (RefusalException e) {
            throw new AssertionError(e);
          }
        }
        return super.read(epoch);
      }
    };
  }

  @Test
  void whoIsOvertakenIsNotOld() throws Exception {
    World world = new World(PoolParameters.pool(8));
    try (Recipient other = world.start()) {
      Deque<Long> indices = new ArrayDeque<>(List.of(0L, 1L));
      World second = new World(world, world.store, overtaken(world, other, indices));
      try (Recipient overtaken = second.resume()) {
        assertThat(indices).isEmpty();
        assertThat(overtaken.death()).isEmpty();
        indices.addAll(List.of(2L, 3L));
        other.claim(List.of(world.incoming(world.message(4, "other"), "other")), NOW);
        ClaimResult result =
            overtaken.claim(List.of(world.incoming(world.message(5, "alice"), "alice")), NOW);
        assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
        assertThat(indices).isEmpty();
      }
    }
    assertThat(world.resume().death()).isEmpty();
  }

  @Test
  void aThousandOpenIndicesAreClaimedByManyThreads() throws Exception {
    World world = new World(PoolParameters.pool(INDICES));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (Recipient recipient = world.start()) {
      List<Future<Boolean>> opened = new ArrayList<>();
      for (long index = INDICES - 1; index >= 0; index--) {
        ClaimablePtlc incoming = world.incoming(world.message(index, "alice"), "a");
        opened.add(
            threads.submit(
                () -> {
                  ClaimResult result = recipient.claim(List.of(incoming), NOW);
                  return result instanceof ClaimResult.Claimed claimed
                      && World.opens(claimed.scalars().get(0), incoming.point());
                }));
      }
      for (Future<Boolean> each : opened) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(world.resume().death()).isEmpty();
  }
}
