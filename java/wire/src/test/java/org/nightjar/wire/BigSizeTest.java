package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.wire.WireException.Reason;

class BigSizeTest {
  /** Figures of BOLT 1 appendix A, and the neighbours of each border. */
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "252, fc",
    "253, fd00fd",
    "254, fd00fe",
    "255, fd00ff",
    "256, fd0100",
    "65535, fdffff",
    "65536, fe00010000",
    "2147483647, fe7fffffff",
    "2147483648, fe80000000",
    "4294967295, feffffffff",
    "4294967296, ff0000000100000000",
    "9223372036854775807, ff7fffffffffffffff",
    "9223372036854775808, ff8000000000000000",
    "18446744073709551615, ffffffffffffffffff"
  })
  void oneNumberHasOneEncoding(String number, String encoding) throws WireException {
    long value = Long.parseUnsignedLong(number);
    assertThat(BigSize.encode(value)).isEqualTo(hex(encoding));
    assertThat(BigSize.length(value)).isEqualTo(encoding.length() / 2);
    assertThat(BigSize.decode(hex(encoding))).isEqualTo(value);
  }

  /** Figures of BOLT 1 appendix A, and the smallest of each form. */
  @ParameterizedTest
  @CsvSource({
    "fd0000, NOT_MINIMAL",
    "fd00fc, NOT_MINIMAL",
    "fe00000000, NOT_MINIMAL",
    "fe0000ffff, NOT_MINIMAL",
    "ff0000000000000000, NOT_MINIMAL",
    "ff00000000ffffffff, NOT_MINIMAL",
    "'', TRUNCATED",
    "fd, TRUNCATED",
    "fd00, TRUNCATED",
    "fe, TRUNCATED",
    "fe00, TRUNCATED",
    "feffff, TRUNCATED",
    "feffffff, TRUNCATED",
    "ff, TRUNCATED",
    "ffffffffff, TRUNCATED",
    "ffffffffffffffff, TRUNCATED",
    "0000, TRAILING",
    "fd00fd00, TRAILING"
  })
  void anythingElseIsRefused(String bytes, Reason reason) {
    assertThat(refused(() -> BigSize.decode(hex(bytes))).reason()).isEqualTo(reason);
  }

  @Test
  void anErrorNamesTheFirstByteOfTheBigSize() {
    WireReader reader = new WireReader(hex("01 fd00fd fd00fc"));
    assertThat(refused(() -> readThree(reader)).offset()).hasValue(4);
    WireReader cut = new WireReader(hex("01 02 fe0000"));
    assertThat(refused(() -> readThree(cut)).offset()).hasValue(2);
  }

  private static void readThree(WireReader reader) throws WireException {
    reader.bigSize();
    reader.bigSize();
    reader.bigSize();
  }

  @Test
  void randomNumbersComeBack() throws WireException {
    Random64 random = Random64.of("BigSize round trip");
    for (int i = 0; i < 100_000; i++) {
      long value = random.number();
      assertThat(BigSize.decode(BigSize.encode(value))).isEqualTo(value);
    }
  }

  @Test
  void randomBytesAreRefusedOrTheOneEncoding() {
    Random64 random = Random64.of("BigSize fuzz");
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = random.bytes(random.below(11));
      if (bytes.length > 0 && random.oneIn(2)) {
        bytes[0] = (byte) (0xfc + random.below(4));
      }
      try {
        assertThat(BigSize.encode(BigSize.decode(bytes))).isEqualTo(bytes);
      } catch (WireException e) {
        assertThat(e.offset()).isPresent();
      }
    }
  }
}
