package org.nightjar.ptlc;

import java.nio.ByteBuffer;
import org.nightjar.async.store.Key;

/** The public name of an epoch: the time in which one device uses one secret. Immutable. */
public final class EpochId extends FixedBytes {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  private EpochId(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static EpochId of(byte[] bytes) {
    return new EpochId(bytes);
  }

  /** Whether a record is of this epoch: ids begin with it. */
  boolean isPrefixOf(Key key) {
    return ByteBuffer.wrap(key.id(), 0, LENGTH).equals(ByteBuffer.wrap(raw()));
  }
}
