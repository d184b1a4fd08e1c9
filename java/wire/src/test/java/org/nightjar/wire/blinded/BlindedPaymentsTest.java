package org.nightjar.wire.blinded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.refused;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.Random64;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;

class BlindedPaymentsTest {
  private static final long MAX_U32 = 0xffff_ffffL;
  private static final int RANDOM_PATHS = 3000;

  /** The path of BOLT 4's blinded payment. */
  private static final List<PaymentRelay> BOLT_4 =
      List.of(
          new PaymentRelay(50, 0, 10_000),
          new PaymentRelay(75, 150, 100),
          new PaymentRelay(25, 100, 0));

  private static PaymentInfo info(long base, long proportional) {
    return new PaymentInfo(base, proportional, 0, 0, 0, Features.NONE);
  }

  @Test
  void bolt4Path() throws WireException {
    assertThat(BlindedPayments.aggregate(BOLT_4, 0)).isEqualTo(new PaymentRelay(150, 251, 10_100));
    assertThat(BlindedPayments.payerAmount(100_000, info(10_100, 251))).isEqualTo(110_125);
    assertThat(BlindedPayments.payerAmount(100_000, new PaymentRelay(150, 251, 10_100)))
        .isEqualTo(110_125);
    long amount = 110_125;
    long expiry = 749_150;
    for (PaymentRelay relay : BOLT_4) {
      amount = BlindedPayments.forwardAmount(amount, relay);
      expiry = BlindedPayments.forwardCltv(expiry, relay);
    }
    assertThat(amount).isEqualTo(100_000);
    assertThat(expiry).isEqualTo(749_000);
    assertThat(BlindedPayments.maxCltvExpiries(750_000, 0, BOLT_4))
        .containsExactly(750_150, 750_100, 750_025, 750_000);
  }

  @Test
  void noHopsTakeNothing() throws WireException {
    assertThat(BlindedPayments.aggregate(List.of(), 18)).isEqualTo(new PaymentRelay(18, 0, 0));
    assertThat(BlindedPayments.maxCltvExpiries(100, 18, List.of())).containsExactly(118);
    assertThat(BlindedPayments.forwardAmount(7, PaymentRelay.FREE)).isEqualTo(7);
  }

  /** A case that LDK once got wrong: more than twice the amount as fee. */
  @Test
  void feesMayExceedTheAmount() throws WireException {
    PaymentRelay greedy = new PaymentRelay(1, 2_500_000, 1);
    assertThat(BlindedPayments.forwardAmount(3_501, greedy)).isEqualTo(1000);
    assertThat(BlindedPayments.forwardAmount(3_502, greedy)).isEqualTo(1001);
    assertThat(BlindedPayments.forwardAmount(1, greedy)).isZero();
  }

  @Test
  void extremesAreExact() throws WireException {
    PaymentRelay most = new PaymentRelay(0xffff, MAX_U32, MAX_U32);
    BigInteger expected =
        BigInteger.valueOf(WireReader.MAX_MSAT - MAX_U32)
            .multiply(BigInteger.valueOf(1_000_000))
            .add(BigInteger.valueOf(1_000_000 + MAX_U32 - 1))
            .divide(BigInteger.valueOf(1_000_000 + MAX_U32));
    assertThat(BlindedPayments.forwardAmount(WireReader.MAX_MSAT, most))
        .isEqualTo(expected.longValueExact());
    assertThat(BlindedPayments.forwardAmount(WireReader.MAX_MSAT, PaymentRelay.FREE))
        .isEqualTo(WireReader.MAX_MSAT);
    assertThat(BlindedPayments.payerAmount(WireReader.MAX_MSAT, info(0, 0)))
        .isEqualTo(WireReader.MAX_MSAT);
    assertThat(BlindedPayments.forwardCltv(MAX_U32, most)).isEqualTo(MAX_U32 - 0xffff);
  }

  @Test
  void whatDoesNotComeOutIsRefused() {
    PaymentRelay half = new PaymentRelay(0x8000, 0x8000_0000L, 0x8000_0000L);
    for (List<PaymentRelay> hops :
        List.of(
            List.of(half, new PaymentRelay(0x8000, 0, 0)),
            List.of(new PaymentRelay(0, 0x8000_0000L, 0), new PaymentRelay(0, 0x8000_0000L, 0)),
            List.of(new PaymentRelay(0, 0, MAX_U32), new PaymentRelay(0, 0, 1)),
            Collections.nCopies(255, half))) {
      assertValue(() -> BlindedPayments.aggregate(hops, 0));
    }
    assertValue(() -> BlindedPayments.aggregate(List.of(half), 0x8000));
    assertValue(() -> BlindedPayments.aggregate(List.of(), -1));
    assertValue(() -> BlindedPayments.forwardAmount(9_999, BOLT_4.get(0)));
    assertValue(() -> BlindedPayments.forwardAmount(-1, PaymentRelay.FREE));
    assertValue(() -> BlindedPayments.forwardAmount(WireReader.MAX_MSAT + 1, PaymentRelay.FREE));
    assertValue(() -> BlindedPayments.forwardCltv(49, BOLT_4.get(0)));
    assertValue(() -> BlindedPayments.forwardCltv(MAX_U32 + 1, PaymentRelay.FREE));
    assertValue(() -> BlindedPayments.payerAmount(WireReader.MAX_MSAT, info(1, 0)));
    assertValue(() -> BlindedPayments.payerAmount(WireReader.MAX_MSAT, info(MAX_U32, MAX_U32)));
    assertValue(() -> BlindedPayments.payerAmount(-1, info(0, 0)));
    assertValue(() -> BlindedPayments.payerAmount(WireReader.MAX_MSAT, new PaymentRelay(0, 0, 1)));
    assertValue(() -> BlindedPayments.maxCltvExpiries(MAX_U32 - 149, 0, BOLT_4));
    assertValue(() -> BlindedPayments.maxCltvExpiries(Long.MAX_VALUE, 1, BOLT_4));
  }

  private interface Call {
    Object run() throws WireException;
  }

  private static void assertValue(Call call) {
    assertThat(refused(call::run).reason()).isEqualTo(Reason.VALUE);
  }

  @Test
  void relaysThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new PaymentRelay(0x10000, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PaymentRelay(-1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PaymentRelay(0, 1L << 32, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PaymentRelay(0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Whoever pays the aggregated fee pays each hop's, and the recipient gets at least its amount.
   */
  @Test
  void theAggregateAlwaysSuffices() throws WireException {
    Random64 random = Random64.of("BlindedPaymentsTest");
    for (int i = 0; i < RANDOM_PATHS; i++) {
      List<PaymentRelay> hops = new ArrayList<>();
      for (int n = random.below(8); n >= 0; n--) {
        hops.add(new PaymentRelay(random.below(200), random.below(20_000), random.below(100_000)));
      }
      PaymentRelay sum = BlindedPayments.aggregate(hops, 18);
      long amount = random.number() >>> 10;
      long sent =
          BlindedPayments.payerAmount(
              amount, info(sum.feeBaseMsat(), sum.feeProportionalMillionths()));
      long expiry = 800_000 + sum.cltvExpiryDelta();
      for (PaymentRelay hop : hops) {
        sent = BlindedPayments.forwardAmount(sent, hop);
        expiry = BlindedPayments.forwardCltv(expiry, hop);
      }
      assertThat(sent).isGreaterThanOrEqualTo(amount);
      assertThat(expiry).isEqualTo(800_018);
    }
  }
}
