package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.store.StoreConformance.bytes;
import static org.nightjar.store.StoreConformance.claim;
import static org.nightjar.store.StoreConformance.hold;
import static org.nightjar.store.StoreConformance.put;
import static org.nightjar.store.StoreConformance.replay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/** Two processes on one database want the same records. */
class RivalsTest {
  private static final int HOLDS = 300;
  private static final int INCREMENTS = 50;
  private static final Key COUNTER = Key.of(Kind.PAYMENT, bytes("counter"));

  @TempDir Path folder;

  /** One of the processes: releases every hold that the other has not, and counts up. */
  static final class Rival {
    public static void main(String[] arguments) throws Exception {
      String name = arguments[1];
      try (Store store = JdbcStore.open(arguments[0])) {
        ChildJvm.say("ready");
        System.in.read();
        StoreConformance.inThreads(
            4,
            thread -> {
              release(store, name, thread);
              count(store);
              return null;
            });
        ChildJvm.say("end");
      }
    }

    /**
     * Writes several batches at once, in an order of its own: what one process locks, so may two.
     */
    private static void release(Store store, String name, int thread) throws Exception {
      Random random = new Random(name.hashCode() + thread);
      for (int i = 0; i < HOLDS; i++) {
        List<String> ids = new ArrayList<>();
        List<List<Write>> batches = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
          String id = Integer.toString(random.nextInt(HOLDS));
          ids.add(id);
          batches.add(List.of(put(hold(id), 1, name), claim(replay(id), name, 1)));
        }
        List<Outcome> outcomes = store.write(batches);
        // SQLite's lock is not fair: whoever never pauses has it for himself.
        Thread.sleep(1);
        for (int k = 0; k < 3; k++) {
          if (outcomes.get(k) instanceof Outcome.Done) {
            ChildJvm.say("released " + ids.get(k));
          }
        }
      }
    }

    private static void count(Store store) throws StoreException {
      int done = 0;
      while (done < INCREMENTS) {
        Stored old = store.load(COUNTER).orElseThrow();
        long count = Long.parseLong(new String(old.value(), StandardCharsets.UTF_8));
        Write next = put(COUNTER, old.version(), Long.toString(count + 1));
        if (store.write(List.of(List.of(next))).get(0) instanceof Outcome.Done) {
          done++;
        }
      }
    }
  }

  @Test
  void neverBothWinOnSqlite() throws Exception {
    compete("jdbc:sqlite:" + folder.resolve("store.db"));
  }

  @Test
  void neverBothWinOnPostgres() throws Exception {
    compete(PostgresServer.shared().newSchema());
  }

  private static void compete(String url) throws Exception {
    try (Store store = JdbcStore.open(url)) {
      List<Write> holds = new ArrayList<>(List.of(put(COUNTER, 0, "0")));
      for (int i = 0; i < HOLDS; i++) {
        holds.add(put(hold(Integer.toString(i)), 0, "held"));
      }
      store.write(List.of(holds));
      List<String> alice;
      List<String> bob;
      try (ChildJvm first = ChildJvm.start(Rival.class, url, "alice");
          ChildJvm second = ChildJvm.start(Rival.class, url, "bob")) {
        assertThat(first.hear()).isEqualTo("ready");
        assertThat(second.hear()).isEqualTo("ready");
        first.tell("go");
        second.tell("go");
        alice = first.hearAll();
        bob = second.hearAll();
      }
      assertThat(alice).endsWith("end");
      assertThat(bob).endsWith("end");
      check(store, alice, "alice");
      check(store, bob, "bob");
      assertThat(alice).as("one released twice").doesNotHaveDuplicates();
      assertThat(bob).doesNotHaveDuplicates().doesNotContainAnyElementsOf(released(alice));
      assertThat(new String(store.load(COUNTER).orElseThrow().value(), StandardCharsets.UTF_8))
          .isEqualTo(Integer.toString(2 * 4 * INCREMENTS));
    }
  }

  private static List<String> released(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("released ")).toList();
  }

  private static void check(Store store, List<String> lines, String name) throws StoreException {
    assertThat(released(lines)).isNotEmpty();
    for (String line : released(lines)) {
      String id = line.split(" ")[1];
      Stored hold = store.load(hold(id)).orElseThrow();
      assertThat(hold.version()).isEqualTo(2);
      assertThat(hold.value()).isEqualTo(bytes(name));
      assertThat(store.load(replay(id)).orElseThrow().value()).isEqualTo(bytes(name));
    }
  }
}
