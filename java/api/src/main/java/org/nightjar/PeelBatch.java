package org.nightjar;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.PeeledLayout;

/**
 * Packets of one length that are peeled together: one crossing to native code for all of them. Add
 * packets, {@link #peel}, read the results, {@link #clear}, and use it again: it allocates nothing
 * but results. Not for use by two threads at once.
 */
public final class PeelBatch {
  private static final int MAX_COUNT = 65536;
  private static final byte[] NO_PATH_KEY = new byte[PublicKey.LENGTH];

  private final Backend backend;
  private final Primitives primitives;
  private final int capacity;
  private final int onionLength;
  private final int assocLength;
  private final ByteBuffer onions;
  private final ByteBuffer assocs;
  private final ByteBuffer pathKeys;
  private final ByteBuffer peeled;
  private int count;
  private int peeledCount;
  private boolean anyPathKey;

  PeelBatch(
      Backend backend, Primitives primitives, int capacity, int onionLength, int assocLength) {
    this.backend = backend;
    this.primitives = primitives;
    this.capacity = inRange(capacity, 1, MAX_COUNT, "capacity");
    this.onionLength =
        inRange(onionLength, OnionPacket.MIN_LENGTH, OnionPacket.MAX_LENGTH, "onion length");
    this.assocLength =
        inRange(assocLength, 0, Nightjar.ASSOC_MAX_LENGTH, "length of associated data");
    checkSize(capacity, Math.max(PeeledLayout.length(onionLength), assocLength));
    onions = buffer(capacity, onionLength);
    assocs = buffer(capacity, assocLength);
    pathKeys = buffer(capacity, PublicKey.LENGTH);
    peeled = buffer(capacity, PeeledLayout.length(onionLength));
  }

  private static int inRange(int value, int min, int max, String what) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(what + " is " + value + ", must be " + min + " to " + max);
    }
    return value;
  }

  /** Before any buffer is allocated: the longest shall fit one. */
  private static void checkSize(int capacity, int length) {
    if ((long) capacity * length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          capacity + " packets need more than 2 GiB: use a smaller capacity");
    }
  }

  private static ByteBuffer buffer(int capacity, int length) {
    return ByteBuffer.allocateDirect(capacity * length);
  }

  /** Packets added since the last {@link #clear}. */
  public int size() {
    return count;
  }

  public boolean isFull() {
    return count == capacity;
  }

  /**
   * Adds a packet.
   *
   * @param pathKey the path key that came with it, or null
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if a length is not that of this batch
   */
  public void add(OnionPacket packet, byte[] assoc, @Nullable PublicKey pathKey) {
    if (isFull()) {
      throw new IllegalStateException("the batch is full at " + capacity + " packets");
    }
    inRange(packet.length(), onionLength, onionLength, "packet length");
    inRange(assoc.length, assocLength, assocLength, "length of associated data");
    put(onions, count, packet.raw(), packet.rawOffset(), onionLength);
    put(assocs, count, assoc, 0, assocLength);
    put(pathKeys, count, pathKey == null ? NO_PATH_KEY : pathKey.raw(), 0, PublicKey.LENGTH);
    anyPathKey |= pathKey != null;
    count++;
  }

  private static void put(ByteBuffer to, int index, byte[] from, int offset, int length) {
    to.clear().position(index * length);
    to.put(from, offset, length);
  }

  /**
   * Peels every packet added.
   *
   * @throws IllegalStateException if the key is closed
   */
  public void peel(NodeKey key) {
    peeledCount = 0;
    long handle = key.acquire(backend);
    try {
      Errors.check(
          backend.onionPeelBatch(
              peeled,
              handle,
              count,
              onions,
              onionLength,
              assocs,
              assocLength,
              anyPathKey ? pathKeys : null));
    } finally {
      key.release();
    }
    peeledCount = count;
  }

  /**
   * The result of one packet, in the order of adding; a copy of its own.
   *
   * @throws IndexOutOfBoundsException if no packet with this index was peeled
   */
  public Peeled result(int index) {
    Objects.checkIndex(index, peeledCount);
    int from = index * PeeledLayout.length(onionLength);
    int payloadLength = peeled.getInt(from + PeeledLayout.PAYLOAD_LENGTH);
    byte[] layout = new byte[PeeledLayout.payload(onionLength) + payloadLength];
    peeled.clear().position(from);
    peeled.get(layout);
    boolean withPathKey = pathKeys.get(index * PublicKey.LENGTH) != 0;
    return PeelAnswer.read(primitives, layout, onionLength, withPathKey);
  }

  /** Forgets packets and results, and wipes the results: payloads and shared secrets. */
  public void clear() {
    peeled.clear().limit(count * PeeledLayout.length(onionLength));
    while (peeled.remaining() >= Long.BYTES) {
      peeled.putLong(0);
    }
    while (peeled.hasRemaining()) {
      peeled.put((byte) 0);
    }
    count = 0;
    peeledCount = 0;
    anyPathKey = false;
  }
}
