package org.nightjar.fuzz;

import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.wire.WireException;

/** Reads bytes and writes what it read, or refuses them. */
@FunctionalInterface
public interface Reader {
  /** The encoding of what the bytes mean. */
  byte[] again(byte[] bytes) throws WireException, RefusalException, StoreException;
}
