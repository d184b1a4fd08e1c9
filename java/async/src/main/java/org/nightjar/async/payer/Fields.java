package org.nightjar.async.payer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * Fields of a record that this program wrote; all that it knows, since it writes them all again.
 */
final class Fields {
  private final TlvStream stream;

  /**
   * The fields of a stream.
   *
   * @param last the highest type that this program knows
   * @throws WireException if there is one that this program does not know
   */
  Fields(TlvStream stream, long last) throws WireException {
    stream.refuse(
        record -> Long.compareUnsigned(record.type(), last) > 0,
        WireException.Reason.FORBIDDEN_TYPE,
        "a field that this program does not know");
    this.stream = stream;
  }

  <T> Optional<T> find(long type, TlvStream.ValueReader<T> value) throws WireException {
    return Optional.ofNullable(stream.read(type, value));
  }

  <T> T need(long type, TlvStream.ValueReader<T> value) throws WireException {
    Optional<T> found = find(type, value);
    if (found.isEmpty()) {
      throw WireException.missing(type, "field");
    }
    return found.get();
  }

  int number(long type) throws WireException {
    return need(type, reader -> Math.toIntExact(reader.u32()));
  }

  long amount(long type) throws WireException {
    return need(type, WireReader::u64);
  }

  Instant time(long type) throws WireException {
    return Instant.ofEpochMilli(need(type, WireReader::u64));
  }

  String text(long type) throws WireException {
    return new String(need(type, WireReader::rest), StandardCharsets.UTF_8);
  }

  static WireWriter time(Instant time) {
    return new WireWriter().u64(time.toEpochMilli());
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Items back to back, each behind its length. */
  static byte[] list(List<byte[]> items) {
    WireWriter writer = new WireWriter();
    items.forEach(item -> writer.bigSize(item.length).bytes(item));
    return writer.toBytes();
  }

  /** Reads what {@link #list} wrote. */
  static <T> List<T> list(WireReader reader, TlvStream.ValueReader<T> item) throws WireException {
    List<T> items = new ArrayList<>();
    while (reader.remaining() > 0) {
      WireReader one = new WireReader(reader.bytes(reader.bigSize()));
      items.add(item.read(one));
      one.expectEnd();
    }
    return items;
  }
}
