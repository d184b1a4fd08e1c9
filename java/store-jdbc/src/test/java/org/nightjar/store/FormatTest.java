package org.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.store.StoreConformance.bytes;
import static org.nightjar.store.StoreConformance.hold;
import static org.nightjar.store.StoreConformance.put;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Databases of old formats open for ever; those of newer ones are refused. */
class FormatTest {
  @TempDir Path folder;

  private String sqlite() {
    return "jdbc:sqlite:" + folder.resolve("store.db");
  }

  private static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String[] corpus(String name) throws Exception {
    try (InputStream in = FormatTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).split(";\n");
    }
  }

  @Test
  void format1OfSqliteOpens() throws Exception {
    execute(sqlite(), corpus("sqlite-format-1.sql"));
    checkCorpus(sqlite());
  }

  @Test
  void format2OfSqliteOpens() throws Exception {
    execute(sqlite(), corpus("sqlite-format-2.sql"));
    checkCorpus(sqlite());
  }

  @Test
  void format1OfPostgresOpens() throws Exception {
    String url = PostgresServer.shared().newSchema();
    execute(url, corpus("postgresql-format-1.sql"));
    checkCorpus(url);
  }

  private static void checkCorpus(String url) throws Exception {
    Key changed = Key.of(Kind.HOLD, new byte[] {0, -1});
    Key claimed = Key.of(Kind.REPLAY, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    try (Store store = JdbcStore.open(url)) {
      List<Stored> holds = store.scan(Kind.HOLD, null, 10);
      assertThat(holds).hasSize(2);
      assertStored(holds.get(0), Key.of(Kind.HOLD, new byte[1]), 1, new byte[0], Due.NONE);
      Due due = new Due(1_800_000_000_123L, 900_000);
      assertStored(holds.get(1), changed, 7, new byte[] {1, 2, 3, 4, 5}, due);
      Key receipt = Key.of(Kind.RECEIPT, new byte[] {-1});
      assertStored(
          store.load(receipt).orElseThrow(),
          receipt,
          (1L << 53) + 1,
          new byte[] {-1},
          Due.atHeight(850_000));
      assertStored(
          store.load(claimed).orElseThrow(), claimed, 1, bytes("owner"), Due.atHeight(900_144));
      assertThat(store.due(Kind.HOLD, Instant.ofEpochMilli(1_800_000_000_123L), 10)).hasSize(1);
      assertThat(store.dueAtHeight(Kind.HOLD, 900_000, 10)).hasSize(1);
      Write stranger = new Write.Claim(claimed, bytes("stranger"), 900_144);
      assertThat(
              store.write(
                  List.of(
                      List.of(stranger),
                      List.of(new Write.Claim(claimed, bytes("owner"), 1)),
                      List.of(put(changed, 7, "now")))))
          .containsExactly(new Outcome.Conflict(stranger), new Outcome.Done(), new Outcome.Done());
      assertThat(store.load(changed).orElseThrow().version()).isEqualTo(8);
    }
  }

  private static void assertStored(Stored stored, Key key, long version, byte[] value, Due due) {
    assertThat(stored.key()).isEqualTo(key);
    assertThat(stored.version()).isEqualTo(version);
    assertThat(stored.value()).isEqualTo(value);
    assertThat(stored.due()).isEqualTo(due);
  }

  @Test
  void theCorpusHasTheSchemaThatIsWritten() throws Exception {
    execute(sqlite(), corpus("sqlite-format-2.sql"));
    String fresh = "jdbc:sqlite:" + folder.resolve("fresh.db");
    JdbcStore.open(fresh).close();
    assertThat(schema(fresh)).isEqualTo(schema(sqlite())).hasSize(7);
  }

  private static List<String> schema(String url) throws SQLException {
    List<String> schema = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")) {
      while (rows.next()) {
        schema.add(rows.getString(1));
      }
    }
    return schema;
  }

  @Test
  void aNewerFormatIsRefusedAndLeftAlone() throws Exception {
    Map<String, Integer> formats = Map.of(sqlite(), 2, PostgresServer.shared().newSchema(), 1);
    for (String url : formats.keySet()) {
      try (Store store = JdbcStore.open(url)) {
        store.write(List.of(List.of(put(hold("a"), 0, "kept"))));
      }
      int format = formats.get(url);
      execute(url, "UPDATE nightjar_meta SET format = format + 1");
      assertThatThrownBy(() -> JdbcStore.open(url))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "the store has format %d, this program knows formats up to %d:"
                  + " use the newer program that wrote it",
              format + 1, format);
      execute(url, "UPDATE nightjar_meta SET format = format - 1");
      try (Store store = JdbcStore.open(url)) {
        assertThat(store.load(hold("a"))).isPresent();
      }
    }
  }

  @Test
  void noFormatIsNegative() throws Exception {
    JdbcStore.open(sqlite()).close();
    execute(sqlite(), "UPDATE nightjar_meta SET format = format - 128");
    assertThatThrownBy(() -> JdbcStore.open(sqlite()))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("damaged", "-126");
  }

  @Test
  void anOldFormatMigratesStepByStepOrNotAtAll() throws Exception {
    Dialect dialect = new Sqlite(sqlite());
    List<String> today = Schema.of(dialect).steps();
    JdbcStore.open(sqlite()).close();
    execute(sqlite(), "INSERT INTO nightjar_record VALUES (2, x'00', 1, NULL, NULL, x'01')");
    String next = "ALTER TABLE nightjar_record ADD COLUMN extra INTEGER DEFAULT 5;\n";
    assertThatThrownBy(() -> migrate(dialect, today, next, "no SQL;\n"))
        .isInstanceOf(SQLException.class);
    JdbcStore.open(sqlite()).close();
    migrate(dialect, today, next, "UPDATE nightjar_record SET extra = extra + 1;\n");
    migrate(dialect, today, next, "no SQL, but done before;\n");
    try (Connection connection = DriverManager.getConnection(sqlite());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT extra, value FROM nightjar_record")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(6);
      assertThat(row.getBytes(2)).containsExactly(1);
    }
    assertThatThrownBy(() -> JdbcStore.open(sqlite())).hasMessageContaining("format 4");
  }

  private static void migrate(Dialect dialect, List<String> today, String... more)
      throws Exception {
    List<String> steps = new ArrayList<>(today);
    steps.addAll(List.of(more));
    try (Session session = dialect.connect()) {
      new Schema(steps).migrate(dialect, session);
    }
  }

  @Test
  void manyMayOpenANewDatabaseAtOnce() throws Exception {
    for (String url : List.of(sqlite(), PostgresServer.shared().newSchema())) {
      StoreConformance.inThreads(
          8,
          thread -> {
            try (Store store = JdbcStore.open(url)) {
              return store.write(List.of(List.of(put(hold("t" + thread), 0, "x"))));
            }
          });
      try (Store store = JdbcStore.open(url)) {
        assertThat(store.scan(Kind.HOLD, null, 10)).hasSize(8);
      }
    }
  }
}
