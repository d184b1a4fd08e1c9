package org.nightjar.async;

/**
 * What a node calls one outgoing HTLC; local to it. An id is used for one HTLC only: 32 bytes.
 * Immutable.
 */
public final class AttemptId extends Bytes32 {
  private AttemptId(byte[] bytes) {
    super(bytes);
  }

  /**
   * From 32 bytes, copied.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static AttemptId of(byte[] bytes) {
    return new AttemptId(bytes);
  }
}
