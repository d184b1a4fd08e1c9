package org.nightjar.async.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cTest {
  @Test
  void checkValue() { // RFC 3720, B.4: 32 zeros; and the usual nine digits
    assertThat(Crc32c.of(new byte[32], 32)).isEqualTo(0x8a9136aaL);
    assertThat(Crc32c.of("123456789".getBytes(StandardCharsets.US_ASCII), 9))
        .isEqualTo(0xe3069283L);
  }

  @Test
  void isThatOfTheJdk() {
    Random random = new Random(1);
    for (int length = 0; length < 1000; length++) {
      byte[] bytes = new byte[length + 3];
      random.nextBytes(bytes);
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, length);
      assertThat(Crc32c.of(bytes, length)).isEqualTo(crc.getValue());
    }
  }
}
