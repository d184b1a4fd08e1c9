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
 * That an index was issued, in the LSP's store, under the index and under the payer's commitment.
 *
 * @param asker a hash of who asked
 */
record IssueRecord(IssueStatement statement, Hash32 asker) {
  private static final int ISSUED = 1;
  private static final long STATEMENT = 1;
  private static final long ASKER = 3;

  static Key key(EpochId epoch, long index) {
    return Key.of(Kind.PTLC_ISSUE, new WireWriter().bytes(epoch.raw()).u32(index).toBytes());
  }

  static Key key(EpochId epoch, Hash32 payerCommitment) {
    return Key.of(
        Kind.PTLC_ISSUED_TO,
        new WireWriter().bytes(epoch.raw()).bytes(payerCommitment.raw()).toBytes());
  }

  byte[] encode() {
    return RecordFormat.encode(
        ISSUED,
        new TlvStreamBuilder().put(STATEMENT, statement.encode()).put(ASKER, asker.raw()).build());
  }

  static IssueRecord decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    if (fields.state() != ISSUED) {
      throw fields.damaged("no issue");
    }
    try {
      return new IssueRecord(
          IssueStatement.decode(fields.need(STATEMENT, WireReader::rest)),
          fields.need(ASKER, reader -> Hash32.of(reader.bytes(Hash32.LENGTH))));
    } catch (RefusalException e) {
      throw fields.damaged("no statement");
    }
  }
}
