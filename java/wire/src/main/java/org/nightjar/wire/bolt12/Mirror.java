package org.nightjar.wire.bolt12;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/** Records that a document must repeat byte for byte. */
final class Mirror {
  private Mirror() {}

  static List<TlvRecord> records(TlvStream stream, LongPredicate range) {
    return stream.records().stream().filter(record -> range.test(record.type())).toList();
  }

  /**
   * Refuses a document whose records of a range are not those of the original.
   *
   * @throws WireException of reason MISMATCH with the lowest type that differs
   */
  static void check(TlvStream original, TlvStream answer, LongPredicate range)
      throws WireException {
    Map<Long, TlvRecord> open = new HashMap<>();
    records(original, range).forEach(record -> open.put(record.type(), record));
    for (TlvRecord record : records(answer, range)) {
      if (!record.equals(open.remove(record.type()))) {
        throw differs(record.type());
      }
    }
    if (!open.isEmpty()) {
      throw differs(open.keySet().stream().min(Long::compareUnsigned).orElseThrow());
    }
  }

  private static WireException differs(long type) {
    return WireException.ofType(
        WireException.Reason.MISMATCH, type, "is not the same as in what it answers");
  }
}
