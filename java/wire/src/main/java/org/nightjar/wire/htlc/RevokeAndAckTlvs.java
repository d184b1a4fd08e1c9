package org.nightjar.wire.htlc;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.nightjar.wire.AsyncTypes;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * The TLV stream of revoke_and_ack: for each HTLC that it acknowledges and holds, a path on which
 * the recipient can have it released (bolts#1149). Use a path only for an HTLC that was added with
 * hold_htlc: others are a peer's attempt to probe. Unknown odd records are kept. Immutable.
 */
public final class RevokeAndAckTlvs extends TlvValue {
  private final List<ReleasePath> releasePaths;

  /**
   * Where to release an HTLC.
   *
   * @param htlcId in the channel, unsigned; absent in the draft, which relies on there being only
   *     one
   */
  public record ReleasePath(OptionalLong htlcId, BlindedPath path) {}

  private RevokeAndAckTlvs(TlvStream stream, WireProfile profile) throws WireException {
    super(stream, type -> type == AsyncTypes.releasePaths(profile));
    List<ReleasePath> paths =
        stream.read(AsyncTypes.releasePaths(profile), reader -> readAll(reader, profile));
    releasePaths = paths == null ? List.of() : paths;
  }

  /** Back to back, without count; a path ends where it says itself. */
  private static List<ReleasePath> readAll(WireReader reader, WireProfile profile)
      throws WireException {
    List<ReleasePath> paths = new ArrayList<>();
    do {
      OptionalLong htlcId =
          profile == WireProfile.LDK ? OptionalLong.of(reader.u64()) : OptionalLong.empty();
      paths.add(new ReleasePath(htlcId, BlindedPath.read(reader)));
    } while (reader.remaining() > 0);
    return List.copyOf(paths);
  }

  /**
   * Decodes a stream.
   *
   * @throws WireException if the stream or a path is malformed, or an even type is unknown
   */
  public static RevokeAndAckTlvs decode(byte[] bytes, WireProfile profile) throws WireException {
    return new RevokeAndAckTlvs(TlvStream.decode(bytes), profile);
  }

  /**
   * A stream.
   *
   * @param releasePaths with the HTLC's id for LDK, without it for the draft; may be empty
   * @throws IllegalArgumentException if an id is there, or is not, against the profile
   */
  public static RevokeAndAckTlvs of(List<ReleasePath> releasePaths, WireProfile profile) {
    WireWriter writer = new WireWriter();
    for (ReleasePath release : releasePaths) {
      if (release.htlcId.isPresent() != (profile == WireProfile.LDK)) {
        throw new IllegalArgumentException(
            "profile " + profile + " and an htlc id: " + release.htlcId);
      }
      release.htlcId.ifPresent(writer::u64);
      release.path.write(writer);
    }
    TlvStreamBuilder records = new TlvStreamBuilder();
    if (!releasePaths.isEmpty()) {
      records.put(AsyncTypes.releasePaths(profile), writer);
    }
    return valid(() -> new RevokeAndAckTlvs(records.build(), profile));
  }

  /** Where to release held HTLCs; may be empty, unmodifiable. */
  public List<ReleasePath> releasePaths() {
    return releasePaths;
  }
}
