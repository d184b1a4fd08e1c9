package org.nightjar.async.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Records in memory: for simulations and tests; nothing survives the process. */
public final class MemoryStore implements Store {
  private static final byte[] LEAST_ID = {0};

  private final NavigableMap<Key, Stored> records = new TreeMap<>();

  @Override
  public synchronized Optional<Stored> load(Key key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public synchronized List<Stored> scan(Kind kind, @Nullable Key after, int limit) {
    return from(kind, after).limit(limit).toList();
  }

  @Override
  public List<Stored> due(Kind kind, Instant now, int limit) {
    return dueBy(kind, stored -> stored.due().epochMillis(), now.toEpochMilli(), limit);
  }

  @Override
  public List<Stored> dueAtHeight(Kind kind, long height, int limit) {
    return dueBy(kind, stored -> stored.due().height(), height, limit);
  }

  private synchronized List<Stored> dueBy(
      Kind kind, ToLongFunction<Stored> when, long now, int limit) {
    return from(kind, null)
        .filter(stored -> when.applyAsLong(stored) <= now)
        .filter(stored -> when.applyAsLong(stored) != Due.NEVER)
        .sorted(Comparator.comparingLong(when))
        .limit(limit)
        .toList();
  }

  /** Records of a kind by key, from behind a key on. */
  private Stream<Stored> from(Kind kind, @Nullable Key after) {
    return (after == null
            ? records.tailMap(Key.of(kind, LEAST_ID), true)
            : records.tailMap(after, false))
        .values().stream().takeWhile(stored -> stored.key().kind() == kind);
  }

  @Override
  public synchronized List<Outcome> write(List<List<Write>> batches) {
    WritePlan plan = WritePlan.of(batches, records::get);
    plan.changes()
        .forEach(
            (key, change) -> {
              if (change.after() == null) {
                records.remove(key);
              } else {
                records.put(key, change.after());
              }
            });
    return plan.outcomes();
  }

  @Override
  public synchronized void prune(Kind kind, long belowHeight) {
    records
        .values()
        .removeIf(
            stored ->
                stored.key().kind() == kind
                    && kind.isClaimed()
                    && stored.due().height() < belowHeight);
  }

  @Override
  public void close() {}
}
