package org.nightjar.wire.async;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * {@code offer_paths}, server to recipient: the paths for the offer. The invoice comes back as
 * {@link ServeStaticInvoice} over the reply path.
 */
public final class OfferPaths extends AsyncMessage {
  private static final long PATHS = 0;
  private static final long PATHS_ABSOLUTE_EXPIRY = 2;

  private final List<BlindedPath> paths;
  private final @Nullable Long pathsAbsoluteExpiry;

  OfferPaths(TlvStream stream) throws WireException {
    super(AsyncKind.OFFER_PATHS, stream, type -> type == PATHS || type == PATHS_ABSOLUTE_EXPIRY);
    paths = need(stream, PATHS, "paths", BlindedPath::readAll);
    pathsAbsoluteExpiry = stream.read(PATHS_ABSOLUTE_EXPIRY, WireReader::u64);
  }

  /**
   * The message.
   *
   * @param paths at least one
   * @param pathsAbsoluteExpiry seconds since 1970, unsigned, until which the server answers on
   *     them; empty for no end
   * @throws IllegalArgumentException if there are no paths
   */
  public static OfferPaths create(List<BlindedPath> paths, OptionalLong pathsAbsoluteExpiry) {
    WireWriter writer = new WireWriter();
    paths.forEach(path -> path.write(writer));
    TlvStreamBuilder records = new TlvStreamBuilder().put(PATHS, writer);
    pathsAbsoluteExpiry.ifPresent(
        time -> records.put(PATHS_ABSOLUTE_EXPIRY, new WireWriter().u64(time)));
    return valid(() -> new OfferPaths(records.build()));
  }

  /** The paths for the offer; at least one, unmodifiable. */
  public List<BlindedPath> paths() {
    return paths;
  }

  /** When the paths end, in seconds since 1970, unsigned; if they do. */
  public OptionalLong pathsAbsoluteExpiry() {
    return pathsAbsoluteExpiry == null
        ? OptionalLong.empty()
        : OptionalLong.of(pathsAbsoluteExpiry);
  }
}
