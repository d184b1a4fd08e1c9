package org.nightjar.wire.async;

import java.util.function.LongPredicate;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What payer, recipient and their servers say to each other in onion messages (bolts#1149, bLIP
 * 66). LDK puts the length of the TLV stream in front of it, the drafts do not. Immutable.
 */
public abstract sealed class AsyncMessage extends TlvValue
    permits HeldHtlcAvailable,
        ReleaseHeldHtlc,
        OfferPathsRequest,
        OfferPaths,
        ServeStaticInvoice,
        StaticInvoicePersisted {
  private final AsyncKind kind;

  AsyncMessage(AsyncKind kind, TlvStream stream, LongPredicate known) throws WireException {
    super(stream, known);
    this.kind = kind;
  }

  /** Whether a content of this type is one of these messages, in either profile. */
  public static boolean isType(long type) {
    return AsyncKind.of(type).isPresent();
  }

  /**
   * Decodes the content of an onion message. Either profile is read. Its number tells which it is;
   * where both have the same number the given one is tried first.
   *
   * @throws WireException if it is none of these messages, or malformed
   */
  public static AsyncMessage decode(TlvRecord content, WireProfile profile) throws WireException {
    long type = content.type();
    AsyncKind kind = AsyncKind.of(type).orElse(null);
    if (kind == null) {
      throw WireException.ofType(Reason.VALUE, type, "is no message of async payments");
    }
    WireProfile other = profile == WireProfile.LDK ? WireProfile.DRAFT : WireProfile.LDK;
    if (kind.is(type, profile) && kind.is(type, other)) {
      return readEither(kind, content.value(), profile, other);
    }
    return kind.read(unwrap(content.value(), kind.is(type, profile) ? profile : other));
  }

  /** What is wrong in both forms is told of the first. */
  private static AsyncMessage readEither(
      AsyncKind kind, byte[] value, WireProfile first, WireProfile second) throws WireException {
    try {
      return kind.read(unwrap(value, first));
    } catch (WireException e) {
      try {
        return kind.read(unwrap(value, second));
      } catch (WireException ignored) {
        throw e;
      }
    }
  }

  private static TlvStream unwrap(byte[] value, WireProfile profile) throws WireException {
    if (profile == WireProfile.DRAFT) {
      return TlvStream.decode(value);
    }
    WireReader reader = new WireReader(value);
    byte[] stream = reader.bytes(reader.bigSize());
    reader.expectEnd();
    return TlvStream.decode(stream);
  }

  /** The content for an onion message. */
  public final TlvRecord content(WireProfile profile) {
    byte[] stream = encode();
    WireWriter writer = new WireWriter();
    if (profile == WireProfile.LDK) {
      writer.bigSize(stream.length);
    }
    return TlvRecord.of(kind.type(profile), writer.bytes(stream).toBytes());
  }
}
