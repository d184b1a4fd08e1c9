package org.nightjar.ptlc;

import java.util.List;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.RecordReader;

/** Readers of the records of reusable PTLC invoices. */
public final class PtlcRecords {
  private static final Key EPOCH = Key.of(Kind.PTLC_EPOCH, new byte[32]);

  private PtlcRecords() {}

  public static List<Reader> readers() {
    return List.of(
        new RecordReader(EPOCH, stored -> EpochRecord.decode(stored).encode()),
        new RecordReader(EPOCH, stored -> AnswerRecord.decode(stored).encode()),
        new RecordReader(EPOCH, stored -> StoredCounter.encode(StoredCounter.decode(stored))),
        new RecordReader(EPOCH, stored -> PoolRecord.encode(PoolRecord.decode(stored))),
        new RecordReader(EPOCH, stored -> ServingRecord.decode(stored).encode()),
        new RecordReader(EPOCH, stored -> IssueRecord.decode(stored).encode()),
        new RecordReader(EPOCH, stored -> PaymentRecord.decode(stored).encode()));
  }
}
