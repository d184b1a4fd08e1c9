package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;

/** Runs of claims so short that each test fills many of them, whatever the store is used for. */
class SqliteClaimsTest extends StoreConformance {
  private static final int RUN = 4;

  @TempDir Path folder;

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("store.db");
  }

  @Override
  protected Store create() throws StoreException {
    return JdbcStore.open(new Sqlite(url(), RUN), url(), "test");
  }

  @Override
  protected Store reopen(Store open) throws StoreException {
    open.close();
    return create();
  }

  /** Ids of which many have one tail. */
  private static Key randomKey(Random random) {
    byte[] id = new byte[1 + random.nextInt(8)];
    id[0] = (byte) random.nextInt(3);
    id[id.length - 1] += (byte) random.nextInt(20);
    return Key.of(random.nextBoolean() ? Kind.REPLAY : Kind.ATTEMPT, id);
  }

  /** Three stores on one file are three processes; each may come and go at any time. */
  @Test
  void processesThatComeAndGoAgreeWithAModel() throws Exception {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    System.out.println("SqliteClaimsTest: -Dnightjar.seed=" + seed);
    Random random = new Random(seed);
    Map<Key, Write.Claim> model = new HashMap<>();
    Store[] stores = {store, create(), create()};
    try {
      for (int round = 0; round < 400; round++) {
        int number = random.nextInt(stores.length);
        if (random.nextInt(10) == 0) {
          stores[number] = reopen(stores[number]);
        }
        if (random.nextInt(20) == 0) {
          long height = random.nextInt(100);
          stores[number].prune(Kind.REPLAY, height);
          model
              .values()
              .removeIf(claim -> claim.key().kind() == Kind.REPLAY && claim.height() < height);
        }
        claim(random, stores[number], model);
        assertIndexed();
      }
      for (Store each : stores) {
        for (int i = 0; i < 1_000; i++) {
          Key key = randomKey(random);
          Write.Claim claim = model.get(key);
          assertThat(text(each, key))
              .isEqualTo(claim == null ? "none" : text(claim.owner(), claim.height()));
        }
      }
    } finally {
      Arrays.stream(stores).forEach(Store::close);
    }
  }

  private static String text(Store store, Key key) throws StoreException {
    return store.load(key).map(found -> text(found.value(), found.due().height())).orElse("none");
  }

  private static String text(byte[] owner, long height) {
    return Arrays.toString(owner) + height;
  }

  private static void claim(Random random, Store store, Map<Key, Write.Claim> model)
      throws StoreException {
    List<List<Write>> batches = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      Key key = randomKey(random);
      Write.Claim old = model.get(key);
      if (random.nextInt(4) == 0) {
        batches.add(List.of(new Write.Delete(key, 1)));
        expected.add(model.remove(key) != null);
      } else {
        byte[] owner = {(byte) random.nextInt(3)};
        Write.Claim claim = new Write.Claim(key, owner, random.nextInt(100));
        batches.add(List.of(claim));
        expected.add(old == null || Arrays.equals(old.owner(), owner));
        model.putIfAbsent(key, claim);
      }
    }
    assertThat(
            store.write(batches).stream().map(outcome -> outcome instanceof Outcome.Done).toList())
        .isEqualTo(expected);
  }

  /** Claims up to where the state says are in the index, once each, and no others. */
  private void assertIndexed() throws SQLException {
    List<Long> indexed = numbers("SELECT number FROM nightjar_claim_place ORDER BY number");
    List<Long> all = numbers("SELECT number FROM nightjar_claim ORDER BY number");
    long placed = numbers("SELECT placed FROM nightjar_claim_state").get(0);
    long last = numbers("SELECT last FROM nightjar_claim_state").get(0);
    assertThat(all).containsAll(indexed).allMatch(number -> number <= last);
    assertThat(indexed)
        .doesNotHaveDuplicates()
        .containsAll(all.stream().filter(number -> number <= placed).toList())
        .allMatch(number -> number <= placed + RUN);
  }

  private List<Long> numbers(String query) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }

  @Test
  void theIndexKeepsUp() throws Exception {
    for (int i = 0; i < 100; i++) {
      write(claim(replay("some id " + i), "alice", 1));
    }
    assertThat(numbers("SELECT placed FROM nightjar_claim_state").get(0)).isBetween(92L, 100L);
  }

  @Test
  void manyClaimsOfFormat1AreIndexedInTheEnd() throws Exception {
    store.close();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      for (String table : List.of("record", "claim", "claim_place", "claim_state")) {
        statement.execute("DROP TABLE nightjar_" + table);
      }
      statement.execute("UPDATE nightjar_meta SET format = 0");
      try (Session session = new Sqlite(url(), RUN).connect()) {
        new Schema(Schema.of(new Sqlite(url())).steps().subList(0, 1))
            .migrate(new Sqlite(url()), session);
      }
      for (int i = 0; i < 50; i++) {
        statement.execute(
            "INSERT INTO nightjar_claim (kind, id, owner, height) VALUES (3, CAST('old"
                + i
                + "' AS BLOB), x'61', 5)");
      }
    }
    store = create();
    for (int i = 0; i < 100; i++) {
      assertThat(write(claim(replay("old" + i % 50), "b", 5))).isInstanceOf(Outcome.Conflict.class);
      assertThat(write(claim(replay("new" + i), "b", 5))).isInstanceOf(Outcome.Done.class);
      assertIndexed();
    }
    assertThat(numbers("SELECT placed FROM nightjar_claim_state").get(0)).isGreaterThan(130);
  }
}
