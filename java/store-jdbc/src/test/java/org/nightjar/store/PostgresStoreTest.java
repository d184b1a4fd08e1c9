package org.nightjar.store;

import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;

class PostgresStoreTest extends StoreConformance {
  private String url;

  @Override
  protected Store create() throws Exception {
    url = PostgresServer.shared().newSchema();
    return JdbcStore.open(url);
  }

  @Override
  protected Store reopen(Store open) throws StoreException {
    open.close();
    return JdbcStore.open(url);
  }
}
