package org.nightjar.ptlc;

import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What an LSP does with a pool.
 *
 * @param basket the index that everybody gets, if the pool is of baskets
 * @param dead whether the recipient said that the epoch is
 */
record ServingRecord(long basket, boolean dead) {
  private static final int SERVED = 1;
  private static final int DEAD = 2;
  private static final long BASKET = 1;

  static Key key(EpochId epoch) {
    return Key.of(Kind.PTLC_SERVING, epoch.raw());
  }

  byte[] encode() {
    return RecordFormat.encode(
        dead ? DEAD : SERVED,
        new TlvStreamBuilder().put(BASKET, new WireWriter().u32(basket)).build());
  }

  static ServingRecord decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    long basket = fields.need(BASKET, WireReader::u32);
    return switch (fields.state()) {
      case SERVED -> new ServingRecord(basket, false);
      case DEAD -> new ServingRecord(basket, true);
      default -> throw fields.damaged("no state of a pool");
    };
  }
}
