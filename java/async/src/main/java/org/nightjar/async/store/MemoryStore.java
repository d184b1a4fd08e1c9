package org.nightjar.async.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Records in memory: for simulations and tests; nothing survives the process. */
public final class MemoryStore implements Store {
  private static final byte[] LEAST_ID = {0};

  /** A record by when it is due: an index within its kind. */
  private record Entry(long when, Key key) implements Comparable<Entry> {
    private static final Comparator<Entry> ORDER =
        Comparator.comparing((Entry entry) -> entry.key.kind())
            .thenComparingLong(Entry::when)
            .thenComparing(Entry::key);

    /** Before all entries of a kind that are due at this time or later. */
    static Entry before(Kind kind, long when) {
      return new Entry(when, Key.of(kind, LEAST_ID));
    }

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }
  }

  private final NavigableMap<Key, Stored> records = new TreeMap<>();
  private final NavigableSet<Entry> byTime = new TreeSet<>();
  private final NavigableSet<Entry> byHeight = new TreeSet<>();

  @Override
  public synchronized Optional<Stored> load(Key key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public synchronized List<Stored> scan(Kind kind, @Nullable Key after, int limit) {
    List<Stored> found = new ArrayList<>();
    for (Stored stored :
        (after == null
                ? records.tailMap(Key.of(kind, LEAST_ID), true)
                : records.tailMap(after, false))
            .values()) {
      if (found.size() == limit || stored.key().kind() != kind) {
        break;
      }
      found.add(stored);
    }
    return List.copyOf(found);
  }

  @Override
  public synchronized List<Stored> due(Kind kind, Instant now, int limit) {
    return dueBy(byTime, kind, now.toEpochMilli(), limit);
  }

  @Override
  public synchronized List<Stored> dueAtHeight(Kind kind, long height, int limit) {
    return dueBy(byHeight, kind, height, limit);
  }

  private List<Stored> dueBy(NavigableSet<Entry> index, Kind kind, long now, int limit) {
    List<Stored> due = new ArrayList<>();
    for (Entry entry : index.tailSet(Entry.before(kind, Long.MIN_VALUE))) {
      if (entry.key.kind() != kind || entry.when > now || due.size() == limit) {
        break;
      }
      due.add(records.get(entry.key));
    }
    return due;
  }

  @Override
  public synchronized List<Outcome> write(List<List<Write>> batches) {
    WritePlan plan = WritePlan.of(batches, records::get);
    plan.changes()
        .forEach(
            (key, change) -> {
              if (change.before() != null) {
                remove(change.before());
              }
              if (change.after() != null) {
                put(change.after());
              }
            });
    return plan.outcomes();
  }

  private void put(Stored stored) {
    Key key = stored.key();
    records.put(key, stored);
    if (stored.due().epochMillis() != Due.NEVER) {
      byTime.add(new Entry(stored.due().epochMillis(), key));
    }
    if (stored.due().height() != Due.NEVER) {
      byHeight.add(new Entry(stored.due().height(), key));
    }
  }

  private void remove(Stored stored) {
    Key key = stored.key();
    records.remove(key);
    byTime.remove(new Entry(stored.due().epochMillis(), key));
    byHeight.remove(new Entry(stored.due().height(), key));
  }

  @Override
  public synchronized void prune(Kind kind, long belowHeight) {
    if (kind.isClaimed()) {
      dueBy(byHeight, kind, belowHeight - 1, Integer.MAX_VALUE).forEach(this::remove);
    }
  }

  @Override
  public void close() {}
}
