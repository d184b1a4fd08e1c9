package org.nightjar.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.WritePlan;

/**
 * Claims of SQLite. They lie in the order in which they were made, numbered, so that new ones go to
 * the end of their table; and they are found by their tails, the last four bytes of their ids,
 * which are as good as random. In an index that each claim is added to at once, each would change a
 * page of its own. So the claims of the latest runs are found in memory, and while one run fills,
 * the run before it goes into the index by the order of its tails: page for page, a few claims to
 * each.
 *
 * <p>What is in memory is what was read of the table, claims of other processes included. Nothing
 * is lost with it: how far the index is stands in the database, and changes with it. No number is
 * given twice, so an entry in memory whose claim is gone finds nothing.
 */
final class SqliteClaims implements Claims {
  /** Claims in a run: what the state in a database is counted in, so part of its format. */
  static final int RUN = 1 << 18;

  private static final long BEFORE_TAILS = Integer.MIN_VALUE - 1L;
  private static final int PLACES_PER_CLAIM = 2;
  private static final int TAILS_PER_QUERY = 64;
  private static final int PRUNE_STEP = 10_000;

  private static final String LEARN =
      "SELECT number, id FROM nightjar_claim WHERE number > ? ORDER BY number";
  private static final String COLUMNS = "SELECT number, kind, id, owner, height FROM ";
  private static final String RECENT = COLUMNS + "nightjar_claim WHERE number = ?";
  private static final String INDEXED_ONE = indexed(1);
  private static final String INDEXED_MANY = indexed(TAILS_PER_QUERY);
  private static final String INSERT =
      "INSERT INTO nightjar_claim (owner, height, kind, id, number) VALUES (?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE nightjar_claim SET owner = ?, height = ? WHERE number = ?";
  private static final String DELETE = "DELETE FROM nightjar_claim WHERE number = ?";
  private static final String PLACE =
      "INSERT INTO nightjar_claim_place SELECT ?, number FROM nightjar_claim WHERE number = ?";
  private static final String UNPLACE =
      "DELETE FROM nightjar_claim_place WHERE tail = ? AND number = ?";
  private static final String STATE = "SELECT last, placed, tail FROM nightjar_claim_state";
  private static final String SET_STATE =
      "UPDATE nightjar_claim_state SET last = ?, placed = ?, tail = ?";
  private static final String ENDS =
      "SELECT (SELECT MIN(number) FROM nightjar_claim), (SELECT MAX(number) FROM nightjar_claim)";
  private static final String PRUNABLE =
      "SELECT number, id FROM nightjar_claim"
          + " WHERE number > ? AND number <= ? AND kind = ? AND height < ?";

  private final int run;
  private final Deque<ClaimRun> runs = new ArrayDeque<>();
  private long seen;

  /**
   * For one database.
   *
   * @param run {@link #RUN}; less in tests
   */
  SqliteClaims(int run) {
    this.run = run;
  }

  /**
   * How far things are.
   *
   * @param last the last number that was given
   * @param placed all claims up to this number are in the index
   * @param tail those of the run after it too, if their tails are not above this
   */
  private record State(long last, long placed, long tail) {}

  private record Found(long number, Stored claim) {}

  private static String indexed(int tails) {
    return COLUMNS
        + "nightjar_claim_place JOIN nightjar_claim USING (number) WHERE tail IN (?"
        + ", ?".repeat(tails - 1)
        + ")";
  }

  private static int tail(byte[] id) {
    byte[] tail = new byte[Integer.BYTES];
    int length = Math.min(id.length, tail.length);
    System.arraycopy(id, id.length - length, tail, tail.length - length, length);
    return ByteBuffer.wrap(tail).getInt();
  }

  @Override
  public Map<Key, Stored> current(Session session, Collection<Key> keys) throws SQLException {
    learn(session);
    Map<Key, Stored> current = new HashMap<>();
    find(session, keys).forEach((key, found) -> current.put(key, found.claim()));
    return current;
  }

  /** Reads what was committed since; not in a transaction that has written claims. */
  private synchronized void learn(Session session) throws SQLException {
    if (seen == 0) {
      seen = state(session).placed();
    }
    PreparedStatement query = session.prepare(LEARN);
    query.setLong(1, seen);
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        long number = rows.getLong(1);
        ClaimRun newest = runs.peekLast();
        if (newest == null || number > newest.base + run) {
          forget(state(session).placed());
          newest = new ClaimRun((number - 1) / run * run);
          runs.addLast(newest);
        }
        newest.add(tail(Table.bytes(rows, 2)), number);
        seen = number;
      }
    }
  }

  /** Forgets runs that are in the index. */
  private void forget(long placed) {
    while (!runs.isEmpty() && runs.getFirst().base < placed) {
      runs.removeFirst();
    }
  }

  private Map<Key, Found> find(Session session, Collection<Key> keys) throws SQLException {
    Map<Integer, List<Key>> byTail = new HashMap<>();
    keys.forEach(
        key -> byTail.computeIfAbsent(tail(key.id()), tail -> new ArrayList<>(1)).add(key));
    List<Integer> tails = List.copyOf(byTail.keySet());
    Map<Key, Found> found = new HashMap<>();
    // From the memory first: what leaves it meanwhile is in the index by then.
    PreparedStatement recent = session.prepare(RECENT);
    for (long number : recent(tails)) {
      recent.setLong(1, number);
      read(recent, byTail, found);
    }
    int step = tails.size() == 1 ? 1 : TAILS_PER_QUERY;
    PreparedStatement indexed = session.prepare(step == 1 ? INDEXED_ONE : INDEXED_MANY);
    for (int from = 0; from < tails.size() && found.size() < keys.size(); from += step) {
      for (int i = 0; i < step; i++) {
        indexed.setInt(i + 1, tails.get(Math.min(from + i, tails.size() - 1)));
      }
      read(indexed, byTail, found);
    }
    return found;
  }

  private synchronized List<Long> recent(List<Integer> tails) {
    List<Long> numbers = new ArrayList<>();
    for (ClaimRun each : runs) {
      tails.forEach(tail -> each.find(tail, numbers::add));
    }
    return numbers;
  }

  /** Finds those of the keys that are among the claims of a query. */
  private static void read(
      PreparedStatement query, Map<Integer, List<Key>> byTail, Map<Key, Found> found)
      throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        int kind = rows.getInt(2);
        byte[] id = Table.bytes(rows, 3);
        for (Key key : byTail.getOrDefault(tail(id), List.of())) {
          if (key.kind().number() == kind && Arrays.equals(key.id(), id)) {
            Due due = Due.atHeight(rows.getLong(5));
            found.put(
                key, new Found(rows.getLong(1), new Stored(key, 1, Table.bytes(rows, 4), due)));
          }
        }
      }
    }
  }

  @Override
  public boolean write(Session session, SortedMap<Key, WritePlan.Change> changes)
      throws SQLException {
    State state = state(session);
    PreparedStatement insert = session.prepare(INSERT);
    long last = state.last();
    for (Map.Entry<Key, WritePlan.Change> change : changes.entrySet()) {
      Stored after = change.getValue().after();
      if (change.getValue().before() != null) {
        change(session, change.getKey(), after);
      } else {
        set(insert, after);
        insert.setInt(3, change.getKey().kind().number());
        insert.setBytes(4, change.getKey().id());
        insert.setLong(5, ++last);
        insert.addBatch();
      }
    }
    insert.executeBatch();
    set(session, last, place(session, state, PLACES_PER_CLAIM * (last - state.last())));
    return true;
  }

  private static void set(PreparedStatement statement, Stored claim) throws SQLException {
    statement.setBytes(1, claim.value());
    statement.setLong(2, claim.due().height());
  }

  private void change(Session session, Key key, @Nullable Stored after) throws SQLException {
    long number = find(session, List.of(key)).get(key).number();
    if (after == null) {
      delete(session, Map.of(number, tail(key.id())));
    } else {
      PreparedStatement update = session.prepare(UPDATE);
      set(update, after);
      update.setLong(3, number);
      update.executeUpdate();
    }
  }

  private static void delete(Session session, Map<Long, Integer> tailByNumber) throws SQLException {
    PreparedStatement unplace = session.prepare(UNPLACE);
    PreparedStatement delete = session.prepare(DELETE);
    for (Map.Entry<Long, Integer> place : tailByNumber.entrySet()) {
      unplace.setInt(1, place.getValue());
      unplace.setLong(2, place.getKey());
      unplace.addBatch();
      delete.setLong(1, place.getKey());
      delete.addBatch();
    }
    unplace.executeBatch();
    delete.executeBatch();
  }

  /**
   * Puts some of the oldest run into the index, if it is full; claims that are gone are left out.
   *
   * @param state before this transaction: claims made in it are not in memory yet
   * @param count how many; more if their tails are equal
   * @return the state after it
   */
  private State place(Session session, State state, long count) throws SQLException {
    if (count == 0 || state.last() - state.placed() < run) {
      return state;
    }
    long[] entries = oldest(state.placed());
    int from = -1 - Arrays.binarySearch(entries, state.tail() + 1 << Integer.SIZE);
    int to = from;
    PreparedStatement place = session.prepare(PLACE);
    while (to < entries.length
        && (to < from + count || ClaimRun.tail(entries[to]) == ClaimRun.tail(entries[to - 1]))) {
      place.setInt(1, ClaimRun.tail(entries[to]));
      place.setLong(2, state.placed() + (int) entries[to]);
      place.addBatch();
      to++;
    }
    place.executeBatch();
    return to == entries.length
        ? new State(state.last(), state.placed() + run, BEFORE_TAILS)
        : new State(state.last(), state.placed(), ClaimRun.tail(entries[to - 1]));
  }

  /** The entries of the run after what is placed. */
  private synchronized long[] oldest(long placed) {
    forget(placed);
    ClaimRun oldest = runs.peekFirst();
    return oldest == null || oldest.base > placed ? new long[0] : oldest.entries();
  }

  private static State state(Session session) throws SQLException {
    try (ResultSet row = session.prepare(STATE).executeQuery()) {
      row.next();
      return new State(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  private static void set(Session session, long last, State places) throws SQLException {
    PreparedStatement set = session.prepare(SET_STATE);
    set.setLong(1, last);
    set.setLong(2, places.placed());
    set.setLong(3, places.tail());
    set.executeUpdate();
  }

  /** In steps of some milliseconds each, between which other writers have their turn. */
  @Override
  public void prune(Database database, GroupCommit commits, Kind kind, long belowHeight)
      throws StoreException {
    long[] ends =
        database.read(
            session -> {
              try (ResultSet row = session.prepare(ENDS).executeQuery()) {
                row.next();
                return new long[] {row.getLong(1), row.getLong(2)};
              }
            });
    for (long from = ends[0] - 1; from < ends[1]; from += PRUNE_STEP) {
      long after = from;
      commits.alone(
          session -> {
            PreparedStatement query = session.prepare(PRUNABLE);
            query.setLong(1, after);
            query.setLong(2, after + PRUNE_STEP);
            query.setInt(3, kind.number());
            query.setLong(4, belowHeight);
            Map<Long, Integer> pruned = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                pruned.put(rows.getLong(1), tail(Table.bytes(rows, 2)));
              }
            }
            delete(session, pruned);
            return true;
          });
    }
  }
}
