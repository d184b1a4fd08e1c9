package org.nightjar.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;

class SqliteStoreTest extends StoreConformance {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("a store?with %41 strange #name.db");
  }

  @Override
  protected Store create() throws StoreException {
    return JdbcStore.open(file());
  }

  @Override
  protected Store reopen(Store open) throws StoreException {
    open.close();
    return JdbcStore.open(file());
  }
}
