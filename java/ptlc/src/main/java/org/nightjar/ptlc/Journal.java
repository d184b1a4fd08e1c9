package org.nightjar.ptlc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * Which message each index of an epoch answers: durable before the answer is computed.
 *
 * <p>Entries that come at the same time are written together, with the epoch's mark, as one
 * compare-and-set of all records that it touches; then the counter is moved on; then they are good.
 * A crash between the two leaves the counter at the mark before, which the record names, so it can
 * be moved on later. A counter that is anywhere else belongs to another journal, and the epoch is
 * dead.
 *
 * <p>Safe for many threads, and for several processes on one store.
 */
final class Journal {
  private static final int SCAN = 1_000;

  private final Nightjar nightjar;
  private final Store store;
  private final MonotonicCounter counter;
  private final EpochId epoch;
  private final ConcurrentLinkedQueue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  /** The mark of which the counter is known to have it; null if none is. Touched in turn. */
  private @Nullable JournalMark counted;

  private volatile @Nullable EpochDeath death;

  Journal(Nightjar nightjar, Store store, MonotonicCounter counter, EpochId epoch) {
    this.nightjar = nightjar;
    this.store = store;
    this.counter = counter;
    this.epoch = epoch;
  }

  /** An entry to be made, and what became of it; the latter is touched in turn. */
  private static final class Entry {
    final long index;
    final AnswerRecord.Answer answer;
    boolean done;
    @Nullable Refusal refusal;
    @Nullable Exception failure;

    Entry(long index, AnswerRecord.Answer answer) {
      this.index = index;
      this.answer = answer;
    }
  }

  /** Why the epoch is dead; empty while it lives. */
  Optional<EpochDeath> death() {
    return Optional.ofNullable(death);
  }

  /**
   * Makes a new epoch durable.
   *
   * @throws IllegalArgumentException if there is one with its id
   */
  void start(PoolCertificate certificate) throws StoreException {
    byte[] record = EpochRecord.start(certificate).encode();
    Write put = new Write.Put(EpochRecord.key(epoch), 0, record, Due.NONE);
    if (!(store.write(List.of(List.of(put))).get(0) instanceof Outcome.Done)) {
      throw new IllegalArgumentException("the epoch was started before: resume it");
    }
    resume();
  }

  /**
   * Reads the whole journal and compares it with the counter.
   *
   * @return the epoch's certificate; null if there is no record to have it from
   */
  @Nullable PoolCertificate resume() throws StoreException {
    turn.lock();
    try {
      while (true) {
        Optional<Stored> stored = store.load(EpochRecord.key(epoch));
        if (stored.isEmpty()) {
          death = EpochDeath.NO_JOURNAL;
          return null;
        }
        EpochRecord record;
        try {
          record = EpochRecord.decode(stored.get());
        } catch (StoreException e) {
          death = EpochDeath.JOURNAL_DAMAGED;
          return null;
        }
        death = record.death();
        EpochDeath found = death == null ? fault(record) : null;
        if (found == null) {
          return record.certificate();
        }
        if (isLatest(stored.get())) {
          die(found);
          return record.certificate();
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /**
   * Whether another process has not written since: then what was read after this record, answers
   * and counter, belongs to it.
   */
  private boolean isLatest(Stored read) throws StoreException {
    Optional<Stored> now = store.load(read.key());
    return now.isPresent() && now.get().version() == read.version();
  }

  /** What is wrong with the journal, if this is its latest record; null if nothing is. */
  private @Nullable EpochDeath fault(EpochRecord record) throws StoreException {
    if (!isWhole(record)) {
      return EpochDeath.JOURNAL_DAMAGED;
    }
    return isCounted(record) ? null : EpochDeath.JOURNAL_OLD;
  }

  /** Whether no answer is damaged or missing. */
  private boolean isWhole(EpochRecord record) throws StoreException {
    long answers = 0;
    Key after = Key.of(Kind.PTLC_ANSWER, epoch.raw());
    for (List<Stored> page = scan(after); !page.isEmpty(); page = scan(after)) {
      for (Stored stored : page) {
        try {
          answers += AnswerRecord.decode(stored).answers().size();
        } catch (StoreException e) {
          return false;
        }
      }
      after = page.get(page.size() - 1).key();
    }
    return answers == record.mark().count();
  }

  /** The next records of this epoch. */
  private List<Stored> scan(Key after) throws StoreException {
    return store.scan(Kind.PTLC_ANSWER, after, SCAN).stream()
        .filter(stored -> epoch.isPrefixOf(stored.key()))
        .toList();
  }

  /** Whether the counter is where the journal is, or could be moved there after a crash. */
  private boolean isCounted(EpochRecord record) throws StoreException {
    if (record.mark().equals(counted)) {
      return true;
    }
    Optional<JournalMark> at = counter.read(epoch);
    boolean same =
        at.equals(Optional.of(record.mark()))
            || counter.advance(epoch, record.before(), record.mark());
    counted = same ? record.mark() : null;
    return same;
  }

  /** Ends the epoch, first in memory, then on disk. In turn. */
  private void die(EpochDeath why) throws StoreException {
    death = why;
    Outcome outcome = null;
    while (!(outcome instanceof Outcome.Done)) {
      Optional<Stored> stored = store.load(EpochRecord.key(epoch));
      if (stored.isEmpty()) {
        return;
      }
      EpochRecord record = EpochRecord.decode(stored.get());
      if (record.death() != null) {
        return;
      }
      byte[] dead = record.died(why).encode();
      Write put = new Write.Put(stored.get().key(), stored.get().version(), dead, Due.NONE);
      outcome = store.write(List.of(List.of(put))).get(0);
    }
  }

  /** Ends the epoch because the recipient says so. */
  void retire(EpochDeath why) throws StoreException {
    turn.lock();
    try {
      die(why);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Makes durable that an index answers a message.
   *
   * @param q messages that it answers at most
   * @return empty when it is, also if it was before
   * @throws StoreException if it could not be made durable: nothing may be answered, though it may
   *     be found durable later
   */
  Optional<Refusal> enter(long index, AnswerRecord.Answer answer, int q) throws StoreException {
    Entry own = new Entry(index, answer);
    waiting.add(own);
    turn.lock();
    try {
      if (!own.done) {
        writeAll(gather(), q);
      }
    } finally {
      turn.unlock();
    }
    if (own.failure != null) {
      throw new StoreException(String.valueOf(own.failure.getMessage()), own.failure);
    }
    return Optional.ofNullable(own.refusal);
  }

  private List<Entry> gather() {
    List<Entry> group = new ArrayList<>();
    for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      entry.done = true;
      group.add(entry);
    }
    return group;
  }

  private void writeAll(List<Entry> group, int q) {
    try {
      boolean written = false;
      while (!written) {
        written = tryWrite(group, q);
      }
    } catch (StoreException | RuntimeException e) {
      group.forEach(entry -> entry.failure = e);
    }
  }

  /**
   * Writes the entries that may be written, all together.
   *
   * @return false if another process came between: it has made progress, so try again
   */
  private boolean tryWrite(List<Entry> group, int q) throws StoreException {
    Optional<Stored> stored = store.load(EpochRecord.key(epoch));
    if (stored.isEmpty()) {
      death = EpochDeath.NO_JOURNAL;
    }
    EpochRecord record = stored.isEmpty() ? null : EpochRecord.decode(stored.get());
    if (record != null && record.death() != null) {
      death = record.death();
    }
    if (death == null && !isCounted(record)) {
      if (!isLatest(stored.get())) {
        return false;
      }
      die(EpochDeath.JOURNAL_OLD);
    }
    if (death != null) {
      group.forEach(entry -> entry.refusal = Refusal.ERR_EPOCH);
      return true;
    }
    Plan plan = new Plan(record.mark());
    for (Entry entry : group) {
      plan.add(entry, q);
    }
    if (plan.changed.isEmpty()) {
      return true;
    }
    EpochRecord next = record.answered(plan.mark);
    List<Write> writes = plan.writes();
    writes.add(new Write.Put(stored.get().key(), stored.get().version(), next.encode(), Due.NONE));
    if (!(store.write(List.of(writes)).get(0) instanceof Outcome.Done)) {
      return false;
    }
    if (counter.advance(epoch, next.before(), next.mark())) {
      counted = next.mark();
      return true;
    }
    // another process of this device may have moved it on already: then the journal goes on from us
    counted = null;
    return false;
  }

  /** What a group of entries changes. */
  private final class Plan {
    private final Map<Long, Long> versions = new HashMap<>();
    private final Map<Long, AnswerRecord> answers = new HashMap<>();
    private final Map<Long, AnswerRecord> changed = new HashMap<>();
    private JournalMark mark;

    Plan(JournalMark mark) {
      this.mark = mark;
    }

    void add(Entry entry, int q) throws StoreException {
      AnswerRecord record = answers.get(entry.index);
      if (record == null) {
        Optional<Stored> stored = store.load(AnswerRecord.key(epoch, entry.index));
        versions.put(entry.index, stored.map(Stored::version).orElse(0L));
        record = stored.isEmpty() ? new AnswerRecord(List.of()) : AnswerRecord.decode(stored.get());
      }
      entry.refusal = refusal(record, entry.answer, q);
      if (entry.refusal == null && !record.answers().contains(entry.answer)) {
        record = record.with(entry.answer);
        changed.put(entry.index, record);
        mark = mark.next(nightjar, entry.index, entry.answer);
      }
      answers.put(entry.index, record);
    }

    private @Nullable Refusal refusal(AnswerRecord record, AnswerRecord.Answer answer, int q) {
      for (AnswerRecord.Answer before : record.answers()) {
        if (before.message().equals(answer.message())) {
          return before.parts().equals(answer.parts()) ? null : Refusal.ERR_ALREADY_PAID;
        }
      }
      if (record.answers().size() < q) {
        return null;
      }
      return q == 1 ? Refusal.ERR_INDEX_USED : Refusal.ERR_BASKET_EXHAUSTED;
    }

    List<Write> writes() {
      List<Write> writes = new ArrayList<>();
      changed.forEach(
          (index, record) ->
              writes.add(
                  new Write.Put(
                      AnswerRecord.key(epoch, index),
                      versions.get(index),
                      record.encode(),
                      Due.NONE)));
      return writes;
    }
  }
}
