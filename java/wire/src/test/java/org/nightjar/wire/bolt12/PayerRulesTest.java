package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.bolt12.Documents.CREATED;
import static org.nightjar.wire.bolt12.Documents.INVOICE;
import static org.nightjar.wire.bolt12.Documents.ISSUER;
import static org.nightjar.wire.bolt12.Documents.ISSUER_ID;
import static org.nightjar.wire.bolt12.Documents.NIGHTJAR;
import static org.nightjar.wire.bolt12.Documents.OFFER;
import static org.nightjar.wire.bolt12.Documents.OPEN_REQUEST;
import static org.nightjar.wire.bolt12.Documents.OTHER_ID;
import static org.nightjar.wire.bolt12.Documents.PATHS_OFFER;
import static org.nightjar.wire.bolt12.Documents.PATHS_REQUEST;
import static org.nightjar.wire.bolt12.Documents.PAYER;
import static org.nightjar.wire.bolt12.Documents.PAYER_ID;
import static org.nightjar.wire.bolt12.Documents.REQUEST;
import static org.nightjar.wire.bolt12.Documents.STATIC;
import static org.nightjar.wire.bolt12.Documents.hex;
import static org.nightjar.wire.bolt12.Documents.refused;
import static org.nightjar.wire.bolt12.Documents.spoiled;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.PublicKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireWriter;

/** Every rule of BOLT 12 for a payer that needs more than the document. */
class PayerRulesTest {
  private static final Instant NOW = CREATED.plusSeconds(7200);

  @Test
  void offerForTheChainAndInTime() throws WireException {
    Instant last = Instant.ofEpochSecond(1_800_000_000);
    PayerRules.checkOffer(OFFER, ChainHash.BITCOIN, last);
    WireException chain = refused(() -> PayerRules.checkOffer(OFFER, ChainHash.TESTNET, last));
    assertThat(chain.reason()).isEqualTo(Reason.CHAIN);
    WireException late =
        refused(() -> PayerRules.checkOffer(OFFER, ChainHash.BITCOIN, last.plusSeconds(1)));
    assertThat(late.reason()).isEqualTo(Reason.EXPIRED);
    assertThat(late.type()).hasValue(14);
  }

  @Test
  void offerThatNeverExpires() throws WireException {
    Offer offer = Offer.decode(NIGHTJAR, spoiled(OFFER, 14, hex("ffffffffffffffff")));
    PayerRules.checkOffer(offer, ChainHash.BITCOIN, Instant.MAX);
    PayerRules.checkOffer(PATHS_OFFER, ChainHash.BITCOIN, Instant.MAX);
    PayerRules.checkOffer(PATHS_OFFER, ChainHash.BITCOIN, Instant.MIN);
  }

  private static void check(InvoiceRequest request, Invoice invoice) throws WireException {
    PayerRules.checkInvoice(NIGHTJAR, request, invoice, null, Arrival.REPLY_PATH, NOW);
  }

  @Test
  void invoice() throws WireException {
    PayableInvoice<Invoice> payable =
        PayerRules.checkInvoice(NIGHTJAR, REQUEST, INVOICE, null, Arrival.REPLY_PATH, NOW);
    assertThat(payable.invoice()).isEqualTo(INVOICE);
    assertThat(payable.paymentPaths()).hasSize(2);
    assertThat(payable.paymentPaths().get(0))
        .isEqualTo(new AnyInvoice.PaymentPath(Documents.PATH, Documents.INFO));
    assertThat(INVOICE.amountMsat()).isEqualTo(2500);
    assertThat(INVOICE.relativeExpiry()).isEqualTo(7200);
    assertThat(INVOICE.allowsMpp()).isTrue();
    assertThat(INVOICE.requiresMpp()).isFalse();
  }

  @Test
  void invoiceExpires() throws WireException {
    WireException e =
        refused(
            () ->
                PayerRules.checkInvoice(
                    NIGHTJAR, REQUEST, INVOICE, null, Arrival.REPLY_PATH, NOW.plusSeconds(1)));
    assertThat(e.reason()).isEqualTo(Reason.EXPIRED);
    assertThat(e.type()).hasValue(166);
    Invoice longer = Invoice.decode(spoiled(INVOICE, 166, hex("ffffffff")));
    assertThat(longer.isExpired(NOW.plusSeconds(1))).isFalse();
    Invoice never = Invoice.decode(spoiled(INVOICE, 164, hex("ffffffffffffffff")));
    assertThat(never.isExpired(Instant.MAX)).isFalse();
    Invoice at0 = Invoice.decode(spoiled(INVOICE, 164, hex("")));
    assertThat(at0.isExpired(Instant.ofEpochSecond(7200))).isFalse();
    assertThat(at0.isExpired(Instant.ofEpochSecond(7201))).isTrue();
  }

  @Test
  void invoiceOfAnotherSigner() throws WireException {
    byte[] signature = new byte[64];
    Invoice forged = Invoice.decode(spoiled(INVOICE, 240, signature));
    WireException e = refused(() -> check(REQUEST, forged));
    assertThat(e.reason()).isEqualTo(Reason.SIGNATURE);
    assertThat(e.type()).hasValue(240);
  }

  /** The request that the payer has in mind differs in one record from the one in the invoice. */
  @ParameterizedTest
  @ValueSource(longs = {0, 10, 89, 91, 141, 1_000_000_001, 2_999_999_999L})
  void invoiceRepeatsEveryFieldOfTheRequest(long type) throws WireException {
    TlvRecord other = TlvRecord.of(type, hex("0374656103746561"));
    InvoiceRequest request = InvoiceRequest.decode(spoiled(REQUEST, type, other.value()));
    WireException e = refused(() -> check(request, INVOICE));
    assertThat(e.reason()).isEqualTo(Reason.MISMATCH);
    assertThat(e.type()).hasValue(type);
  }

  @Test
  void invoiceHasNoFieldThatTheRequestHasNot() throws WireException {
    byte[] bytes = spoiled(REQUEST, 89, null);
    InvoiceRequest request = InvoiceRequest.decode(bytes);
    assertThat(refused(() -> check(request, INVOICE)).type()).hasValue(89);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO_PATH", "OFFER_PATH", "INVREQ_PATH", "OTHER_PATH"})
  void invoiceOverAnotherPath(Arrival arrival) {
    WireException e =
        refused(() -> PayerRules.checkInvoice(NIGHTJAR, REQUEST, INVOICE, null, arrival, NOW));
    assertThat(e.reason()).isEqualTo(Reason.ARRIVAL);
  }

  /** Without an issuer id the key is that of the path that the request was sent over. */
  @Test
  void invoiceForAnOfferWithPathsOnly() throws WireException {
    Invoice invoice =
        Documents.invoice(Invoice.answering(PATHS_REQUEST))
            .set(Field.INVOICE_NODE_ID, ISSUER_ID)
            .build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER));
    checkPaths(invoice, ISSUER_ID);
    for (PublicKey wrong : new PublicKey[] {OTHER_ID, PAYER_ID, null}) {
      WireException e = refused(() -> checkPaths(invoice, wrong));
      assertThat(e.reason()).isEqualTo(Reason.MISMATCH);
      assertThat(e.type()).hasValue(176);
    }
  }

  private static void checkPaths(Invoice invoice, @Nullable PublicKey sentTo) throws WireException {
    PayerRules.checkInvoice(NIGHTJAR, PATHS_REQUEST, invoice, sentTo, Arrival.REPLY_PATH, NOW);
  }

  /** Rightly signed, but its path cannot be used. */
  @Test
  void invoiceWithAKeyThatIsNoPoint() throws WireException {
    byte[] key = new byte[PublicKey.LENGTH];
    key[0] = 2;
    byte[] paths =
        new WireWriter()
            .bytes(Documents.PATH.encode())
            .bytes(Documents.pathTo(PublicKey.of(key)).encode())
            .toBytes();
    Invoice unsigned = Invoice.decode(spoiled(INVOICE, 160, paths));
    byte[] signature = NIGHTJAR.sign(ISSUER, unsigned.signatureHash(), null).toBytes();
    Invoice invoice = Invoice.decode(spoiled(unsigned, 240, signature));
    assertThat(invoice.hasValidSignature(NIGHTJAR)).isTrue();
    WireException e = refused(() -> check(REQUEST, invoice));
    assertThat(e.reason()).isEqualTo(Reason.VALUE);
    assertThat(e.type()).hasValue(160);
  }

  /** Anybody may answer a request without an offer, but not over a path that it does not have. */
  @Test
  void invoiceForAnOpenRequest() throws WireException {
    Invoice invoice = open(OPEN_REQUEST);
    PayerRules.checkInvoice(NIGHTJAR, OPEN_REQUEST, invoice, null, Arrival.NO_PATH, NOW);
    for (Arrival wrong : List.of(Arrival.REPLY_PATH, Arrival.INVREQ_PATH, Arrival.OTHER_PATH)) {
      assertThat(
              refused(
                      () ->
                          PayerRules.checkInvoice(
                              NIGHTJAR, OPEN_REQUEST, invoice, null, wrong, NOW))
                  .reason())
          .isEqualTo(Reason.ARRIVAL);
    }
    InvoiceRequest withPaths =
        InvoiceRequest.decode(spoiled(OPEN_REQUEST, 90, Documents.pathTo(PAYER_ID).encode()));
    PayerRules.checkInvoice(NIGHTJAR, withPaths, open(withPaths), null, Arrival.INVREQ_PATH, NOW);
    assertThat(
            refused(
                    () ->
                        PayerRules.checkInvoice(
                            NIGHTJAR, withPaths, open(withPaths), null, Arrival.NO_PATH, NOW))
                .reason())
        .isEqualTo(Reason.ARRIVAL);
  }

  private static Invoice open(InvoiceRequest request) {
    return Documents.invoice(Invoice.answering(request))
        .set(Field.INVOICE_NODE_ID, OTHER_ID)
        .build(NIGHTJAR, Signer.of(NIGHTJAR, Documents.key(0x43)));
  }

  private static void checkStatic(StaticInvoice invoice, Arrival arrival, Instant now)
      throws WireException {
    PayerRules.checkStaticInvoice(NIGHTJAR, PATHS_REQUEST, invoice, ISSUER_ID, arrival, now);
  }

  @Test
  void staticInvoice() throws WireException {
    Instant last = CREATED.plusSeconds(1_209_600);
    PayableStaticInvoice payable =
        PayerRules.checkStaticInvoice(
            NIGHTJAR, PATHS_REQUEST, STATIC, ISSUER_ID, Arrival.REPLY_PATH, last);
    assertThat(payable.invoice()).isEqualTo(STATIC);
    assertThat(payable.paymentPaths()).hasSize(1);
    assertThat(payable.messagePaths()).containsExactly(Documents.PATH, Documents.PATH);
    assertThat(STATIC.isFor(PATHS_OFFER)).isTrue();
    assertThat(STATIC.isFor(OFFER)).isFalse();
    assertThat(refused(() -> checkStatic(STATIC, Arrival.REPLY_PATH, last.plusSeconds(1))).reason())
        .isEqualTo(Reason.EXPIRED);
    assertThat(refused(() -> checkStatic(STATIC, Arrival.OTHER_PATH, last)).reason())
        .isEqualTo(Reason.ARRIVAL);
  }

  @Test
  void staticInvoiceForAnotherOffer() {
    WireException e =
        refused(
            () ->
                PayerRules.checkStaticInvoice(
                    NIGHTJAR, REQUEST, STATIC, ISSUER_ID, Arrival.REPLY_PATH, NOW));
    assertThat(e.reason()).isEqualTo(Reason.MISMATCH);
  }

  /** The offer may be over before the invoice is. */
  @Test
  void staticInvoiceForAnExpiredOffer() throws WireException {
    Offer offer =
        Offer.builder()
            .set(Field.OFFER_PATHS, List.of(Documents.pathTo(ISSUER_ID)))
            .set(Field.OFFER_ABSOLUTE_EXPIRY, CREATED.getEpochSecond() + 10)
            .build(NIGHTJAR);
    InvoiceRequest request =
        InvoiceRequest.forOffer(offer)
            .set(Field.INVREQ_METADATA, hex("00"))
            .set(Field.INVREQ_AMOUNT, 1L)
            .set(Field.INVREQ_PAYER_ID, PAYER_ID)
            .build(NIGHTJAR, Signer.of(NIGHTJAR, PAYER));
    StaticInvoice invoice =
        StaticInvoice.forOffer(offer, WireProfile.LDK)
            .set(Field.INVOICE_NODE_ID, ISSUER_ID)
            .set(Field.INVOICE_PATHS, List.of(Documents.PATH))
            .set(Field.INVOICE_BLINDEDPAY, List.of(Documents.INFO))
            .set(Field.INVOICE_CREATED_AT, CREATED.getEpochSecond())
            .messagePaths(List.<BlindedPath>of(Documents.PATH))
            .build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER));
    PayerRules.checkStaticInvoice(
        NIGHTJAR, request, invoice, ISSUER_ID, Arrival.REPLY_PATH, CREATED.plusSeconds(10));
    WireException e =
        refused(
            () ->
                PayerRules.checkStaticInvoice(
                    NIGHTJAR,
                    request,
                    invoice,
                    ISSUER_ID,
                    Arrival.REPLY_PATH,
                    CREATED.plusSeconds(11)));
    assertThat(e.type()).hasValue(14);
  }

  /** A signature as of an ordinary invoice does not serve. */
  @Test
  void staticInvoiceHasATagOfItsOwn() throws WireException {
    byte[] hash = MerkleTree.signatureHash("invoice", STATIC.merkleRoot());
    byte[] signature = NIGHTJAR.sign(ISSUER, hash, null).toBytes();
    StaticInvoice forged = StaticInvoice.decode(spoiled(STATIC, 240, signature), WireProfile.LDK);
    assertThat(refused(() -> checkStatic(forged, Arrival.REPLY_PATH, NOW)).reason())
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void profilesDoNotReadEachOther() throws WireException {
    StaticInvoice draft = Documents.staticInvoice(WireProfile.DRAFT);
    assertThat(StaticInvoice.decode(draft.encode(), WireProfile.DRAFT)).isEqualTo(draft);
    assertThat(TlvStream.decode(draft.encode()).find(178)).isPresent();
    assertThat(refused(() -> StaticInvoice.decode(draft.encode(), WireProfile.LDK)).type())
        .hasValue(178);
  }
}
