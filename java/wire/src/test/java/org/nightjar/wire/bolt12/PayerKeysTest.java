package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.bolt12.Documents.ISSUER;
import static org.nightjar.wire.bolt12.Documents.NIGHTJAR;
import static org.nightjar.wire.bolt12.Documents.OFFER;
import static org.nightjar.wire.bolt12.Documents.hex;
import static org.nightjar.wire.bolt12.Documents.key;
import static org.nightjar.wire.bolt12.Documents.spoiled;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.SecretKey;
import org.nightjar.wire.WireException;

class PayerKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final PayerKeys ours = new PayerKeys(NIGHTJAR, key(7));
  private final PayerKeys theirs = new PayerKeys(NIGHTJAR, key(8));

  private InvoiceRequest request() {
    return ours.sign(InvoiceRequest.forOffer(OFFER).set(Field.INVREQ_QUANTITY, 1L), RANDOM);
  }

  private static Invoice invoice(InvoiceRequest request) {
    return Documents.invoice(Invoice.answering(request))
        .build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER));
  }

  @Test
  void aRequestAndItsInvoiceAreOurs() {
    InvoiceRequest request = request();
    assertThat(request.hasValidSignature(NIGHTJAR)).isTrue();
    assertThat(request.get(Field.INVREQ_METADATA).orElseThrow()).hasSize(48);
    assertThat(ours.isOurs(request)).isTrue();
    assertThat(ours.isOurs(invoice(request))).isTrue();
    assertThat(theirs.isOurs(request)).isFalse();
    assertThat(theirs.payerKey(request)).isEmpty();
    try (SecretKey payerKey = ours.payerKey(invoice(request)).orElseThrow()) {
      assertThat(NIGHTJAR.publicKey(payerKey)).isEqualTo(request.signingKey());
    }
  }

  @Test
  void nothingLinksTwoRequests() {
    InvoiceRequest a = request();
    InvoiceRequest b = request();
    assertThat(a.signingKey()).isNotEqualTo(b.signingKey());
    assertThat(a.get(Field.INVREQ_METADATA).orElseThrow())
        .isNotEqualTo(b.get(Field.INVREQ_METADATA).orElseThrow());
  }

  @Test
  void whateverIsChangedIsNotOurs() throws WireException {
    Invoice invoice = invoice(request());
    byte[] metadata = invoice.get(Field.INVREQ_METADATA).orElseThrow();
    for (int i = 0; i < metadata.length; i++) {
      byte[] changed = metadata.clone();
      changed[i] ^= 1;
      assertThat(ours.isOurs(Invoice.decode(spoiled(invoice, 0, changed)))).isFalse();
    }
    long[] types = {10, 86, 89, 91, 151, 1_000_000_001, 2_500_000_001L};
    for (long type : types) {
      byte[] value = hex("0374656103746561");
      assertThat(ours.isOurs(Invoice.decode(spoiled(invoice, type, value)))).isFalse();
    }
    assertThat(ours.isOurs(Invoice.decode(spoiled(invoice, 0, null)))).isFalse();
    assertThat(ours.isOurs(Invoice.decode(spoiled(invoice, 0, new byte[49])))).isFalse();
    assertThat(ours.isOurs(Documents.STATIC)).isFalse();
  }

  @Test
  void aRequestWithoutAnOffer() {
    InvoiceRequest request =
        ours.complete(
            InvoiceRequest.builder()
                .set(Field.OFFER_DESCRIPTION, "refund")
                .set(Field.INVREQ_AMOUNT, 1L),
            RANDOM);
    assertThat(ours.isOurs(request)).isTrue();
    assertThat(request.get(Field.SIGNATURE)).isEmpty();
    try (SecretKey payerKey = ours.payerKey(request).orElseThrow()) {
      assertThat(NIGHTJAR.publicKey(payerKey)).isEqualTo(request.signingKey());
    }
  }
}
