package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.WireTests.refused;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.TrampolineRules.Role;
import org.nightjar.wire.WireException.Reason;

class TrampolineRulesTest {
  private static final PublicKey POINT = PublicKey.fromHex("02" + "11".repeat(32));
  private static final boolean LAST = true;
  private static final boolean NOT_LAST = false;
  private static final TrampolineFields ONION =
      TrampolineFields.ofOnion(OnionPacket.of(new byte[227]));
  private static final TrampolineFields NEXT = TrampolineFields.ofNextNode(POINT);
  private static final TrampolineFields PATHS =
      TrampolineFields.ofRecipient(
          Features.ofBits(17),
          List.of(
              new TrampolineFields.PaymentPath(
                  BlindedPath.of(
                      new FirstNode.NodeId(POINT),
                      POINT,
                      List.of(BlindedPath.Hop.of(POINT, new byte[3]))),
                  new PaymentInfo(1, 2, 3, 4, 5, Features.NONE))));

  private static PaymentPayload.Builder amounts() {
    return PaymentPayload.builder().amtToForward(1000).outgoingCltvValue(700_000);
  }

  private static PaymentPayload.Builder outer() {
    return PaymentPayload.builder()
        .amtToForward(600)
        .outgoingCltvValue(700_100)
        .paymentData(PaymentData.of(new byte[32], 1200))
        .trampoline(ONION);
  }

  private static PaymentPayload.Builder blinded() {
    return PaymentPayload.builder().encryptedRecipientData(new byte[3]);
  }

  private static PaymentPayload.Builder blindedLast() {
    return amounts().encryptedRecipientData(new byte[3]).totalAmountMsat(1000);
  }

  private static PaymentPayload.Builder last() {
    return amounts().paymentData(PaymentData.of(new byte[32], 1000));
  }

  private static Role check(
      PaymentPayload.Builder outer, PaymentPayload.Builder inner, boolean lastLayer)
      throws WireException {
    return TrampolineRules.check(outer.build(), inner.build(), lastLayer, Set.of());
  }

  private static void assertRefused(
      PaymentPayload.Builder outer,
      PaymentPayload.Builder inner,
      boolean lastLayer,
      Reason reason,
      long type) {
    WireException e = refused(() -> check(outer, inner, lastLayer));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  private static PaymentPayload.Builder without(PaymentPayload.Builder payload, long type)
      throws WireException {
    PaymentPayload.Builder rest = PaymentPayload.builder();
    payload.build().stream().records().stream()
        .filter(record -> record.type() != type)
        .forEach(rest::record);
    return rest;
  }

  @Test
  void aForwardNamesTheNextNode() throws WireException {
    PaymentPayload.Builder forward = amounts().trampoline(NEXT);
    assertThat(check(outer(), forward, NOT_LAST)).isEqualTo(Role.FORWARD_TO_NODE);
    forward.record(TlvRecord.of(77777, new byte[1]));
    assertThat(check(outer(), forward, NOT_LAST)).isEqualTo(Role.FORWARD_TO_NODE);
    for (long type : new long[] {2, 4, 14}) {
      assertRefused(outer(), without(forward, type), NOT_LAST, Reason.MISSING_TYPE, type);
    }
  }

  /** Whoever pays over the paths may be the last layer, or have one for the recipient behind. */
  @ParameterizedTest
  @ValueSource(booleans = {LAST, NOT_LAST})
  void aForwardMayHaveThePathsOfARecipient(boolean lastLayer) throws WireException {
    PaymentPayload.Builder forward = amounts().trampoline(PATHS);
    assertThat(check(outer(), forward, lastLayer)).isEqualTo(Role.FORWARD_TO_PATHS);
    assertThat(check(outer(), without(forward, 21), lastLayer)).isEqualTo(Role.FORWARD_TO_PATHS);
    for (long type : new long[] {2, 4}) {
      assertRefused(outer(), without(forward, type), lastLayer, Reason.MISSING_TYPE, type);
    }
    assertRefused(outer(), forward.trampoline(NEXT), lastLayer, Reason.FORBIDDEN_TYPE, 14);
  }

  @Test
  void aForwardHasNoChannelAndNoOnion() {
    ShortChannelId id = ShortChannelId.of(1, 2, 3);
    assertRefused(
        outer(), amounts().trampoline(NEXT).shortChannelId(id), NOT_LAST, Reason.FORBIDDEN_TYPE, 6);
    assertRefused(
        outer(), amounts().trampoline(PATHS).shortChannelId(id), LAST, Reason.FORBIDDEN_TYPE, 6);
    assertRefused(
        outer(), amounts().trampoline(NEXT).trampoline(ONION), NOT_LAST, Reason.FORBIDDEN_TYPE, 20);
  }

  /** The path key is in the inner onion at the introduction node, in the outer one behind it. */
  @Test
  void aBlindedForwardHasExactlyOnePathKey() throws WireException {
    assertThat(check(outer(), blinded().currentPathKey(POINT), NOT_LAST))
        .isEqualTo(Role.FORWARD_TO_NODE);
    assertThat(check(outer().currentPathKey(POINT), blinded(), NOT_LAST))
        .isEqualTo(Role.FORWARD_TO_NODE);
    assertRefused(outer(), blinded(), NOT_LAST, Reason.MISSING_TYPE, 12);
    assertRefused(
        outer().currentPathKey(POINT),
        blinded().currentPathKey(POINT),
        NOT_LAST,
        Reason.FORBIDDEN_TYPE,
        12);
    assertRefused(
        outer().currentPathKey(POINT),
        amounts().trampoline(NEXT),
        NOT_LAST,
        Reason.MISSING_TYPE,
        10);
    assertRefused(
        outer(),
        amounts().trampoline(NEXT).currentPathKey(POINT),
        NOT_LAST,
        Reason.FORBIDDEN_TYPE,
        12);
  }

  @Test
  void aBlindedForwardHasNothingElse() {
    PaymentPayload.Builder[] more = {
      blinded().amtToForward(1),
      blinded().outgoingCltvValue(1),
      blinded().trampoline(NEXT),
      blinded().trampoline(PATHS)
    };
    long[] types = {2, 4, 14, 21};
    for (int i = 0; i < types.length; i++) {
      assertRefused(
          outer(), more[i].currentPathKey(POINT), NOT_LAST, Reason.FORBIDDEN_TYPE, types[i]);
    }
  }

  @Test
  void aRecipientIsAsWithoutTrampoline() throws WireException {
    assertThat(check(outer(), last(), LAST)).isEqualTo(Role.RECIPIENT);
    assertThat(check(outer(), amounts().keysendPreimage(new byte[32]), LAST))
        .isEqualTo(Role.RECIPIENT);
    assertThat(check(outer(), blindedLast().currentPathKey(POINT), LAST)).isEqualTo(Role.RECIPIENT);
    assertThat(check(outer().currentPathKey(POINT), blindedLast(), LAST)).isEqualTo(Role.RECIPIENT);
    for (long type : new long[] {2, 4, 8}) {
      assertRefused(outer(), without(last(), type), LAST, Reason.MISSING_TYPE, type);
    }
    assertRefused(outer(), blindedLast(), LAST, Reason.MISSING_TYPE, 12);
    assertRefused(
        outer().currentPathKey(POINT),
        blindedLast().currentPathKey(POINT),
        LAST,
        Reason.FORBIDDEN_TYPE,
        12);
    assertRefused(outer().currentPathKey(POINT), last(), LAST, Reason.MISSING_TYPE, 10);
    assertRefused(outer(), last().trampoline(NEXT), LAST, Reason.UNKNOWN_EVEN_TYPE, 14);
    assertRefused(outer(), last().trampoline(ONION), LAST, Reason.UNKNOWN_EVEN_TYPE, 20);
  }

  /** An async payment over trampoline: the inner onion has the preimage. */
  @Test
  void aRecipientMayAllowMore() throws WireException {
    PaymentPayload.Builder inner =
        blindedLast()
            .currentPathKey(POINT)
            .invoiceRequest(new byte[3], WireProfile.LDK)
            .keysendPreimage(new byte[32]);
    assertRefused(outer(), inner, LAST, Reason.FORBIDDEN_TYPE, 77777);
    assertThat(
            TrampolineRules.check(
                outer().build(), inner.build(), LAST, PayloadRules.staticInvoice(WireProfile.LDK)))
        .isEqualTo(Role.RECIPIENT);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 4, 8, 20})
  void theOuterPayloadNeeds(long type) throws WireException {
    assertRefused(without(outer(), type), last(), LAST, Reason.MISSING_TYPE, type);
  }

  @Test
  void theOuterPayloadHasNoWayOfItsOwn() {
    assertRefused(
        outer().shortChannelId(ShortChannelId.of(1, 2, 3)), last(), LAST, Reason.FORBIDDEN_TYPE, 6);
    assertRefused(
        outer().encryptedRecipientData(new byte[3]), last(), LAST, Reason.FORBIDDEN_TYPE, 10);
    assertRefused(outer().trampoline(NEXT), last(), LAST, Reason.FORBIDDEN_TYPE, 14);
    assertRefused(outer().trampoline(PATHS), last(), LAST, Reason.FORBIDDEN_TYPE, 22);
  }

  /** All parts together bring 1200, and the HTLC ends at 700100. */
  @ParameterizedTest
  @CsvSource({"1200, 700100, 0", "1201, 700100, 2", "1200, 700101, 4", "0, 4294967295, 4"})
  void theInnerOnionSpendsNoMoreThanTheOuterBrings(long amount, long expiry, long type)
      throws WireException {
    PaymentPayload.Builder inner =
        PaymentPayload.builder().amtToForward(amount).outgoingCltvValue(expiry).trampoline(NEXT);
    if (type == 0) {
      check(outer(), inner, NOT_LAST);
    } else {
      assertRefused(outer(), inner, NOT_LAST, Reason.VALUE, type);
    }
  }
}
