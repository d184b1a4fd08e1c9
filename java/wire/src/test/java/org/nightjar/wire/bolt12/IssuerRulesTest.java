package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.bolt12.Documents.NIGHTJAR;
import static org.nightjar.wire.bolt12.Documents.OFFER;
import static org.nightjar.wire.bolt12.Documents.OPEN_REQUEST;
import static org.nightjar.wire.bolt12.Documents.PATHS_OFFER;
import static org.nightjar.wire.bolt12.Documents.PATHS_REQUEST;
import static org.nightjar.wire.bolt12.Documents.PAYER;
import static org.nightjar.wire.bolt12.Documents.REQUEST;
import static org.nightjar.wire.bolt12.Documents.hex;
import static org.nightjar.wire.bolt12.Documents.refused;
import static org.nightjar.wire.bolt12.Documents.spoiled;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;

/** Every rule of BOLT 12 for the reader of a request that needs more than the document. */
class IssuerRulesTest {
  private static final Set<ChainHash> CHAINS = Set.of(ChainHash.BITCOIN);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private static void check(InvoiceRequest request, Offer offer, Arrival arrival)
      throws WireException {
    IssuerRules.checkRequest(NIGHTJAR, request, offer, arrival, CHAINS, NOW);
  }

  @Test
  void request() throws WireException {
    check(REQUEST, OFFER, Arrival.NO_PATH);
    check(PATHS_REQUEST, PATHS_OFFER, Arrival.OFFER_PATH);
    assertThat(REQUEST.isFor(OFFER)).isTrue();
    assertThat(REQUEST.isFor(PATHS_OFFER)).isFalse();
    assertThat(REQUEST.expectedAmountMsat()).hasValue(2000);
  }

  @Test
  void requestOfAnotherSigner() throws WireException {
    InvoiceRequest forged = InvoiceRequest.decode(spoiled(REQUEST, 240, new byte[64]));
    assertThat(refused(() -> check(forged, OFFER, Arrival.NO_PATH)).reason())
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void requestForAnotherOffer() throws WireException {
    Offer other = Offer.decode(NIGHTJAR, spoiled(OFFER, 8, hex("03e9")));
    WireException e = refused(() -> check(REQUEST, other, Arrival.NO_PATH));
    assertThat(e.reason()).isEqualTo(Reason.MISMATCH);
    assertThat(e.type()).hasValue(8);
  }

  @Test
  void requestAfterTheOffer() {
    WireException e =
        refused(
            () ->
                IssuerRules.checkRequest(
                    NIGHTJAR, REQUEST, OFFER, Arrival.NO_PATH, CHAINS, NOW.plusSeconds(1)));
    assertThat(e.reason()).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void requestOverAnotherPath() {
    for (Arrival wrong : Arrival.values()) {
      if (wrong != Arrival.NO_PATH) {
        assertThat(refused(() -> check(REQUEST, OFFER, wrong)).reason()).isEqualTo(Reason.ARRIVAL);
      }
      if (wrong != Arrival.OFFER_PATH) {
        assertThat(refused(() -> check(PATHS_REQUEST, PATHS_OFFER, wrong)).reason())
            .isEqualTo(Reason.ARRIVAL);
      }
    }
  }

  @Test
  void requestOnAnotherChain() {
    WireException e =
        refused(
            () ->
                IssuerRules.checkRequest(
                    NIGHTJAR, REQUEST, OFFER, Arrival.NO_PATH, Set.of(ChainHash.REGTEST), NOW));
    assertThat(e.reason()).isEqualTo(Reason.CHAIN);
  }

  @Test
  void openRequest() throws WireException {
    IssuerRules.checkOpenRequest(NIGHTJAR, OPEN_REQUEST, CHAINS, NOW);
    assertThat(
            refused(
                    () ->
                        IssuerRules.checkOpenRequest(
                            NIGHTJAR, OPEN_REQUEST, CHAINS, NOW.plusSeconds(1)))
                .reason())
        .isEqualTo(Reason.EXPIRED);
    assertThat(
            refused(
                    () ->
                        IssuerRules.checkOpenRequest(
                            NIGHTJAR, OPEN_REQUEST, Set.of(ChainHash.TESTNET), NOW))
                .reason())
        .isEqualTo(Reason.CHAIN);
    assertThat(refused(() -> IssuerRules.checkOpenRequest(NIGHTJAR, REQUEST, CHAINS, NOW)).reason())
        .isEqualTo(Reason.FORBIDDEN_TYPE);
  }

  /** It need not be signed, but if it is, then rightly. */
  @Test
  void openRequestWithSignature() throws WireException {
    byte[] signature = NIGHTJAR.sign(PAYER, OPEN_REQUEST.signatureHash(), null).toBytes();
    InvoiceRequest signed = InvoiceRequest.decode(spoiled(OPEN_REQUEST, 240, signature));
    IssuerRules.checkOpenRequest(NIGHTJAR, signed, CHAINS, NOW);
    signature[40] ^= 1;
    InvoiceRequest forged = InvoiceRequest.decode(spoiled(OPEN_REQUEST, 240, signature));
    assertThat(refused(() -> IssuerRules.checkOpenRequest(NIGHTJAR, forged, CHAINS, NOW)).reason())
        .isEqualTo(Reason.SIGNATURE);
  }
}
