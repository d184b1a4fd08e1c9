package org.nightjar.ptlc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/** A store, with something that happens before and after a write. */
class WrappedStore implements Store {
  private final Store store;

  WrappedStore(Store store) {
    this.store = store;
  }

  /** Before a write reaches the store. */
  void before(List<List<Write>> batches) throws StoreException {}

  /** After it is durable. */
  void after(List<List<Write>> batches) throws StoreException {}

  /** Everything that a store has, in another: an image of the disk. */
  static Store copy(Store store) throws StoreException {
    Store copy = new MemoryStore();
    for (Kind kind : Kind.values()) {
      for (Stored stored : store.scan(kind, null, 1_000_000)) {
        for (long version = 0; version < stored.version(); version++) {
          Write put = new Write.Put(stored.key(), version, stored.value(), stored.due());
          copy.write(List.of(List.of(put)));
        }
      }
    }
    return copy;
  }

  @Override
  public List<Outcome> write(List<List<Write>> batches) throws StoreException {
    before(batches);
    List<Outcome> outcomes = store.write(batches);
    after(batches);
    return outcomes;
  }

  @Override
  public Optional<Stored> load(Key key) throws StoreException {
    return store.load(key);
  }

  @Override
  public List<Stored> scan(Kind kind, Key after, int limit) throws StoreException {
    return store.scan(kind, after, limit);
  }

  @Override
  public List<Stored> due(Kind kind, Instant now, int limit) throws StoreException {
    return store.due(kind, now, limit);
  }

  @Override
  public List<Stored> dueAtHeight(Kind kind, long height, int limit) throws StoreException {
    return store.dueAtHeight(kind, height, limit);
  }

  @Override
  public void prune(Kind kind, long belowHeight) throws StoreException {
    store.prune(kind, belowHeight);
  }

  @Override
  public void close() {
    store.close();
  }
}
