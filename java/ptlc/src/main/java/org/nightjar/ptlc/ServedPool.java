package org.nightjar.ptlc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.nightjar.Nightjar;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;

/**
 * A pool in an issuer's memory: its tree, the next index, and how many each asker got. Only a hint:
 * what was issued is in the store, which decides. Safe for many threads.
 */
final class ServedPool {
  private static final int SCAN = 1_000;

  private final NoncePool pool;
  private final MerkleTree tree;
  private final Map<Hash32, Integer> given = new HashMap<>();
  private long next;

  private ServedPool(NoncePool pool, MerkleTree tree) {
    this.pool = pool;
    this.tree = tree;
  }

  /** Reads a pool, and what was issued of it, out of a store that has it. */
  static ServedPool load(Nightjar nightjar, Store store, EpochId epoch) throws StoreException {
    Stored stored = store.load(PoolRecord.key(epoch)).orElseThrow();
    NoncePool pool = PoolRecord.decode(stored);
    ServedPool served;
    try {
      served = new ServedPool(pool, pool.tree(nightjar));
    } catch (RefusalException e) {
      throw new IllegalStateException("the pool was checked before it was stored", e);
    }
    Key after = Key.of(Kind.PTLC_ISSUE, epoch.raw());
    while (after != null) {
      Key last = null;
      for (Stored issue : store.scan(Kind.PTLC_ISSUE, after, SCAN)) {
        if (!epoch.isPrefixOf(issue.key())) {
          return served;
        }
        IssueRecord record = IssueRecord.decode(issue);
        served.given.merge(record.asker(), 1, Integer::sum);
        served.next = record.statement().index() + 1;
        last = issue.key();
      }
      after = last;
    }
    return served;
  }

  NoncePool pool() {
    return pool;
  }

  /** An index that was not given yet, as far as is known. */
  synchronized OptionalLong next() {
    return next < pool.certificate().parameters().count()
        ? OptionalLong.of(next++)
        : OptionalLong.empty();
  }

  /** Counts an index that an asker is about to get, if it may have more. */
  synchronized boolean reserve(Hash32 asker, int most) {
    if (given.getOrDefault(asker, 0) >= most) {
      return false;
    }
    given.merge(asker, 1, Integer::sum);
    return true;
  }

  /** Counts it off again. */
  synchronized void release(Hash32 asker) {
    given.merge(asker, -1, Integer::sum);
  }

  /** What a payer gets. */
  IssuedTuple issued(long index, Optional<IssueStatement> statement) {
    try {
      return new IssuedTuple(pool.certificate(), pool.tuple(index), tree.path(index), statement);
    } catch (RefusalException e) {
      throw new IllegalStateException("the pool was checked before it was stored", e);
    }
  }
}
