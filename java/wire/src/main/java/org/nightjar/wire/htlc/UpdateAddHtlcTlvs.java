package org.nightjar.wire.htlc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.wire.AsyncTypes;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;

/**
 * The TLV stream of update_add_htlc: the path key for an onion on a blinded path (BOLT 2), and the
 * wish of a payer that its LSP holds the HTLC until the recipient is there (bolts#1149). Unknown
 * odd records are kept. Immutable.
 */
public final class UpdateAddHtlcTlvs extends TlvValue {
  private static final long PATH_KEY = 0;

  private final @Nullable PublicKey pathKey;
  private final boolean holdHtlc;

  private UpdateAddHtlcTlvs(TlvStream stream, WireProfile profile) throws WireException {
    super(stream, type -> type == PATH_KEY || type == AsyncTypes.holdHtlc(profile));
    pathKey = stream.read(PATH_KEY, WireReader::point);
    holdHtlc = stream.read(AsyncTypes.holdHtlc(profile), reader -> true) != null;
  }

  /**
   * Decodes a stream. Only ask a peer to hold that says in its features that it can: LDK's type is
   * odd, so another one would forward at once, and the draft's is even, so another one would
   * disconnect.
   *
   * @throws WireException if the stream or a value is malformed, or an even type is unknown
   */
  public static UpdateAddHtlcTlvs decode(byte[] bytes, WireProfile profile) throws WireException {
    return new UpdateAddHtlcTlvs(TlvStream.decode(bytes), profile);
  }

  /**
   * A stream.
   *
   * @param pathKey or null, outside a blinded path
   */
  public static UpdateAddHtlcTlvs of(
      @Nullable PublicKey pathKey, boolean holdHtlc, WireProfile profile) {
    TlvStreamBuilder records = new TlvStreamBuilder();
    if (pathKey != null) {
      records.put(PATH_KEY, pathKey.toBytes());
    }
    if (holdHtlc) {
      records.put(AsyncTypes.holdHtlc(profile), new byte[0]);
    }
    return valid(() -> new UpdateAddHtlcTlvs(records.build(), profile));
  }

  /** The path key that the onion is peeled with. */
  public Optional<PublicKey> pathKey() {
    return Optional.ofNullable(pathKey);
  }

  /** Whether the peer asks to hold this HTLC until it is released. */
  public boolean holdHtlc() {
    return holdHtlc;
  }
}
