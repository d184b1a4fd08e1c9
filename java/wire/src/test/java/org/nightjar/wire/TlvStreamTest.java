package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.wire.WireException.Reason;

class TlvStreamTest {
  @Test
  void keepsUnknownRecordsByteForByte() throws WireException {
    byte[] bytes = hex("0000 01020a0b fd00fd00 fe0001000001ff ff80000000000000000101");
    TlvStream stream = TlvStream.decode(bytes);
    assertThat(stream.records())
        .extracting(TlvRecord::type)
        .containsExactly(0L, 1L, 253L, 65536L, Long.MIN_VALUE);
    assertThat(stream.find(1).orElseThrow().value()).containsExactly(10, 11);
    assertThat(stream.find(2)).isEmpty();
    assertThat(stream.encode()).isEqualTo(bytes);
    assertThat(TlvStream.of(stream.records())).isEqualTo(stream).hasSameHashCodeAs(stream);
  }

  @Test
  void anEmptyStreamIsOne() throws WireException {
    assertThat(TlvStream.decode(new byte[0]).records()).isEmpty();
    assertThat(TlvStream.of(List.of()).encode()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0100 0100, 1, 2",
    "0200 0100, 1, 2",
    "fd00fd00 fc00, 252, 4",
    "ffffffffffffffffff00 0000, 0, 10",
    "ff800000000000000000 ff7fffffffffffffff00, 9223372036854775807, 10",
    "0100 0300 0300, 3, 4"
  })
  void typesStrictlyIncrease(String bytes, String type, int offset) {
    WireException e = refused(() -> TlvStream.decode(hex(bytes)));
    assertThat(e.reason()).isEqualTo(Reason.TYPE_ORDER);
    assertThat(e.type()).hasValue(Long.parseUnsignedLong(type));
    assertThat(e.offset()).hasValue(offset);
  }

  @Test
  void typesIncreaseAsUnsignedNumbers() throws WireException {
    byte[] bytes = hex("ff7fffffffffffffff00 ff800000000000000000 ffffffffffffffffff00");
    assertThat(TlvStream.decode(bytes).encode()).isEqualTo(bytes);
  }

  @Test
  void theProgramsWrongOrderIsItsOwnError() {
    TlvRecord one = TlvRecord.of(1, new byte[0]);
    TlvRecord last = TlvRecord.of(-1, new byte[0]);
    assertThat(TlvStream.of(List.of(one, last)).records()).hasSize(2);
    assertThatThrownBy(() -> TlvStream.of(List.of(last, one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("18446744073709551615");
    assertThatThrownBy(() -> TlvStream.of(List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "fd, TRUNCATED, , 0",
    "0100 fd00, TRUNCATED, , 2",
    "0100 fd00fc00, NOT_MINIMAL, , 2",
    "0100 03, TRUNCATED, 3, 2",
    "0100 03fd, TRUNCATED, 3, 2",
    "0100 03fd0001ff, NOT_MINIMAL, 3, 2",
    "0100 0302ff, TRUNCATED, 3, 2"
  })
  void anErrorNamesTypeAndOffset(String bytes, Reason reason, Long type, int offset) {
    WireException e = refused(() -> TlvStream.decode(hex(bytes)));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.offset()).hasValue(offset);
    if (type == null) {
      assertThat(e.type()).isEmpty();
    } else {
      assertThat(e.type()).hasValue(type);
      assertThat(e).hasMessageStartingWith("TLV type " + type + " at byte " + offset);
    }
  }

  @Test
  void evenIsRefusedUnlessKnown() throws WireException {
    TlvStream stream = TlvStream.decode(hex("0100 0200 0400"));
    stream.refuseUnknownEven(type -> type == 2 || type == 4);
    WireException e = refused(() -> stream.refuseUnknownEven(type -> type == 2));
    assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_EVEN_TYPE);
    assertThat(e.type()).hasValue(4);
    assertThat(e.offset()).hasValue(4);
  }

  @Test
  void aValueIsReadToItsEnd() throws WireException {
    TlvStream stream = TlvStream.decode(hex("010103 0302abcd"));
    assertThat(stream.read(1, WireReader::u8)).isEqualTo(3);
    assertThat(stream.read(2, WireReader::u8)).isNull();
    WireException longer = refused(() -> stream.read(3, WireReader::u8));
    assertThat(longer.reason()).isEqualTo(Reason.TRAILING);
    assertThat(longer.type()).hasValue(3);
    assertThat(longer.offset()).hasValue(3);
    WireException shorter = refused(() -> stream.read(3, WireReader::u32));
    assertThat(shorter.reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(shorter.type()).hasValue(3);
  }

  @Test
  void recordsAreValues() {
    byte[] value = {1, 2};
    TlvRecord record = TlvRecord.of(3, value);
    value[0] = 9;
    record.value()[1] = 9;
    assertThat(record)
        .isEqualTo(TlvRecord.of(3, new byte[] {1, 2}))
        .hasSameHashCodeAs(TlvRecord.of(3, new byte[] {1, 2}))
        .isNotEqualTo(TlvRecord.of(3, new byte[] {1, 3}))
        .isNotEqualTo(TlvRecord.of(5, new byte[] {1, 2}));
    assertThat(TlvRecord.of(-1, value)).hasToString("TlvRecord[18446744073709551615, 2 bytes]");
    assertThat(TlvStream.of(List.of(record))).hasToString("TlvStream[TlvRecord[3, 2 bytes]]");
    assertThatThrownBy(() -> TlvStream.of(List.of(record)).records().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void randomStreamsComeBack() throws WireException {
    Random64 random = Random64.of("TLV round trip");
    for (int i = 0; i < 20_000; i++) {
      TreeSet<Long> types = new TreeSet<>(Long::compareUnsigned);
      for (int n = random.below(8); n > 0; n--) {
        types.add(random.number());
      }
      List<TlvRecord> records = new ArrayList<>();
      for (long type : types) {
        records.add(TlvRecord.of(type, random.bytes(random.below(random.oneIn(10) ? 600 : 40))));
      }
      TlvStream stream = TlvStream.of(records);
      assertThat(TlvStream.decode(stream.encode())).isEqualTo(stream);
    }
  }
}
