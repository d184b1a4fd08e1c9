package org.nightjar.wire.htlc;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;

/**
 * The TLV stream of update_fail_htlc and update_fulfill_htlc: hold times and who is to blame (BOLT
 * 4 "Attribution Data"). Unknown odd records are kept. Immutable.
 */
public final class AttributionTlvs extends TlvValue {
  /** Length of attribution data: 20 hold times of 4 bytes, 210 HMACs of 4 bytes. */
  public static final int LENGTH = 20 * 4 + 210 * 4;

  private static final long ATTRIBUTION_DATA = 1;

  private final byte @Nullable [] attributionData;

  private AttributionTlvs(TlvStream stream) throws WireException {
    super(stream, type -> false);
    attributionData = stream.read(ATTRIBUTION_DATA, reader -> reader.bytes(LENGTH));
  }

  /**
   * Decodes a stream.
   *
   * @throws WireException if the stream is malformed, an even type is unknown, or the data have
   *     another length
   */
  public static AttributionTlvs decode(byte[] bytes) throws WireException {
    return new AttributionTlvs(TlvStream.decode(bytes));
  }

  /**
   * A stream.
   *
   * @param attributionData 920 bytes
   * @throws IllegalArgumentException if the length is another
   */
  public static AttributionTlvs of(byte[] attributionData) {
    return valid(
        () ->
            new AttributionTlvs(
                new TlvStreamBuilder().put(ATTRIBUTION_DATA, attributionData).build()));
  }

  /** A copy of the attribution data, 920 bytes, if there are any. */
  public Optional<byte[]> attributionData() {
    return Optional.ofNullable(attributionData).map(byte[]::clone);
  }
}
