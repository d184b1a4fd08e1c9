package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.ptlc.World.LSP_KEY;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.OFFER;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;

/** What an LSP takes from recipients, and gives to payers. */
class IssuerTest {
  private static final IssueLimits WIDE = new IssueLimits(1_000, Duration.ofHours(1), 1_000);

  private final Store store = new MemoryStore();
  private final World world = new World(PoolParameters.pool(6));
  private final Issuer issuer = new Issuer(NIGHTJAR, store, LSP_KEY, WIDE);

  private static Hash32 commitment(String payer) {
    return IssueStatement.commitment(NIGHTJAR, XOnlyKey.of(NIGHTJAR, World.secret(payer)));
  }

  private IssueResult issue(Issuer from, String payer, String asker, Instant now) throws Exception {
    return from.issue(
        world.epoch(), commitment(payer), asker.getBytes(StandardCharsets.UTF_8), now);
  }

  private IssuedTuple issued(Issuer from, String payer) throws Exception {
    return ((IssueResult.Issued) issue(from, payer, "asker", NOW)).tuple();
  }

  private static Refusal refusal(IssueResult result) {
    return result instanceof IssueResult.Refused refused ? refused.reason() : null;
  }

  @Test
  void eachIndexGoesToOnePayer() throws Exception {
    assertThat(issuer.upload(world.pool, OFFER, NOW)).isEmpty();
    Set<Long> indices = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      IssuedTuple tuple = issued(issuer, "payer " + i);
      assertThat(indices.add(tuple.tuple().index())).isTrue();
      IssueStatement statement = tuple.statement().orElseThrow();
      assertThat(statement.verify(NIGHTJAR, issuer.lsp())).isTrue();
      assertThat(statement.payerCommitment()).isEqualTo(commitment("payer " + i));
      assertThat(issued(issuer, "payer " + i)).isEqualTo(tuple);
      assertThat(IssuedTuple.decode(tuple.encode())).isEqualTo(tuple);
    }
    assertThat(refusal(issue(issuer, "one more", "asker", NOW)))
        .isEqualTo(Refusal.ERR_POOL_EXHAUSTED);
  }

  @Test
  void whatWasIssuedIsKnownAfterARestart() throws Exception {
    issuer.upload(world.pool, OFFER, NOW);
    IssuedTuple first = issued(issuer, "alice");
    try (Issuer again = new Issuer(NIGHTJAR, store, LSP_KEY, WIDE)) {
      assertThat(issued(again, "alice")).isEqualTo(first);
      assertThat(issued(again, "bob").tuple().index()).isNotEqualTo(first.tuple().index());
    }
    // the first one does not know what the second did, and gives nothing twice either
    assertThat(issued(issuer, "bob").tuple().index()).isEqualTo(1);
    assertThat(issued(issuer, "carol").tuple().index()).isEqualTo(2);
  }

  @Test
  void manyThreadsOfTwoProcessesGiveNothingTwice() throws Exception {
    World large = new World(PoolParameters.pool(200));
    issuer.upload(large.pool, OFFER, NOW);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Issuer other = new Issuer(NIGHTJAR, store, LSP_KEY, WIDE)) {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Issuer from = i % 2 == 0 ? issuer : other;
        Hash32 payer = Hash32.of(World.bytes("payer " + i));
        all.add(
            threads.submit(
                () ->
                    ((IssueResult.Issued) from.issue(large.epoch(), payer, new byte[1], NOW))
                        .tuple()
                        .tuple()
                        .index()));
      }
      Set<Long> indices = new HashSet<>();
      for (Future<Long> each : all) {
        assertThat(indices.add(each.get())).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatOneAskerUsesUpIsNobodyElses() throws Exception {
    IssueLimits limits = new IssueLimits(2, Duration.ofMinutes(10), 3);
    try (Issuer narrow = new Issuer(NIGHTJAR, store, LSP_KEY, limits)) {
      narrow.upload(world.pool, OFFER, NOW);
      assertThat(refusal(issue(narrow, "a1", "mallory", NOW))).isNull();
      assertThat(refusal(issue(narrow, "a2", "mallory", NOW))).isNull();
      assertThat(refusal(issue(narrow, "a3", "mallory", NOW))).isEqualTo(Refusal.ERR_ASKER_LIMIT);
      assertThat(refusal(issue(narrow, "b1", "bob", NOW))).isNull();
      // asking again for what one has costs nothing
      assertThat(refusal(issue(narrow, "a1", "mallory", NOW))).isNull();
      Instant later = NOW.plusSeconds(3_600);
      assertThat(refusal(issue(narrow, "a3", "mallory", later))).isNull();
      assertThat(refusal(issue(narrow, "a4", "mallory", later))).isEqualTo(Refusal.ERR_ASKER_LIMIT);
      narrow.forget(later.plusSeconds(3_600));
    }
    try (Issuer again = new Issuer(NIGHTJAR, store, LSP_KEY, limits)) {
      assertThat(refusal(issue(again, "a4", "mallory", NOW.plusSeconds(7_200))))
          .isEqualTo(Refusal.ERR_ASKER_LIMIT);
      assertThat(refusal(issue(again, "b2", "bob", NOW))).isNull();
    }
  }

  @Test
  void aDeadEpochIsIssuedNoMore() throws Exception {
    assertThat(refusal(issue(issuer, "alice", "asker", NOW))).isEqualTo(Refusal.ERR_EPOCH);
    issuer.upload(world.pool, OFFER, NOW);
    issued(issuer, "alice");
    issuer.retire(world.epoch());
    assertThat(refusal(issue(issuer, "alice", "asker", NOW))).isEqualTo(Refusal.ERR_EPOCH);
    assertThat(issuer.upload(world.pool, OFFER, NOW)).contains(Refusal.ERR_EPOCH);
    try (Issuer again = new Issuer(NIGHTJAR, store, LSP_KEY, WIDE)) {
      assertThat(refusal(issue(again, "bob", "asker", NOW))).isEqualTo(Refusal.ERR_EPOCH);
    }
  }

  @Test
  void aPoolIsIssuedInItsTime() throws Exception {
    Instant end = Instant.ofEpochSecond(World.VALIDITY.notAfter());
    Instant begin = Instant.ofEpochSecond(World.VALIDITY.notBefore());
    assertThat(issuer.upload(world.pool, OFFER, end.plusSeconds(1))).contains(Refusal.ERR_EXPIRED);
    assertThat(issuer.upload(world.pool, OFFER, begin.minusSeconds(1)))
        .contains(Refusal.ERR_TIME_FUTURE);
    assertThat(issuer.upload(world.pool, OFFER, begin)).isEmpty();
    assertThat(issuer.upload(world.pool, OFFER, NOW)).isEmpty();
    // a clock that was set back: no statement may contradict the certificate
    assertThat(refusal(issue(issuer, "alice", "asker", begin.minusSeconds(1))))
        .isEqualTo(Refusal.ERR_TIME_FUTURE);
    assertThat(refusal(issue(issuer, "alice", "asker", end))).isNull();
    assertThat(refusal(issue(issuer, "bob", "asker", end.plusSeconds(1))))
        .isEqualTo(Refusal.ERR_EXPIRED);
  }

  @Test
  void poolsThatAreNotTheOffersAreRefused() throws Exception {
    OfferTerms other =
        new OfferTerms(
            OFFER.chain(), OfferId.of(World.bytes("other")), OFFER.payee(), OFFER.issuer(), 0, 0);
    assertThat(issuer.upload(world.pool, other, NOW)).contains(Refusal.ERR_OFFER);
    OfferTerms stranger =
        new OfferTerms(
            OFFER.chain(),
            OFFER.offer(),
            OFFER.payee(),
            XOnlyKey.of(NIGHTJAR, World.secret("stranger")),
            0,
            0);
    assertThat(issuer.upload(world.pool, stranger, NOW)).contains(Refusal.ERR_CERTIFICATE);
    byte[] upload = world.pool.encode();
    upload[upload.length - 33] ^= 1;
    assertThat(issuer.upload(NoncePool.decode(upload), OFFER, NOW))
        .contains(Refusal.ERR_MERKLE_ROOT);
    upload[upload.length - 33] = 4;
    assertThat(issuer.upload(NoncePool.decode(upload), OFFER, NOW)).contains(Refusal.ERR_NONCE);
  }

  @Test
  void unsoundNoncesAreRefusedThoughTheyAreSigned() throws Exception {
    for (List<PublicKey> nonces : Crafted.unsound()) {
      assertThat(issuer.upload(Crafted.pool(world.epoch(), nonces), OFFER, NOW))
          .as(nonces.toString())
          .contains(Refusal.ERR_NONCE);
    }
  }

  @Test
  void anotherPoolOfTheSameEpochIsRefused() throws Exception {
    issuer.upload(world.pool, OFFER, NOW);
    NoncePool other = World.pool(world.epochSecret, PoolParameters.pool(7));
    assertThat(issuer.upload(other, OFFER, NOW)).contains(Refusal.ERR_EPOCH);
  }

  @Test
  void aBasketIsGivenToEverybodyUntilItIsFull() throws Exception {
    World basket = new World(PoolParameters.basket(2, 2));
    issuer.upload(basket.pool, OFFER, NOW);
    for (long index = 0; index < 2; index++) {
      for (String payer : List.of("a", "b", "c")) {
        IssueResult result = issuer.issue(basket.epoch(), commitment(payer), new byte[1], NOW);
        IssuedTuple tuple = ((IssueResult.Issued) result).tuple();
        assertThat(tuple.tuple().index()).isEqualTo(index);
        assertThat(tuple.statement()).isEmpty();
        assertThat(IssuedTuple.decode(tuple.encode())).isEqualTo(tuple);
      }
      issuer.exhausted(basket.epoch(), index);
      issuer.exhausted(basket.epoch(), index);
    }
    assertThat(refusal(issuer.issue(basket.epoch(), commitment("d"), new byte[1], NOW)))
        .isEqualTo(Refusal.ERR_POOL_EXHAUSTED);
  }
}
