package org.nightjar.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.async.store.WritePlan;

/**
 * Callers that write at the same time share one transaction: while one commits, the others gather,
 * and the first of them to come next commits for all.
 */
final class GroupCommit implements AutoCloseable {
  private final Database database;
  private final Writer writer;
  private final ConcurrentLinkedQueue<Call> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  GroupCommit(Database database) {
    this.database = database;
    this.writer = new Writer(database);
  }

  /** What one caller wrote, and what became of it; touched by whose turn it is. */
  private static final class Call {
    final List<List<Write>> batches;
    @Nullable List<Outcome> outcomes;
    @Nullable Exception failure;

    Call(List<List<Write>> batches) {
      this.batches = batches;
    }
  }

  /** Writes batches, perhaps together with those of other callers. */
  List<Outcome> write(List<List<Write>> batches) throws StoreException {
    Call own = new Call(batches);
    waiting.add(own);
    turn.lock();
    try {
      if (own.outcomes == null && own.failure == null) {
        commit(gather());
      }
    } finally {
      turn.unlock();
    }
    if (own.failure != null) {
      throw new StoreException(own.failure.getMessage(), own.failure);
    }
    return own.outcomes;
  }

  /** Does something else in a transaction of its own. */
  void alone(Database.Use<Boolean> changes) throws StoreException {
    turn.lock();
    try {
      writer.transaction(changes);
    } finally {
      turn.unlock();
    }
  }

  private List<Call> gather() {
    List<Call> group = new ArrayList<>();
    for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
      group.add(call);
    }
    return group;
  }

  private void commit(List<Call> group) {
    List<List<Write>> batches = new ArrayList<>();
    group.forEach(call -> batches.addAll(call.batches));
    try {
      List<Outcome> outcomes = commitAll(batches);
      int from = 0;
      for (Call call : group) {
        int to = from + call.batches.size();
        call.outcomes = List.copyOf(outcomes.subList(from, to));
        from = to;
      }
    } catch (StoreException | RuntimeException e) {
      group.forEach(call -> call.failure = e);
    }
  }

  private List<Outcome> commitAll(List<List<Write>> batches) throws StoreException {
    SortedSet<Key> puts = new TreeSet<>();
    SortedSet<Key> claims = new TreeSet<>();
    batches.forEach(
        batch ->
            batch.forEach(
                write -> (write.key().kind().isClaimed() ? claims : puts).add(write.key())));
    Dialect dialect = database.dialect();
    return writer.transaction(
        session -> {
          Map<Key, Stored> current = dialect.versions(session, puts);
          if (!claims.isEmpty()) {
            current.putAll(dialect.claims().current(session, claims));
          }
          WritePlan plan = WritePlan.of(batches, current::get);
          return Changes.write(session, changes(plan, puts))
                  && (claims.isEmpty() || dialect.claims().write(session, changes(plan, claims)))
              ? plan.outcomes()
              : null;
        });
  }

  private static SortedMap<Key, WritePlan.Change> changes(WritePlan plan, Set<Key> keys) {
    SortedMap<Key, WritePlan.Change> changes = new TreeMap<>(plan.changes());
    changes.keySet().retainAll(keys);
    return changes;
  }

  /** Waits for the transaction that runs, then lets the connection go. */
  @Override
  public void close() {
    turn.lock();
    try {
      writer.close();
    } finally {
      turn.unlock();
    }
  }
}
