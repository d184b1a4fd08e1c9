package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.ptlc.World.AMOUNT;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.OFFER;
import static org.nightjar.ptlc.World.refusal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.ChainHash;

/** What a recipient claims, and every reason for which it does not. */
class RecipientTest {
  private final World world = new World(PoolParameters.pool(4));

  private static List<SecretKey> claimed(ClaimResult result) {
    assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
    return ((ClaimResult.Claimed) result).scalars();
  }

  @Test
  void aClaimOpensThePtlcAndIsTheSameEachTime() throws Exception {
    try (Recipient recipient = world.start()) {
      ClaimablePtlc incoming = world.incoming(world.message(2, "alice"), "a");
      SecretKey first = claimed(recipient.claim(List.of(incoming), NOW)).get(0);
      assertThat(World.opens(first, incoming.point())).isTrue();
      SecretKey again = claimed(recipient.claim(List.of(incoming), NOW)).get(0);
      assertThat(again).isEqualTo(first);
    }
    try (Recipient recipient = world.resume()) {
      ClaimablePtlc incoming = world.incoming(world.message(2, "alice"), "a");
      assertThat(
              World.opens(
                  claimed(recipient.claim(List.of(incoming), NOW)).get(0), incoming.point()))
          .isTrue();
    }
  }

  @Test
  void anIndexAnswersOneMessage() throws Exception {
    try (Recipient recipient = world.start()) {
      claimed(recipient.claim(List.of(world.incoming(world.message(0, "alice"), "a")), NOW));
      ClaimablePtlc other = world.incoming(world.message(0, "mallory"), "m");
      assertThat(refusal(recipient.claim(List.of(other), NOW))).isEqualTo(Refusal.ERR_INDEX_USED);
      claimed(recipient.claim(List.of(world.incoming(world.message(1, "mallory"), "m")), NOW));
    }
  }

  @Test
  void aMessageIsPaidOverOneRoute() throws Exception {
    try (Recipient recipient = world.start()) {
      ReceiptMessage message = world.message(0, "alice");
      claimed(recipient.claim(List.of(world.incoming(message, "one")), NOW));
      assertThat(refusal(recipient.claim(List.of(world.incoming(message, "two")), NOW)))
          .isEqualTo(Refusal.ERR_ALREADY_PAID);
      claimed(recipient.claim(List.of(world.incoming(message, "one")), NOW));
    }
  }

  @Test
  void aBasketAnswersQMessages() throws Exception {
    World basket = new World(PoolParameters.basket(3, 2));
    try (Recipient recipient = basket.start()) {
      for (String payer : List.of("a", "b", "c")) {
        claimed(recipient.claim(List.of(basket.incoming(basket.message(1, payer), payer)), NOW));
      }
      assertThat(
              refusal(recipient.claim(List.of(basket.incoming(basket.message(1, "d"), "d")), NOW)))
          .isEqualTo(Refusal.ERR_BASKET_EXHAUSTED);
      claimed(recipient.claim(List.of(basket.incoming(basket.message(1, "b"), "b")), NOW));
      claimed(recipient.claim(List.of(basket.incoming(basket.message(0, "d"), "d")), NOW));
    }
  }

  /** A claim of a message that differs; the PTLC is locked to what it says, as far as it can. */
  private Refusal claim(
      OfferTerms offer, EpochId epoch, long index, PaymentTerms terms, Instant now)
      throws Exception {
    ReceiptMessage message = ReceiptMessage.of(offer, epoch, index, terms);
    try (Recipient recipient = new World(PoolParameters.pool(4)).start()) {
      PublicKey point =
          NIGHTJAR
              .experimental()
              .reusableInvoices()
              .point(message.encode(), world.pool.tuple(0).nonces())
              .orElseThrow()
              .point();
      try (RouteLock lock = RouteLock.of(NIGHTJAR, point, List.of(World.onion("a")))) {
        ClaimablePtlc incoming =
            ClaimablePtlc.of(NIGHTJAR, message.encode(), lock.first(), AMOUNT, World.onion("a"));
        return refusal(recipient.claim(List.of(incoming), now));
      }
    }
  }

  private Refusal claim(UnaryOperator<OfferTerms> change) throws Exception {
    return claim(change.apply(OFFER), world.epoch(), 0, World.terms("alice", AMOUNT), NOW);
  }

  @Test
  void messagesForOthersAreRefused() throws Exception {
    assertThat(claim(offer -> offer)).isNull();
    assertThat(
            claim(
                offer ->
                    new OfferTerms(
                        ChainHash.BITCOIN, offer.offer(), offer.payee(), offer.issuer(), 0, 0)))
        .isEqualTo(Refusal.ERR_CHAIN);
    OfferId other = OfferId.of(World.bytes("other"));
    assertThat(
            claim(
                offer -> new OfferTerms(offer.chain(), other, offer.payee(), offer.issuer(), 0, 0)))
        .isEqualTo(Refusal.ERR_OFFER);
    XOnlyKey payee = XOnlyKey.of(NIGHTJAR, World.secret("other"));
    assertThat(
            claim(
                offer -> new OfferTerms(offer.chain(), offer.offer(), payee, offer.issuer(), 0, 0)))
        .isEqualTo(Refusal.ERR_PAYEE_KEY);
    EpochId epoch = EpochSecret.of(World.bytes("other")).id(NIGHTJAR);
    assertThat(claim(OFFER, epoch, 0, World.terms("alice", AMOUNT), NOW))
        .isEqualTo(Refusal.ERR_EPOCH);
    for (long index : new long[] {4, 0x7fffffffL, 0x80000000L, 0xffffffffL}) {
      assertThat(claim(OFFER, world.epoch(), index, World.terms("alice", AMOUNT), NOW))
          .isEqualTo(Refusal.ERR_INDEX);
    }
  }

  private Refusal claim(PaymentTerms terms, Instant now) throws Exception {
    return claim(OFFER, world.epoch(), 0, terms, now);
  }

  private static PaymentTerms terms(XOnlyKey payer, long amount, long timestamp, long expiry) {
    return new PaymentTerms(
        payer, Hash32.of(World.bytes("n")), amount, timestamp, expiry, Hash32.of(new byte[32]));
  }

  @Test
  void payerKeysThatProveNothingAreRefused() throws Exception {
    long time = NOW.getEpochSecond();
    XOnlyKey none = XOnlyKey.of(Hash32.of(new byte[32]).toBytes());
    assertThat(claim(terms(none, AMOUNT, time, time), NOW)).isEqualTo(Refusal.ERR_PAYER_KEY);
    assertThat(claim(terms(OFFER.payee(), AMOUNT, time, time), NOW))
        .isEqualTo(Refusal.ERR_PAYER_KEY);
  }

  @Test
  void amountsMustBeThere() throws Exception {
    for (long amount :
        new long[] {AMOUNT + 1, World.MINIMUM - 1, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(claim(World.terms("alice", amount), NOW)).isEqualTo(Refusal.ERR_AMOUNT);
    }
    assertThat(claim(World.terms("alice", World.MINIMUM), NOW)).isNull();
  }

  @Test
  void theLspKeepsNoMoreThanItMay() throws Exception {
    OfferTerms skimming =
        new OfferTerms(
            OFFER.chain(), OFFER.offer(), OFFER.payee(), OFFER.issuer(), World.MINIMUM, 100);
    try (Recipient recipient =
        Recipient.start(
            new Recipient.Environment(
                NIGHTJAR, world.store, world.counter, skimming, RecipientPolicy.DEFAULT),
            world.pool.certificate(),
            World.RECEIPT_SECRET,
            world.epochSecret)) {
      ReceiptMessage message = world.message(0, "alice");
      assertThat(refusal(recipient.claim(List.of(world.incoming(message, "a", AMOUNT - 101)), NOW)))
          .isEqualTo(Refusal.ERR_AMOUNT);
      claimed(recipient.claim(List.of(world.incoming(message, "a", AMOUNT - 100)), NOW));
    }
  }

  @Test
  void timesAreChecked() throws Exception {
    long time = NOW.getEpochSecond();
    long skew = RecipientPolicy.DEFAULT.skew().toSeconds();
    XOnlyKey payer = XOnlyKey.of(NIGHTJAR, World.secret("alice"));
    assertThat(claim(terms(payer, AMOUNT, time + skew, time), NOW)).isNull();
    for (long timestamp : new long[] {time + skew + 1, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      assertThat(claim(terms(payer, AMOUNT, timestamp, time), NOW))
          .isEqualTo(Refusal.ERR_TIME_FUTURE);
    }
    long first = World.VALIDITY.notBefore();
    assertThat(claim(terms(payer, AMOUNT, first - skew, time), NOW)).isNull();
    assertThat(claim(terms(payer, AMOUNT, first - skew - 1, time), NOW))
        .isEqualTo(Refusal.ERR_TIME_PAST);
    assertThat(claim(terms(payer, AMOUNT, 0, time), NOW)).isEqualTo(Refusal.ERR_TIME_PAST);
    assertThat(claim(terms(payer, AMOUNT, time, time - 1), NOW)).isEqualTo(Refusal.ERR_EXPIRED);
    assertThat(claim(terms(payer, AMOUNT, time, -1), NOW)).isNull();
    // a clock that jumps refuses, and uses nothing up
    long year = 365L * 24 * 3600;
    assertThat(claim(World.terms("alice", AMOUNT), NOW.plusSeconds(year)))
        .isEqualTo(Refusal.ERR_EXPIRED);
    assertThat(claim(World.terms("alice", AMOUNT), NOW.minusSeconds(year)))
        .isEqualTo(Refusal.ERR_TIME_FUTURE);
  }

  @Test
  void aRefusalUsesNothingUp() throws Exception {
    try (Recipient recipient = world.start()) {
      ReceiptMessage message = world.message(0, "alice");
      ClaimablePtlc good = world.incoming(message, "a");
      assertThat(refusal(recipient.claim(List.of(world.incoming(message, "a", AMOUNT - 1)), NOW)))
          .isEqualTo(Refusal.ERR_AMOUNT);
      byte[] negated = good.point().toBytes();
      negated[0] ^= 1;
      for (PublicKey wrong :
          List.of(PublicKey.of(negated), world.point(message), NIGHTJAR.publicKey(good.blind()))) {
        assertThat(
                refusal(
                    recipient.claim(
                        List.of(
                            new ClaimablePtlc(
                                message.encode(), wrong, AMOUNT, good.blind(), null, null)),
                        NOW)))
            .isEqualTo(Refusal.ERR_POINT_MISMATCH);
      }
      ClaimablePtlc cut =
          new ClaimablePtlc(new byte[236], good.point(), AMOUNT, good.blind(), null, null);
      assertThat(refusal(recipient.claim(List.of(cut), NOW))).isEqualTo(Refusal.ERR_LENGTH);
      assertThat(refusal(recipient.claim(List.of(), NOW))).isEqualTo(Refusal.ERR_PARTS);
      claimed(recipient.claim(List.of(world.incoming(world.message(0, "bob"), "b")), NOW));
    }
  }

  @Test
  void aNoteMustHaveTheMessagesHash() throws Exception {
    byte[] note = "5 shirts to Germany".getBytes(StandardCharsets.UTF_8);
    PaymentTerms plain = World.terms("alice", AMOUNT);
    PaymentTerms terms =
        new PaymentTerms(
            plain.payerKey(),
            plain.payerNonce(),
            AMOUNT,
            plain.timestamp(),
            plain.expiry(),
            Hash32.of(NIGHTJAR.primitives().sha256(note)));
    ReceiptMessage message = ReceiptMessage.of(OFFER, world.epoch(), 0, terms);
    ClaimablePtlc bare = world.incoming(message, "a");
    try (Recipient recipient = world.start()) {
      assertThat(refusal(recipient.claim(List.of(noted(bare, new byte[0])), NOW)))
          .isEqualTo(Refusal.ERR_NOTE);
      claimed(recipient.claim(List.of(noted(bare, note)), NOW));
      claimed(recipient.claim(List.of(bare), NOW));
    }
  }

  private static ClaimablePtlc noted(ClaimablePtlc bare, byte[] note) {
    return new ClaimablePtlc(
        bare.message(), bare.point(), bare.amountMsat(), bare.blind(), bare.share(), note);
  }

  @Test
  void partsOpenTogetherOrNotAtAll() throws Exception {
    ReceiptMessage message = world.message(3, "alice");
    try (Recipient recipient = world.start();
        Shares shares = World.shares(4)) {
      List<ClaimablePtlc> parts = new ArrayList<>(world.parts(message, shares));
      for (int some = 1; some < 4; some++) {
        assertThat(refusal(recipient.claim(parts.subList(0, some), NOW)))
            .isEqualTo(Refusal.ERR_PART_MISSING);
      }
      // three parts that bring the whole amount: without the fourth share they open nothing
      List<ClaimablePtlc> rich = new ArrayList<>();
      for (ClaimablePtlc part : parts.subList(0, 3)) {
        rich.add(
            new ClaimablePtlc(
                part.message(), part.point(), AMOUNT, part.blind(), part.share(), null));
      }
      assertThat(refusal(recipient.claim(rich, NOW))).isEqualTo(Refusal.ERR_POINT_MISMATCH);
      List<SecretKey> scalars = claimed(recipient.claim(parts, NOW));
      for (int i = 0; i < 4; i++) {
        assertThat(World.opens(scalars.get(i), parts.get(i).point())).isTrue();
      }
      Collections.reverse(parts);
      List<SecretKey> again = claimed(recipient.claim(parts, NOW));
      Collections.reverse(scalars = new ArrayList<>(scalars));
      assertThat(again).isEqualTo(scalars);
    }
  }

  @Test
  void partsWithoutSharesAreClaimedTogether() throws Exception {
    ReceiptMessage message = world.message(3, "alice");
    try (Recipient recipient = world.start()) {
      List<ClaimablePtlc> parts =
          List.of(
              world.incoming(message, "one", AMOUNT / 2),
              world.incoming(message, "two", AMOUNT / 2));
      assertThat(refusal(recipient.claim(parts.subList(0, 1), NOW))).isEqualTo(Refusal.ERR_AMOUNT);
      assertThat(claimed(recipient.claim(parts, NOW))).hasSize(2);
    }
  }

  @Test
  void partsOfDifferentPaymentsAreRefused() throws Exception {
    ReceiptMessage message = world.message(3, "alice");
    try (Recipient recipient = world.start();
        Shares shares = World.shares(2)) {
      List<ClaimablePtlc> parts = world.parts(message, shares);
      ClaimablePtlc bare = world.incoming(message, "a", AMOUNT / 2);
      assertThat(refusal(recipient.claim(List.of(parts.get(0), bare), NOW)))
          .isEqualTo(Refusal.ERR_PARTS);
      assertThat(refusal(recipient.claim(List.of(bare, parts.get(0)), NOW)))
          .isEqualTo(Refusal.ERR_PARTS);
      ClaimablePtlc other = world.incoming(world.message(2, "alice"), "a");
      assertThat(refusal(recipient.claim(List.of(parts.get(0), other), NOW)))
          .isEqualTo(Refusal.ERR_PARTS);
      ClaimablePtlc zero = shared(parts.get(1), new byte[32]);
      assertThat(refusal(recipient.claim(List.of(parts.get(0), zero), NOW)))
          .isEqualTo(Refusal.ERR_PARTS);
      byte[] large = new byte[32];
      Arrays.fill(large, (byte) 0xff);
      assertThat(refusal(recipient.claim(List.of(parts.get(0), shared(parts.get(1), large)), NOW)))
          .isEqualTo(Refusal.ERR_PARTS);
      assertThat(
              refusal(
                  recipient.claim(
                      List.of(parts.get(0), shared(parts.get(1), negated(shares.shares().get(0)))),
                      NOW)))
          .isEqualTo(Refusal.ERR_PARTS);
      claimed(recipient.claim(parts, NOW));
    }
  }

  private static ClaimablePtlc shared(ClaimablePtlc part, byte[] share) {
    return new ClaimablePtlc(
        part.message(), part.point(), part.amountMsat(), part.blind(), SecretKey.of(share), null);
  }

  private static byte[] negated(SecretKey scalar) {
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    byte[] value = order.subtract(new BigInteger(1, scalar.exposeSecretBytes())).toByteArray();
    byte[] bytes = new byte[32];
    int length = Math.min(32, value.length);
    System.arraycopy(value, value.length - length, bytes, 32 - length, length);
    return bytes;
  }

  @Test
  void sharesThatEndAtInfinityAreRefused() throws Exception {
    ReceiptMessage message = world.message(0, "alice");
    ClaimablePtlc good = world.incoming(message, "a");
    try (Recipient recipient = world.start()) {
      SecretKey scalar = claimed(recipient.claim(List.of(good), NOW)).get(0);
      // the payer knows s + z now, and chooses its negative as a share
      assertThat(refusal(recipient.claim(List.of(shared(good, negated(scalar))), NOW)))
          .isEqualTo(Refusal.ERR_POINT_MISMATCH);
    }
  }

  @Test
  void secretsOfOtherOffersAndEpochsAreErrors() throws Exception {
    SecretKey other = World.secret("other");
    EpochSecret otherEpoch = EpochSecret.of(World.bytes("other epoch"));
    PoolCertificate certificate = world.pool.certificate();
    assertThatThrownBy(
            () -> Recipient.start(world.environment(), certificate, other, world.epochSecret))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                Recipient.start(world.environment(), certificate, World.RECEIPT_SECRET, otherEpoch))
        .isInstanceOf(IllegalArgumentException.class);
    world.start().close();
    assertThatThrownBy(world::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resume");
    assertThatThrownBy(
            () ->
                Recipient.resume(
                    world.environment(),
                    world.epoch(),
                    World.RECEIPT_SECRET,
                    Optional.of(otherEpoch)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
