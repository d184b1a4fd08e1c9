package org.nightjar.ptlc;

import org.jspecify.annotations.Nullable;
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
 * An epoch in its recipient's store.
 *
 * @param before the mark before the last write: where the counter still is if a crash came between
 * @param mark of all answers in the journal
 * @param death null while it lives
 */
record EpochRecord(
    PoolCertificate certificate, JournalMark before, JournalMark mark, @Nullable EpochDeath death) {
  private static final int LIVE = 1;
  private static final int DEAD = 2;

  private static final long CERTIFICATE = 1;
  private static final long BEFORE = 3;
  private static final long MARK = 5;
  private static final long DEATH = 7;

  static Key key(EpochId epoch) {
    return Key.of(Kind.PTLC_EPOCH, epoch.raw());
  }

  static EpochRecord start(PoolCertificate certificate) {
    return new EpochRecord(certificate, JournalMark.START, JournalMark.START, null);
  }

  EpochRecord answered(JournalMark next) {
    return new EpochRecord(certificate, mark, next, death);
  }

  EpochRecord died(EpochDeath why) {
    return new EpochRecord(certificate, before, mark, why);
  }

  byte[] encode() {
    return RecordFormat.encode(
        death == null ? LIVE : DEAD,
        new TlvStreamBuilder()
            .put(CERTIFICATE, certificate.encode())
            .put(BEFORE, before.encode())
            .put(MARK, mark.encode())
            .put(DEATH, new WireWriter().u8(death == null ? 0 : death.number()))
            .build());
  }

  static EpochRecord decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    int number = fields.need(DEATH, WireReader::u8);
    EpochDeath death = null;
    for (EpochDeath each : EpochDeath.values()) {
      death = each.number() == number ? each : death;
    }
    if (fields.state() != (death == null ? LIVE : DEAD) || death == null && number != 0) {
      throw fields.damaged("no state of an epoch");
    }
    try {
      return new EpochRecord(
          PoolCertificate.decode(fields.need(CERTIFICATE, WireReader::rest)),
          fields.need(BEFORE, JournalMark::read),
          fields.need(MARK, JournalMark::read),
          death);
    } catch (RefusalException e) {
      throw fields.damaged("no certificate");
    }
  }
}
