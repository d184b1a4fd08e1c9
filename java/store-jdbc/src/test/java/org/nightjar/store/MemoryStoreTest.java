package org.nightjar.store;

import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;

class MemoryStoreTest extends StoreConformance {
  @Override
  Store create() {
    return new MemoryStore();
  }

  @Override
  Store reopen(Store open) {
    return open;
  }
}
