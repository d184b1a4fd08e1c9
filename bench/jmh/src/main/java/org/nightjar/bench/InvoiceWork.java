package org.nightjar.bench;

import fr.acinq.lightning.payment.Bolt12Invoice;
import java.util.List;
import java.util.stream.IntStream;
import org.nightjar.Nightjar;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;

/** An invoice with two paths of three hops: its text decoded, its signature verified. */
final class InvoiceWork {
  private InvoiceWork() {}

  static Beside decode(NightjarOnions jni, Route route) {
    Nightjar nightjar = jni.nightjar();
    List<String> texts =
        IntStream.range(0, Route.ONIONS).mapToObj(i -> invoice(nightjar, route, i)).toList();
    return Beside.checked(
        RoundRobin.of(texts::get, text -> ours(nightjar, text)),
        Object::toString,
        RoundRobin.of(texts::get, InvoiceWork::theirs),
        Object::toString);
  }

  private static Invoice ours(Nightjar nightjar, String text) {
    try {
      Invoice invoice = Invoice.decode(text);
      if (invoice.hasValidSignature(nightjar)) {
        return invoice;
      }
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("Nightjar refuses the signature");
  }

  private static Bolt12Invoice theirs(String text) {
    Bolt12Invoice invoice = Bolt12Invoice.Companion.fromString(text).get();
    if (invoice.checkSignature()) {
      return invoice;
    }
    throw new IllegalStateException("lightning-kmp refuses the signature");
  }

  private static String invoice(Nightjar nightjar, Route route, int index) {
    SecretKey issuer = SecretKey.of(route.nodeSecrets().get(0));
    SecretKey payer = SecretKey.of(route.sessionKey(index));
    Offer offer =
        Offer.builder()
            .set(Field.OFFER_DESCRIPTION, "coffee")
            .set(Field.OFFER_AMOUNT, 10_000L)
            .set(Field.OFFER_ISSUER_ID, nightjar.publicKey(issuer))
            .build(nightjar);
    InvoiceRequest request =
        InvoiceRequest.forOffer(offer)
            .set(Field.INVREQ_METADATA, route.sessionKey(index))
            .set(Field.INVREQ_PAYER_ID, nightjar.publicKey(payer))
            .build(nightjar, Signer.of(nightjar, payer));
    PaymentInfo info = new PaymentInfo(1000, 100, 144, 1, 1_000_000_000, Features.NONE);
    return Invoice.answering(request)
        .set(Field.INVOICE_PATHS, List.of(path(nightjar, route, 1), path(nightjar, route, 2)))
        .set(Field.INVOICE_BLINDEDPAY, List.of(info, info))
        .set(Field.INVOICE_CREATED_AT, 1_700_000_000L + index)
        .set(Field.INVOICE_PAYMENT_HASH, route.sessionKey(index))
        .build(nightjar, Signer.of(nightjar, issuer))
        .toString();
  }

  private static BlindedPath path(Nightjar nightjar, Route route, int sessionKey) {
    List<PathHop> hops =
        IntStream.range(0, route.nodes().size())
            .mapToObj(i -> PathHop.of(PublicKey.of(route.nodes().get(i)), route.payloads().get(i)))
            .toList();
    return BlindedPath.of(
        hops.get(0).node(),
        nightjar.blindedPaths().create(SecretKey.of(route.sessionKey(sessionKey)), hops));
  }
}
