package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.store.StoreConformance.hold;
import static org.nightjar.store.StoreConformance.put;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;

/**
 * Disks and servers that fail: what was acknowledged stays, nothing more is acknowledged while they
 * fail, and all goes on when they are well.
 */
class FaultTest {
  private static final int VALUE_LENGTH = 20_000;

  @TempDir Path folder;

  private static Key key(int number) {
    return Key.of(Kind.MAIL, ByteBuffer.allocate(4).putInt(number).array());
  }

  private static List<List<Write>> mail(int number) {
    return List.of(List.of(new Write.Put(key(number), 0, new byte[VALUE_LENGTH], Due.NONE)));
  }

  /** Writes record after record, and says of each whether it was acknowledged or refused. */
  static final class Writing {
    public static void main(String[] arguments) throws Exception {
      try (Store store = JdbcStore.open(Path.of(arguments[0]))) {
        for (int number = 0; ; number++) {
          try {
            store.write(mail(number));
            ChildJvm.say("done " + number);
          } catch (StoreException e) {
            ChildJvm.say("refused " + number + " " + e.getMessage().replace('\n', ' '));
            // What was acknowledged can still be read.
            if (number > 0 && store.load(key(0)).isEmpty()) {
              throw new IllegalStateException("an acknowledged record is gone");
            }
            Thread.sleep(5);
          }
        }
      }
    }
  }

  /** What happens to a disk, and how it is mended. */
  private interface Step {
    void run() throws Exception;
  }

  /** A child writes until it has been refused a few times; then it is mended, and writes on. */
  private static void failAndMend(Path file, ChildJvm child, Step fail, String why, Step mend)
      throws Exception {
    Set<Integer> done = new HashSet<>();
    hear(child, done, "done", 20);
    fail.run();
    assertThat(hear(child, done, "refused", 5)).contains(why);
    mend.run();
    hear(child, done, "done", 20);
    child.kill();
    child.hearAll().forEach(line -> note(done, line));
    try (Store store = JdbcStore.open(file)) {
      for (int number : done) {
        assertThat(store.load(key(number)).orElseThrow().value()).hasSize(VALUE_LENGTH);
      }
    }
  }

  /** Hears until so many lines in a row begin with a word; the last line. */
  private static String hear(ChildJvm child, Set<Integer> done, String word, int times)
      throws Exception {
    String line = "";
    for (int heard = 0; heard < times; heard = line.startsWith(word) ? heard + 1 : 0) {
      line = child.hear();
      assertThat(line).as("the child ended").isNotNull();
      note(done, line);
    }
    return line;
  }

  private static void note(Set<Integer> done, String line) {
    String[] words = line.split(" ");
    if (words[0].equals("done")) {
      done.add(Integer.parseInt(words[1]));
    }
  }

  @Test
  void aFileThatMayNotGrowRefusesAndMends() throws Exception {
    assumeCommand("prlimit", "--version");
    Path file = folder.resolve("store.db");
    // In KiB; the driver must be able to unpack its library.
    List<String> limited = List.of("bash", "-c", "ulimit -S -f 20480 && exec \"$@\"", "limited");
    try (ChildJvm child = start(limited, Map.of(), file)) {
      failAndMend(
          file,
          child,
          () -> {},
          "store ",
          () -> run("prlimit", "--pid", Long.toString(child.pid()), "--fsize=unlimited"));
    }
  }

  @Test
  void aFullDiskRefusesUntilThereIsRoom() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("small"));
    Assumptions.assumeTrue(
        status("mount", "-t", "tmpfs", "-o", "size=16m", "nightjar", mount.toString()) == 0,
        "a small disk can be mounted by root only");
    try {
      Path file = mount.resolve("store.db");
      Path ballast = Files.write(mount.resolve("ballast"), new byte[8_000_000]);
      try (ChildJvm child = start(List.of(), Map.of(), file)) {
        failAndMend(file, child, () -> {}, "disk is full", () -> Files.delete(ballast));
      }
    } finally {
      run("umount", "--lazy", mount.toString());
    }
  }

  @Test
  void aFailedSyncAcknowledgesNothing() throws Exception {
    assumeCommand("cc", "--version");
    Path source = folder.resolve("failing_fsync.c");
    try (InputStream in = FaultTest.class.getResourceAsStream("failing_fsync.c")) {
      Files.copy(in, source);
    }
    Path library = folder.resolve("failing_fsync.so");
    run("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
    Path file = folder.resolve("store.db");
    Path trigger = folder.resolve("trigger");
    Map<String, String> environment =
        Map.of("LD_PRELOAD", library.toString(), "FAILING_FSYNC", trigger.toString());
    try (ChildJvm child = start(List.of(), environment, file)) {
      failAndMend(
          file,
          child,
          () -> Files.createFile(trigger),
          "the disk cannot be read or written",
          () -> Files.delete(trigger));
    }
  }

  private static ChildJvm start(List<String> launcher, Map<String, String> environment, Path file)
      throws Exception {
    String classPath = System.getProperty("java.class.path");
    return ChildJvm.start(launcher, environment, classPath, Writing.class, file.toString());
  }

  private static void assumeCommand(String... command) {
    String skipped = "A FAULT IS NOT TESTED: there is no " + command[0];
    boolean there;
    try {
      there = status(command) == 0;
    } catch (Exception e) {
      there = false;
    }
    if (!there) {
      System.err.println(skipped);
      Assumptions.abort(skipped);
    }
  }

  private static int status(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void run(String... command) throws Exception {
    assertThat(status(command)).as(List.of(command).toString()).isZero();
  }

  @Test
  void aFullDatabaseRefusesUntilThereIsRoom() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("store.db") + "?max_page_count=100";
    try (Store store = JdbcStore.open(url)) {
      int number = 0;
      StoreException refused = null;
      while (refused == null) {
        try {
          store.write(mail(number));
          number++;
        } catch (StoreException e) {
          refused = e;
        }
      }
      assertThat(refused).hasMessageContaining("disk is full");
      int first = number;
      assertThatThrownBy(() -> store.write(mail(first))).isInstanceOf(StoreException.class);
      assertThat(store.scan(Kind.MAIL, null, 1_000)).hasSize(number);
      store.write(List.of(List.of(new Write.Delete(key(0), 1))));
      store.write(mail(number));
      assertThat(store.scan(Kind.MAIL, null, 1_000)).hasSize(number);
    }
  }

  @Test
  void aServerThatGoesAwayRefusesAndNothingIsLost() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        Store store = JdbcStore.open(server.url())) {
      Set<Integer> done = ConcurrentHashMap.newKeySet();
      AtomicBoolean stop = new AtomicBoolean();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<Integer>> refusals = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread;
        refusals.add(threads.submit(() -> writeUntil(stop, store, first, 4, done)));
      }
      await(done, 20);
      server.crash();
      assertThatThrownBy(() -> store.load(key(0)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot be reached");
      // What was acknowledged just before is noted by now.
      Thread.sleep(200);
      int before = done.size();
      Thread.sleep(200);
      assertThat(done).hasSize(before);
      server.restart();
      await(done, before + 20);
      stop.set(true);
      for (Future<Integer> refused : refusals) {
        assertThat(refused.get()).isPositive();
      }
      threads.shutdown();
      for (int number : done) {
        assertThat(store.load(key(number))).isPresent();
      }
    }
  }

  private static int writeUntil(
      AtomicBoolean stop, Store store, int first, int step, Set<Integer> done) throws Exception {
    int refused = 0;
    for (int number = first; !stop.get(); number += step) {
      try {
        store.write(mail(number));
        done.add(number);
      } catch (StoreException e) {
        refused++;
        Thread.sleep(20);
      }
    }
    return refused;
  }

  private static void await(Set<Integer> done, int size) throws Exception {
    for (int i = 0; done.size() < size && i < 3_000; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(done).hasSizeGreaterThanOrEqualTo(size);
  }

  @Test
  void connectionsThatBreakWhileIdleCostNothing() throws Exception {
    PostgresServer server = PostgresServer.shared();
    try (Store store = JdbcStore.open(server.newSchema())) {
      store.write(List.of(List.of(put(hold("a"), 0, "one"))));
      assertThat(store.load(hold("a"))).isPresent();
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'nightjar'");
      assertThat(store.load(hold("a"))).isPresent();
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'nightjar'");
      store.write(List.of(List.of(put(hold("a"), 1, "two"))));
      assertThat(store.load(hold("a")).orElseThrow().version()).isEqualTo(2);
    }
  }
}
