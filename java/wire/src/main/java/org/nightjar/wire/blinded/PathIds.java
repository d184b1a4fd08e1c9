package org.nightjar.wire.blinded;

import java.security.MessageDigest;
import java.util.Arrays;
import org.nightjar.Nightjar;

/**
 * Path ids that need no memory: HMAC-SHA256 of what a path is for, with a key that never leaves
 * this node. Nobody else can make one, and one that was made for another purpose does not verify.
 * Without it a peer could build a path to this node itself, and have it answer as on a path that it
 * gave out (BOLT 4 "Route Blinding": {@code path_id}). Safe for many threads; close it when no call
 * uses it.
 */
public final class PathIds implements AutoCloseable {
  /** Length of a path id. */
  public static final int LENGTH = 32;

  private final Nightjar nightjar;
  private final byte[] localKey;

  /**
   * Path ids of a node.
   *
   * @param localKey 32 bytes, secret, for nothing else; copied
   * @throws IllegalArgumentException if the length is another
   */
  public PathIds(Nightjar nightjar, byte[] localKey) {
    if (localKey.length != LENGTH) {
      throw new IllegalArgumentException(
          "the local key has " + localKey.length + " bytes, needs " + LENGTH);
    }
    this.nightjar = nightjar;
    this.localKey = localKey.clone();
  }

  /**
   * The path id of a context.
   *
   * @param context what the path is for, in an encoding of which no two contexts share one; it
   *     should say its kind, and when it expires
   * @return 32 bytes
   */
  public byte[] create(byte[] context) {
    return nightjar.primitives().hmacSha256(localKey, context);
  }

  /** Whether a path id was made here for this context. Constant time in the bytes. */
  public boolean verify(byte[] context, byte[] pathId) {
    return MessageDigest.isEqual(create(context), pathId);
  }

  /** Wipes the key. */
  @Override
  public void close() {
    Arrays.fill(localKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "PathIds[redacted]";
  }
}
