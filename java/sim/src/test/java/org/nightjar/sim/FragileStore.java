package org.nightjar.sim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * A store whose writes fail now and then: with the process, or alone; done, or not done. Reads
 * never fail.
 */
final class FragileStore implements Store {
  private final Store store = new MemoryStore();
  private final Random random;
  private final BooleanSupplier breaks;
  private int failures;

  /**
   * A store that is empty.
   *
   * @param random decides how it fails
   * @param breaks whether the write of now fails
   */
  FragileStore(Random random, BooleanSupplier breaks) {
    this.random = random;
    this.breaks = breaks;
  }

  int failures() {
    return failures;
  }

  @Override
  public List<Outcome> write(List<List<Write>> batches) throws StoreException {
    if (!breaks.getAsBoolean()) {
      return store.write(batches);
    }
    failures++;
    if (random.nextBoolean()) {
      store.write(batches);
    }
    if (random.nextBoolean()) {
      throw new Crash();
    }
    throw new StoreException("the fragile store failed");
  }

  @Override
  public Optional<Stored> load(Key key) throws StoreException {
    return store.load(key);
  }

  @Override
  public List<Stored> scan(Kind kind, @Nullable Key after, int limit) throws StoreException {
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
