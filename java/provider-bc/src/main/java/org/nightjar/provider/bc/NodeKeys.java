package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The open node keys. Kept as bytes, so that the long-lived copy can be wiped. */
final class NodeKeys {
  private final ConcurrentMap<Long, byte[]> keys = new ConcurrentHashMap<>();
  private final AtomicLong lastHandle = new AtomicLong();

  /** Takes a copy and gives its handle, never 0; 0 if the key is not valid. */
  long open(byte[] secretKey) {
    if (Curve.scalar(secretKey) == null) {
      return 0;
    }
    long handle = lastHandle.incrementAndGet();
    keys.put(handle, secretKey.clone());
    return handle;
  }

  /** The key of a handle, or null if there is none. */
  @Nullable BigInteger get(long handle) {
    byte[] key = keys.get(handle);
    return key == null ? null : Curve.integer(key);
  }

  void close(long handle) {
    byte[] key = keys.remove(handle);
    if (key != null) {
      Arrays.fill(key, (byte) 0);
    }
  }
}
