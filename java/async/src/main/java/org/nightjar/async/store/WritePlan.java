package org.nightjar.async.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What batches make of the records that are there, so that every store decides alike. Applying all
 * changes at once, while the records are as they were read, is the same as writing the batches one
 * by one.
 *
 * @param outcomes one for each batch, in order
 * @param changes what to write, by key; keys that end as they were are not in it
 */
public record WritePlan(List<Outcome> outcomes, SortedMap<Key, Change> changes) {
  /**
   * A record before and after; null is no record, and one of the two is not null.
   *
   * @param before as it was read
   */
  public record Change(@Nullable Stored before, @Nullable Stored after) {}

  /**
   * Plans batches.
   *
   * @param current the record under a key, or null; of a kind that is put, only its version matters
   */
  public static WritePlan of(List<List<Write>> batches, Function<Key, @Nullable Stored> current) {
    List<Outcome> outcomes = new ArrayList<>(batches.size());
    SortedMap<Key, Change> changes = new TreeMap<>();
    for (List<Write> batch : batches) {
      outcomes.add(plan(batch, current, changes));
    }
    changes.values().removeIf(change -> change.before() == change.after());
    return new WritePlan(outcomes, changes);
  }

  /** Plans a batch; its changes lie apart until all of it has succeeded. */
  private static Outcome plan(
      List<Write> batch, Function<Key, @Nullable Stored> current, Map<Key, Change> changes) {
    Map<Key, Change> own = new HashMap<>();
    for (Write write : batch) {
      Key key = write.key();
      Change change = own.containsKey(key) ? own.get(key) : changes.get(key);
      if (change == null) {
        Stored before = current.apply(key);
        change = new Change(before, before);
      }
      if (conflicts(write, change.after())) {
        return new Outcome.Conflict(write);
      }
      own.put(key, new Change(change.before(), after(write, change.after())));
    }
    changes.putAll(own);
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
}
