package org.nightjar.async.server;

import java.util.Arrays;
import org.nightjar.internal.ByteArrays;

/** What a server calls a recipient; it is in the paths that the recipient gets. Immutable. */
final class RecipientId {
  /** Short, since it is in every offer. */
  static final int MAX_LENGTH = 64;

  private final byte[] bytes;

  private RecipientId(byte[] bytes) {
    this.bytes = bytes;
  }

  static boolean isLength(int length) {
    return length > 0 && length <= MAX_LENGTH;
  }

  /**
   * From its bytes, copied.
   *
   * @throws IllegalArgumentException if they are not 1 to {@value #MAX_LENGTH}
   */
  static RecipientId of(byte[] bytes) {
    if (!isLength(bytes.length)) {
      throw new IllegalArgumentException(
          "a recipient id has 1 to " + MAX_LENGTH + " bytes, not " + bytes.length);
    }
    return new RecipientId(bytes.clone());
  }

  byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecipientId id && Arrays.equals(bytes, id.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return ByteArrays.hex(bytes);
  }
}
