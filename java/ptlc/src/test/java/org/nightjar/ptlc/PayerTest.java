package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.ptlc.World.AMOUNT;
import static org.nightjar.ptlc.World.LSP_KEY;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.OFFER;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;

/** From an issued tuple over a route to a receipt. */
class PayerTest {
  private static final SecretKey PAYER_KEY = World.secret("alice");
  private static final XOnlyKey PAYER = XOnlyKey.of(NIGHTJAR, PAYER_KEY);

  private final World world = new World(PoolParameters.pool(5));
  private final Issuer issuer =
      new Issuer(NIGHTJAR, new MemoryStore(), LSP_KEY, IssueLimits.DEFAULT);
  private final Store store = new MemoryStore();
  private final Payer payer = new Payer(NIGHTJAR, store);

  private IssuedTuple issue() throws Exception {
    issuer.upload(world.pool, OFFER, NOW);
    IssueResult result =
        issuer.issue(world.epoch(), IssueStatement.commitment(NIGHTJAR, PAYER), new byte[1], NOW);
    return ((IssueResult.Issued) result).tuple();
  }

  private CheckedIssue checked() throws Exception {
    return payer.check(issue(), OFFER, issuer.lsp(), PAYER, NOW);
  }

  private static List<SharedSecret> route(int forwarding) {
    List<SharedSecret> secrets = new ArrayList<>();
    for (int i = 0; i <= forwarding; i++) {
      secrets.add(World.onion("hop " + i));
    }
    return secrets;
  }

  /** What the recipient's claim becomes on its way back: each node adds its blind. */
  private static SecretKey backAlong(SecretKey scalar, List<SharedSecret> route) {
    SecretKey at = scalar;
    for (int i = route.size() - 2; i >= 0; i--) {
      SecretKey blind = NIGHTJAR.experimental().reusableInvoices().blind(route.get(i));
      at = NIGHTJAR.experimental().reusableInvoices().blindScalar(at, blind);
    }
    return at;
  }

  @Test
  void aPaymentEndsWithAReceiptThatAnyVerifierTakes() throws Exception {
    try (Recipient recipient = world.start()) {
      for (int forwarding : new int[] {0, 1, 3, 20}) {
        SecretKey key = World.secret("payer " + forwarding);
        XOnlyKey own = XOnlyKey.of(NIGHTJAR, key);
        issuer.upload(world.pool, OFFER, NOW);
        IssueResult result =
            issuer.issue(world.epoch(), IssueStatement.commitment(NIGHTJAR, own), new byte[1], NOW);
        IssuedTuple issued = IssuedTuple.decode(((IssueResult.Issued) result).tuple().encode());
        CheckedIssue checked = payer.check(issued, OFFER, issuer.lsp(), own, NOW);
        Payment payment = payer.pay(checked, key, World.terms("payer " + forwarding, AMOUNT));
        List<SharedSecret> route = route(forwarding);
        try (RouteLock lock = RouteLock.of(NIGHTJAR, payment.point(), route)) {
          PublicKey last = lock.points().get(forwarding);
          ClaimablePtlc incoming =
              ClaimablePtlc.of(
                  NIGHTJAR, payment.message().encode(), last, AMOUNT, route.get(forwarding));
          ClaimResult claim = recipient.claim(List.of(incoming), NOW);
          SecretKey first = backAlong(((ClaimResult.Claimed) claim).scalars().get(0), route);
          assertThat(World.opens(first, lock.first())).isTrue();
          SecretKey scalar = lock.unwind(first).orElseThrow();
          Receipt receipt = payer.settle(payment, scalar).orElseThrow();
          assertThat(payer.settle(payment, scalar)).contains(receipt);
          assertThat(payer.receipt(own)).contains(receipt);
          assertThat(Receipt.decode(receipt.encode())).isEqualTo(receipt);
          assertThat(receipt.verify(NIGHTJAR, OFFER.payee())).isTrue();
          assertThat(receipt.verify(NIGHTJAR, OFFER.issuer())).isFalse();
          assertThat(
                  NIGHTJAR.verify(
                      OFFER.payee().toBytes(),
                      payment.message().hash(NIGHTJAR).toBytes(),
                      receipt.signature()))
              .isTrue();
        }
      }
    }
  }

  @Test
  void aPaymentInPartsEndsWithAReceipt() throws Exception {
    Payment payment = payer.pay(checked(), PAYER_KEY, World.terms("alice", AMOUNT));
    try (Recipient recipient = world.start();
        Shares shares = World.shares(3)) {
      ReceiptMessage message = payment.message();
      List<ClaimablePtlc> parts = new ArrayList<>();
      for (SecretKey share : shares.shares()) {
        SharedSecret onion = World.onion("part " + parts.size());
        try (RouteLock lock =
            RouteLock.of(NIGHTJAR, shares.lock(payment.point()), List.of(onion))) {
          parts.add(
              new ClaimablePtlc(
                  message.encode(),
                  lock.first(),
                  AMOUNT,
                  NIGHTJAR.experimental().reusableInvoices().blind(onion),
                  share,
                  null));
        }
      }
      ClaimResult result = recipient.claim(parts, NOW);
      for (int i = 0; i < 3; i++) {
        SecretKey claimed = ((ClaimResult.Claimed) result).scalars().get(i);
        try (RouteLock lock =
            RouteLock.of(
                NIGHTJAR, shares.lock(payment.point()), List.of(World.onion("part " + i)))) {
          SecretKey scalar = shares.unlock(lock.unwind(claimed).orElseThrow());
          assertThat(payer.settle(payment, scalar)).isPresent();
        }
      }
    }
  }

  @Test
  void receiptsThatAreOffByABitAreRefused() throws Exception {
    Payment payment = payer.pay(checked(), PAYER_KEY, World.terms("alice", AMOUNT));
    SecretKey scalar;
    try (Recipient recipient = world.start();
        RouteLock lock = RouteLock.of(NIGHTJAR, payment.point(), route(0))) {
      ClaimablePtlc incoming =
          ClaimablePtlc.of(
              NIGHTJAR, payment.message().encode(), lock.first(), AMOUNT, route(0).get(0));
      ClaimResult result = recipient.claim(List.of(incoming), NOW);
      SecretKey claimed = ((ClaimResult.Claimed) result).scalars().get(0);
      // what the LSP sees is no receipt: the recipient's blind is in it
      assertThat(payer.settle(payment, claimed)).isEmpty();
      scalar = lock.unwind(claimed).orElseThrow();
    }
    byte[] s = scalar.exposeSecretBytes();
    for (int i = 0; i < 32; i++) {
      byte[] wrong = s.clone();
      wrong[i] ^= 1;
      assertThat(payer.settle(payment, SecretKey.of(wrong))).isEmpty();
    }
    assertThat(payer.settle(payment, SecretKey.of(new byte[32]))).isEmpty();
    assertThat(payer.receipt(PAYER)).isEmpty();
    byte[] bytes = payer.settle(payment, scalar).orElseThrow().encode();
    for (int i = 1; i < bytes.length; i++) {
      byte[] wrong = bytes.clone();
      wrong[i] ^= 1;
      assertThat(Receipt.decode(wrong).verify(NIGHTJAR, OFFER.payee())).as("byte %d", i).isFalse();
    }
    for (int length : new int[] {0, 300, 302}) {
      assertThatThrownBy(() -> Receipt.decode(Arrays.copyOf(bytes, length)))
          .hasMessage(Refusal.ERR_LENGTH.name());
    }
  }

  @Test
  void anIndexIsPaidWithOneMessage() throws Exception {
    CheckedIssue checked = checked();
    Payment payment = payer.pay(checked, PAYER_KEY, World.terms("alice", AMOUNT));
    PaymentTerms other =
        new PaymentTerms(
            PAYER,
            Hash32.of(World.bytes("another nonce")),
            AMOUNT + 1,
            1,
            2,
            Hash32.of(new byte[32]));
    assertThat(payer.pay(checked, PAYER_KEY, other).message()).isEqualTo(payment.message());
    XOnlyKey bob = XOnlyKey.of(NIGHTJAR, World.secret("bob"));
    IssuedTuple second =
        ((IssueResult.Issued)
                issuer.issue(
                    world.epoch(), IssueStatement.commitment(NIGHTJAR, bob), new byte[1], NOW))
            .tuple();
    CheckedIssue reused = new CheckedIssue(second, OFFER, PAYER);
    assertThatThrownBy(() -> payer.pay(reused, PAYER_KEY, World.terms("alice", AMOUNT)))
        .hasMessageContaining("another index");
    Payment found = new Payer(NIGHTJAR, store).find(PAYER).orElseThrow();
    assertThat(found.message()).isEqualTo(payment.message());
    assertThat(found.point()).isEqualTo(payment.point());
  }

  @Test
  void thePayerProvesThatItWasHer() throws Exception {
    Payment payment = payer.pay(checked(), PAYER_KEY, World.terms("alice", AMOUNT));
    byte[] challenge = World.bytes("challenge");
    SchnorrSignature answer = payer.provesItWasMe(PAYER, challenge).orElseThrow();
    Receipt receipt = new Receipt(payment.message(), answer);
    assertThat(receipt.presentedBy(NIGHTJAR, challenge, answer)).isTrue();
    assertThat(receipt.presentedBy(NIGHTJAR, World.bytes("another"), answer)).isFalse();
    Receipt bobs = new Receipt(world.message(0, "bob"), answer);
    assertThat(bobs.presentedBy(NIGHTJAR, challenge, answer)).isFalse();
    assertThat(payer.provesItWasMe(XOnlyKey.of(NIGHTJAR, World.secret("bob")), challenge))
        .isEmpty();
    assertThatThrownBy(() -> payer.provesItWasMe(PAYER, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Refusal check(IssuedTuple issued, OfferTerms offer, XOnlyKey lsp, Instant now) {
    try {
      payer.check(issued, offer, lsp, PAYER, now);
      return null;
    } catch (RefusalException e) {
      return e.refusal();
    }
  }

  @Test
  void whateverIsWrongWithATupleIsFound() throws Exception {
    IssuedTuple good = issue();
    XOnlyKey lsp = issuer.lsp();
    assertThat(check(good, OFFER, lsp, NOW)).isNull();
    assertThat(check(good, OFFER, OFFER.issuer(), NOW)).isEqualTo(Refusal.ERR_ISSUE);
    assertThat(check(good, OFFER, lsp, NOW.plusSeconds(365L * 86_400)))
        .isEqualTo(Refusal.ERR_EXPIRED);
    assertThat(check(good, OFFER, lsp, NOW.minusSeconds(365L * 86_400)))
        .isEqualTo(Refusal.ERR_TIME_FUTURE);

    List<Hash32> longer = new ArrayList<>(good.path());
    longer.add(longer.get(0));
    List<Hash32> wrong = new ArrayList<>(good.path());
    wrong.set(0, Hash32.of(World.bytes("wrong")));
    for (List<Hash32> path : List.of(longer, wrong, List.<Hash32>of(), good.path().subList(1, 2))) {
      assertThat(
              check(
                  new IssuedTuple(good.certificate(), good.tuple(), path, good.statement()),
                  OFFER,
                  lsp,
                  NOW))
          .isEqualTo(Refusal.ERR_MERKLE_ROOT);
    }
    NonceTuple swapped =
        new NonceTuple(
            world.epoch(), 0, List.of(good.tuple().nonces().get(1), good.tuple().nonces().get(0)));
    assertThat(check(with(good, swapped), OFFER, lsp, NOW)).isEqualTo(Refusal.ERR_MERKLE_ROOT);
    assertThat(check(with(good, world.pool.tuple(1)), OFFER, lsp, NOW))
        .isEqualTo(Refusal.ERR_MERKLE_ROOT);
    NonceTuple beyond = new NonceTuple(world.epoch(), 0xffffffffL, good.tuple().nonces());
    assertThat(check(with(good, beyond), OFFER, lsp, NOW)).isEqualTo(Refusal.ERR_INDEX);
    NonceTuple one = new NonceTuple(world.epoch(), 0, good.tuple().nonces().subList(0, 1));
    assertThat(check(with(good, one), OFFER, lsp, NOW)).isEqualTo(Refusal.ERR_NONCE);
    assertThat(
            check(
                new IssuedTuple(good.certificate(), good.tuple(), good.path(), Optional.empty()),
                OFFER,
                lsp,
                NOW))
        .isEqualTo(Refusal.ERR_ISSUE);
    for (List<PublicKey> nonces : Crafted.unsound()) {
      NoncePool pool = Crafted.pool(world.epoch(), nonces);
      IssuedTuple bad =
          new IssuedTuple(pool.certificate(), pool.tuple(0), List.of(), good.statement());
      assertThat(check(bad, OFFER, lsp, NOW)).isEqualTo(Refusal.ERR_NONCE);
    }
  }

  private static IssuedTuple with(IssuedTuple issued, NonceTuple tuple) {
    return new IssuedTuple(issued.certificate(), tuple, issued.path(), issued.statement());
  }

  @Test
  void aTupleForAnotherPayerIsRefused() throws Exception {
    IssuedTuple issued = issue();
    XOnlyKey bob = XOnlyKey.of(NIGHTJAR, World.secret("bob"));
    assertThatThrownBy(() -> payer.check(issued, OFFER, issuer.lsp(), bob, NOW))
        .hasMessage(Refusal.ERR_ISSUE.name());
    assertThatThrownBy(() -> payer.check(issued, OFFER, issuer.lsp(), OFFER.payee(), NOW))
        .hasMessage(Refusal.ERR_PAYER_KEY.name());
    CheckedIssue checked = payer.check(issued, OFFER, issuer.lsp(), PAYER, NOW);
    assertThatThrownBy(() -> payer.pay(checked, World.secret("bob"), World.terms("alice", AMOUNT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> payer.pay(checked, PAYER_KEY, World.terms("bob", AMOUNT)))
        .isInstanceOf(IllegalArgumentException.class);
    for (long amount : new long[] {World.MINIMUM - 1, -1}) {
      assertThatThrownBy(() -> payer.pay(checked, PAYER_KEY, World.terms("alice", amount)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void truncatedAndLongerTuplesAreRefused() throws Exception {
    byte[] bytes = issue().encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> IssuedTuple.decode(cut)).isInstanceOf(RefusalException.class);
    }
    assertThatThrownBy(() -> IssuedTuple.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(RefusalException.class);
  }

  @Test
  void aRouteNeedsTheRecipientsBlind() {
    assertThatThrownBy(() -> RouteLock.of(NIGHTJAR, NIGHTJAR.publicKey(PAYER_KEY), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shares.of(NIGHTJAR, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    try (RouteLock lock = RouteLock.of(NIGHTJAR, NIGHTJAR.publicKey(PAYER_KEY), route(2))) {
      assertThat(lock.unwind(SecretKey.of(new byte[32]))).isEmpty();
      SecretKey blind = NIGHTJAR.experimental().reusableInvoices().blind(route(2).get(0));
      assertThat(lock.unwind(blind)).isEmpty();
    }
  }
}
