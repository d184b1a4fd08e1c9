package org.nightjar.bench;

import fr.acinq.secp256k1.Secp256k1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.ClaimResult;
import org.nightjar.ptlc.ClaimablePtlc;
import org.nightjar.ptlc.EpochSecret;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.NoncePool;
import org.nightjar.ptlc.OfferId;
import org.nightjar.ptlc.OfferTerms;
import org.nightjar.ptlc.PaymentTerms;
import org.nightjar.ptlc.PoolParameters;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.Recipient;
import org.nightjar.ptlc.RecipientPolicy;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.ptlc.RouteLock;
import org.nightjar.ptlc.StoredCounter;
import org.nightjar.ptlc.Validity;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.store.JdbcStore;
import org.nightjar.wire.ChainHash;

/**
 * What reusable PTLC invoices cost: a recipient's pool of nonces with its upload, claims by many
 * threads with a durable journal, and a payer's payment point.
 */
final class Ptlcs {
  private static final int THREADS = 64;
  private static final int POINTS = 256;
  private static final int ROUNDS = 15;
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final long TOLD_EVERY = 2_560;

  private final Nightjar nightjar;
  private final int indices;
  private final SecretKey receiptSecret;
  private final SecretKey issuerKey;
  private final OfferTerms offer;
  private final EpochSecret epochSecret;
  private final List<Figure> figures = new ArrayList<>();

  /**
   * Of some size.
   *
   * @param indices in the pool, each of which is claimed
   */
  Ptlcs(Nightjar nightjar, int indices) {
    this.nightjar = nightjar;
    this.indices = indices;
    this.receiptSecret = SecretKey.of(bytes("receipt"));
    this.issuerKey = SecretKey.of(bytes("issuer"));
    this.epochSecret = EpochSecret.of(bytes("epoch"));
    this.offer =
        new OfferTerms(
            ChainHash.REGTEST,
            OfferId.of(bytes("offer")),
            XOnlyKey.of(nightjar, receiptSecret),
            XOnlyKey.of(nightjar, issuerKey),
            1_000,
            0);
  }

  /** The program. */
  static int run(String[] args) {
    return StoreProgram.run(
        "--ptlc",
        args,
        url -> {
          try (Store store = JdbcStore.open(url)) {
            return new Ptlcs(Nightjar.open("jni"), Targets.POOL_INDICES).measure(store);
          }
        });
  }

  private byte[] bytes(String name) {
    return nightjar.primitives().sha256(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Everything, with the journal in an empty store. */
  List<Figure> measure(Store store) throws StoreException {
    create(PoolParameters.pool(Math.max(1, indices / 10)));
    long start = System.nanoTime();
    NoncePool pool = create(PoolParameters.pool(indices));
    byte[] upload = pool.encode();
    figure("ptlc-pool", "s", (System.nanoTime() - start) / 1e9, Targets.POOL_SECONDS);
    StoreProgram.say("%d pairs of nonces, an upload of %d bytes", indices, upload.length);
    List<ClaimablePtlc> incoming =
        IntStream.range(0, indices).mapToObj(index -> incoming(pool, index)).toList();
    claim(store, pool, incoming);
    points(pool);
    return figures;
  }

  private NoncePool create(PoolParameters parameters) {
    return NoncePool.create(
        nightjar,
        offer,
        receiptSecret,
        issuerKey,
        epochSecret,
        parameters,
        Validity.of(NOW, NOW.plusSeconds(86_400)),
        made -> {
          if (made % TOLD_EVERY == 0 && made > 0) {
            StoreProgram.say("%d of %d pairs of nonces", made, parameters.count());
          }
        });
  }

  private ReceiptMessage message(NoncePool pool, int index) {
    return ReceiptMessage.of(
        offer,
        pool.certificate().epoch(),
        index,
        new PaymentTerms(
            offer.issuer(),
            Hash32.of(bytes("nonce " + index)),
            1_000,
            NOW.getEpochSecond(),
            NOW.getEpochSecond() + 600,
            Hash32.of(new byte[Hash32.LENGTH])));
  }

  private ClaimablePtlc incoming(NoncePool pool, int index) {
    ReceiptMessage message = message(pool, index);
    SharedSecret onion = SharedSecret.of(bytes("onion " + index));
    PublicKey point =
        arithmetic().point(message.encode(), nonces(pool, index)).orElseThrow().point();
    try (RouteLock lock = RouteLock.of(nightjar, point, List.of(onion))) {
      return ClaimablePtlc.of(nightjar, message.encode(), lock.first(), 1_000, onion);
    }
  }

  private ReusableInvoices arithmetic() {
    return nightjar.experimental().reusableInvoices();
  }

  private static List<PublicKey> nonces(NoncePool pool, int index) {
    try {
      return pool.tuple(index).nonces();
    } catch (RefusalException e) {
      throw new IllegalStateException("the pool is ours", e);
    }
  }

  /** Claims all, from many threads; the counter stands for the LSP's, and costs no sync here. */
  private void claim(Store store, NoncePool pool, List<ClaimablePtlc> incoming)
      throws StoreException {
    Recipient.Environment environment =
        new Recipient.Environment(
            nightjar, store, new StoredCounter(new MemoryStore()), offer, RecipientPolicy.DEFAULT);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Recipient recipient =
        Recipient.start(environment, pool.certificate(), receiptSecret, epochSecret)) {
      AtomicInteger next = new AtomicInteger();
      claimUntil(threads, recipient, incoming, next, indices / 5);
      int warm = indices / 5;
      long start = System.nanoTime();
      claimUntil(threads, recipient, incoming, next, indices);
      double micros = (System.nanoTime() - start) / 1e3 / (indices - warm);
      figure("ptlc-claim", "us", micros, Targets.PTLC_CLAIM_MICROS);
      StoreProgram.say("%.0f durable claims a second, %d threads", 1e6 / micros, THREADS);
    } finally {
      threads.shutdownNow();
    }
    try (Recipient recipient =
        Recipient.resume(
            environment, pool.certificate().epoch(), receiptSecret, Optional.of(epochSecret))) {
      if (recipient.death().isPresent()) {
        throw new IllegalStateException("the journal is not whole: " + recipient.death());
      }
    }
  }

  private static void claimUntil(
      ExecutorService threads,
      Recipient recipient,
      List<ClaimablePtlc> incoming,
      AtomicInteger next,
      int end)
      throws StoreException {
    List<Future<Void>> all = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      all.add(
          threads.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
                  ClaimResult result = recipient.claim(List.of(incoming.get(i)), NOW);
                  if (!(result instanceof ClaimResult.Claimed claimed)) {
                    throw new IllegalStateException("claim " + i + ": " + result);
                  }
                  claimed.close();
                }
                return null;
              }));
    }
    try {
      for (Future<Void> each : all) {
        each.get();
      }
      next.set(end);
    } catch (ExecutionException | InterruptedException e) {
      throw new StoreException("a claim failed", e);
    }
  }

  /** A payer's point with two nonces, beside as many plain multiplications of the same library. */
  private void points(NoncePool pool) {
    List<byte[]> messages =
        IntStream.range(0, POINTS).mapToObj(i -> message(pool, i % indices).encode()).toList();
    List<List<PublicKey>> nonces =
        IntStream.range(0, POINTS).mapToObj(i -> nonces(pool, i % indices)).toList();
    Secp256k1 theirs = Secp256k1.Companion.get();
    byte[] scalar = bytes("scalar");
    double point = Double.MAX_VALUE;
    double multiplication = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      point =
          Math.min(
              point, micros(i -> arithmetic().point(messages.get(i), nonces.get(i)).orElseThrow()));
      multiplication =
          Math.min(
              multiplication,
              micros(i -> theirs.pubKeyTweakMul(nonces.get(i).get(0).toBytes(), scalar)));
    }
    figures.add(
        Figure.of(
            "ptlc-point",
            "us",
            point,
            Targets.POINT_MULTIPLICATIONS + " multiplications of secp256k1-kmp",
            Targets.POINT_MULTIPLICATIONS * multiplication));
  }

  private interface Work {
    Object of(int i);
  }

  private static double micros(Work work) {
    long start = System.nanoTime();
    for (int i = 0; i < POINTS; i++) {
      work.of(i);
    }
    return (System.nanoTime() - start) / 1e3 / POINTS;
  }

  private void figure(String name, String unit, double value, double target) {
    figures.add(Figure.of(name, unit, value, "its target", target));
  }
}
