package org.nightjar.ptlc;

import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireReader;

/** A pool in the LSP's store; it never changes. */
final class PoolRecord {
  private static final int UPLOADED = 1;
  private static final long POOL = 1;

  private PoolRecord() {}

  static Key key(EpochId epoch) {
    return Key.of(Kind.PTLC_POOL, epoch.raw());
  }

  static byte[] encode(NoncePool pool) {
    return RecordFormat.encode(UPLOADED, new TlvStreamBuilder().put(POOL, pool.encode()).build());
  }

  static NoncePool decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    try {
      if (fields.state() == UPLOADED) {
        return NoncePool.decode(fields.need(POOL, WireReader::rest));
      }
    } catch (RefusalException e) {
      // as any other damage
    }
    throw fields.damaged("no pool");
  }
}
