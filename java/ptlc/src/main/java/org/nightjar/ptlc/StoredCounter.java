package org.nightjar.ptlc;

import java.util.List;
import java.util.Optional;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvStreamBuilder;

/**
 * A counter in a store that is not the recipient's: the LSP keeps it for its clients. Safe for many
 * threads and processes. The same store for journal and counter would guard against nothing.
 */
public final class StoredCounter implements MonotonicCounter {
  private static final int MARKED = 1;
  private static final long MARK = 1;

  private final Store store;

  /** In this store, which stays the caller's to close. */
  public StoredCounter(Store store) {
    this.store = store;
  }

  private static Key key(EpochId epoch) {
    return Key.of(Kind.PTLC_COUNTER, epoch.raw());
  }

  @Override
  public Optional<JournalMark> read(EpochId epoch) throws StoreException {
    Optional<Stored> stored = store.load(key(epoch));
    return stored.isEmpty() ? Optional.empty() : Optional.of(decode(stored.get()));
  }

  @Override
  public boolean advance(EpochId epoch, JournalMark from, JournalMark to) throws StoreException {
    Optional<Stored> stored = store.load(key(epoch));
    JournalMark current = stored.isEmpty() ? JournalMark.START : decode(stored.get());
    if (!current.equals(from)) {
      return stored.isPresent() && current.equals(to);
    }
    long version = stored.map(Stored::version).orElse(0L);
    Write put = new Write.Put(key(epoch), version, encode(to), Due.NONE);
    return store.write(List.of(List.of(put))).get(0) instanceof Outcome.Done
        || read(epoch).equals(Optional.of(to));
  }

  static byte[] encode(JournalMark mark) {
    return RecordFormat.encode(MARKED, new TlvStreamBuilder().put(MARK, mark.encode()).build());
  }

  static JournalMark decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    if (fields.state() != MARKED) {
      throw fields.damaged("no counter");
    }
    return fields.need(MARK, JournalMark::read);
  }
}
