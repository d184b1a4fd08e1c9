package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.async.payer.PayerWorld.AMOUNT;
import static org.nightjar.async.payer.PayerWorld.HEIGHT;
import static org.nightjar.async.payer.PayerWorld.ID;
import static org.nightjar.async.payer.PayerWorld.LSP_RELAY;
import static org.nightjar.async.payer.PayerWorld.NOW;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.ErrorCapability;
import org.nightjar.async.Backoff;
import org.nightjar.async.Effect;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.RouteHop;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;

/** What a payment may cost, how long it may be locked, and numbers that are too large. */
class LimitsTest {
  private static PayerPolicy policy(int holdBlocks, long feeBaseMsat, int feeMillionths) {
    PayerPolicy defaults = PayerPolicy.defaults();
    return new PayerPolicy(
        defaults.requestCopies(),
        defaults.requestRetry(),
        defaults.requestTimeout(),
        defaults.grace(),
        defaults.announceRetry(),
        defaults.maxWait(),
        holdBlocks,
        defaults.marginBlocks(),
        feeBaseMsat,
        feeMillionths,
        defaults.maxParts(),
        defaults.maxFailures(),
        defaults.maxMisses(),
        defaults.attemptRetry(),
        defaults.bookOnions(),
        defaults.outboxMessages(),
        defaults.errorLevel(),
        defaults.trampoline());
  }

  private static PayerWorld routed(PayerPolicy policy, PaymentRelay lsp) {
    PayerWorld world = new PayerWorld(policy);
    world.routes.payments.clear();
    world.routes.payments.add(
        List.of(
            new RouteHop(world.lspId(), PayerWorld.PAYER_LSP, PaymentRelay.FREE),
            new RouteHop(world.answerers.serverId(), PayerWorld.LSP_SERVER, lsp)));
    return world;
  }

  private static void fails(PayerWorld world, String reason) {
    world.takeStatic(PayerMode.HOLD_AT_LSP);
    List<Effect> effects = world.after(world.policy.grace());
    assertThat(offers(effects)).isEmpty();
    assertThat(notices(effects)).containsExactly(new Notice.PaymentFailed(ID, reason));
  }

  @Test
  void feesUpToTheLimitAndNoMore() {
    long fee = Answerers.BASE_FEE + 500 + (AMOUNT + Answerers.BASE_FEE) / 1_000;
    assertThat(routed(policy(144, fee, 0), LSP_RELAY).hold()).hasSize(1);
    fails(routed(policy(144, fee - 1, 0), LSP_RELAY), "the fees are above the limit");
  }

  @Test
  void theLimitGrowsWithTheAmount() {
    PayerPolicy policy = policy(144, 7, 10_000);
    assertThat(policy.feeLimitMsat(1_000_000)).isEqualTo(10_007);
    assertThat(policy.feeLimitMsat(1_000_099)).isEqualTo(10_007);
    assertThat(policy.feeLimitMsat(1_000_100)).isEqualTo(10_008);
    assertThat(policy(144, 0, 1_000_000).feeLimitMsat(WireReader.MAX_MSAT))
        .isEqualTo(WireReader.MAX_MSAT);
    assertThat(policy(144, Long.MAX_VALUE, 1_000_000).feeLimitMsat(WireReader.MAX_MSAT))
        .isEqualTo(Long.MAX_VALUE);
  }

  /** The limit is for the payment, not for each of its parts. */
  @Test
  void partsShareTheLimit() {
    long fee = 2 * (Answerers.BASE_FEE + 500) + (AMOUNT + 2 * Answerers.BASE_FEE) / 1_000;
    PayerWorld enough = routed(policy(144, fee, 0), LSP_RELAY);
    enough.answerers.htlcMaximumMsat = AMOUNT / 2 + Answerers.BASE_FEE;
    assertThat(enough.hold()).hasSize(2);
    PayerWorld tooLittle = routed(policy(144, fee - 1, 0), LSP_RELAY);
    tooLittle.answerers.htlcMaximumMsat = AMOUNT / 2 + Answerers.BASE_FEE;
    fails(tooLittle, "the fees are above the limit");
  }

  /** Row 22: now, hold, all deltas and the recipient's own together. */
  @Test
  void anHtlcExpiresAtMost2016BlocksAway() {
    int delta = 2_016 - 1_008 - Answerers.DELTA - Answerers.FINAL_DELTA;
    PayerPolicy longest = policy(PayerPolicy.MAX_HOLD_BLOCKS, 100_000, 10_000);
    OutgoingHtlc htlc = routed(longest, new PaymentRelay(delta, 0, 0)).hold().get(0);
    assertThat(htlc.cltvExpiry()).isEqualTo(HEIGHT + 2_016);
    fails(routed(longest, new PaymentRelay(delta + 1, 0, 0)), "the HTLC would expire too far away");
  }

  @Test
  void amountsBelowTheMinimumAreNotSent() {
    PayerWorld world = new PayerWorld();
    world.answerers.htlcMinimumMsat = AMOUNT + 1;
    fails(world, "the amount is below what the invoice's paths take");
  }

  /** Unsigned on the wire: the largest minimum and the largest maximum. */
  @Test
  void unsignedBoundsAreReadAsSuch() {
    PayerWorld world = new PayerWorld();
    world.answerers.htlcMinimumMsat = -1;
    fails(world, "the amount is below what the invoice's paths take");
    PayerWorld other = new PayerWorld();
    other.answerers.htlcMaximumMsat = -1;
    assertThat(other.hold()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0xffff_ffffL, 4_000_000_000L})
  void hugeFeesAreNoOverflow(long millionths) throws StoreException {
    PayerWorld world = new PayerWorld();
    world.answerers.feeMillionths = millionths;
    world.answerers.htlcMaximumMsat = -1;
    Offer offer = world.answerers.offer();
    List<Effect> asked =
        world.payer.commit(
            world.role.pay(ID, offer, WireReader.MAX_MSAT, PayerMode.HOLD_AT_LSP, NOW));
    PayerWorld.Delivered request = world.delivered(asked).get(0);
    byte[] invoice = world.answerers.staticInvoice(offer).encode();
    world.on(world.answer(request.replyPath(), TlvRecord.of(ContentType.STATIC_INVOICE, invoice)));
    List<Effect> effects = world.after(world.policy.grace());
    assertThat(notices(effects))
        .containsExactly(
            new Notice.PaymentFailed(ID, "amount and fees are more than there can be"));
  }

  @Test
  void aRouteThatDoesNotFitTheOnionIsNotTaken() {
    PayerWorld world = new PayerWorld();
    List<RouteHop> route = new ArrayList<>(world.routes.payments.get(0));
    for (int i = 0; i < 20; i++) {
      route.add(1, new RouteHop(world.lspId(), PayerWorld.LSP_SERVER, PaymentRelay.FREE));
    }
    world.routes.payments.set(0, route);
    fails(world, "the onion has no room for the route");
  }

  @Test
  void anotherPathOfTheInvoiceIsTakenWhereTheFirstCannotBe() {
    PayerWorld world = new PayerWorld();
    world.answerers.paths = 3;
    assertThat(world.hold()).hasSize(1);
  }

  @Test
  void aPolicyOutOfRangeIsNone() {
    assertThatThrownBy(() -> policy(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> policy(1_009, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> policy(1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> policy(1, 0, 1_000_001)).isInstanceOf(IllegalArgumentException.class);
    Backoff backoff = Backoff.of(Duration.ofSeconds(1));
    assertThatThrownBy(
            () ->
                new PayerPolicy(
                    11,
                    backoff,
                    Duration.ofSeconds(1),
                    Duration.ZERO,
                    backoff,
                    Duration.ofSeconds(1),
                    1,
                    1,
                    0,
                    0,
                    1,
                    1,
                    1,
                    backoff,
                    1,
                    0,
                    ErrorCapability.Level.ALL_HOPS,
                    PaymentRelay.FREE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("requestCopies");
  }
}
