package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.WireTests.refused;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.PublicKey;
import org.nightjar.wire.WireException.Reason;

class PayloadRulesTest {
  private static final PublicKey PATH_KEY = PublicKey.fromHex("02" + "11".repeat(32));
  private static final boolean WITH_PATH_KEY = true;
  private static final boolean NO_PATH_KEY = false;

  private static PaymentPayload.Builder amounts() {
    return PaymentPayload.builder().amtToForward(1000).outgoingCltvValue(700_000);
  }

  private static PaymentPayload.Builder forward() {
    return amounts().shortChannelId(ShortChannelId.of(700_000, 1, 2));
  }

  private static PaymentPayload.Builder last() {
    return amounts().paymentData(PaymentData.of(new byte[32], 1000));
  }

  private static PaymentPayload.Builder blinded() {
    return PaymentPayload.builder().encryptedRecipientData(new byte[3]);
  }

  private static PaymentPayload.Builder blindedLast() {
    return amounts().encryptedRecipientData(new byte[3]).totalAmountMsat(1000);
  }

  private static void assertMissing(
      PaymentPayload.Builder payload, boolean isFinal, boolean withPathKey, long type) {
    WireException e = refused(() -> check(payload.build(), isFinal, withPathKey));
    assertThat(e.reason()).isEqualTo(Reason.MISSING_TYPE);
    assertThat(e.type()).hasValue(type);
    assertThat(e.offset()).isEmpty();
    assertThat(e).hasMessageContaining("TLV type " + type + " is missing");
  }

  private static void assertForbidden(
      PaymentPayload.Builder payload, boolean isFinal, boolean withPathKey, long type) {
    WireException e = refused(() -> check(payload.build(), isFinal, withPathKey));
    assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN_TYPE);
    assertThat(e.type()).hasValue(type);
    assertThat(e.offset()).isPresent();
  }

  private static void check(PaymentPayload payload, boolean isFinal, boolean withPathKey)
      throws WireException {
    if (isFinal) {
      PayloadRules.checkFinal(payload, withPathKey);
    } else {
      PayloadRules.checkForward(payload, withPathKey);
    }
  }

  @Test
  void whatIsWholePasses() throws WireException {
    check(forward().build(), false, NO_PATH_KEY);
    check(forward().record(TlvRecord.of(77777, new byte[1])).build(), false, NO_PATH_KEY);
    check(last().build(), true, NO_PATH_KEY);
    check(last().paymentMetadata(new byte[3]).build(), true, NO_PATH_KEY);
    check(amounts().keysendPreimage(new byte[32]).build(), true, NO_PATH_KEY);
    check(last().keysendPreimage(new byte[32]).build(), true, NO_PATH_KEY);
    check(blinded().build(), false, WITH_PATH_KEY);
    check(blinded().currentPathKey(PATH_KEY).build(), false, NO_PATH_KEY);
    check(blindedLast().build(), true, WITH_PATH_KEY);
    check(blindedLast().currentPathKey(PATH_KEY).build(), true, NO_PATH_KEY);
  }

  @Test
  void aForwardNeedsAmountExpiryAndChannel() {
    ShortChannelId id = ShortChannelId.of(1, 2, 3);
    PaymentPayload.Builder empty = PaymentPayload.builder();
    assertMissing(empty, false, NO_PATH_KEY, 2);
    assertMissing(
        PaymentPayload.builder().outgoingCltvValue(1).shortChannelId(id), false, NO_PATH_KEY, 2);
    assertMissing(
        PaymentPayload.builder().amtToForward(1).shortChannelId(id), false, NO_PATH_KEY, 4);
    assertMissing(amounts(), false, NO_PATH_KEY, 6);
    assertMissing(last(), false, NO_PATH_KEY, 6);
  }

  @Test
  void aFinalNeedsAmountExpiryAndASecretOrKeysend() {
    PaymentData data = PaymentData.of(new byte[32], 1);
    assertMissing(
        PaymentPayload.builder().paymentData(data).outgoingCltvValue(1), true, NO_PATH_KEY, 2);
    assertMissing(PaymentPayload.builder().paymentData(data).amtToForward(1), true, NO_PATH_KEY, 4);
    assertMissing(amounts(), true, NO_PATH_KEY, 8);
    assertMissing(PaymentPayload.builder().keysendPreimage(new byte[32]), true, NO_PATH_KEY, 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBlindedPathHasExactlyOnePathKey(boolean isFinal) {
    PaymentPayload.Builder payload = isFinal ? blindedLast() : blinded();
    assertMissing(payload, isFinal, NO_PATH_KEY, 12);
    assertForbidden(payload.currentPathKey(PATH_KEY), isFinal, WITH_PATH_KEY, 12);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outsideABlindedPathThereIsNoPathKey(boolean isFinal) {
    PaymentPayload.Builder payload = isFinal ? last() : forward();
    assertMissing(payload, isFinal, WITH_PATH_KEY, 10);
    assertForbidden(payload.currentPathKey(PATH_KEY), isFinal, NO_PATH_KEY, 12);
    assertMissing(payload, isFinal, WITH_PATH_KEY, 10);
  }

  @Test
  void aBlindedForwardHasNothingElse() {
    assertForbidden(blinded().amtToForward(1), false, WITH_PATH_KEY, 2);
    assertForbidden(blinded().outgoingCltvValue(1), false, WITH_PATH_KEY, 4);
    assertForbidden(blinded().shortChannelId(ShortChannelId.of(1, 2, 3)), false, WITH_PATH_KEY, 6);
    assertForbidden(blinded().totalAmountMsat(1), false, WITH_PATH_KEY, 18);
    assertForbidden(blinded().record(TlvRecord.of(1, new byte[0])), false, WITH_PATH_KEY, 1);
    assertForbidden(
        blinded().currentPathKey(PATH_KEY).record(TlvRecord.of(77777, new byte[0])),
        false,
        NO_PATH_KEY,
        77777);
  }

  @Test
  void aBlindedFinalHasAmountsAndNothingElse() {
    assertMissing(amounts().encryptedRecipientData(new byte[3]), true, WITH_PATH_KEY, 18);
    assertMissing(blinded().outgoingCltvValue(1).totalAmountMsat(1), true, WITH_PATH_KEY, 2);
    assertMissing(blinded().amtToForward(1).totalAmountMsat(1), true, WITH_PATH_KEY, 4);
    PaymentData data = PaymentData.of(new byte[32], 1);
    assertForbidden(blindedLast().paymentData(data), true, WITH_PATH_KEY, 8);
    assertForbidden(blindedLast().paymentMetadata(new byte[1]), true, WITH_PATH_KEY, 16);
    assertForbidden(
        blindedLast().shortChannelId(ShortChannelId.of(1, 2, 3)), true, WITH_PATH_KEY, 6);
    assertForbidden(blindedLast().keysendPreimage(new byte[32]), true, WITH_PATH_KEY, 5482373484L);
    assertForbidden(
        blindedLast().record(TlvRecord.of(77777, new byte[0])), true, WITH_PATH_KEY, 77777);
  }

  /** The payload says 1000 msat and 700000, and the node wants 699990 at least. */
  @ParameterizedTest
  @CsvSource({
    "1000, 700000, 699990, 0",
    "5000, 800000, 700000, 0",
    "999, 700000, 699990, 2",
    "0, 700000, 699990, 2",
    "1000, 699999, 699990, 4",
    "1000, 700000, 700001, -1",
    "1000, 4294967295, 4294967296, -1"
  })
  void theHtlcIsWhatThePayloadSays(long amount, long expiry, long earliest, long type)
      throws WireException {
    for (PaymentPayload payload : new PaymentPayload[] {last().build(), blindedLast().build()}) {
      if (type == 0) {
        PayloadRules.checkFinalHtlc(payload, amount, expiry, earliest);
        continue;
      }
      WireException e =
          refused(() -> PayloadRules.checkFinalHtlc(payload, amount, expiry, earliest));
      assertThat(e.reason()).isEqualTo(Reason.VALUE);
      assertThat(e.type()).isEqualTo(type < 0 ? OptionalLong.empty() : OptionalLong.of(type));
    }
  }
}
