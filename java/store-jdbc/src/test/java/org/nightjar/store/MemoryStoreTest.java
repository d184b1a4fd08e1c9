package org.nightjar.store;

import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;

class MemoryStoreTest extends StoreConformance {
  @Override
  protected Store create() {
    return new MemoryStore();
  }

  @Override
  protected Store reopen(Store open) {
    return open;
  }
}
