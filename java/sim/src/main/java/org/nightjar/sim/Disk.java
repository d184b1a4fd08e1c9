package org.nightjar.sim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * A node's store, which survives its crashes, and sometimes fails. A write that fails may have been
 * done all the same, as a lost acknowledgement would have it.
 */
final class Disk implements Store {
  /** When and how the disk fails. */
  interface Trouble {
    /** What becomes of this call. */
    TroublePlan.Call next();
  }

  private static final Instant FOR_EVER = Instant.ofEpochMilli(Due.NEVER - 1);
  private static final Kind[] KINDS = Kind.values();

  private final Store store;
  private final Trouble trouble;
  private boolean calm;

  Disk(Store store, Trouble trouble) {
    this.store = store;
    this.trouble = trouble;
  }

  /** The records themselves, for checks: never fails. */
  Store platter() {
    return store;
  }

  /** When the earliest record is due, in milliseconds of the node's clock. */
  long nextDue() {
    long next = Due.NEVER;
    try {
      for (Kind kind : KINDS) {
        List<Stored> first = store.due(kind, FOR_EVER, 1);
        next = first.isEmpty() ? next : Math.min(next, first.get(0).due().epochMillis());
      }
    } catch (StoreException e) {
      return next;
    }
    return next;
  }

  /** Looks at the records without failures. */
  <T> T calmly(Supplier<T> look) {
    calm = true;
    try {
      return look.get();
    } finally {
      calm = false;
    }
  }

  void check() throws StoreException {
    if (!calm && trouble.next() != TroublePlan.Call.SERVED) {
      throw new StoreException("the simulated disk failed");
    }
  }

  @Override
  public Optional<Stored> load(Key key) throws StoreException {
    check();
    return store.load(key);
  }

  @Override
  public List<Stored> scan(Kind kind, @Nullable Key after, int limit) throws StoreException {
    check();
    return store.scan(kind, after, limit);
  }

  @Override
  public List<Stored> due(Kind kind, Instant now, int limit) throws StoreException {
    check();
    return store.due(kind, now, limit);
  }

  @Override
  public List<Stored> dueAtHeight(Kind kind, long height, int limit) throws StoreException {
    check();
    return store.dueAtHeight(kind, height, limit);
  }

  @Override
  public List<Outcome> write(List<List<Write>> batches) throws StoreException {
    TroublePlan.Call call = trouble.next();
    if (call == TroublePlan.Call.FAILS) {
      throw new StoreException("the simulated disk failed");
    }
    List<Outcome> outcomes = store.write(batches);
    if (call == TroublePlan.Call.DONE_BUT_FAILS) {
      throw new StoreException("the simulated disk failed");
    }
    return outcomes;
  }

  @Override
  public void prune(Kind kind, long belowHeight) throws StoreException {
    check();
    store.prune(kind, belowHeight);
  }

  @Override
  public void close() {
    store.close();
  }
}
