package org.nightjar.async.server;

import static org.nightjar.async.RefusedException.refuseIf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.UnblindedData;
import org.nightjar.async.Environment;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.RefusedException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireException;
import org.nightjar.wire.async.ServeStaticInvoice;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.StaticInvoice;

/** What a static invoice must be before it is served (bLIP 66). */
final class UploadRules {
  private final Environment environment;
  private final ServerPolicy policy;

  UploadRules(Environment environment, ServerPolicy policy) {
    this.environment = environment;
    this.policy = policy;
  }

  /**
   * Checks an upload.
   *
   * @param context of the path that it came over
   * @throws RefusedException with a short fixed text
   */
  ServingSlot check(ServeStaticInvoice upload, ServerContext context, Instant now)
      throws RefusedException {
    byte[] bytes = upload.invoice();
    refuseIf(bytes.length > policy.maxInvoiceLength(), "static invoice too long");
    StaticInvoice invoice = decode(bytes);
    ServingSlot slot = new ServingSlot(invoice, upload.forwardPath());
    refuseIf(
        !invoice.offerChains().equals(List.of(environment.chain())),
        "static invoice for another chain");
    refuseIf(
        invoice.isExpired(now) || slot.isOfferExpired(now), "static invoice expired on arrival");
    refuseIf(
        !invoice.hasValidSignature(environment.nightjar()), "static invoice not signed by its key");
    for (BlindedPath path : invoice.get(Field.OFFER_PATHS).orElseThrow()) {
      refuseIf(!isOfferPath(path, context, now), "offer path not issued for this slot");
    }
    refuseIf(!isForwardPath(upload.forwardPath()), "forward path of no use");
    return slot;
  }

  private StaticInvoice decode(byte[] bytes) throws RefusedException {
    try {
      StaticInvoice invoice = StaticInvoice.decode(bytes, environment.profile());
      invoice.checkKeys(environment.nightjar());
      return invoice;
    } catch (WireException e) {
      throw new RefusedException("malformed static invoice");
    }
  }

  /** Whether this server issued a path, for this recipient and slot, and it is good for a while. */
  private boolean isOfferPath(BlindedPath path, ServerContext upload, Instant now) {
    return openEnd(path)
        .flatMap(data -> environment.contexts().open(Purpose.OFFER, data))
        .flatMap(ServerContext::decode)
        .filter(offer -> offer.isSameSlot(upload) && !offer.isExpired(now))
        .isPresent();
  }

  /**
   * Whether invoice requests can be sent over a path: it begins here or at a peer, and does not end
   * here, where it would go round in circles.
   */
  private boolean isForwardPath(BlindedPath path) {
    return path.hasValidKeys(environment.nightjar())
        && environment
            .routes()
            .node(path.firstNode())
            .flatMap(environment.routes()::message)
            .filter(List::isEmpty)
            .isPresent()
        && openEnd(path).isEmpty();
  }

  /** What the last hop is told of a path whose hops are all this node; else nothing. */
  private Optional<EncryptedData> openEnd(BlindedPath path) {
    if (!environment.routes().node(path.firstNode()).equals(Optional.of(environment.nodeId()))) {
      return Optional.empty();
    }
    PublicKey pathKey = path.firstPathKey();
    EncryptedData data = null;
    for (BlindedPath.Hop hop : path.hops()) {
      Optional<UnblindedData> opened =
          environment
              .nightjar()
              .blindedPaths()
              .unblind(environment.nodeKey(), pathKey, hop.encryptedRecipientData());
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try {
        data = EncryptedData.decode(opened.get().data());
      } catch (WireException e) {
        return Optional.empty();
      }
      pathKey = data.nextPathKeyOverride().orElse(opened.get().nextPathKey());
    }
    return Optional.ofNullable(data);
  }
}
