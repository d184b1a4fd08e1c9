package org.nightjar.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nightjar.wire.WireException.Reason;

class WireExceptionTest {
  @Test
  void tellsWhatInvalidOnionPayloadNeeds() {
    WireException record = WireException.inRecord(Reason.VALUE, -1, 7, "no such thing");
    assertThat(record.reason()).isEqualTo(Reason.VALUE);
    assertThat(record.type()).hasValue(-1);
    assertThat(record.offset()).hasValue(7);
    assertThat(record).hasMessage("TLV type 18446744073709551615 at byte 7: no such thing");
    WireException bytes = WireException.at(Reason.TRUNCATED, 3, "too short");
    assertThat(bytes.type()).isEmpty();
    assertThat(bytes.offset()).hasValue(3);
    assertThat(bytes).hasMessage("byte 3: too short");
    WireException missing = WireException.missing(0, "amount");
    assertThat(missing.reason()).isEqualTo(Reason.MISSING_TYPE);
    assertThat(missing.type()).hasValue(0);
    assertThat(missing.offset()).isEmpty();
    assertThat(missing).hasMessage("TLV type 0 is missing: amount");
  }

  @Test
  void costsNoStackTrace() {
    assertThat(WireException.at(Reason.VALUE, 0, "any").getStackTrace()).isEmpty();
  }
}
