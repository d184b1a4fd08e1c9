package org.nightjar.wire.currency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;
import static org.nightjar.wire.WireTests.refused;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.SchnorrSignature;
import org.nightjar.wire.Hostile;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.currency.RateAgreement.NoRate;
import org.nightjar.wire.currency.RateAgreement.Rate;
import org.nightjar.wire.currency.RateAgreement.Why;

class RateMessagesTest {
  private static final String NONCE = "0320" + "22".repeat(32);
  private static final String ORACLE = "0920" + "33".repeat(32);
  private static final String SIGNATURE = "f040" + "44".repeat(64);
  private static final String REQUEST = "0103455552" + NONCE;
  private static final String REPLY = REQUEST + "0502 2710 0704 6553f100" + ORACLE + SIGNATURE;

  @Test
  void aRequestIsReadAndWritten() throws WireException {
    RateRequest request = RateRequest.decode(hex(REQUEST));
    assertThat(request.currency()).isEqualTo("EUR");
    assertThat(request.nonce()).isEqualTo(hex("22".repeat(32)));
    assertThat(RateRequest.create("EUR", request.nonce())).isEqualTo(request);
    assertThat(request.encode()).isEqualTo(hex(REQUEST));
    assertThatThrownBy(() -> RateRequest.create("euro", request.nonce()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RateRequest.create("EUR", new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReplyIsReadAndWritten() throws WireException {
    RateReply reply = RateReply.decode(hex(REPLY));
    assertThat(reply.currency()).isEqualTo("EUR");
    assertThat(reply.msatPerMinorUnit()).isEqualTo(10_000);
    assertThat(reply.time()).isEqualTo(1_700_000_000);
    assertThat(reply.oracle()).isEqualTo(OracleKey.of(hex("33".repeat(32))));
    assertThat(reply.encode()).isEqualTo(hex(REPLY));
    RateRequest request = RateRequest.decode(hex(REQUEST));
    assertThat(reply.answers(request)).isTrue();
    assertThat(reply.answers(RateRequest.create("USD", request.nonce()))).isFalse();
    assertThat(reply.answers(RateRequest.create("EUR", new byte[32]))).isFalse();
    SchnorrSignature signature = SchnorrSignature.of(hex("44".repeat(64)));
    assertThat(RateReply.create(request, 10_000, 1_700_000_000, reply.oracle(), hash -> signature))
        .isEqualTo(reply);
  }

  @ParameterizedTest
  @CsvSource({
    "0103455552, MISSING_TYPE, 3",
    "N, MISSING_TYPE, 1",
    "0103657572 N, VALUE, 1",
    "010245 55 N, VALUE, 1",
    "010445555200 N, VALUE, 1",
    "0103e282ac N, VALUE, 1",
    "0200, UNKNOWN_EVEN_TYPE, 2",
    "0103455552 031f00, TRUNCATED, 3"
  })
  void aBadRequestIsRefused(String text, Reason reason, long type) {
    WireException e = refused(() -> RateRequest.decode(hex(text.replace("N", NONCE))));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  @ParameterizedTest
  @CsvSource({
    "R 0704 6553f100 O S, MISSING_TYPE, 5",
    "R 0500 0704 6553f100 O S, VALUE, 5",
    "R 05020001 0704 6553f100 O S, NOT_MINIMAL, 5",
    "R 0508 ffffffffffffffff 0704 6553f100 O S, VALUE, 5",
    "R 05022710 O S, MISSING_TYPE, 7",
    "R 05022710 0704 6553f100 S, MISSING_TYPE, 9",
    "R 05022710 0704 6553f100 O, MISSING_TYPE, 240",
    "R 05022710 0704 6553f100 O f001ff, TRUNCATED, 240"
  })
  void aBadReplyIsRefused(String text, Reason reason, long type) {
    String bytes = text.replace("R", REQUEST).replace("O", ORACLE).replace("S", SIGNATURE);
    WireException e = refused(() -> RateReply.decode(hex(bytes)));
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.type()).hasValue(type);
  }

  @Test
  void hostileBytesAreRefusedOrKept() throws WireException {
    Hostile.check("RateReply", hex(REPLY), bytes -> RateReply.decode(bytes).encode());
  }

  @Test
  void amountsAreConvertedExactly() throws WireException {
    Rate rate = new Rate("EUR", 10_000, 3);
    assertThat(rate.toMsat(0)).isZero();
    assertThat(rate.toMsat(1999)).isEqualTo(19_990_000);
    assertThat(rate.toMsat(WireReader.MAX_MSAT / 10_000)).isEqualTo(WireReader.MAX_MSAT);
    for (long tooMuch : new long[] {WireReader.MAX_MSAT / 10_000 + 1, Long.MAX_VALUE, -1}) {
      assertThat(refused(() -> rate.toMsat(tooMuch)).reason()).isEqualTo(Reason.VALUE);
    }
  }

  @Test
  void withoutARateThereIsAWarning() throws WireException {
    NoRate none = new NoRate("EUR", Why.SPREAD, "they differ");
    CurrencyWarning warning = CurrencyWarning.beforeIssuing(none).orElseThrow();
    assertThat(warning).isEqualTo(new CurrencyWarning.RateUnknown(none));
    assertThat(warning.text()).contains("EUR", "they differ");
    assertThat(CurrencyWarning.beforePaying(none, 1, 1)).contains(warning);
    assertThat(CurrencyWarning.beforeIssuing(new Rate("EUR", 1, 2))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, false",
    "1050000, false",
    "1050001, true",
    "950000, false",
    "949999, true",
    "0, true",
    "2100000000000000000, true"
  })
  void anAmountFarFromTheEstimateIsAWarning(long invoiceMsat, boolean warned) throws WireException {
    assertThat(CurrencyWarning.beforePaying(new Rate("EUR", 10_000, 3), 100, invoiceMsat))
        .isEqualTo(
            warned
                ? Optional.of(new CurrencyWarning.AmountDiffers(invoiceMsat, 1_000_000))
                : Optional.empty());
  }
}
