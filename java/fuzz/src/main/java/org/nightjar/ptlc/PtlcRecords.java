package org.nightjar.ptlc;

import java.util.List;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.Records;

/** Readers of the records of reusable PTLC invoices. */
public final class PtlcRecords {
  private static final Key EPOCH = Key.of(Kind.PTLC_EPOCH, new byte[32]);

  private PtlcRecords() {}

  public static List<Reader> readers() {
    return List.of(
        Records.reader(EPOCH, stored -> EpochRecord.decode(stored).encode()),
        Records.reader(EPOCH, stored -> AnswerRecord.decode(stored).encode()),
        Records.reader(EPOCH, stored -> StoredCounter.encode(StoredCounter.decode(stored))),
        Records.reader(EPOCH, stored -> PoolRecord.encode(PoolRecord.decode(stored))),
        Records.reader(EPOCH, stored -> ServingRecord.decode(stored).encode()),
        Records.reader(EPOCH, stored -> IssueRecord.decode(stored).encode()),
        Records.reader(EPOCH, stored -> PaymentRecord.decode(stored).encode()));
  }
}
