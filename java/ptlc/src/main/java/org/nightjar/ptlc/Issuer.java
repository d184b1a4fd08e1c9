package org.nightjar.ptlc;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.async.TokenBuckets;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * The LSP of a recipient that sleeps: takes its pools of nonces, and gives each index to one payer,
 * with a signed statement. That an index was given is durable before the statement leaves, so an
 * honest LSP never signs two for one index, whatever crashes. Safe for many threads and, on one
 * store, for many processes. Close it to wipe the key.
 */
public final class Issuer implements AutoCloseable {
  private final Nightjar nightjar;
  private final Store store;
  private final SecretKey lspKey;
  private final IssueLimits limits;
  private final TokenBuckets<Hash32> buckets;
  private final Map<EpochId, ServedPool> served = new ConcurrentHashMap<>();

  /**
   * An issuer.
   *
   * @param store stays the caller's to close
   * @param lspKey signs statements; copied
   */
  public Issuer(Nightjar nightjar, Store store, SecretKey lspKey, IssueLimits limits) {
    this.nightjar = nightjar;
    this.store = store;
    this.lspKey = Secrets.copy(lspKey);
    this.limits = limits;
    this.buckets = new TokenBuckets<>(limits.burst(), limits.refill());
  }

  /** What signs the statements, as payers know it. */
  public XOnlyKey lsp() {
    return XOnlyKey.of(nightjar, lspKey);
  }

  /**
   * Takes a recipient's pool: certificate, every nonce and the Merkle root are checked. Uploading
   * the same again changes nothing.
   *
   * @param offer of the recipient, by what the LSP serves for it
   * @return empty when it is served
   * @throws StoreException if it could not be made durable
   */
  public Optional<Refusal> upload(NoncePool pool, OfferTerms offer, Instant now)
      throws StoreException {
    try {
      pool.certificate().check(nightjar, offer, now.getEpochSecond());
      pool.check(nightjar);
    } catch (RefusalException e) {
      return Optional.of(e.refusal());
    }
    EpochId epoch = pool.certificate().epoch();
    List<Write> writes =
        List.of(
            new Write.Put(PoolRecord.key(epoch), 0, PoolRecord.encode(pool), Due.NONE),
            new Write.Put(
                ServingRecord.key(epoch), 0, new ServingRecord(0, false).encode(), Due.NONE));
    if (store.write(List.of(writes)).get(0) instanceof Outcome.Done) {
      return Optional.empty();
    }
    boolean same =
        !ServingRecord.decode(store.load(ServingRecord.key(epoch)).orElseThrow()).dead()
            && Arrays.equals(served(epoch).pool().encode(), pool.encode());
    return same ? Optional.empty() : Optional.of(Refusal.ERR_EPOCH);
  }

  /**
   * Gives a payer an index, or of a basket the one that everybody gets. Who asks again with the
   * same commitment gets the same.
   *
   * @param payerCommitment {@link IssueStatement#commitment} of the payer's fresh key
   * @param asker whose share of the pool it is: a peer's node id, what paid for the nonce
   * @throws StoreException if it could not be made durable: nothing is given
   */
  public IssueResult issue(EpochId epoch, Hash32 payerCommitment, byte[] asker, Instant now)
      throws StoreException {
    Optional<Stored> serving = store.load(ServingRecord.key(epoch));
    if (serving.isEmpty() || ServingRecord.decode(serving.get()).dead()) {
      return new IssueResult.Refused(Refusal.ERR_EPOCH);
    }
    ServedPool pool = served(epoch);
    PoolCertificate certificate = pool.pool().certificate();
    Optional<Refusal> untimely = certificate.untimely(now.getEpochSecond());
    if (untimely.isPresent()) {
      return new IssueResult.Refused(untimely.get());
    }
    if (certificate.parameters().isBasket()) {
      long index = ServingRecord.decode(serving.get()).basket();
      return index < certificate.parameters().count()
          ? new IssueResult.Issued(pool.issued(index, Optional.empty()))
          : new IssueResult.Refused(Refusal.ERR_POOL_EXHAUSTED);
    }
    Optional<IssueResult> before = before(pool, payerCommitment);
    return before.isPresent() ? before.get() : issueNext(pool, payerCommitment, asker, now);
  }

  private Optional<IssueResult> before(ServedPool pool, Hash32 payerCommitment)
      throws StoreException {
    EpochId epoch = pool.pool().certificate().epoch();
    Optional<Stored> stored = store.load(IssueRecord.key(epoch, payerCommitment));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    IssueStatement statement = IssueRecord.decode(stored.get()).statement();
    return Optional.of(
        new IssueResult.Issued(pool.issued(statement.index(), Optional.of(statement))));
  }

  private IssueResult issueNext(ServedPool pool, Hash32 payerCommitment, byte[] asker, Instant now)
      throws StoreException {
    PoolCertificate certificate = pool.pool().certificate();
    Hash32 who = Hash32.of(nightjar.primitives().sha256(asker));
    if (!takeToken(who, now)) {
      return new IssueResult.Refused(Refusal.ERR_ASKER_LIMIT);
    }
    if (!pool.reserve(who, limits.perEpoch())) {
      return new IssueResult.Refused(Refusal.ERR_ASKER_LIMIT);
    }
    boolean given = false;
    try {
      for (OptionalLong index = pool.next(); index.isPresent(); index = pool.next()) {
        IssueStatement statement =
            IssueStatement.sign(
                nightjar,
                lspKey,
                certificate,
                index.getAsLong(),
                payerCommitment,
                now.getEpochSecond());
        given = keep(new IssueRecord(statement, who));
        if (given) {
          return new IssueResult.Issued(pool.issued(statement.index(), Optional.of(statement)));
        }
        // another call was first: with this commitment, or else with this index
        Optional<IssueResult> before = before(pool, payerCommitment);
        if (before.isPresent()) {
          return before.get();
        }
      }
      return new IssueResult.Refused(Refusal.ERR_POOL_EXHAUSTED);
    } finally {
      if (!given) {
        pool.release(who);
      }
    }
  }

  private boolean takeToken(Hash32 asker, Instant now) {
    synchronized (buckets) {
      return buckets.take(asker, now);
    }
  }

  /** Makes an issue durable, unless the index or the commitment has one. */
  private boolean keep(IssueRecord record) throws StoreException {
    IssueStatement statement = record.statement();
    byte[] bytes = record.encode();
    List<Write> writes =
        List.of(
            new Write.Put(
                IssueRecord.key(statement.epoch(), statement.index()), 0, bytes, Due.NONE),
            new Write.Put(
                IssueRecord.key(statement.epoch(), statement.payerCommitment()),
                0,
                bytes,
                Due.NONE));
    return store.write(List.of(writes)).get(0) instanceof Outcome.Done;
  }

  /** The pool of an epoch that is served, from memory or from the store. */
  private ServedPool served(EpochId epoch) throws StoreException {
    ServedPool known = served.get(epoch);
    if (known != null) {
      return known;
    }
    ServedPool loaded = ServedPool.load(nightjar, store, epoch);
    ServedPool rival = served.putIfAbsent(epoch, loaded);
    return rival != null ? rival : loaded;
  }

  /**
   * A recipient says that an epoch is dead: nothing is issued of it any more. That it is the
   * recipient who says so is the driver's to know.
   *
   * @throws StoreException if that could not be made durable
   */
  public void retire(EpochId epoch) throws StoreException {
    change(epoch, serving -> new ServingRecord(serving.basket(), true));
    served.remove(epoch);
  }

  /**
   * A recipient says that a basket has answered as often as it may: the next one is issued.
   *
   * @throws StoreException if that could not be made durable
   */
  public void exhausted(EpochId epoch, long index) throws StoreException {
    change(
        epoch,
        serving ->
            serving.basket() == index ? new ServingRecord(index + 1, serving.dead()) : serving);
  }

  private void change(EpochId epoch, UnaryOperator<ServingRecord> change) throws StoreException {
    Key key = ServingRecord.key(epoch);
    for (Optional<Stored> old = store.load(key); old.isPresent(); old = store.load(key)) {
      byte[] next = change.apply(ServingRecord.decode(old.get())).encode();
      Write put = new Write.Put(key, old.get().version(), next, Due.NONE);
      if (store.write(List.of(List.of(put))).get(0) instanceof Outcome.Done) {
        return;
      }
    }
  }

  /** Forgets askers who may have their whole share again; to be called from time to time. */
  public void forget(Instant now) {
    synchronized (buckets) {
      buckets.forget(now);
    }
  }

  @Override
  public void close() {
    lspKey.close();
  }
}
