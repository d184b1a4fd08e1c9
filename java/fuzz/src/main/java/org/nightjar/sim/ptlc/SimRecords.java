package org.nightjar.sim.ptlc;

import java.util.List;
import org.nightjar.async.AttemptId;
import org.nightjar.async.HtlcId;
import org.nightjar.async.PaymentId;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.RecordReader;

/** Readers of the records of PTLC roles. */
public final class SimRecords {
  private static final Key ARRIVAL = Key.of(Kind.PTLC_ARRIVAL, new byte[HtlcId.LENGTH]);
  private static final Key ORDER = Key.of(Kind.PTLC_ORDER, new byte[PaymentId.LENGTH]);
  private static final Key TRANSIT = Key.of(Kind.PTLC_TRANSIT, new byte[AttemptId.LENGTH]);

  private SimRecords() {}

  public static List<Reader> readers() {
    return List.of(
        new RecordReader(ARRIVAL, SimRecords::arrival),
        new RecordReader(ORDER, SimRecords::order),
        new RecordReader(TRANSIT, SimRecords::transit));
  }

  private static byte[] arrival(Stored stored) throws StoreException {
    Arrival.decode(stored);
    return stored.value();
  }

  private static byte[] order(Stored stored) throws StoreException {
    PtlcOrder.decode(stored);
    return stored.value();
  }

  private static byte[] transit(Stored stored) throws StoreException {
    Transit.decode(stored);
    return stored.value();
  }
}
