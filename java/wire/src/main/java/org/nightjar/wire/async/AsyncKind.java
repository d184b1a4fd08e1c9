package org.nightjar.wire.async;

import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.nightjar.wire.AsyncTypes;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;

/** The messages with their numbers; the drafts give the first two none, so that LDK's hold. */
enum AsyncKind {
  HELD_HTLC_AVAILABLE(profile -> 72, HeldHtlcAvailable::new),
  RELEASE_HELD_HTLC(profile -> 74, ReleaseHeldHtlc::new),
  OFFER_PATHS_REQUEST(AsyncTypes::offerPathsRequest, OfferPathsRequest::new),
  OFFER_PATHS(AsyncTypes::offerPaths, OfferPaths::new),
  SERVE_STATIC_INVOICE(AsyncTypes::serveStaticInvoice, ServeStaticInvoice::new),
  STATIC_INVOICE_PERSISTED(AsyncTypes::staticInvoicePersisted, StaticInvoicePersisted::new);

  private final ToLongFunction<WireProfile> type;
  private final Constructor constructor;

  AsyncKind(ToLongFunction<WireProfile> type, Constructor constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  @FunctionalInterface
  private interface Constructor {
    AsyncMessage read(TlvStream stream) throws WireException;
  }

  static Optional<AsyncKind> of(long type) {
    return Stream.of(values())
        .filter(kind -> kind.is(type, WireProfile.LDK) || kind.is(type, WireProfile.DRAFT))
        .findFirst();
  }

  long type(WireProfile profile) {
    return type.applyAsLong(profile);
  }

  /** Whether this is the number of the profile. */
  boolean is(long type, WireProfile profile) {
    return type == type(profile);
  }

  AsyncMessage read(TlvStream stream) throws WireException {
    return constructor.read(stream);
  }
}
