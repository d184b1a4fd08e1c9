package org.nightjar.wire.blinded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.WireTests.refused;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.wire.Features;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;

class EncryptedDataRulesTest {
  private static final PublicKey NODE = PublicKey.fromHex("02" + "11".repeat(32));
  private static final ShortChannelId CHANNEL = ShortChannelId.of(1, 2, 3);
  private static final PaymentConstraints CONSTRAINTS = new PaymentConstraints(1000, 50);

  private interface Rule {
    void check(EncryptedData data) throws WireException;
  }

  private static void assertBroken(
      Rule rule, EncryptedData.Builder data, Reason reason, long type) {
    WireException e = refused(() -> rule.check(data.build()));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  private static EncryptedData.Builder toNode() {
    return EncryptedData.builder().nextNodeId(NODE);
  }

  private static EncryptedData.Builder toChannel() {
    return EncryptedData.builder().shortChannelId(CHANNEL);
  }

  @Test
  void whatIsWholePasses() throws WireException {
    EncryptedDataRules.checkMessageForward(toNode().build());
    EncryptedDataRules.checkMessageForward(toChannel().nextPathKeyOverride(NODE).build());
    EncryptedDataRules.checkMessageFinal(EncryptedData.builder().build());
    EncryptedDataRules.checkMessageFinal(EncryptedData.builder().pathId(new byte[32]).build());
    EncryptedDataRules.checkPaymentForward(toNode().paymentRelay(PaymentRelay.FREE).build());
    EncryptedDataRules.checkPaymentForward(
        toChannel().paymentRelay(PaymentRelay.FREE).paymentConstraints(CONSTRAINTS).build());
    EncryptedDataRules.checkPaymentFinal(EncryptedData.builder().pathId(new byte[32]).build());
    EncryptedDataRules.checkPaymentFinal(toNode().build());
    EncryptedDataRules.checkPaymentFinal(toChannel().build());
  }

  @Test
  void theLastNodeOfAPaymentIsNotToldTwoWays() {
    assertBroken(
        EncryptedDataRules::checkPaymentFinal,
        toNode().shortChannelId(CHANNEL),
        Reason.FORBIDDEN_TYPE,
        4);
  }

  @Test
  void aForwarderKnowsExactlyOneWay() {
    for (Rule rule :
        new Rule[] {
          EncryptedDataRules::checkMessageForward, EncryptedDataRules::checkPaymentForward
        }) {
      assertBroken(
          rule, EncryptedData.builder().paymentRelay(PaymentRelay.FREE), Reason.MISSING_TYPE, 4);
      assertBroken(
          rule,
          toNode().shortChannelId(CHANNEL).paymentRelay(PaymentRelay.FREE),
          Reason.FORBIDDEN_TYPE,
          4);
    }
  }

  @Test
  void aMessageHasNothingOfAPayment() {
    for (Rule rule :
        new Rule[] {
          EncryptedDataRules::checkMessageForward, EncryptedDataRules::checkMessageFinal
        }) {
      assertBroken(rule, toNode().paymentRelay(PaymentRelay.FREE), Reason.FORBIDDEN_TYPE, 10);
      assertBroken(rule, toNode().paymentConstraints(CONSTRAINTS), Reason.FORBIDDEN_TYPE, 12);
    }
  }

  @Test
  void onlyTheLastNodeHasAPathId() {
    assertBroken(
        EncryptedDataRules::checkMessageForward,
        toNode().pathId(new byte[32]),
        Reason.FORBIDDEN_TYPE,
        6);
  }

  @Test
  void aPaymentForwarderKnowsItsFee() {
    assertBroken(EncryptedDataRules::checkPaymentForward, toChannel(), Reason.MISSING_TYPE, 10);
  }

  @Test
  void constraintsBound() throws WireException {
    EncryptedData data = EncryptedData.builder().paymentConstraints(CONSTRAINTS).build();
    EncryptedDataRules.checkConstraints(data, 50, 1000);
    EncryptedDataRules.checkConstraints(EncryptedData.builder().build(), 0, 0xffff_ffffL);
    for (long[] bad : new long[][] {{49, 1000}, {50, 1001}, {0, -1}}) {
      WireException e = refused(() -> EncryptedDataRules.checkConstraints(data, bad[0], bad[1]));
      assertThat(e.reason()).isEqualTo(Reason.VALUE);
      assertThat(e.type()).hasValue(12);
    }
  }

  @Test
  void aMinimumOfMoreThanAllMoneyLetsNothingPass() {
    EncryptedData data =
        EncryptedData.builder().paymentConstraints(new PaymentConstraints(1000, -1)).build();
    assertThat(refused(() -> EncryptedDataRules.checkConstraints(data, Long.MAX_VALUE, 1)).reason())
        .isEqualTo(Reason.VALUE);
  }

  @Test
  void everyAllowedFeatureMustBeKnown() throws WireException {
    EncryptedData data = EncryptedData.builder().allowedFeatures(Features.ofBits(17)).build();
    EncryptedDataRules.checkFeatures(data, Set.of(16, 17), Set.of(17));
    WireException unknown =
        refused(() -> EncryptedDataRules.checkFeatures(data, Set.of(), Set.of()));
    assertThat(unknown.reason()).isEqualTo(Reason.UNKNOWN_FEATURE);
    WireException notAllowed =
        refused(
            () ->
                EncryptedDataRules.checkFeatures(
                    EncryptedData.builder().build(), Set.of(17), Set.of(17)));
    assertThat(notAllowed.reason()).isEqualTo(Reason.VALUE);
    assertThat(notAllowed.type()).hasValue(14);
  }
}
