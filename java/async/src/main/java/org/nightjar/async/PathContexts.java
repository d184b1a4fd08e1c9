package org.nightjar.async;

import java.util.Arrays;
import java.util.Optional;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.blinded.PathIds;

/**
 * What this node says to itself in the {@code path_id} of blinded paths that it gives out: a kind
 * and a text, bound by HMAC to the node's local key. A node that gets a message over such a path
 * needs no memory of having made it. Safe for many threads.
 */
public final class PathContexts {
  /** What a path is for. The numbers are in paths that are out there: never change one. */
  public enum Purpose {
    /** Payer to itself: answers to an invoice request. */
    INVOICE_REQUEST(1),
    /** Payer to itself: release in mode A. */
    PAYER_RELEASE(2),
    /** Holding LSP to itself: release of an HTLC. */
    HOLD_RELEASE(3),
    /** Server to itself: a client's request for offer paths. */
    OFFER_PATHS_REQUEST(4),
    /** Server to itself: a client's static invoice. */
    SERVE_STATIC_INVOICE(5),
    /** Server to itself: an invoice request for a client's offer. */
    OFFER(6),
    /** Recipient to itself: offer paths from its server. */
    OFFER_PATHS(7),
    /** Recipient to itself: the server's acknowledgement. */
    STATIC_INVOICE_PERSISTED(8),
    /** Recipient to itself: an invoice request that its server forwards. */
    FORWARDED_REQUEST(9),
    /** Recipient to itself: held_htlc_available. */
    HELD_HTLC(10),
    /** Recipient to itself: a payment. */
    PAYMENT(11);

    private final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  private final PathIds pathIds;

  /** Contexts of a node. */
  public PathContexts(PathIds pathIds) {
    this.pathIds = pathIds;
  }

  /**
   * The path_id for a context.
   *
   * @param context readable by whoever can decrypt the hop, which is this node alone
   */
  public byte[] seal(Purpose purpose, byte[] context) {
    byte[] body = new WireWriter().u8(purpose.number).bytes(context).toBytes();
    return new WireWriter().bytes(body).bytes(pathIds.create(body)).toBytes();
  }

  /** The context in a path_id, if this node made it for this purpose. */
  public Optional<byte[]> open(Purpose purpose, byte[] pathId) {
    int bodyLength = pathId.length - PathIds.LENGTH;
    if (bodyLength < 1 || pathId[0] != purpose.number) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(pathId, bodyLength);
    byte[] mac = Arrays.copyOfRange(pathId, bodyLength, pathId.length);
    return pathIds.verify(body, mac)
        ? Optional.of(Arrays.copyOfRange(body, 1, bodyLength))
        : Optional.empty();
  }
}
