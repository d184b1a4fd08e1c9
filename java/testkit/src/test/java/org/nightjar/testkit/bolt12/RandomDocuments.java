package org.nightjar.testkit.bolt12;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Seeds;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.Bip353Name;
import org.nightjar.wire.bolt12.FallbackAddress;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.bolt12.StaticInvoice;

/** Valid documents of all shapes; always the same for one source. */
public final class RandomDocuments {
  private static final int KEYS = 8;
  private static final List<String> WORDS = List.of("tea", "Tee 茶", "", "a\nb", "\ud83c\udf75");
  private static final List<ChainHash> CHAINS =
      List.of(ChainHash.BITCOIN, ChainHash.TESTNET, ChainHash.SIGNET, ChainHash.REGTEST);

  private final Nightjar nightjar;
  private final List<SecretKey> secretKeys = new ArrayList<>();
  private final List<PublicKey> publicKeys = new ArrayList<>();

  /** Documents whose keys a provider computes. */
  public RandomDocuments(Nightjar nightjar) {
    this.nightjar = nightjar;
    SplittableRandom random = Seeds.random("bolt12 keys");
    for (int i = 0; i < KEYS; i++) {
      secretKeys.add(SecretKey.of(Seeds.bytes(random, SecretKey.LENGTH)));
      publicKeys.add(nightjar.publicKey(secretKeys.get(i)));
    }
  }

  /** Some key pair. */
  int key(SplittableRandom random) {
    return random.nextInt(KEYS);
  }

  SecretKey secretKey(PublicKey key) {
    return secretKeys.get(publicKeys.indexOf(key));
  }

  PublicKey publicKey(SplittableRandom random) {
    return publicKeys.get(key(random));
  }

  private static boolean maybe(SplittableRandom random) {
    return random.nextBoolean();
  }

  private static <T> T one(SplittableRandom random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  List<BlindedPath> paths(SplittableRandom random) {
    List<BlindedPath> paths = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      FirstNode first =
          maybe(random)
              ? new FirstNode.NodeId(publicKey(random))
              : new FirstNode.ChannelEnd(
                  random.nextInt(2), ShortChannelId.fromLong(random.nextLong()));
      List<BlindedPath.Hop> hops = new ArrayList<>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        byte[] data = Seeds.bytes(random, random.nextInt(80));
        hops.add(BlindedPath.Hop.of(publicKey(random), data));
      }
      paths.add(BlindedPath.of(first, publicKey(random), hops));
    }
    return paths;
  }

  /** An offer. */
  public Offer offer(SplittableRandom random) {
    Offer.Builder offer = Offer.builder();
    boolean amount = maybe(random);
    if (amount) {
      offer.set(Field.OFFER_AMOUNT, 1 + random.nextLong(1L << 20 + random.nextInt(30)));
    }
    if (amount || maybe(random)) {
      offer.set(Field.OFFER_DESCRIPTION, one(random, WORDS));
    }
    if (maybe(random)) {
      offer.set(Field.OFFER_CHAINS, CHAINS.subList(0, 1 + random.nextInt(CHAINS.size())));
    }
    if (maybe(random)) {
      offer.set(Field.OFFER_METADATA, Seeds.bytes(random, random.nextInt(40)));
    }
    if (maybe(random)) {
      offer.set(Field.OFFER_FEATURES, Features.ofBits(1 + 2 * random.nextInt(40)));
    }
    if (maybe(random)) {
      offer.set(Field.OFFER_ABSOLUTE_EXPIRY, random.nextLong(1L << 40));
    }
    if (maybe(random)) {
      offer.set(Field.OFFER_ISSUER, one(random, WORDS));
    }
    if (maybe(random)) {
      offer.set(Field.OFFER_QUANTITY_MAX, random.nextLong(1000));
    }
    boolean paths = maybe(random);
    if (paths) {
      offer.set(Field.OFFER_PATHS, paths(random));
    }
    if (!paths || maybe(random)) {
      offer.set(Field.OFFER_ISSUER_ID, publicKey(random));
    }
    if (maybe(random)) {
      offer.add(odd(random, 23, 79));
    }
    if (maybe(random)) {
      offer.add(odd(random, 1_000_000_001, 1_999_999_999));
    }
    return offer.build(nightjar);
  }

  /** An unknown odd record. */
  private static TlvRecord odd(SplittableRandom random, long min, long max) {
    return TlvRecord.of(
        random.nextLong(min, max + 1) | 1, Seeds.bytes(random, random.nextInt(300)));
  }

  /** A request that answers an offer. */
  public InvoiceRequest request(SplittableRandom random, Offer offer) {
    PublicKey payer = publicKey(random);
    InvoiceRequest.Builder request =
        InvoiceRequest.forOffer(offer)
            .set(Field.INVREQ_METADATA, Seeds.bytes(random, random.nextInt(64)))
            .set(Field.INVREQ_PAYER_ID, payer);
    if (maybe(random) || !offer.offerChains().contains(ChainHash.BITCOIN)) {
      request.set(Field.INVREQ_CHAIN, one(random, offer.offerChains()));
    }
    long quantity = 1;
    if (offer.get(Field.OFFER_QUANTITY_MAX).isPresent()) {
      long max = offer.get(Field.OFFER_QUANTITY_MAX).orElseThrow();
      quantity = 1 + random.nextLong(max == 0 ? 100 : max);
      request.set(Field.INVREQ_QUANTITY, quantity);
    }
    long expected = quantity * offer.get(Field.OFFER_AMOUNT).orElse(0L);
    if (expected == 0 || maybe(random)) {
      request.set(Field.INVREQ_AMOUNT, expected + random.nextLong(1L << 40));
    }
    if (maybe(random)) {
      request.set(Field.INVREQ_FEATURES, Features.ofBits(1 + 2 * random.nextInt(40)));
    }
    if (maybe(random)) {
      request.set(Field.INVREQ_PAYER_NOTE, one(random, WORDS));
    }
    if (maybe(random)) {
      request.set(Field.INVREQ_BIP_353_NAME, new Bip353Name("night.jar", "example-1_2.org"));
    }
    if (maybe(random)) {
      request.add(odd(random, 93, 159));
    }
    if (maybe(random)) {
      request.add(odd(random, 2_000_000_001L, 2_999_999_999L));
    }
    return request.build(nightjar, Signer.of(nightjar, secretKey(payer)));
  }

  /** The key that must sign an invoice for the offer. */
  private static PublicKey nodeId(SplittableRandom random, Offer offer) {
    return offer
        .get(Field.OFFER_ISSUER_ID)
        .orElseGet(
            () -> one(random, offer.get(Field.OFFER_PATHS).orElseThrow()).lastBlindedNodeId());
  }

  private static List<PaymentInfo> infos(SplittableRandom random, int count) {
    List<PaymentInfo> infos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      infos.add(
          new PaymentInfo(
              random.nextLong(1L << 32),
              random.nextLong(1L << 31),
              random.nextInt(1 << 16),
              random.nextLong(1L << 62),
              random.nextLong(1L << 62),
              maybe(random) ? Features.NONE : Features.ofBits(1 + 2 * random.nextInt(40))));
    }
    return infos;
  }

  /** An invoice that answers a request. */
  public Invoice invoice(
      SplittableRandom random, Offer offer, InvoiceRequest request, long createdAt) {
    PublicKey nodeId = nodeId(random, offer);
    List<BlindedPath> paths = paths(random);
    Invoice.Builder invoice =
        Invoice.answering(request)
            .set(Field.INVOICE_NODE_ID, nodeId)
            .set(Field.INVOICE_PATHS, paths)
            .set(Field.INVOICE_BLINDEDPAY, infos(random, paths.size()))
            .set(Field.INVOICE_CREATED_AT, createdAt)
            .set(Field.INVOICE_PAYMENT_HASH, Seeds.bytes(random, 32));
    if (maybe(random)) {
      invoice.set(Field.INVOICE_RELATIVE_EXPIRY, 60 + random.nextLong(1L << 30));
    }
    if (maybe(random)) {
      invoice.set(Field.INVOICE_FEATURES, Features.ofBits(17));
    }
    if (maybe(random)) {
      byte[] program = Seeds.bytes(random, random.nextInt(50));
      invoice.set(
          Field.INVOICE_FALLBACKS, List.of(FallbackAddress.of(random.nextInt(20), program)));
    }
    if (maybe(random)) {
      invoice.add(odd(random, 177, 239));
    }
    if (maybe(random)) {
      invoice.add(odd(random, 3_000_000_001L, 3_999_999_999L));
    }
    return invoice.build(nightjar, Signer.of(nightjar, secretKey(nodeId)));
  }

  StaticInvoice staticInvoice(SplittableRandom random, WireProfile profile) {
    Offer offer =
        Offer.builder()
            .set(Field.OFFER_PATHS, paths(random))
            .set(Field.OFFER_DESCRIPTION, one(random, WORDS))
            .build(nightjar);
    PublicKey nodeId = nodeId(random, offer);
    List<BlindedPath> paths = paths(random);
    List<BlindedPath> messagePaths = new ArrayList<>(paths(random));
    messagePaths.addAll(paths(random));
    return StaticInvoice.forOffer(offer, profile)
        .set(Field.INVOICE_NODE_ID, nodeId)
        .set(Field.INVOICE_PATHS, paths)
        .set(Field.INVOICE_BLINDEDPAY, infos(random, paths.size()))
        .set(Field.INVOICE_CREATED_AT, random.nextLong(1L << 40))
        .messagePaths(messagePaths)
        .build(nightjar, Signer.of(nightjar, secretKey(nodeId)));
  }
}
