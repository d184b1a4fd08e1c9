package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.store.StoreConformance.hold;
import static org.nightjar.store.StoreConformance.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Write;

/** Writers who wait for the same turn share its transaction. */
class GroupCommitTest {
  private static final int WRITERS = 10;

  @TempDir Path folder;

  @Test
  void thoseWhoWaitShareATransaction() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("store.db");
    JdbcStore.open(url).close();
    Database database = new Database(new Sqlite(url), url);
    GroupCommit commits = new GroupCommit(database);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<Void> first =
        start(
            () -> {
              commits.alone(session -> await(begun, end));
              return null;
            });
    begun.await();
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<List<Outcome>>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      // Every second batch conflicts, and disturbs nobody.
      Write write = put(hold("h" + i), i % 2, "x");
      FutureTask<List<Outcome>> writer =
          new FutureTask<>(() -> commits.write(List.of(List.of(write))));
      Thread thread = new Thread(writer);
      thread.start();
      threads.add(thread);
      writers.add(writer);
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
    long before = pagesInLog();
    end.countDown();
    first.get();
    for (int i = 0; i < WRITERS; i++) {
      assertThat(writers.get(i).get().get(0) instanceof Outcome.Done).isEqualTo(i % 2 == 0);
    }
    // One transaction of five small records: the pages of a table and its index, each once.
    assertThat(pagesInLog() - before).isBetween(1L, 3L);
    commits.close();
    database.close();
  }

  private static <T> FutureTask<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    new Thread(task).start();
    return task;
  }

  private static boolean await(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** How many pages were ever written to the log; nothing is copied out of it meanwhile. */
  private long pagesInLog() throws IOException {
    return Files.size(folder.resolve("store.db-wal")) / 4_120;
  }
}
