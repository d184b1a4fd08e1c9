package org.nightjar.async.payer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.TestNode;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.OwnPaths;
import org.nightjar.wire.blinded.PaymentConstraints;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.bolt12.StaticInvoice;

/** A recipient and its server, as far as their documents go: made by hand. */
final class Answerers {
  static final ShortChannelId SERVER_RECIPIENT = ShortChannelId.of(3, 1, 0);
  static final long BASE_FEE = 1_000;
  static final int DELTA = 80;
  static final int FINAL_DELTA = 18;

  final TestNode server = new TestNode("server", null);
  final TestNode recipient = new TestNode("recipient", null);
  final SecretKey issuerKey = secret(7);
  final Instant createdAt;

  long htlcMinimumMsat = 1;
  long htlcMaximumMsat = 1_000_000_000;
  long feeMillionths = 0;
  int paths = 1;
  int messagePaths = 2;
  Features features = Features.ofBits(17);
  long relativeExpiry = 14 * 86_400;

  Answerers(Instant createdAt) {
    this.createdAt = createdAt;
  }

  static SecretKey secret(int fill) {
    byte[] bytes = new byte[SecretKey.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return SecretKey.of(bytes);
  }

  PublicKey serverId() {
    return server.environment.nodeId();
  }

  PublicKey issuerId() {
    return TestNode.NIGHTJAR.publicKey(issuerKey);
  }

  /** Over one path that begins and ends at the server. */
  BlindedPath offerPath() {
    return server.environment.contexts().shortMessagePath(Purpose.OFFER, new byte[] {1});
  }

  Offer offer() {
    return offer(Optional.empty());
  }

  Offer offer(Optional<Instant> expiry) {
    Offer.Builder builder =
        Offer.builder()
            .set(Field.OFFER_CHAINS, List.of(ChainHash.REGTEST))
            .set(Field.OFFER_PATHS, List.of(offerPath()))
            .set(Field.OFFER_ISSUER_ID, issuerId());
    expiry.ifPresent(at -> builder.set(Field.OFFER_ABSOLUTE_EXPIRY, at.getEpochSecond()));
    return builder.build(TestNode.NIGHTJAR);
  }

  /** Server, two dummy hops, recipient. */
  BlindedPath paymentPath() {
    PublicKey self = recipient.environment.nodeId();
    PaymentConstraints constraints = new PaymentConstraints(0xffff_ffffL, htlcMinimumMsat);
    List<OwnPaths.Forwarder> forwarders = new ArrayList<>();
    forwarders.add(
        new OwnPaths.Forwarder(
            serverId(),
            EncryptedData.builder()
                .shortChannelId(SERVER_RECIPIENT)
                .paymentRelay(new PaymentRelay(DELTA, feeMillionths, BASE_FEE))
                .paymentConstraints(constraints)
                .build()));
    for (int i = 0; i < 2; i++) {
      forwarders.add(
          new OwnPaths.Forwarder(
              self,
              EncryptedData.dummy(self)
                  .paymentRelay(PaymentRelay.FREE)
                  .paymentConstraints(constraints)
                  .build()));
    }
    return recipient
        .environment
        .contexts()
        .paymentPath(
            forwarders, EncryptedData.builder().paymentConstraints(constraints), new byte[] {2});
  }

  private List<BlindedPath> paymentPaths() {
    List<BlindedPath> made = new ArrayList<>();
    for (int i = 0; i < paths; i++) {
      made.add(paymentPath());
    }
    return made;
  }

  private List<PaymentInfo> infos() {
    PaymentInfo info =
        new PaymentInfo(
            BASE_FEE,
            feeMillionths,
            DELTA + FINAL_DELTA,
            htlcMinimumMsat,
            htlcMaximumMsat,
            Features.NONE);
    return Collections.nCopies(paths, info);
  }

  StaticInvoice staticInvoice(Offer offer) {
    List<BlindedPath> heldPaths = new ArrayList<>();
    for (int i = 0; i < messagePaths; i++) {
      heldPaths.add(
          recipient
              .environment
              .contexts()
              .messagePath(List.of(serverId()), Purpose.HELD_HTLC, new byte[] {(byte) i}));
    }
    return StaticInvoice.forOffer(offer, WireProfile.LDK)
        .set(Field.INVOICE_PATHS, paymentPaths())
        .set(Field.INVOICE_BLINDEDPAY, infos())
        .set(Field.INVOICE_CREATED_AT, createdAt.getEpochSecond())
        .set(Field.INVOICE_RELATIVE_EXPIRY, relativeExpiry)
        .set(Field.INVOICE_FEATURES, features)
        .messagePaths(heldPaths)
        .build(TestNode.NIGHTJAR, Signer.of(TestNode.NIGHTJAR, issuerKey));
  }

  Invoice invoice(InvoiceRequest request, byte[] paymentHash) {
    return Invoice.answering(request)
        .set(Field.INVOICE_PATHS, paymentPaths())
        .set(Field.INVOICE_BLINDEDPAY, infos())
        .set(Field.INVOICE_CREATED_AT, createdAt.getEpochSecond())
        .set(Field.INVOICE_PAYMENT_HASH, paymentHash)
        .set(Field.INVOICE_AMOUNT, request.amountMsat().orElseThrow())
        .set(Field.INVOICE_NODE_ID, issuerId())
        .build(TestNode.NIGHTJAR, Signer.of(TestNode.NIGHTJAR, issuerKey));
  }

  /** A document with the last byte of one value changed; the signature is not made anew. */
  byte[] forged(byte[] document, long type) {
    try {
      List<TlvRecord> records = new ArrayList<>();
      for (TlvRecord record : TlvStream.decode(document).records()) {
        byte[] value = record.value();
        if (record.type() == type) {
          value[value.length - 1] ^= 1;
        }
        records.add(TlvRecord.of(record.type(), value));
      }
      return TlvStream.of(records).encode();
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }
}
