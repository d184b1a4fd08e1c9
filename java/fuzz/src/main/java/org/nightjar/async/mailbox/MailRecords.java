package org.nightjar.async.mailbox;

import java.util.List;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.RecordReader;

/** Readers of a mailbox's records. */
public final class MailRecords {
  private static final Key MAIL = Key.of(Kind.MAIL, new byte[33]);

  private MailRecords() {}

  public static List<Reader> readers() {
    return List.of(
        new RecordReader(MAIL, stored -> MailboxCodec.encode(MailboxCodec.decode(stored))),
        new RecordReader(MAIL, stored -> MailboxCodec.encode(MailboxCodec.decodeMessage(stored))));
  }
}
