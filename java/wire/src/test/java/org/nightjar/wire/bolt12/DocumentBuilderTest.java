package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.bolt12.Documents.INVOICE;
import static org.nightjar.wire.bolt12.Documents.ISSUER;
import static org.nightjar.wire.bolt12.Documents.ISSUER_ID;
import static org.nightjar.wire.bolt12.Documents.NIGHTJAR;
import static org.nightjar.wire.bolt12.Documents.OFFER;
import static org.nightjar.wire.bolt12.Documents.PAYER;
import static org.nightjar.wire.bolt12.Documents.PAYER_ID;
import static org.nightjar.wire.bolt12.Documents.REQUEST;
import static org.nightjar.wire.bolt12.Documents.hex;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;

/** Nothing comes out of a builder that a reader would refuse. */
class DocumentBuilderTest {
  private static void fails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void offers() {
    fails(() -> Offer.builder().build(NIGHTJAR), "offer_issuer_id or offer_paths");
    Offer.Builder offer = Offer.builder().set(Field.OFFER_ISSUER_ID, ISSUER_ID);
    fails(() -> offer.set(Field.OFFER_AMOUNT, 0L).build(NIGHTJAR), "offer_description");
    fails(() -> offer.set(Field.OFFER_DESCRIPTION, "").build(NIGHTJAR), "(offer_amount) is 0");
    fails(() -> offer.set(Field.OFFER_DESCRIPTION, "\ud800"), "surrogate");
    offer.set(Field.OFFER_AMOUNT, 1L);
    fails(() -> offer.set(Field.OFFER_CURRENCY, "usd").build(NIGHTJAR), "ISO 4217");
    offer.set(Field.OFFER_CURRENCY, "USD");
    fails(() -> offer.set(Field.OFFER_CHAINS, List.of()).build(NIGHTJAR), "type 2");
    offer.set(Field.OFFER_CHAINS, List.of(ChainHash.SIGNET));
    fails(() -> offer.add(TlvRecord.of(240, hex(""))), "signing");
    assertThat(offer.build(NIGHTJAR).offerChains()).containsExactly(ChainHash.SIGNET);
    fails(() -> offer.set(Field.INVREQ_AMOUNT, 1L).build(NIGHTJAR), "type 82");
  }

  @Test
  void aRequestKeepsItsOffer() {
    InvoiceRequest.Builder request = InvoiceRequest.forOffer(OFFER);
    fails(() -> request.set(Field.OFFER_AMOUNT, 1L), "copied");
    fails(() -> request.add(TlvRecord.of(1_500_000_001, hex(""))), "copied");
    fails(() -> request.buildUnsigned(NIGHTJAR), "offer_amount");
  }

  @Test
  void aSignerMustHaveTheKey() {
    InvoiceRequest.Builder request =
        InvoiceRequest.forOffer(OFFER)
            .set(Field.INVREQ_METADATA, hex("00"))
            .set(Field.INVREQ_QUANTITY, 1L)
            .set(Field.INVREQ_PAYER_ID, PAYER_ID);
    fails(() -> request.build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER)), "the signer did not sign");
    assertThat(request.build(NIGHTJAR, Signer.of(NIGHTJAR, PAYER)).amountMsat()).hasValue(1000);
  }

  @Test
  void requestsWithoutAnOffer() {
    InvoiceRequest.Builder request =
        InvoiceRequest.builder()
            .set(Field.INVREQ_METADATA, hex("00"))
            .set(Field.INVREQ_AMOUNT, 1L)
            .set(Field.INVREQ_PAYER_ID, PAYER_ID);
    fails(() -> request.buildUnsigned(NIGHTJAR), "offer_description");
    request.set(Field.OFFER_DESCRIPTION, "refund");
    fails(() -> request.build(NIGHTJAR, Signer.of(NIGHTJAR, PAYER)), "no signature");
    assertThat(request.buildUnsigned(NIGHTJAR).isFromOffer()).isFalse();
    request.set(Field.OFFER_METADATA, hex("00"));
    fails(() -> request.buildUnsigned(NIGHTJAR), "offer_metadata");
  }

  @Test
  void invoices() {
    Invoice.Builder invoice = Invoice.answering(REQUEST);
    fails(() -> invoice.build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER)), "invoice_payment_hash");
    fails(() -> invoice.set(Field.INVREQ_AMOUNT, 1L), "copied");
    Documents.invoice(invoice).set(Field.INVOICE_AMOUNT, 2501L);
    fails(() -> invoice.build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER)), "is not invreq_amount");
  }

  @Test
  void staticInvoicesOfTheDraftHaveTwoMessagePaths() {
    StaticInvoice.Builder draft = StaticInvoice.forOffer(Documents.PATHS_OFFER, WireProfile.DRAFT);
    fails(() -> draft.messagePaths(List.of(Documents.PATH)), "two message paths");
  }

  @Test
  void unknownRecordsAreKept() throws WireException {
    Offer offer = Offer.decode(NIGHTJAR, OFFER.encode());
    assertThat(offer.unknownRecords()).containsExactly(TlvRecord.of(1_000_000_001, hex("0102")));
    assertThat(INVOICE.unknownRecords()).isEqualTo(offer.unknownRecords());
    assertThat(offer.encode()).isEqualTo(OFFER.encode());
    assertThat(offer).isEqualTo(OFFER).hasSameHashCodeAs(OFFER).isNotEqualTo(REQUEST);
  }

  @Test
  void arraysAreCopies() {
    byte[] metadata = REQUEST.get(Field.INVREQ_METADATA).orElseThrow();
    metadata[0] ^= 1;
    ((byte[]) REQUEST.values().get("invreq_metadata"))[0] ^= 1;
    assertThat(REQUEST.get(Field.INVREQ_METADATA).orElseThrow()).isEqualTo(hex("0011223344556677"));
  }

  @Test
  void anErrorNamesTheField() {
    WireException refusal =
        Documents.refused(() -> Offer.decode(NIGHTJAR, Documents.spoiled(OFFER, 8, hex(""))));
    InvoiceError error = InvoiceError.of(refusal);
    assertThat(error.erroneousField()).hasValue(8);
    assertThat(error.error()).contains("offer_amount");
    assertThat(InvoiceError.of("no").erroneousField()).isEmpty();
    assertThat(InvoiceError.of("no").suggestedValue()).isEmpty();
  }

  @Test
  void fallbacksThatAPayerMayUse() {
    assertThat(FallbackAddress.of(0, new byte[20]).isUsable()).isTrue();
    assertThat(FallbackAddress.of(0, new byte[32]).isUsable()).isTrue();
    assertThat(FallbackAddress.of(0, new byte[21]).isUsable()).isFalse();
    assertThat(FallbackAddress.of(1, new byte[32]).isUsable()).isTrue();
    assertThat(FallbackAddress.of(1, new byte[20]).isUsable()).isFalse();
    assertThat(FallbackAddress.of(16, new byte[2]).isUsable()).isTrue();
    assertThat(FallbackAddress.of(16, new byte[40]).isUsable()).isTrue();
    assertThat(FallbackAddress.of(16, new byte[1]).isUsable()).isFalse();
    assertThat(FallbackAddress.of(16, new byte[41]).isUsable()).isFalse();
    assertThat(FallbackAddress.of(17, new byte[20]).isUsable()).isFalse();
  }
}
