package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.wire.TrampolineFields.PaymentPath;
import org.nightjar.wire.WireException.Reason;

class TrampolineFieldsTest {
  private static final String KEY = "02" + "11".repeat(32);
  private static final PublicKey POINT = PublicKey.fromHex(KEY);
  private static final PaymentPath PATH =
      new PaymentPath(
          BlindedPath.of(
              new FirstNode.NodeId(POINT), POINT, List.of(BlindedPath.Hop.of(POINT, hex("ab")))),
          new PaymentInfo(1, 2, 3, 4, 5, Features.ofBits(17)));

  private static PaymentPayload.Builder last() {
    return PaymentPayload.builder()
        .amtToForward(1)
        .outgoingCltvValue(2)
        .paymentData(PaymentData.of(new byte[32], 1));
  }

  @Test
  void theNextNode() throws WireException {
    PaymentPayload payload =
        PaymentPayload.builder().trampoline(TrampolineFields.ofNextNode(POINT)).build();
    assertThat(payload.encode()).isEqualTo(hex("0e21" + KEY));
    PaymentPayload read = PaymentPayload.decode(payload.encode());
    assertThat(read.trampoline().outgoingNodeId()).contains(POINT);
    assertThat(read.trampoline().isEmpty()).isFalse();
    assertThat(read.unknownRecords()).isEmpty();
    assertThat(read.toString()).contains("outgoing_node_id=" + KEY);
  }

  @Test
  void theInnerOnionHasNoLength() throws WireException {
    OnionPacket packet = OnionPacket.of(new byte[227]);
    PaymentPayload payload = last().trampoline(TrampolineFields.ofOnion(packet)).build();
    PaymentPayload read = PaymentPayload.decode(payload.encode());
    assertThat(read.trampoline().onionPacket()).contains(packet);
    assertThat(read).isEqualTo(payload);
  }

  @Test
  void thePathsOfARecipient() throws WireException {
    Features features = Features.ofBits(9);
    PaymentPayload payload =
        PaymentPayload.builder()
            .trampoline(TrampolineFields.ofRecipient(features, List.of(PATH, PATH)))
            .build();
    PaymentPayload read = PaymentPayload.decode(payload.encode());
    assertThat(read.trampoline().recipientPaths()).containsExactly(PATH, PATH);
    assertThat(read.trampoline().recipientFeatures()).contains(features);
    assertThat(read.encode()).isEqualTo(payload.encode());
    assertThatThrownBy(() -> TrampolineFields.ofRecipient(features, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    Hostile.check(
        "TrampolineFieldsTest", payload.encode(), bytes -> PaymentPayload.decode(bytes).encode());
  }

  @Test
  void mostPayloadsHaveNoneOfIt() throws WireException {
    assertThat(PaymentPayload.decode(hex("0200")).trampoline().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0e20 K, TRUNCATED, 14", "0e21 04K, VALUE, 14", "1600, TRUNCATED, 22"})
  void aMalformedValueIsRefused(String text, Reason reason, long type) {
    WireException e = refused(() -> PaymentPayload.decode(hex(text.replace("K", "11".repeat(32)))));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  /** To a node that does not support trampoline they are unknown. */
  @ParameterizedTest
  @ValueSource(longs = {14, 20, 22})
  void withoutAnAllowanceTheyAreUnknown(long type) {
    TrampolineFields fields =
        type == 14
            ? TrampolineFields.ofNextNode(POINT)
            : type == 20
                ? TrampolineFields.ofOnion(OnionPacket.of(new byte[100]))
                : TrampolineFields.ofRecipient(Features.NONE, List.of(PATH));
    PaymentPayload payload = last().trampoline(fields).build();
    WireException e = refused(() -> PayloadRules.checkFinal(payload, false));
    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_EVEN_TYPE);
    assertThat(e.type()).hasValue(type);
    PaymentPayload forward =
        PaymentPayload.builder()
            .amtToForward(1)
            .outgoingCltvValue(2)
            .shortChannelId(ShortChannelId.of(1, 2, 3))
            .trampoline(fields)
            .build();
    assertThat(refused(() -> PayloadRules.checkForward(forward, false)).reason())
        .isEqualTo(Reason.UNKNOWN_EVEN_TYPE);
  }

  /** The payment of a static invoice, by profile. */
  @ParameterizedTest
  @CsvSource({"LDK, 77777, 1", "DRAFT, 1, 77777"})
  void aStaticInvoiceAllowsItsTypes(WireProfile profile, long type, long otherType)
      throws WireException {
    PaymentPayload.Builder builder =
        PaymentPayload.builder()
            .amtToForward(1)
            .outgoingCltvValue(2)
            .totalAmountMsat(1)
            .encryptedRecipientData(new byte[3])
            .keysendPreimage(new byte[32]);
    PaymentPayload payload = builder.invoiceRequest(hex("0001ff"), profile).build();
    assertThat(payload.invoiceRequest(profile)).contains(hex("0001ff"));
    assertThat(payload.stream().find(type)).isPresent();
    Set<Long> allowed = PayloadRules.staticInvoice(profile);
    PayloadRules.checkFinal(payload, true, allowed);
    assertForbidden(payload, Set.of(), Math.min(type, 5482373484L));
    PaymentPayload other = builder.record(TlvRecord.of(otherType, new byte[1])).build();
    assertForbidden(other, allowed, otherType);
    PaymentPayload more = last().encryptedRecipientData(new byte[3]).totalAmountMsat(1).build();
    assertForbidden(more, allowed, 8);
  }

  private static void assertForbidden(PaymentPayload payload, Set<Long> allowed, long type) {
    WireException e = refused(() -> PayloadRules.checkFinal(payload, true, allowed));
    assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN_TYPE);
    assertThat(e.type()).hasValue(type);
  }
}
