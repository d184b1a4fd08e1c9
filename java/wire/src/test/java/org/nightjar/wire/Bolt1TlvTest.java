package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.wire.WireException.Reason;

/**
 * The figures of BOLT 1 appendix B (lightning/bolts a377265): streams of its two namespaces, {@code
 * n1} {1: tu64, 2: short_channel_id, 3: point u64 u64, 254: u16} and {@code n2} {0: tu64, 11:
 * tu32}.
 */
class Bolt1TlvTest {
  private static final String POINT =
      "023da092f6980e58d2c037173180e9a465476026ee50f96695963e8efe436f54eb";

  private static final Map<Long, TlvStream.ValueReader<?>> N1 =
      Map.of(
          1L,
          WireReader::tu64,
          2L,
          reader -> ShortChannelId.fromLong(reader.u64()),
          3L,
          reader -> List.of(reader.point().toString(), reader.u64(), reader.u64()),
          254L,
          WireReader::u16);
  private static final Map<Long, TlvStream.ValueReader<?>> N2 =
      Map.of(0L, WireReader::tu64, 11L, WireReader::tu32);

  private static Map<Long, Object> decode(
      Map<Long, TlvStream.ValueReader<?>> namespace, byte[] bytes) throws WireException {
    TlvStream stream = TlvStream.decode(bytes);
    stream.refuseUnknownEven(namespace::containsKey);
    Map<Long, Object> values = new TreeMap<>();
    for (Map.Entry<Long, TlvStream.ValueReader<?>> field : namespace.entrySet()) {
      Object value = stream.read(field.getKey(), field.getValue());
      if (value != null) {
        values.put(field.getKey(), value);
      }
    }
    return values;
  }

  static Stream<String> invalidAnywhere() {
    return Stream.of(
        "fd",
        "fd01",
        "fd0001 00",
        "fd0101",
        "0f fd",
        "0f fd26",
        "0f fd2602",
        "0f fd0001 00",
        "0f fd0201" + "00".repeat(0x200),
        "12 00",
        "fd0102 00",
        "fe01000002 00",
        "ff0100000000000002 00");
  }

  static Stream<String> ignoredAnywhere() {
    return Stream.of(
        "",
        "21 00",
        "fd0201 00",
        "fd00fd 00",
        "fd00ff 00",
        "fe02000001 00",
        "ff0200000000000001 00");
  }

  static Stream<String> validInN1() {
    return Stream.of(
        "01 00",
        "01 01 01",
        "01 08 0100000000000000",
        "02 08 0000000000000226",
        "03 31" + POINT + "0000000000000001 0000000000000002",
        "fd00fe 02 0226");
  }

  @ParameterizedTest
  @MethodSource("invalidAnywhere")
  void isRefusedInBothNamespaces(String stream) {
    refused(() -> decode(N1, hex(stream)));
    refused(() -> decode(N2, hex(stream)));
  }

  @ParameterizedTest
  @MethodSource("ignoredAnywhere")
  void isIgnoredInBothNamespaces(String stream) throws WireException {
    assertThat(decode(N1, hex(stream))).isEmpty();
    assertThat(decode(N2, hex(stream))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "01 09 ffffffffffffffffff, TRAILING, 1",
    "01 01 00, NOT_MINIMAL, 1",
    "01 02 0001, NOT_MINIMAL, 1",
    "01 03 000100, NOT_MINIMAL, 1",
    "01 04 00010000, NOT_MINIMAL, 1",
    "01 05 0001000000, NOT_MINIMAL, 1",
    "01 06 000100000000, NOT_MINIMAL, 1",
    "01 07 00010000000000, NOT_MINIMAL, 1",
    "01 08 0001000000000000, NOT_MINIMAL, 1",
    "02 07 01010101010101, TRUNCATED, 2",
    "02 09 010101010101010101, TRAILING, 2",
    "03 21 P, TRUNCATED, 3",
    "03 29 P 0000000000000001, TRUNCATED, 3",
    "03 30 P 0000000000000001 00000000000001, TRUNCATED, 3",
    "03 31 Q 0000000000000001 0000000000000002, VALUE, 3",
    "03 32 P 0000000000000001 000000000000000001, TRAILING, 3",
    "fd00fe 00, TRUNCATED, 254",
    "fd00fe 01 01, TRUNCATED, 254",
    "fd00fe 03 010101, TRAILING, 254",
    "00 00, UNKNOWN_EVEN_TYPE, 0",
    "02 08 0000000000000226 01 01 2a, TYPE_ORDER, 1",
    "02 08 0000000000000231 02 08 0000000000000451, TYPE_ORDER, 2",
    "1f 00 0f 01 2a, TYPE_ORDER, 15",
    "1f 00 1f 01 2a, TYPE_ORDER, 31"
  })
  void isRefusedInN1(String stream, Reason reason, long type) {
    byte[] bytes = hex(stream.replace("P", POINT).replace("Q", "04" + POINT.substring(2)));
    WireException e = refused(() -> decode(N1, bytes));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  @Test
  void isRefusedInN2() {
    WireException e = refused(() -> decode(N2, hex("ffffffffffffffffff 00 00 00")));
    assertThat(e.reason()).isEqualTo(Reason.TYPE_ORDER);
    assertThat(e.type()).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "01 00, 0",
    "01 01 01, 1",
    "01 02 0100, 256",
    "01 03 010000, 65536",
    "01 04 01000000, 16777216",
    "01 05 0100000000, 4294967296",
    "01 06 010000000000, 1099511627776",
    "01 07 01000000000000, 281474976710656",
    "01 08 0100000000000000, 72057594037927936"
  })
  void isAnAmountInN1(String stream, long amount) throws WireException {
    assertThat(decode(N1, hex(stream))).containsExactly(Map.entry(1L, amount));
  }

  @Test
  void hasTheseValuesInN1() throws WireException {
    assertThat(decode(N1, hex("02 08 0000000000000226")))
        .containsExactly(Map.entry(2L, ShortChannelId.of(0, 0, 550)));
    assertThat(decode(N1, hex("03 31" + POINT + "0000000000000001 0000000000000002")))
        .containsExactly(Map.entry(3L, List.of(POINT, 1L, 2L)));
    assertThat(decode(N1, hex("fd00fe 02 0226"))).containsExactly(Map.entry(254L, 550));
  }

  @ParameterizedTest
  @MethodSource("validInN1")
  void anInvalidStreamAfterAValidOneIsRefused(String valid) {
    invalidAnywhere().forEach(invalid -> refused(() -> decode(N1, hex(valid + invalid))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 01 01 02 08 0000000000000226",
        "01 00 21 00",
        "02 08 0000000000000226 fd00fe 02 0226"
      })
  void aHigherValidStreamAfterAValidOneDecodes(String stream) throws WireException {
    assertThat(decode(N1, hex(stream))).isNotEmpty();
  }
}
