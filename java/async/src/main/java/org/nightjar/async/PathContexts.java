package org.nightjar.async;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.OwnPaths;

/**
 * What this node says to itself in blinded paths that it gives out: a purpose and a text, which
 * {@link OwnPaths} binds to the node's local key. A node that gets something over such a path needs
 * no memory of having made it. Safe for many threads.
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
    PAYMENT(11),
    /** Server to itself: a payer asks for an index of a client's nonces. */
    PTLC_ISSUE_REQUEST(12),
    /** Payer to itself: the index that it asked for. */
    PTLC_ISSUE(13),
    /** Recipient to itself: a PTLC is held for it. */
    PTLC_HELD(14),
    /** Holding LSP to itself: release of a PTLC. */
    PTLC_RELEASE(15),
    /** Recipient to itself: a PTLC. */
    PTLC_PAYMENT(16);

    private final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  /**
   * Hops to itself that a node appends to a message path, so that nobody can count its distance.
   */
  public static final int DUMMY_HOPS = 2;

  private final OwnPaths paths;
  private final SecureRandom random;

  /**
   * Contexts of a node.
   *
   * @param paths stays the caller's to close
   * @param random a cryptographic source
   */
  public PathContexts(OwnPaths paths, SecureRandom random) {
    this.paths = paths;
    this.random = random;
  }

  /**
   * A path for onion messages to this node, with fresh keys.
   *
   * @param via the nodes before this one, the introduction node first; empty to begin at this node
   * @param context readable by this node alone; says when it expires
   */
  public BlindedPath messagePath(List<PublicKey> via, Purpose purpose, byte[] context) {
    try (SecretKey sessionKey = SecretKey.random(random)) {
      return paths.messagePath(sessionKey, via, DUMMY_HOPS, seal(purpose, context));
    }
  }

  /**
   * The same path each time: for one that must be told again as it was. Without dummy hops: who
   * gets it knows whose it is, and a message that carries it has to fit the small packet.
   *
   * @param via as for {@link #messagePath}
   * @param context of this path only; readable by this node alone
   */
  public BlindedPath steadyMessagePath(List<PublicKey> via, Purpose purpose, byte[] context) {
    byte[] sealed = seal(purpose, context);
    try (SecretKey sessionKey = paths.steadySessionKey(sealed)) {
      return paths.messagePath(sessionKey, via, 0, sealed);
    }
  }

  /**
   * The shortest path for onion messages to this node, with fresh keys: it begins here, and does
   * not hide that it ends here. For offers: a payment onion has room for a short offer only.
   *
   * @param context as for {@link #messagePath}
   */
  public BlindedPath shortMessagePath(Purpose purpose, byte[] context) {
    try (SecretKey sessionKey = SecretKey.random(random)) {
      return paths.shortMessagePath(sessionKey, seal(purpose, context));
    }
  }

  /**
   * A path for payments to this node, with fresh keys.
   *
   * @param forwarders as for {@link OwnPaths#paymentPath}
   * @param last as for {@link OwnPaths#paymentPath}
   */
  public BlindedPath paymentPath(
      List<OwnPaths.Forwarder> forwarders, EncryptedData.Builder last, byte[] context) {
    return paymentPath(forwarders, Purpose.PAYMENT, last, context);
  }

  /** EXPERIMENTAL. As {@link #paymentPath}, for PTLCs too. */
  public BlindedPath paymentPath(
      List<OwnPaths.Forwarder> forwarders,
      Purpose purpose,
      EncryptedData.Builder last,
      byte[] context) {
    try (SecretKey sessionKey = SecretKey.random(random)) {
      return paths.paymentPath(sessionKey, forwarders, last, seal(purpose, context));
    }
  }

  /**
   * The context of the path that something came over.
   *
   * @param data of the last hop, as this node decrypted them
   * @return empty if the path was not made by this node for this purpose
   */
  public Optional<byte[]> open(Purpose purpose, EncryptedData data) {
    return paths
        .context(data)
        .filter(text -> text.length > 0 && text[0] == purpose.number)
        .map(text -> Arrays.copyOfRange(text, 1, text.length));
  }

  private static byte[] seal(Purpose purpose, byte[] context) {
    return new WireWriter().u8(purpose.number).bytes(context).toBytes();
  }
}
