package org.nightjar.ptlc;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.ChainHash;

/** A recipient with its LSP and a payer, whose keys are hashes of names. */
final class World {
  static final Nightjar NIGHTJAR = Nightjar.open();
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  static final Validity VALIDITY = Validity.of(NOW.minusSeconds(3600), NOW.plusSeconds(86_400));
  static final long AMOUNT = 50_000;
  static final long MINIMUM = 1_000;
  static final SecretKey RECEIPT_SECRET = secret("receipt");
  static final SecretKey ISSUER_KEY = secret("offer issuer");
  static final SecretKey LSP_KEY = secret("lsp");
  static final OfferTerms OFFER =
      new OfferTerms(
          ChainHash.REGTEST,
          OfferId.of(bytes("offer")),
          XOnlyKey.of(NIGHTJAR, RECEIPT_SECRET),
          XOnlyKey.of(NIGHTJAR, ISSUER_KEY),
          MINIMUM,
          0);

  final Store store;
  final MonotonicCounter counter;
  final EpochSecret epochSecret;
  final NoncePool pool;

  World(PoolParameters parameters) {
    this(parameters, new MemoryStore(), new StoredCounter(new MemoryStore()));
  }

  World(PoolParameters parameters, Store store, MonotonicCounter counter) {
    this.store = store;
    this.counter = counter;
    this.epochSecret = EpochSecret.of(bytes("epoch"));
    this.pool = pool(epochSecret, parameters);
  }

  /** The same epoch on another device. */
  World(World same, Store store, MonotonicCounter counter) {
    this.store = store;
    this.counter = counter;
    this.epochSecret = same.epochSecret;
    this.pool = same.pool;
  }

  static NoncePool pool(EpochSecret epochSecret, PoolParameters parameters) {
    return NoncePool.create(
        NIGHTJAR, OFFER, RECEIPT_SECRET, ISSUER_KEY, epochSecret, parameters, VALIDITY, made -> {});
  }

  static byte[] bytes(String name) {
    return NIGHTJAR.primitives().sha256(name.getBytes(StandardCharsets.UTF_8));
  }

  static SecretKey secret(String name) {
    return SecretKey.of(bytes(name));
  }

  Recipient.Environment environment() {
    return environment(store);
  }

  Recipient.Environment environment(Store other) {
    return new Recipient.Environment(NIGHTJAR, other, counter, OFFER, RecipientPolicy.DEFAULT);
  }

  Recipient start() throws StoreException {
    return Recipient.start(environment(), pool.certificate(), RECEIPT_SECRET, epochSecret);
  }

  Recipient resume() throws StoreException {
    return resume(store);
  }

  Recipient resume(Store other) throws StoreException {
    return Recipient.resume(environment(other), epoch(), RECEIPT_SECRET, Optional.of(epochSecret));
  }

  EpochId epoch() {
    return pool.certificate().epoch();
  }

  static PaymentTerms terms(String payer, long amountMsat) {
    return new PaymentTerms(
        XOnlyKey.of(NIGHTJAR, secret(payer)),
        Hash32.of(bytes(payer + " nonce")),
        amountMsat,
        NOW.getEpochSecond(),
        NOW.getEpochSecond() + 600,
        Hash32.of(new byte[32]));
  }

  ReceiptMessage message(long index, String payer) {
    return ReceiptMessage.of(OFFER, epoch(), index, terms(payer, AMOUNT));
  }

  /** A message's point, from the pool's nonces. */
  PublicKey point(ReceiptMessage message) throws RefusalException {
    return NIGHTJAR
        .experimental()
        .reusableInvoices()
        .point(message.encode(), pool.tuple(message.index()).nonces())
        .orElseThrow()
        .point();
  }

  static SharedSecret onion(String route) {
    return SharedSecret.of(bytes("onion " + route));
  }

  /** The PTLC of a payment in one part. */
  ClaimablePtlc incoming(ReceiptMessage message, String route) throws RefusalException {
    return incoming(message, route, message.terms().amountMsat());
  }

  ClaimablePtlc incoming(ReceiptMessage message, String route, long amountMsat)
      throws RefusalException {
    try (RouteLock lock = RouteLock.of(NIGHTJAR, point(message), List.of(onion(route)))) {
      return ClaimablePtlc.of(NIGHTJAR, message.encode(), lock.first(), amountMsat, onion(route));
    }
  }

  /** The PTLCs of a payment in parts that open together. */
  List<ClaimablePtlc> parts(ReceiptMessage message, Shares shares) throws RefusalException {
    List<ClaimablePtlc> parts = new ArrayList<>();
    int count = shares.shares().size();
    for (int i = 0; i < count; i++) {
      SharedSecret onion = onion("part " + i);
      try (RouteLock lock = RouteLock.of(NIGHTJAR, shares.lock(point(message)), List.of(onion))) {
        parts.add(
            new ClaimablePtlc(
                message.encode(),
                lock.first(),
                message.terms().amountMsat() / count,
                NIGHTJAR.experimental().reusableInvoices().blind(onion),
                shares.shares().get(i),
                null));
      }
    }
    return parts;
  }

  static Shares shares(int parts) {
    return Shares.random(NIGHTJAR, parts, new SecureRandom());
  }

  static Refusal refusal(ClaimResult result) {
    return result instanceof ClaimResult.Refused refused ? refused.reason() : null;
  }

  /** Whether a scalar is a point's discrete logarithm. */
  static boolean opens(SecretKey scalar, PublicKey point) {
    return NIGHTJAR.publicKey(scalar).equals(point);
  }
}
