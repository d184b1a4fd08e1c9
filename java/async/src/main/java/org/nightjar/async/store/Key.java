package org.nightjar.async.store;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/**
 * What a record is stored under. Keys of a kind are ordered by their bytes, unsigned. Immutable.
 */
public final class Key implements Comparable<Key> {
  /** The longest id, in bytes. */
  public static final int MAX_ID_LENGTH = 255;

  private final Kind kind;
  private final byte[] id;

  private Key(Kind kind, byte[] id) {
    this.kind = kind;
    this.id = id;
  }

  /**
   * A key.
   *
   * @param id 1 to {@value #MAX_ID_LENGTH} bytes, copied
   * @throws IllegalArgumentException if the length is another
   */
  public static Key of(Kind kind, byte[] id) {
    if (id.length == 0 || id.length > MAX_ID_LENGTH) {
      throw new IllegalArgumentException("a key of " + id.length + " bytes");
    }
    return new Key(kind, id.clone());
  }

  public Kind kind() {
    return kind;
  }

  /** A copy of the id. */
  public byte[] id() {
    return id.clone();
  }

  @Override
  public int compareTo(Key other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : ByteArrays.compareUnsigned(id, other.id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && kind == key.kind && Arrays.equals(id, key.id);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(id);
  }

  @Override
  public String toString() {
    return kind + ":" + ByteArrays.hex(id);
  }
}
