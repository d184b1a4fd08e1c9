package org.nightjar.ptlc;

import org.nightjar.Nightjar;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * How far an epoch's journal is: two journals with the same mark have the same answers.
 *
 * @param count of answers
 * @param head a hash over all of them
 */
public record JournalMark(long count, Hash32 head) {
  /** Of an empty journal. */
  public static final JournalMark START = new JournalMark(0, Hash32.of(new byte[Hash32.LENGTH]));

  /** After one more answer: head = H(head before | u32 index | message hash | parts). */
  JournalMark next(Nightjar nightjar, long index, AnswerRecord.Answer answer) {
    byte[] number = new WireWriter().u32(index).toBytes();
    byte[] message = answer.message().raw();
    return new JournalMark(
        count + 1, Hashing.JOURNAL.of(nightjar, head.raw(), number, message, answer.parts().raw()));
  }

  WireWriter encode() {
    return new WireWriter().u64(count).bytes(head.raw());
  }

  static JournalMark read(WireReader reader) throws WireException {
    return new JournalMark(reader.u64(), Hash32.of(reader.bytes(Hash32.LENGTH)));
  }
}
