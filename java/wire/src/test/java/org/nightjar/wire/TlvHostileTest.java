package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.wire.WireException.Reason;

/** Streams that a peer made to do harm. */
class TlvHostileTest {
  /** What decoding a short stream may allocate, exception included. */
  private static final long SMALL = 64 * 1024;

  @ParameterizedTest
  @CsvSource({
    "4",
    "252",
    "253",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "4294967299",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551613",
    "18446744073709551615"
  })
  void aLengthBeyondTheEndIsRefusedAndNeverAllocated(String claimed) {
    byte[] bytes =
        new WireWriter()
            .bigSize(1)
            .bigSize(0)
            .bigSize(15)
            .bigSize(Long.parseUnsignedLong(claimed))
            .bytes(new byte[3])
            .toBytes();
    refused(() -> TlvStream.decode(bytes));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    WireException e = refused(() -> TlvStream.decode(bytes));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(SMALL);
    assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(e.type()).hasValue(15);
    assertThat(e.offset()).hasValue(2);
    assertThat(e).hasMessageContaining(claimed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd0000", "fd0003", "fe00000003", "fe0000ffff", "ff0000000000000003"})
  void aLengthThatIsNotMinimalIsRefused(String length) {
    WireException e = refused(() -> TlvStream.decode(hex("0f" + length + "000000")));
    assertThat(e.reason()).isEqualTo(Reason.NOT_MINIMAL);
    assertThat(e.type()).hasValue(15);
  }

  @Test
  void aZeroLengthIsAnEmptyValue() throws WireException {
    assertThat(TlvStream.decode(hex("0f00")).find(15).orElseThrow().value()).isEmpty();
  }

  @Test
  void cutAtEveryByteItIsRefusedOrEndsWithARecord() throws WireException {
    byte[] bytes =
        hex("0003aabbcc 0100 fd00fd0101 fd01000401020304 fe0001000002ffff ffffffffffffffffff0109");
    List<TlvRecord> records = TlvStream.decode(bytes).records();
    int whole = 0;
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      try {
        TlvStream stream = TlvStream.decode(cut);
        assertThat(stream.records()).isEqualTo(records.subList(0, whole));
        assertThat(stream.encode()).isEqualTo(cut);
        whole++;
      } catch (WireException e) {
        assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
        assertThat(e.offset()).isPresent();
      }
    }
    assertThat(whole).isEqualTo(records.size());
  }

  @Test
  void theLargestMessageOfTheSmallestRecordsDecodes() throws WireException {
    WireWriter writer = new WireWriter();
    for (int type = 0; type < 0xfd; type++) {
      writer.bigSize(type).bigSize(0);
    }
    int type = 0xfd;
    while (writer.toBytes().length + 4 <= 65535 && type < 5000) {
      writer.bigSize(type++).bigSize(0);
    }
    byte[] bytes = writer.toBytes();
    TlvStream stream = TlvStream.decode(bytes);
    assertThat(stream.records()).hasSize(type);
    assertThat(stream.encode()).isEqualTo(bytes);
  }

  @Test
  void randomBytesAreRefusedOrTheOneEncoding() {
    Random64 random = Random64.of("TLV fuzz");
    int decoded = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = random.bytes(random.below(24));
      for (int at = 1; at < bytes.length; at += 2 + random.below(3)) {
        bytes[at] = (byte) random.below(4);
      }
      decoded += decodes(bytes) ? 1 : 0;
    }
    assertThat(decoded).as("the fuzz reaches valid streams").isGreaterThan(1000);
  }

  @Test
  void changedBytesAreRefusedOrTheOneEncoding() {
    Random64 random = Random64.of("TLV mutation");
    byte[] valid = hex("0003aabbcc 0100 fd00fd0101 fd01000401020304 fe0001000002ffff");
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = valid.clone();
      for (int n = 1 + random.below(3); n > 0; n--) {
        bytes[random.below(bytes.length)] = random.bytes(1)[0];
      }
      decodes(
          Arrays.copyOf(bytes, random.oneIn(4) ? random.below(bytes.length + 4) : bytes.length));
    }
  }

  private static boolean decodes(byte[] bytes) {
    try {
      TlvStream stream = TlvStream.decode(bytes);
      assertThat(stream.encode()).isEqualTo(bytes);
      return true;
    } catch (WireException e) {
      assertThat(e.offset().orElseThrow()).isBetween(0, bytes.length);
      return false;
    }
  }
}
