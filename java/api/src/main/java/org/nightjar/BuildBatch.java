package org.nightjar;

import java.util.List;
import org.nightjar.spi.Backend;

/**
 * Packets of one length, for routes with one number of hops, that are built together: what {@link
 * Nightjar#buildOnion} gives of each.
 */
public final class BuildBatch extends Batch<BuiltOnion> {
  private final Backend backend;
  private final int hopCount;
  private final int payloadsLength;
  private final int assocLength;
  private final Column sessionKeys = secretColumn(SecretKey.LENGTH);
  private final Column hops;
  private final Column payloads;
  private final Column payloadLengths;
  private final Column assocs;
  private final Column onions;
  private final Column sharedSecrets;
  private final Column statuses = column(Integer.BYTES);
  private int payloadsUsed;

  BuildBatch(Backend backend, int capacity, int hopCount, int payloadsLength, int assocLength) {
    super(
        inRange(capacity, 1, Backend.BUILD_BATCH_MAX_COUNT, "capacity"),
        Math.max(OnionPacket.OVERHEAD + payloadsLength, assocLength));
    this.backend = backend;
    this.payloadsLength = Nightjar.checkPayloadsLength(payloadsLength);
    int mostHops = payloadsLength / Hop.MIN_PACKET_ROOM;
    this.hopCount = inRange(hopCount, 1, mostHops, "number of hops");
    this.assocLength =
        inRange(assocLength, 0, Nightjar.ASSOC_MAX_LENGTH, "length of associated data");
    hops = column(hopCount, PublicKey.LENGTH);
    payloads = secretColumn(payloadsLength);
    payloadLengths = column(hopCount, Integer.BYTES);
    assocs = column(assocLength);
    onions = column(OnionPacket.OVERHEAD + payloadsLength);
    sharedSecrets = secretColumn(hopCount * SharedSecret.LENGTH);
  }

  /**
   * Adds a route.
   *
   * @param sessionKey fresh for every onion
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if the number of hops or the length of the associated data is
   *     not that of this batch, or the payloads do not fit
   */
  public void add(SecretKey sessionKey, List<Hop> route, byte[] assoc) {
    int index = next();
    inRange(route.size(), hopCount, hopCount, "number of hops");
    inRange(assoc.length, assocLength, assocLength, "length of associated data");
    Nightjar.checkRoom(route, payloadsLength);
    sessionKeys.put(index, sessionKey.raw(), 0);
    assocs.put(index, assoc, 0);
    int at = index * hopCount;
    for (Hop hop : route) {
      hops.put(at, hop.node().raw(), 0);
      payloadLengths.putInt(at, hop.rawPayload().length);
      payloads.putAt(payloadsUsed, hop.rawPayload());
      payloadsUsed += hop.rawPayload().length;
      at++;
    }
    added();
  }

  /** Builds every packet. */
  public void build() {
    compute(
        () ->
            backend.onionBuildBatch(
                onions.buffer(),
                OnionPacket.OVERHEAD + payloadsLength,
                sharedSecrets.buffer(),
                statuses.buffer(),
                size(),
                sessionKeys.buffer(),
                hopCount,
                hops.buffer(),
                payloads.buffer(),
                payloadsUsed,
                payloadLengths.buffer(),
                assocs.buffer(),
                assocLength));
  }

  @Override
  BuiltOnion read(int index) {
    Errors.check(statuses.getInt(index));
    return BuiltOnion.of(onions.get(index), sharedSecrets.get(index));
  }

  @Override
  public void clear() {
    super.clear();
    payloadsUsed = 0;
  }
}
