package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.wire.WireException.Reason;

class WireReaderTest {
  private static final String POINT = "02" + "11".repeat(32);

  @Test
  void readsWhatTheWriterWrote() throws WireException {
    byte[] bytes =
        new WireWriter()
            .u8(255)
            .u16(65535)
            .u32(0xffff_ffffL)
            .u64(-1)
            .bigSize(-1)
            .bytes(hex(POINT))
            .tu64(256)
            .toBytes();
    WireReader reader = new WireReader(bytes);
    assertThat(reader.u8()).isEqualTo(255);
    assertThat(reader.u16()).isEqualTo(65535);
    assertThat(reader.u32()).isEqualTo(0xffff_ffffL);
    assertThat(reader.u64()).isEqualTo(-1);
    assertThat(reader.bigSize()).isEqualTo(-1);
    assertThat(reader.point()).hasToString(POINT);
    assertThat(reader.position()).isEqualTo(bytes.length - 2);
    assertThat(reader.remaining()).isEqualTo(2);
    assertThat(reader.tu64()).isEqualTo(256);
    reader.expectEnd();
  }

  /** Encodings of BOLT 1 appendix B and the borders of each length. */
  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, 01",
    "255, ff",
    "256, 0100",
    "65535, ffff",
    "65536, 010000",
    "16777216, 01000000",
    "4294967295, ffffffff",
    "4294967296, 0100000000",
    "1099511627776, 010000000000",
    "281474976710656, 01000000000000",
    "72057594037927936, 0100000000000000",
    "9223372036854775808, 8000000000000000",
    "18446744073709551615, ffffffffffffffff"
  })
  void aTruncatedIntegerHasOneEncoding(String number, String encoding) throws WireException {
    long value = Long.parseUnsignedLong(number);
    byte[] bytes = hex(encoding);
    assertThat(new WireWriter().tu64(value).toBytes()).isEqualTo(bytes);
    assertThat(new WireReader(bytes).tu64()).isEqualTo(value);
    if (bytes.length <= 4) {
      assertThat(new WireWriter().tu32(value).toBytes()).isEqualTo(bytes);
      assertThat(new WireReader(bytes).tu32()).isEqualTo(value);
    } else {
      assertThat(refused(() -> new WireReader(bytes).tu32()).reason()).isEqualTo(Reason.TRAILING);
    }
    if (bytes.length <= 2) {
      assertThat(new WireWriter().tu16((int) value).toBytes()).isEqualTo(bytes);
      assertThat(new WireReader(bytes).tu16()).isEqualTo((int) value);
    } else {
      assertThat(refused(() -> new WireReader(bytes).tu16()).reason()).isEqualTo(Reason.TRAILING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0001", "000100", "00010000", "0000000000000000"})
  void aTruncatedIntegerWithALeadingZeroIsRefused(String bytes) {
    assertThat(refused(() -> new WireReader(hex(bytes)).tu64()).reason())
        .isEqualTo(Reason.NOT_MINIMAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffffffffff", "000000000000000001"})
  void nineBytesAreNoTruncatedInteger(String bytes) {
    assertThat(refused(() -> new WireReader(hex(bytes)).tu64()).reason())
        .isEqualTo(Reason.TRAILING);
  }

  @ParameterizedTest
  @CsvSource({
    "1d24b2dfac520000, true",
    "1d24b2dfac520001, false",
    "7fffffffffffffff, false",
    "8000000000000000, false",
    "ffffffffffffffff, false"
  })
  void anAmountIsAtMost21MillionBitcoin(String bytes, boolean fine) throws WireException {
    WireReader reader = new WireReader(hex(bytes));
    if (fine) {
      assertThat(reader.tu64Msat()).isEqualTo(WireReader.MAX_MSAT);
    } else {
      assertThat(refused(reader::tu64Msat).reason()).isEqualTo(Reason.VALUE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {4, 0x7fff_ffffL, 0x8000_0000L, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void aClaimedLengthBeyondTheEndIsRefused(long length) {
    WireReader reader = new WireReader(new byte[3]);
    assertThat(refused(() -> reader.bytes(length)))
        .hasMessageContaining(Long.toUnsignedString(length))
        .extracting(WireException::reason)
        .isEqualTo(Reason.TRUNCATED);
    assertThat(reader.remaining()).isEqualTo(3);
  }

  @Test
  void everythingCanBeTaken() throws WireException {
    WireReader reader = new WireReader(hex("010203"));
    assertThat(reader.bytes(0)).isEmpty();
    assertThat(reader.bytes(1)).containsExactly(1);
    assertThat(reader.rest()).containsExactly(2, 3);
    assertThat(reader.rest()).isEmpty();
    assertThat(reader.bytes(0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "01", "04", "05", "06", "07", "82", "ff"})
  void aPointHasAPrefix(String prefix) {
    byte[] bytes = hex(prefix + "11".repeat(32));
    assertThat(refused(() -> new WireReader(bytes).point()).reason()).isEqualTo(Reason.VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "03"})
  void aPointStartsWith02Or03(String prefix) throws WireException {
    String point = prefix + "11".repeat(32);
    assertThat(new WireReader(hex(point)).point()).hasToString(point);
  }

  @Test
  void fixedLengthsCutShortAreRefused() {
    for (int length = 0; length < 33; length++) {
      byte[] bytes = hex(POINT.substring(0, 2 * length));
      assertThat(refused(() -> new WireReader(bytes).point()).reason()).isEqualTo(Reason.TRUNCATED);
    }
    assertThat(refused(() -> new WireReader(new byte[0]).u8()).reason())
        .isEqualTo(Reason.TRUNCATED);
    assertThat(refused(() -> new WireReader(new byte[1]).u16()).reason())
        .isEqualTo(Reason.TRUNCATED);
    assertThat(refused(() -> new WireReader(new byte[3]).u32()).reason())
        .isEqualTo(Reason.TRUNCATED);
    assertThat(refused(() -> new WireReader(new byte[7]).u64()).reason())
        .isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void theWriterRefusesWhatDoesNotFit() {
    WireWriter writer = new WireWriter();
    assertRefused(() -> writer.u8(256));
    assertRefused(() -> writer.u8(-1));
    assertRefused(() -> writer.u16(65536));
    assertRefused(() -> writer.u16(-1));
    assertRefused(() -> writer.u32(0x1_0000_0000L));
    assertRefused(() -> writer.u32(-1));
    assertRefused(() -> writer.tu16(65536));
    assertRefused(() -> writer.tu32(0x1_0000_0000L));
    assertRefused(() -> writer.tu32(-1));
    assertThat(writer.toBytes()).isEmpty();
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void theWriterGrows() {
    byte[] large = new byte[10_000];
    large[9_999] = 7;
    assertThat(new WireWriter(0).u8(1).bytes(large).bytes(large).toBytes())
        .hasSize(20_001)
        .endsWith(7);
  }
}
