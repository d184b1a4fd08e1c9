package org.nightjar.async.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Records in memory: for simulations and tests; nothing survives the process. */
public final class MemoryStore implements Store {
  private final NavigableMap<Key, Stored> records = new TreeMap<>();

  @Override
  public synchronized Optional<Stored> load(Key key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public synchronized List<Stored> scan(Kind kind, @Nullable Key after, int limit) {
    return records.values().stream()
        .filter(stored -> stored.key().kind() == kind)
        .filter(stored -> after == null || stored.key().compareTo(after) > 0)
        .limit(limit)
        .toList();
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
    return records.values().stream()
        .filter(stored -> stored.key().kind() == kind && when.applyAsLong(stored) <= now)
        .sorted(Comparator.comparingLong(when))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Outcome> write(List<List<Write>> batches) {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<Write> batch : batches) {
      outcomes.add(write(batch, new HashMap<>()));
    }
    return outcomes;
  }

  /** Writes a batch; what it changes so far lies apart, and null in it means deleted. */
  private Outcome write(List<Write> batch, Map<Key, @Nullable Stored> changed) {
    for (Write write : batch) {
      Key key = write.key();
      Stored old = changed.containsKey(key) ? changed.get(key) : records.get(key);
      if (conflicts(write, old)) {
        return new Outcome.Conflict(write);
      }
      changed.put(key, after(write, old));
    }
    changed.forEach(
        (key, stored) -> {
          if (stored == null) {
            records.remove(key);
          } else {
            records.put(key, stored);
          }
        });
    return new Outcome.Done();
  }

  private static boolean conflicts(Write write, @Nullable Stored old) {
    long version = old == null ? 0 : old.version();
    if (write instanceof Write.Put put) {
      return put.expectedVersion() != version;
    }
    if (write instanceof Write.Delete delete) {
      return delete.expectedVersion() != version;
    }
    return old != null && !Arrays.equals(old.value(), ((Write.Claim) write).owner());
  }

  private static @Nullable Stored after(Write write, @Nullable Stored old) {
    if (write instanceof Write.Put put) {
      return new Stored(put.key(), put.expectedVersion() + 1, put.value(), put.due());
    }
    if (write instanceof Write.Claim claim) {
      return old != null
          ? old
          : new Stored(claim.key(), 1, claim.owner(), Due.atHeight(claim.height()));
    }
    return null;
  }

  @Override
  public synchronized void prune(Kind kind, long belowHeight) {
    records
        .values()
        .removeIf(stored -> stored.key().kind() == kind && stored.due().height() < belowHeight);
  }

  @Override
  public void close() {}
}
