package org.nightjar.wire.bolt11;

import org.nightjar.PublicKey;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;

/**
 * A channel to pay over that is not announced, 51 bytes (BOLT 11 field {@code r}). Immutable.
 *
 * @param nodeId the start of the channel
 * @param shortChannelId of the channel
 * @param feeBaseMsat 32 bits
 * @param feeProportionalMillionths 32 bits
 * @param cltvExpiryDelta 16 bits
 */
public record RouteHint(
    PublicKey nodeId,
    ShortChannelId shortChannelId,
    long feeBaseMsat,
    long feeProportionalMillionths,
    int cltvExpiryDelta) {
  static RouteHint read(WireReader reader) throws WireException {
    return new RouteHint(
        reader.point(),
        ShortChannelId.fromLong(reader.u64()),
        reader.u32(),
        reader.u32(),
        reader.u16());
  }
}
