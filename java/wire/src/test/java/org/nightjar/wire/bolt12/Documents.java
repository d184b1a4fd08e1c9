package org.nightjar.wire.bolt12;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.Features;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;

/** One good document of each kind, and how to spoil it. */
final class Documents {
  static final Nightjar NIGHTJAR = Nightjar.open("bc");
  static final SecretKey ISSUER = key(0x41);
  static final SecretKey PAYER = key(0x42);
  static final PublicKey ISSUER_ID = NIGHTJAR.publicKey(ISSUER);
  static final PublicKey PAYER_ID = NIGHTJAR.publicKey(PAYER);
  static final PublicKey OTHER_ID = NIGHTJAR.publicKey(key(0x43));
  static final Instant CREATED = Instant.ofEpochSecond(1_700_000_000);
  static final BlindedPath PATH =
      BlindedPath.of(
          new FirstNode.ChannelEnd(1, ShortChannelId.of(700000, 1, 2)),
          OTHER_ID,
          List.of(BlindedPath.Hop.of(PAYER_ID, new byte[3]), hop(OTHER_ID)));
  static final PaymentInfo INFO = new PaymentInfo(1000, 100, 80, 1, 1_000_000_000, Features.NONE);

  static final Offer OFFER =
      Offer.builder()
          .set(Field.OFFER_DESCRIPTION, "tea")
          .set(Field.OFFER_AMOUNT, 1000L)
          .set(Field.OFFER_QUANTITY_MAX, 10L)
          .set(Field.OFFER_ABSOLUTE_EXPIRY, 1_800_000_000L)
          .set(Field.OFFER_ISSUER_ID, ISSUER_ID)
          .add(TlvRecord.of(1_000_000_001, hex("0102")))
          .build(NIGHTJAR);

  /** Without an issuer id. */
  static final Offer PATHS_OFFER =
      Offer.builder().set(Field.OFFER_PATHS, List.of(PATH, pathTo(ISSUER_ID))).build(NIGHTJAR);

  static final InvoiceRequest REQUEST =
      InvoiceRequest.forOffer(OFFER)
          .set(Field.INVREQ_METADATA, hex("0011223344556677"))
          .set(Field.INVREQ_QUANTITY, 2L)
          .set(Field.INVREQ_AMOUNT, 2500L)
          .set(Field.INVREQ_PAYER_ID, PAYER_ID)
          .set(Field.INVREQ_PAYER_NOTE, "hot, please")
          .set(Field.INVREQ_BIP_353_NAME, new Bip353Name("tea", "example.org"))
          .build(NIGHTJAR, Signer.of(NIGHTJAR, PAYER));

  static final InvoiceRequest PATHS_REQUEST =
      InvoiceRequest.forOffer(PATHS_OFFER)
          .set(Field.INVREQ_METADATA, hex("00"))
          .set(Field.INVREQ_AMOUNT, 5000L)
          .set(Field.INVREQ_PAYER_ID, PAYER_ID)
          .build(NIGHTJAR, Signer.of(NIGHTJAR, PAYER));

  /** Money for whoever answers. */
  static final InvoiceRequest OPEN_REQUEST =
      InvoiceRequest.builder()
          .set(Field.INVREQ_METADATA, hex("01"))
          .set(Field.OFFER_DESCRIPTION, "refund")
          .set(Field.OFFER_ABSOLUTE_EXPIRY, 1_800_000_000L)
          .set(Field.INVREQ_AMOUNT, 7000L)
          .set(Field.INVREQ_PAYER_ID, PAYER_ID)
          .buildUnsigned(NIGHTJAR);

  static final Invoice INVOICE =
      invoice(Invoice.answering(REQUEST)).build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER));

  static final StaticInvoice STATIC = staticInvoice(WireProfile.LDK);

  private Documents() {}

  static StaticInvoice staticInvoice(WireProfile profile) {
    return StaticInvoice.forOffer(PATHS_OFFER, profile)
        .set(Field.INVOICE_NODE_ID, ISSUER_ID)
        .set(Field.INVOICE_PATHS, List.of(PATH))
        .set(Field.INVOICE_BLINDEDPAY, List.of(INFO))
        .set(Field.INVOICE_CREATED_AT, CREATED.getEpochSecond())
        .set(Field.INVOICE_FEATURES, Features.ofBits(17))
        .messagePaths(List.of(PATH, PATH))
        .build(NIGHTJAR, Signer.of(NIGHTJAR, ISSUER));
  }

  static Invoice.Builder invoice(Invoice.Builder builder) {
    return builder
        .set(Field.INVOICE_PATHS, List.of(PATH, PATH))
        .set(Field.INVOICE_BLINDEDPAY, List.of(INFO, INFO))
        .set(Field.INVOICE_CREATED_AT, CREATED.getEpochSecond())
        .set(Field.INVOICE_PAYMENT_HASH, new byte[32])
        .set(Field.INVOICE_FALLBACKS, List.of(FallbackAddress.of(0, new byte[20])))
        .set(Field.INVOICE_FEATURES, Features.ofBits(17));
  }

  static BlindedPath pathTo(PublicKey last) {
    return BlindedPath.of(new FirstNode.NodeId(OTHER_ID), PAYER_ID, List.of(hop(last)));
  }

  private static BlindedPath.Hop hop(PublicKey id) {
    return BlindedPath.Hop.of(id, new byte[0]);
  }

  static SecretKey key(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return SecretKey.of(bytes);
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** The document with another value of a type, or without it. */
  static byte[] spoiled(Document document, long type, byte[] value) {
    return spoiled(document.stream(), type, value);
  }

  static byte[] spoiled(TlvStream stream, long type, byte[] value) {
    TreeMap<Long, TlvRecord> records = new TreeMap<>(Long::compareUnsigned);
    stream.records().forEach(record -> records.put(record.type(), record));
    if (value == null) {
      records.remove(type);
    } else {
      records.put(type, TlvRecord.of(type, value));
    }
    return TlvStream.of(new ArrayList<>(records.values())).encode();
  }

  /** The peer's error that a call must end with. */
  static WireException refused(ThrowingCallable call) {
    WireException e = catchThrowableOfType(WireException.class, call);
    if (e == null) {
      throw new AssertionError("a WireException was expected");
    }
    return e;
  }
}
