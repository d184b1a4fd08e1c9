package org.nightjar.ptlc;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** What an index answered, in the order in which it did. */
record AnswerRecord(List<Answer> answers) {
  private static final int ANSWERED = 1;
  private static final long ANSWERS = 1;

  /**
   * One answer.
   *
   * @param message its hash
   * @param parts over which PTLCs, see {@link Journal}
   */
  record Answer(Hash32 message, Hash32 parts) {}

  static Key key(EpochId epoch, long index) {
    return Key.of(Kind.PTLC_ANSWER, new WireWriter().bytes(epoch.raw()).u32(index).toBytes());
  }

  AnswerRecord with(Answer answer) {
    List<Answer> all = new ArrayList<>(answers);
    all.add(answer);
    return new AnswerRecord(all);
  }

  byte[] encode() {
    WireWriter all = new WireWriter();
    answers.forEach(answer -> all.bytes(answer.message().raw()).bytes(answer.parts().raw()));
    return RecordFormat.encode(ANSWERED, new TlvStreamBuilder().put(ANSWERS, all).build());
  }

  static AnswerRecord decode(Stored stored) throws StoreException {
    RecordFields fields = RecordFields.of(stored);
    List<Answer> answers = fields.need(ANSWERS, AnswerRecord::read);
    if (fields.state() != ANSWERED || answers.isEmpty()) {
      throw fields.damaged("no answers");
    }
    return new AnswerRecord(answers);
  }

  private static List<Answer> read(WireReader reader) throws WireException {
    List<Answer> answers = new ArrayList<>();
    while (reader.remaining() > 0) {
      answers.add(
          new Answer(
              Hash32.of(reader.bytes(Hash32.LENGTH)), Hash32.of(reader.bytes(Hash32.LENGTH))));
    }
    return answers;
  }
}
