package org.nightjar;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.PeeledLayout;

/**
 * Packets of one length that are peeled together, for payments and for onion messages: what {@link
 * Nightjar#peel} gives of each.
 */
public final class PeelBatch extends Batch<Peeled> {
  private static final byte[] NO_PATH_KEY = new byte[PublicKey.LENGTH];

  private final Backend backend;
  private final Primitives primitives;
  private final int onionLength;
  private final int assocLength;
  private final Column onions;
  private final Column assocs;
  private final Column pathKeys;
  private final Column peeled;
  private boolean anyPathKey;

  PeelBatch(
      Backend backend, Primitives primitives, int capacity, int onionLength, int assocLength) {
    super(capacity, Math.max(PeeledLayout.length(onionLength), assocLength));
    this.backend = backend;
    this.primitives = primitives;
    this.onionLength =
        inRange(onionLength, OnionPacket.MIN_LENGTH, OnionPacket.MAX_LENGTH, "onion length");
    this.assocLength =
        inRange(assocLength, 0, Nightjar.ASSOC_MAX_LENGTH, "length of associated data");
    onions = column(onionLength);
    assocs = column(assocLength);
    pathKeys = column(PublicKey.LENGTH);
    peeled = secretColumn(PeeledLayout.length(onionLength));
  }

  /**
   * Adds a packet.
   *
   * @param pathKey the path key that came with it, or null
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if a length is not that of this batch
   */
  public void add(OnionPacket packet, byte[] assoc, @Nullable PublicKey pathKey) {
    int index = next();
    inRange(packet.length(), onionLength, onionLength, "packet length");
    putRest(index, assoc, pathKey);
    onions.put(index, packet.raw(), packet.rawOffset());
    added();
  }

  /**
   * Adds a packet out of a buffer, direct or not, as it came from a peer.
   *
   * @param packet what lies between its position and its limit, which stay where they are
   * @param pathKey the path key that came with it, or null
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if a length is not that of this batch
   */
  public void add(ByteBuffer packet, byte[] assoc, @Nullable PublicKey pathKey) {
    int index = next();
    inRange(packet.remaining(), onionLength, onionLength, "packet length");
    putRest(index, assoc, pathKey);
    onions.put(index, packet);
    added();
  }

  private void putRest(int index, byte[] assoc, @Nullable PublicKey pathKey) {
    inRange(assoc.length, assocLength, assocLength, "length of associated data");
    assocs.put(index, assoc, 0);
    pathKeys.put(index, pathKey == null ? NO_PATH_KEY : pathKey.raw(), 0);
    anyPathKey |= pathKey != null;
  }

  /**
   * Peels every packet added.
   *
   * @throws IllegalStateException if the key is closed
   */
  public void peel(NodeKey key) {
    compute(
        backend,
        key,
        handle ->
            backend.onionPeelBatch(
                peeled.buffer(),
                handle,
                size(),
                onions.buffer(),
                onionLength,
                assocs.buffer(),
                assocLength,
                anyPathKey ? pathKeys.buffer() : null));
  }

  @Override
  Peeled read(int index) {
    byte[] head = peeled.get(index, PeeledLayout.SHARED_SECRET);
    int payloadLength = Bytes.readInt(head, PeeledLayout.PAYLOAD_LENGTH);
    byte[] layout = peeled.get(index, PeeledLayout.payload(onionLength) + payloadLength);
    boolean withPathKey = pathKeys.get(index, 1)[0] != 0;
    return PeelAnswer.read(primitives, layout, onionLength, withPathKey);
  }

  @Override
  public void clear() {
    super.clear();
    anyPathKey = false;
  }
}
