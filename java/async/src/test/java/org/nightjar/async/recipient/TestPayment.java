package org.nightjar.async.recipient;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.ChannelId;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Preimage;
import org.nightjar.async.TestNode;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.Arrival;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.PayerKeys;
import org.nightjar.wire.bolt12.PayerRules;
import org.nightjar.wire.bolt12.StaticInvoice;

/** Builds what a payer sends, hop by hop, and has the LSP peel its layer. */
final class TestPayment {
  static final long AMOUNT = 5_000_000;
  private static final Nightjar NIGHTJAR = TestNode.NIGHTJAR;

  private final World world;
  final InvoiceRequest request;
  final BlindedPath path;
  Preimage preimage = Preimage.of(random());
  Optional<PaymentHash> hash = Optional.empty();
  long amount = AMOUNT;
  long total = AMOUNT;
  long payloadAmount = -1;
  long expiry = World.HEIGHT + 100;
  int id;
  TestNode lsp;
  Consumer<PaymentPayload.Builder> last;

  private TestPayment(World world, InvoiceRequest request, BlindedPath path, boolean isStatic) {
    this.world = world;
    this.request = request;
    this.path = path;
    this.lsp = world.lsp;
    this.last =
        isStatic
            ? payload ->
                payload
                    .invoiceRequest(request.encode(), WireProfile.LDK)
                    .keysendPreimage(preimage.toBytes())
            : payload -> {};
  }

  private static byte[] random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  static InvoiceRequest request(World world, Offer offer, long amountMsat) {
    try (SecretKey localKey =
        SecretKey.of(
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5,
              6, 7, 8
            })) {
      return new PayerKeys(NIGHTJAR, localKey)
          .sign(
              InvoiceRequest.forOffer(offer)
                  .set(Field.INVREQ_CHAIN, ChainHash.REGTEST)
                  .set(Field.INVREQ_AMOUNT, amountMsat),
              world.payer.environment.random());
    }
  }

  /** Of a static invoice that came to the payer. */
  static TestPayment ofStatic(World world, InvoiceRequest request, StaticInvoice invoice, int path)
      throws WireException {
    return new TestPayment(
        world,
        request,
        PayerRules.checkStaticInvoice(
                NIGHTJAR, request, invoice, null, Arrival.REPLY_PATH, world.now)
            .paymentPaths()
            .get(path)
            .path(),
        true);
  }

  /** Of an ordinary invoice that came to the payer. */
  static TestPayment ofOrdinary(World world, InvoiceRequest request, Invoice invoice)
      throws WireException {
    TestPayment payment =
        new TestPayment(
            world,
            request,
            PayerRules.checkInvoice(NIGHTJAR, request, invoice, null, Arrival.REPLY_PATH, world.now)
                .paymentPaths()
                .get(0)
                .path(),
            false);
    payment.hash =
        Optional.of(PaymentHash.of(invoice.get(Field.INVOICE_PAYMENT_HASH).orElseThrow()));
    return payment;
  }

  PaymentHash hash() {
    return hash.orElseGet(() -> preimage.hash(NIGHTJAR.primitives()));
  }

  HtlcId htlcId() {
    return new HtlcId(ChannelId.of(new byte[32]), id);
  }

  /** The HTLC as it arrives at the recipient. */
  IncomingHtlc htlc() throws WireException {
    byte[] assoc = hash().toBytes();
    OnionPacket onion;
    try (SecretKey session = SecretKey.of(random())) {
      onion = NIGHTJAR.buildPaymentOnion(session, hops(), assoc).packet();
    }
    Peeled.Forward peeled = peeledByLsp(onion);
    return htlc(peeled.nextPacket(), Optional.of(nextPathKey(peeled)));
  }

  /**
   * The same in a trampoline onion: the LSP wraps it anew.
   *
   * @param change what the LSP does to the outer payload
   */
  IncomingHtlc trampoline(UnaryOperator<PaymentPayload.Builder> change) throws WireException {
    byte[] assoc = hash().toBytes();
    try (SecretKey inner = SecretKey.of(random());
        SecretKey outer = SecretKey.of(random())) {
      Peeled.Forward peeled =
          peeledByLsp(NIGHTJAR.trampoline().buildOnion(inner, hops(), assoc).packet());
      PaymentPayload.Builder payload =
          PaymentPayload.builder()
              .amtToForward(amount)
              .outgoingCltvValue(expiry)
              .paymentData(PaymentData.of(random(), amount))
              .currentPathKey(nextPathKey(peeled))
              .trampoline(TrampolineFields.ofOnion(peeled.nextPacket()));
      Hop hop = Hop.of(world.node.environment.nodeId(), change.apply(payload).build().encode());
      return htlc(
          NIGHTJAR.buildPaymentOnion(outer, List.of(hop), assoc).packet(), Optional.empty());
    }
  }

  private List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    PaymentPayload.Builder payload = PaymentPayload.builder();
    for (int i = 0; i < path.hops().size(); i++) {
      BlindedPath.Hop hop = path.hops().get(i);
      payload = PaymentPayload.builder().encryptedRecipientData(hop.encryptedRecipientData());
      if (i == 0) {
        payload.currentPathKey(path.firstPathKey());
      }
      if (i == path.hops().size() - 1) {
        payload
            .amtToForward(payloadAmount < 0 ? amount : payloadAmount)
            .outgoingCltvValue(expiry)
            .totalAmountMsat(total);
        last.accept(payload);
      }
      PublicKey node = i == 0 ? lsp.environment.nodeId() : hop.blindedNodeId();
      hops.add(Hop.of(node, payload.build().encode()));
    }
    return hops;
  }

  private Peeled.Forward peeledByLsp(OnionPacket onion) {
    return (Peeled.Forward) NIGHTJAR.peel(lsp.environment.nodeKey(), onion, hash().toBytes());
  }

  private PublicKey nextPathKey(Peeled.Forward peeled) throws WireException {
    return NIGHTJAR
        .blindedPaths()
        .unblind(
            lsp.environment.nodeKey(),
            path.firstPathKey(),
            PaymentPayload.decode(peeled.payload()).encryptedRecipientData().orElseThrow())
        .orElseThrow()
        .nextPathKey();
  }

  private IncomingHtlc htlc(OnionPacket onion, Optional<PublicKey> pathKey) {
    return new IncomingHtlc(
        htlcId(), lsp.environment.nodeId(), amount, hash(), expiry, onion, pathKey, false);
  }
}
