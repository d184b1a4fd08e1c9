package org.nightjar.async.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.message.OnionMessage;

/** How a mailbox and its messages lie in the store. */
final class MailboxCodec {
  private static final int FILLED = 1;
  private static final long NEXT_NUMBER = 1;
  private static final long LETTERS = 3;
  private static final long WAKES = 5;
  private static final long LAST_WAKE = 7;

  private static final int QUEUED = 2;
  private static final long MESSAGE = 1;

  private MailboxCodec() {}

  static byte[] encode(FilledMailbox mailbox) {
    WireWriter letters = new WireWriter();
    for (Letter letter : mailbox.letters()) {
      letters
          .u64(letter.number())
          .bytes(letter.hmac().toBytes())
          .bytes(letter.source().toBytes())
          .u64(letter.expiry());
    }
    return RecordFormat.encode(
        FILLED,
        new TlvStreamBuilder()
            .put(NEXT_NUMBER, new WireWriter().u64(mailbox.nextNumber()))
            .put(LETTERS, letters)
            .put(WAKES, new WireWriter().u32(mailbox.wakes()))
            .put(LAST_WAKE, new WireWriter().u64(mailbox.lastWake()))
            .build());
  }

  static Mailbox decode(Optional<Stored> stored) throws StoreException {
    return stored.isEmpty() ? new EmptyMailbox() : decode(stored.get());
  }

  static FilledMailbox decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    if (fields.state() != FILLED) {
      throw fields.damaged("no mailbox");
    }
    return new FilledMailbox(
        fields.need(NEXT_NUMBER, WireReader::u64),
        fields.need(LETTERS, MailboxCodec::readLetters),
        fields.need(WAKES, reader -> Math.toIntExact(reader.u32())),
        fields.need(LAST_WAKE, WireReader::u64));
  }

  private static List<Letter> readLetters(WireReader reader) throws WireException {
    List<Letter> letters = new ArrayList<>();
    do {
      letters.add(new Letter(reader.u64(), PacketHmac.read(reader), reader.point(), reader.u64()));
    } while (reader.remaining() > 0);
    return letters;
  }

  static byte[] encode(OnionMessage message) {
    return RecordFormat.encode(
        QUEUED, new TlvStreamBuilder().put(MESSAGE, message.encode()).build());
  }

  static OnionMessage decodeMessage(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    if (fields.state() != QUEUED) {
      throw fields.damaged("no message");
    }
    return fields.need(MESSAGE, reader -> OnionMessage.decode(reader.rest()));
  }
}
