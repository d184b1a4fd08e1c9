package org.nightjar.async.mailbox;

import java.util.List;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.fuzz.Reader;
import org.nightjar.fuzz.Records;

/** Readers of a mailbox's records. */
public final class MailRecords {
  private static final Key MAIL = Key.of(Kind.MAIL, new byte[33]);

  private MailRecords() {}

  public static List<Reader> readers() {
    return List.of(
        Records.reader(MAIL, stored -> MailboxCodec.encode(MailboxCodec.decode(stored))),
        Records.reader(MAIL, stored -> MailboxCodec.encode(MailboxCodec.decodeMessage(stored))));
  }
}
