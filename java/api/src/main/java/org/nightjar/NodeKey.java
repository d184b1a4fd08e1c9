package org.nightjar;

import java.util.concurrent.atomic.AtomicInteger;
import org.nightjar.spi.Backend;

/**
 * A long-lived secret key, prepared once and kept by the provider: in native memory for the native
 * ones. Open it with {@link Nightjar#nodeKey}; close it to wipe it. Safe for many threads; a close
 * waits for nobody: the last call that uses the key wipes it.
 */
public final class NodeKey implements AutoCloseable {
  /** Set in {@link #users} once close was called. */
  private static final int CLOSED = 1 << 31;

  private final Backend backend;
  private final PublicKey publicKey;
  private final long handle;

  /**
   * Calls under way, and {@link #CLOSED}. At exactly CLOSED the key is wiped: no call can start any
   * more.
   */
  private final AtomicInteger users = new AtomicInteger();

  NodeKey(Backend backend, long handle, PublicKey publicKey) {
    this.backend = backend;
    this.handle = handle;
    this.publicKey = publicKey;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** Takes the handle for one call; {@link #release} follows. */
  long acquire(Backend caller) {
    if (caller != backend) {
      throw new IllegalArgumentException("this node key was opened by another Nightjar instance");
    }
    int before;
    do {
      before = users.get();
      if (before < 0) {
        throw new IllegalStateException("the node key is closed");
      }
    } while (!users.compareAndSet(before, before + 1));
    return handle;
  }

  void release() {
    if (users.decrementAndGet() == CLOSED) {
      backend.keyClose(handle);
    }
  }

  @Override
  public void close() {
    int before;
    do {
      before = users.get();
      if (before < 0) {
        return;
      }
    } while (!users.compareAndSet(before, before | CLOSED));
    if (before == 0) {
      backend.keyClose(handle);
    }
  }

  @Override
  public String toString() {
    return "NodeKey[" + publicKey + "]";
  }
}
