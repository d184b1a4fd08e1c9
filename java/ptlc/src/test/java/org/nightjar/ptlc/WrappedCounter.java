package org.nightjar.ptlc;

import java.util.Optional;
import org.nightjar.async.store.StoreException;

/** A counter, with something that happens before and after it moves on. */
class WrappedCounter implements MonotonicCounter {
  private final MonotonicCounter counter;

  WrappedCounter(MonotonicCounter counter) {
    this.counter = counter;
  }

  void before(JournalMark to) throws StoreException {}

  void after(JournalMark to) throws StoreException {}

  @Override
  public Optional<JournalMark> read(EpochId epoch) throws StoreException {
    return counter.read(epoch);
  }

  @Override
  public boolean advance(EpochId epoch, JournalMark from, JournalMark to) throws StoreException {
    before(to);
    boolean there = counter.advance(epoch, from, to);
    after(to);
    return there;
  }
}
