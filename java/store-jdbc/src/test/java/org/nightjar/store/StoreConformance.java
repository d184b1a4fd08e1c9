package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/** What every store must do. */
public abstract class StoreConformance {
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_123L);
  private static final Outcome DONE = new Outcome.Done();

  Store store;

  /** An empty store. */
  protected abstract Store create() throws Exception;

  /** The same store, opened anew; for a store in memory itself. */
  protected abstract Store reopen(Store open) throws Exception;

  @BeforeEach
  public final void createStore() throws Exception {
    store = create();
  }

  @AfterEach
  public final void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  static Key hold(String id) {
    return Key.of(Kind.HOLD, id.getBytes(StandardCharsets.UTF_8));
  }

  static Key replay(String id) {
    return Key.of(Kind.REPLAY, id.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Write.Put put(Key key, long expected, String value) {
    return new Write.Put(key, expected, bytes(value), Due.NONE);
  }

  static Write.Claim claim(Key key, String owner, long height) {
    return new Write.Claim(key, bytes(owner), height);
  }

  /** Writes one batch. */
  Outcome write(Write... batch) throws StoreException {
    List<Outcome> outcomes = store.write(List.of(List.of(batch)));
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  /** The value under a key as text, with its version before it; "none" if there is no record. */
  String text(Key key) throws StoreException {
    return store.load(key).map(StoreConformance::text).orElse("none");
  }

  static String text(Stored stored) {
    return stored.version() + ":" + new String(stored.value(), StandardCharsets.UTF_8);
  }

  static List<String> ids(List<Stored> found) {
    return found.stream()
        .map(stored -> new String(stored.key().id(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void nothingIsThereAtFirst() throws Exception {
    for (Kind kind : Kind.values()) {
      assertThat(store.load(Key.of(kind, bytes("a")))).isEmpty();
      assertThat(store.scan(kind, null, 10)).isEmpty();
      assertThat(store.due(kind, NOW, 10)).isEmpty();
      assertThat(store.dueAtHeight(kind, 1_000_000, 10)).isEmpty();
    }
    assertThat(store.write(List.of())).isEmpty();
    assertThat(store.write(List.of(List.of(), List.of()))).containsExactly(DONE, DONE);
  }

  @Test
  void aRecordIsPutAndLoadedWhole() throws Exception {
    byte[] value = new byte[70_000];
    new Random(1).nextBytes(value);
    Due due = Due.at(NOW).orHeight(900_000);
    assertThat(write(new Write.Put(hold("a"), 0, value, due))).isEqualTo(DONE);
    Stored stored = store.load(hold("a")).orElseThrow();
    assertThat(stored.key()).isEqualTo(hold("a"));
    assertThat(stored.version()).isEqualTo(1);
    assertThat(stored.value()).isEqualTo(value);
    assertThat(stored.due()).isEqualTo(due);
    assertThat(write(put(hold("empty"), 0, ""))).isEqualTo(DONE);
    assertThat(store.load(hold("empty")).orElseThrow().value()).isEmpty();
    assertThat(store.load(hold("empty")).orElseThrow().due()).isEqualTo(Due.NONE);
  }

  @Test
  void keysOfEveryLengthAndKindAreApart() throws Exception {
    List<byte[]> ids = List.of(new byte[1], new byte[2], new byte[] {-1}, new byte[255]);
    for (Kind kind : Kind.values()) {
      for (byte[] id : ids) {
        Key key = Key.of(kind, id);
        assertThat(
                write(
                    kind.isClaimed() ? claim(key, key.toString(), 5) : put(key, 0, key.toString())))
            .isEqualTo(DONE);
      }
    }
    for (Kind kind : Kind.values()) {
      assertThat(store.scan(kind, null, 100).stream().map(StoreConformance::text))
          .containsExactlyElementsOf(
              ids.stream().map(id -> Key.of(kind, id)).sorted().map(key -> "1:" + key).toList());
    }
  }

  @Test
  void aPutWantsTheVersionThatWasRead() throws Exception {
    Write early = put(hold("a"), 1, "early");
    assertThat(write(early)).isEqualTo(new Outcome.Conflict(early));
    assertThat(text(hold("a"))).isEqualTo("none");
    assertThat(write(put(hold("a"), 0, "one"))).isEqualTo(DONE);
    Write again = put(hold("a"), 0, "again");
    assertThat(write(again)).isEqualTo(new Outcome.Conflict(again));
    assertThat(write(put(hold("a"), 1, "two"))).isEqualTo(DONE);
    Write late = put(hold("a"), 1, "late");
    assertThat(write(late)).isEqualTo(new Outcome.Conflict(late));
    assertThat(write(put(hold("a"), 3, "too new"))).isInstanceOf(Outcome.Conflict.class);
    assertThat(text(hold("a"))).isEqualTo("2:two");
  }

  @Test
  void aDeleteWantsTheVersionThatWasRead() throws Exception {
    Write absent = new Write.Delete(hold("a"), 1);
    assertThat(write(absent)).isEqualTo(new Outcome.Conflict(absent));
    write(put(hold("a"), 0, "one"));
    write(put(hold("a"), 1, "two"));
    assertThat(write(absent)).isEqualTo(new Outcome.Conflict(absent));
    assertThat(write(new Write.Delete(hold("a"), 2))).isEqualTo(DONE);
    assertThat(text(hold("a"))).isEqualTo("none");
    assertThat(write(put(hold("a"), 2, "ghost"))).isInstanceOf(Outcome.Conflict.class);
    assertThat(write(put(hold("a"), 0, "anew"))).isEqualTo(DONE);
    assertThat(text(hold("a"))).isEqualTo("1:anew");
  }

  @Test
  void aClaimIsItsFirstOwnersForGood() throws Exception {
    assertThat(write(claim(replay("k"), "alice", 800))).isEqualTo(DONE);
    assertThat(write(claim(replay("k"), "alice", 800))).isEqualTo(DONE);
    assertThat(write(claim(replay("k"), "alice", 900))).isEqualTo(DONE);
    Write other = claim(replay("k"), "bob", 900);
    assertThat(write(other)).isEqualTo(new Outcome.Conflict(other));
    Stored stored = store.load(replay("k")).orElseThrow();
    assertThat(text(stored)).isEqualTo("1:alice");
    assertThat(stored.due()).isEqualTo(Due.atHeight(800));
  }

  @Test
  void aDeletedClaimIsFree() throws Exception {
    write(claim(replay("k"), "alice", 800));
    assertThat(write(new Write.Delete(replay("k"), 2))).isInstanceOf(Outcome.Conflict.class);
    assertThat(write(new Write.Delete(replay("k"), 1), claim(replay("k"), "bob", 900)))
        .isEqualTo(DONE);
    assertThat(text(replay("k"))).isEqualTo("1:bob");
    assertThat(store.load(replay("k")).orElseThrow().due()).isEqualTo(Due.atHeight(900));
    assertThat(write(new Write.Delete(replay("k"), 1))).isEqualTo(DONE);
    assertThat(text(replay("k"))).isEqualTo("none");
  }

  @Test
  void aKindIsEitherPutOrClaimed() {
    assertThatThrownBy(() -> put(replay("k"), 0, "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> claim(hold("a"), "x", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Write.Delete(hold("a"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBatchIsWrittenWholeOrNotAtAll() throws Exception {
    write(put(hold("there"), 0, "old"));
    Write conflicting = put(hold("there"), 0, "new");
    assertThat(write(put(hold("a"), 0, "a"), claim(replay("k"), "alice", 1), conflicting))
        .isEqualTo(new Outcome.Conflict(conflicting));
    assertThat(text(hold("a"))).isEqualTo("none");
    assertThat(text(replay("k"))).isEqualTo("none");
    assertThat(text(hold("there"))).isEqualTo("1:old");
    assertThat(
            write(
                put(hold("a"), 0, "a"),
                claim(replay("k"), "alice", 1),
                put(hold("there"), 1, "new")))
        .isEqualTo(DONE);
    assertThat(text(hold("a"))).isEqualTo("1:a");
    assertThat(text(replay("k"))).isEqualTo("1:alice");
    assertThat(text(hold("there"))).isEqualTo("2:new");
  }

  @Test
  void aConflictingBatchUndoesAllItDidSoFar() throws Exception {
    write(put(hold("put"), 0, "old"));
    write(put(hold("deleted"), 0, "old"));
    write(claim(replay("k"), "alice", 1));
    Write conflicting = claim(replay("k"), "bob", 1);
    assertThat(
            write(
                put(hold("put"), 1, "new"),
                new Write.Delete(hold("deleted"), 1),
                put(hold("made"), 0, "new"),
                conflicting))
        .isEqualTo(new Outcome.Conflict(conflicting));
    assertThat(store.scan(Kind.HOLD, null, 10).stream().map(StoreConformance::text))
        .containsExactly("1:old", "1:old");
  }

  @Test
  void aBatchSeesItsOwnWrites() throws Exception {
    assertThat(
            write(
                put(hold("a"), 0, "one"),
                put(hold("a"), 1, "two"),
                new Write.Delete(hold("a"), 2),
                put(hold("a"), 0, "three")))
        .isEqualTo(DONE);
    assertThat(text(hold("a"))).isEqualTo("1:three");
    assertThat(write(put(hold("a"), 1, "four"), new Write.Delete(hold("a"), 2))).isEqualTo(DONE);
    assertThat(text(hold("a"))).isEqualTo("none");
    assertThat(write(put(hold("a"), 0, "five"), new Write.Delete(hold("a"), 1))).isEqualTo(DONE);
    assertThat(text(hold("a"))).isEqualTo("none");
  }

  @Test
  void batchesSeeThoseBeforeThemAndSpareOneAnother() throws Exception {
    Write second = put(hold("a"), 0, "second");
    Write fifth = claim(replay("k"), "bob", 1);
    assertThat(
            store.write(
                List.of(
                    List.of(put(hold("a"), 0, "first")),
                    List.of(put(hold("b"), 0, "lost"), second),
                    List.of(put(hold("a"), 1, "third"), put(hold("b"), 0, "third")),
                    List.of(claim(replay("k"), "alice", 1)),
                    List.of(put(hold("a"), 2, "lost"), fifth),
                    List.of(claim(replay("k"), "alice", 1), put(hold("a"), 2, "sixth")))))
        .containsExactly(
            DONE, new Outcome.Conflict(second), DONE, DONE, new Outcome.Conflict(fifth), DONE);
    assertThat(text(hold("a"))).isEqualTo("3:sixth");
    assertThat(text(hold("b"))).isEqualTo("1:third");
    assertThat(text(replay("k"))).isEqualTo("1:alice");
  }

  @Test
  void aScanGoesByKeyAndGoesOn() throws Exception {
    for (String id : List.of("b", "aa", "c", "a", "ab")) {
      write(put(hold(id), 0, id));
    }
    write(put(Key.of(Kind.PAYMENT, bytes("a")), 0, "another kind"));
    write(put(Key.of(Kind.DELEGATION, bytes("a")), 0, "another kind"));
    assertThat(ids(store.scan(Kind.HOLD, null, 10))).containsExactly("a", "aa", "ab", "b", "c");
    assertThat(ids(store.scan(Kind.HOLD, null, 2))).containsExactly("a", "aa");
    assertThat(ids(store.scan(Kind.HOLD, hold("aa"), 2))).containsExactly("ab", "b");
    assertThat(ids(store.scan(Kind.HOLD, hold("abc"), 2))).containsExactly("b", "c");
    assertThat(store.scan(Kind.HOLD, hold("c"), 2)).isEmpty();
    for (String id : List.of("z", "y", "x")) {
      write(claim(replay(id), id, 7));
    }
    assertThat(ids(store.scan(Kind.REPLAY, null, 2))).containsExactly("x", "y");
    assertThat(ids(store.scan(Kind.REPLAY, replay("y"), 2))).containsExactly("z");
  }

  @Test
  void whatIsDueByTimeComesEarliestFirst() throws Exception {
    write(new Write.Put(hold("past"), 0, bytes("x"), Due.at(NOW.minusMillis(1))));
    write(new Write.Put(hold("now b"), 0, bytes("x"), Due.at(NOW)));
    write(new Write.Put(hold("now a"), 0, bytes("x"), Due.at(NOW).orHeight(5)));
    write(new Write.Put(hold("later"), 0, bytes("x"), Due.at(NOW.plusMillis(1))));
    write(new Write.Put(hold("never"), 0, bytes("x"), Due.NONE));
    write(new Write.Put(hold("by height"), 0, bytes("x"), Due.atHeight(1)));
    write(new Write.Put(Key.of(Kind.MAIL, bytes("m")), 0, bytes("x"), Due.at(NOW)));
    assertThat(ids(store.due(Kind.HOLD, NOW, 10))).containsExactly("past", "now a", "now b");
    assertThat(ids(store.due(Kind.HOLD, NOW, 2))).containsExactly("past", "now a");
    assertThat(ids(store.due(Kind.HOLD, Instant.ofEpochMilli(Long.MAX_VALUE), 10)))
        .containsExactly("past", "now a", "now b", "later");
    assertThat(store.due(Kind.HOLD, Instant.EPOCH, 10)).isEmpty();
    write(new Write.Put(hold("past"), 1, bytes("y"), Due.NONE));
    write(new Write.Delete(hold("now a"), 1));
    write(new Write.Put(hold("never"), 1, bytes("y"), Due.at(NOW)));
    assertThat(ids(store.due(Kind.HOLD, NOW, 10))).containsExactly("never", "now b");
  }

  @Test
  void whatIsDueByHeightComesLowestFirst() throws Exception {
    write(new Write.Put(hold("low"), 0, bytes("x"), Due.atHeight(99)));
    write(new Write.Put(hold("now b"), 0, bytes("x"), Due.atHeight(100)));
    write(new Write.Put(hold("now a"), 0, bytes("x"), Due.at(NOW).orHeight(100)));
    write(new Write.Put(hold("later"), 0, bytes("x"), Due.atHeight(101)));
    write(new Write.Put(hold("by time"), 0, bytes("x"), Due.at(NOW)));
    write(claim(replay("b"), "x", 7));
    write(claim(replay("a"), "x", 7));
    write(claim(replay("c"), "x", 6));
    write(claim(replay("d"), "x", 8));
    assertThat(ids(store.dueAtHeight(Kind.HOLD, 100, 10))).containsExactly("low", "now a", "now b");
    assertThat(ids(store.dueAtHeight(Kind.HOLD, 100, 1))).containsExactly("low");
    assertThat(ids(store.dueAtHeight(Kind.HOLD, Due.NEVER, 10)))
        .containsExactly("low", "now a", "now b", "later");
    assertThat(ids(store.dueAtHeight(Kind.REPLAY, 7, 10))).containsExactly("c", "a", "b");
    assertThat(store.due(Kind.REPLAY, NOW, 10)).isEmpty();
  }

  @Test
  void pruningForgetsClaimsBelowAHeight() throws Exception {
    List<List<Write>> batches = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      batches.add(List.of(claim(replay(String.format("%05d", i)), "x", i % 100)));
    }
    assertThat(store.write(batches)).containsOnly(DONE);
    write(new Write.Put(hold("a"), 0, bytes("x"), Due.atHeight(1)));
    store.prune(Kind.REPLAY, 70);
    assertThat(store.scan(Kind.REPLAY, null, 10_000))
        .hasSize(1_500)
        .allMatch(stored -> stored.due().height() >= 70);
    assertThat(write(claim(replay("00000"), "another", 200))).isEqualTo(DONE);
    assertThat(write(claim(replay("00070"), "another", 200))).isInstanceOf(Outcome.Conflict.class);
    store.prune(Kind.REPLAY, 1_000);
    assertThat(store.scan(Kind.REPLAY, null, 10)).isEmpty();
    assertThat(text(hold("a"))).isEqualTo("1:x");
  }

  @Test
  void reopeningFindsEverything() throws Exception {
    List<List<Write>> batches = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Due due = Due.at(NOW.plusSeconds(i)).orHeight(1_000 - i);
      batches.add(
          List.of(
              new Write.Put(hold(String.format("%04d", i)), 0, bytes("v" + i), due),
              claim(replay("k" + i), "o" + i, i)));
    }
    store.write(batches);
    write(put(hold("0007"), 1, "changed"));
    write(new Write.Delete(hold("0008"), 1));
    List<String> before = everything();
    store = reopen(store);
    assertThat(everything()).isEqualTo(before).hasSize(1_999);
    assertThat(text(hold("0007"))).isEqualTo("2:changed");
    assertThat(text(hold("0008"))).isEqualTo("none");
    assertThat(ids(store.dueAtHeight(Kind.HOLD, 3, 10))).containsExactly("0999", "0998", "0997");
  }

  private List<String> everything() throws StoreException {
    List<String> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Stored stored : store.scan(kind, null, 10_000)) {
        all.add(stored.key() + " " + text(stored) + " " + stored.due());
      }
    }
    return all;
  }

  /** Runs the same in many threads; each is given its number. */
  static <T> List<T> inThreads(int threads, ThreadCall<T> call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        calls.add(() -> call.run(number));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(calls)) {
        answers.add(future.get());
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }

  /** What a thread does. */
  interface ThreadCall<T> {
    T run(int thread) throws Exception;
  }

  @Test
  void writersInManyThreadsDoNotDisturbOneAnother() throws Exception {
    int threads = 16;
    int rounds = 20;
    inThreads(
        threads,
        thread -> {
          for (int i = 0; i < rounds; i++) {
            Key own = hold("own " + thread);
            Write wrong = put(hold("nobody's"), 7, "x");
            assertThat(write(put(own, i, "v" + i))).isEqualTo(DONE);
            assertThat(text(own)).isEqualTo(i + 1 + ":v" + i);
            assertThat(store.write(List.of(List.of(put(own, 99, "x"), wrong), List.of(wrong))))
                .allMatch(outcome -> outcome instanceof Outcome.Conflict);
          }
          return null;
        });
    assertThat(store.scan(Kind.HOLD, null, 100)).hasSize(threads);
  }

  @Test
  void countersInManyThreadsLoseNoIncrement() throws Exception {
    int threads = 8;
    int increments = 25;
    inThreads(
        threads,
        thread -> {
          for (int i = 0; i < increments; i++) {
            while (!increment(hold("counter"))) {}
          }
          return null;
        });
    assertThat(text(hold("counter"))).isEqualTo("200:200");
  }

  boolean increment(Key counter) throws StoreException {
    Stored old = store.load(counter).orElse(null);
    long version = old == null ? 0 : old.version();
    long count = old == null ? 0 : Long.parseLong(new String(old.value(), StandardCharsets.UTF_8));
    return write(put(counter, version, Long.toString(count + 1))) instanceof Outcome.Done;
  }

  @Test
  void aKeyIsClaimedByOneOfManyThreads() throws Exception {
    int keys = 100;
    List<Set<Integer>> won =
        inThreads(
            8,
            thread -> {
              Set<Integer> own = new HashSet<>();
              for (int i = 0; i < keys; i++) {
                if (write(claim(replay("k" + i), "t" + thread, 1)) instanceof Outcome.Done) {
                  own.add(i);
                }
              }
              return own;
            });
    List<Integer> all = new ArrayList<>();
    won.forEach(all::addAll);
    assertThat(all).hasSize(keys).doesNotHaveDuplicates();
    for (int thread = 0; thread < won.size(); thread++) {
      for (int i : won.get(thread)) {
        assertThat(text(replay("k" + i))).isEqualTo("1:t" + thread);
      }
    }
  }

  @Test
  void aReaderNeverSeesHalfABatch() throws Exception {
    write(put(hold("left"), 0, "0"), put(hold("right"), 0, "0"));
    inThreads(
        4,
        thread -> {
          for (int i = 1; i <= 100; i++) {
            if (thread == 0) {
              String value = Integer.toString(i);
              write(put(hold("left"), i, value), put(hold("right"), i, value));
            } else {
              assertThat(
                      store.scan(Kind.HOLD, null, 10).stream()
                          .map(StoreConformance::text)
                          .distinct())
                  .hasSize(1);
            }
          }
          return null;
        });
  }

  @Test
  void randomWritesDoAsAModelDoes() throws Exception {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println(getClass().getSimpleName() + ": -Dnightjar.seed=" + seed);
    Random random = new Random(seed);
    Map<Key, String> model = new TreeMap<>();
    for (int round = 0; round < 60; round++) {
      List<List<Write>> batches = new ArrayList<>();
      List<Boolean> expected = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        List<Write> batch = randomBatch(random);
        Map<Key, String> trial = new TreeMap<>(model);
        boolean done = batch.stream().allMatch(write -> apply(trial, write));
        if (done) {
          model.clear();
          model.putAll(trial);
        }
        batches.add(batch);
        expected.add(done);
      }
      assertThat(
              store.write(batches).stream()
                  .map(outcome -> outcome instanceof Outcome.Done)
                  .toList())
          .isEqualTo(expected);
    }
    Map<Key, String> found = new TreeMap<>();
    for (Kind kind : List.of(Kind.HOLD, Kind.REPLAY)) {
      store.scan(kind, null, 100).forEach(stored -> found.put(stored.key(), text(stored)));
    }
    assertThat(found).isEqualTo(model);
  }

  private static List<Write> randomBatch(Random random) {
    List<Write> batch = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String id = Integer.toString(random.nextInt(5));
      String value = "v" + random.nextInt(3);
      switch (random.nextInt(4)) {
        case 0 -> batch.add(put(hold(id), random.nextInt(4), value));
        case 1 -> batch.add(new Write.Delete(hold(id), 1 + random.nextInt(3)));
        case 2 -> batch.add(claim(replay(id), value, 5));
        default -> batch.add(new Write.Delete(replay(id), 1));
      }
    }
    return batch;
  }

  /** The obvious store: does a write, or answers that it conflicts. */
  private static boolean apply(Map<Key, String> model, Write write) {
    String old = model.get(write.key());
    long version = old == null ? 0 : Long.parseLong(old.split(":")[0]);
    if (write instanceof Write.Claim claim) {
      String claimed = "1:" + new String(claim.owner(), StandardCharsets.UTF_8);
      return claimed.equals(model.merge(write.key(), claimed, (before, now) -> before));
    }
    if (write instanceof Write.Put put) {
      String value = new String(put.value(), StandardCharsets.UTF_8);
      if (version != put.expectedVersion()) {
        return false;
      }
      model.put(write.key(), version + 1 + ":" + value);
      return true;
    }
    return version == ((Write.Delete) write).expectedVersion() && model.remove(write.key()) != null;
  }
}
