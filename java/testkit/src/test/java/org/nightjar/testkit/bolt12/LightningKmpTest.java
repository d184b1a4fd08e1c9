package org.nightjar.testkit.bolt12;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.lightning.payment.Bolt12Invoice;
import fr.acinq.lightning.wire.GenericTlv;
import fr.acinq.lightning.wire.OfferTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.testkit.Seeds;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.MerkleTree;
import org.nightjar.wire.bolt12.Offer;

/**
 * Random documents and streams are the same here and in lightning-kmp. Where it does not follow
 * BOLT 12 the documents keep away from the difference: it refuses {@code invreq_paths} as an
 * unknown even type, and reads 64-bit numbers as signed.
 */
final class LightningKmpTest {
  private static final int CASES = Integer.getInteger("nightjar.documents", 500);
  private static final String TAG = "lightninginvoice_requestsignature";

  private final Nightjar nightjar = Nightjar.open();
  private final RandomDocuments documents = new RandomDocuments(nightjar);

  private interface Case {
    void run(SplittableRandom random) throws Exception;
  }

  private static void forEach(String what, Case test) {
    long start = System.nanoTime();
    IntStream.range(0, CASES)
        .parallel()
        .forEach(
            number -> {
              try {
                test.run(Seeds.random(what, number));
              } catch (Exception | AssertionError e) {
                throw new AssertionError("case " + number + " of " + what, e);
              }
            });
    System.out.printf("%d %s in %.1f s%n", CASES, what, (System.nanoTime() - start) / 1e9);
  }

  @Test
  void roots_and_signatures() {
    forEach("Merkle roots and signatures equal to lightning-kmp", this::root);
  }

  private void root(SplittableRandom random) {
    TreeSet<Long> types = new TreeSet<>();
    for (int i = random.nextInt(40); i >= 0; i--) {
      long type = random.nextLong() >>> 1 + random.nextInt(63) | 1;
      types.add(type >= 240 && type <= 1000 ? type + 1000 : type);
    }
    List<TlvRecord> records =
        types.stream()
            .map(type -> TlvRecord.of(type, Seeds.bytes(random, random.nextInt(300))))
            .toList();
    Set<GenericTlv> theirs = new LinkedHashSet<>();
    records.forEach(
        record -> theirs.add(new GenericTlv(record.type(), new ByteVector(record.value()))));
    byte[] root = MerkleTree.root(TlvStream.of(records));
    assertThat(
            OfferTypes.INSTANCE
                .rootHash(new fr.acinq.lightning.wire.TlvStream<>(Set.of(), theirs))
                .toByteArray())
        .isEqualTo(root);
    PublicKey key = documents.publicKey(random);
    SchnorrSignature signature =
        nightjar.sign(
            documents.secretKey(key), MerkleTree.signatureHash("invoice_request", root), null);
    ByteVector tag = new ByteVector(TAG.getBytes(StandardCharsets.US_ASCII));
    assertThat(
            OfferTypes.INSTANCE
                .signSchnorr(tag, new ByteVector32(root), privateKey(key))
                .toByteArray())
        .isEqualTo(signature.toBytes());
  }

  private PrivateKey privateKey(PublicKey key) {
    return new PrivateKey(new ByteVector32(documents.secretKey(key).exposeSecretBytes()));
  }

  @Test
  void offers_requests_and_invoices() {
    forEach("chains of documents equal to lightning-kmp", this::ours);
  }

  private void ours(SplittableRandom random) throws Exception {
    Offer offer = documents.offer(random);
    OfferTypes.Offer theirOffer = OfferTypes.Offer.Companion.decode(offer.toString()).get();
    assertThat(theirOffer.encode()).isEqualTo(offer.toString());
    assertThat(theirOffer.getOfferId().toByteArray()).isEqualTo(offer.merkleRoot());
    assertThat(Offer.decode(nightjar, offer.toString())).isEqualTo(offer);

    InvoiceRequest request = documents.request(random, offer);
    OfferTypes.InvoiceRequest theirRequest =
        OfferTypes.InvoiceRequest.Companion.decode(request.toString()).get();
    assertThat(theirRequest.encode()).isEqualTo(request.toString());
    assertThat(theirRequest.isValid()).isTrue();
    assertThat(theirRequest.requestedAmount().getMsat())
        .isEqualTo(request.amountMsat().orElseThrow());
    assertThat(request.isFor(offer)).isTrue();
    assertThat(InvoiceRequest.decode(request.toString())).isEqualTo(request);

    Invoice invoice = documents.invoice(random, offer, request, Instant.now().getEpochSecond());
    Bolt12Invoice theirs = Bolt12Invoice.Companion.fromString(invoice.toString()).get();
    assertThat(theirs).hasToString(invoice.toString());
    assertThat(theirs.checkSignature()).isTrue();
    assertThat(theirs.validateFor(theirRequest).isRight()).isTrue();
    assertThat(theirs.getAmount().getMsat()).isEqualTo(invoice.amountMsat());
    assertThat(Invoice.decode(invoice.toString())).isEqualTo(invoice);

    answersOfTheirs(random, theirOffer, theirRequest, invoice);
  }

  /** What lightning-kmp builds is what we read. */
  private void answersOfTheirs(
      SplittableRandom random,
      OfferTypes.Offer theirOffer,
      OfferTypes.InvoiceRequest theirRequest,
      Invoice ours)
      throws Exception {
    PublicKey payer = documents.publicKey(random);
    OfferTypes.InvoiceRequest built =
        OfferTypes.InvoiceRequest.Companion.invoke(
            theirOffer,
            theirRequest.requestedAmount(),
            theirRequest.getQuantity(),
            theirRequest.getFeatures(),
            privateKey(payer),
            theirRequest.getPayerNote(),
            theirRequest.getChain(),
            Set.of(),
            Set.of());
    InvoiceRequest request = InvoiceRequest.decode(built.encode());
    assertThat(request).hasToString(built.encode());
    assertThat(request.hasValidSignature(nightjar)).isTrue();
    assertThat(request.signingKey()).isEqualTo(payer);

    Bolt12Invoice theirInvoice = Bolt12Invoice.Companion.fromString(ours.toString()).get();
    Bolt12Invoice answer =
        Bolt12Invoice.Companion.invoke(
            built,
            new ByteVector32(Seeds.bytes(random, 32)),
            privateKey(ours.signingKey()),
            3600,
            theirInvoice.getFeatures(),
            theirInvoice.getBlindedPaths(),
            Set.of(),
            Set.of());
    Invoice invoice = Invoice.decode(answer.toString());
    assertThat(invoice).hasToString(answer.toString());
    assertThat(invoice.hasValidSignature(nightjar)).isTrue();
    assertThat(invoice.get(Field.INVOICE_PAYMENT_HASH).orElseThrow())
        .isEqualTo(answer.getPaymentHash().toByteArray());
  }
}
