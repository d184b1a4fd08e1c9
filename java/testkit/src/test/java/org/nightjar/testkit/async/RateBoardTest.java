package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.currency.OracleKey;
import org.nightjar.wire.currency.RateAgreement;
import org.nightjar.wire.currency.RateAgreement.NoRate;
import org.nightjar.wire.currency.RateAgreement.Rate;
import org.nightjar.wire.currency.RateAgreement.Why;
import org.nightjar.wire.currency.RateBoard;
import org.nightjar.wire.currency.RateReply;
import org.nightjar.wire.currency.RateRequest;

class RateBoardTest {
  private static final long NOW = 1_800_000_000;

  private final Nightjar nightjar = Nightjar.open("bc");
  private final RateBoard board = new RateBoard(nightjar, "EUR");
  private final List<Oracle> oracles = new ArrayList<>();

  private record Oracle(SecretKey secret, OracleKey key, RateRequest request) {}

  private Oracle oracle(int number) {
    SecretKey secret = SecretKey.of(Hex.repeat(number, 32));
    OracleKey key = OracleKey.of(nightjar.publicKey(secret).toXOnly());
    return new Oracle(secret, key, board.ask(key, Hex.repeat(0x40 + number, 32)));
  }

  private RateReply reply(Oracle oracle, long rate, long time) {
    return RateReply.create(
        oracle.request, rate, time, oracle.key, Signer.of(nightjar, oracle.secret));
  }

  private void answer(long... rates) throws WireException {
    for (long rate : rates) {
      Oracle oracle = oracle(oracles.size() + 1);
      oracles.add(oracle);
      board.add(RateReply.decode(reply(oracle, rate, NOW).encode()), NOW);
    }
  }

  private static Reason refused(ThrowingCallable call) {
    return catchThrowableOfType(WireException.class, call).reason();
  }

  @Test
  void theMedianCounts() throws WireException {
    answer(10_100, 10_000, 10_050);
    assertThat(board.agree(RateBoard.ORACLES_TO_PAY, NOW)).isEqualTo(new Rate("EUR", 10_050, 3));
    answer(10_011);
    assertThat(board.agree(RateBoard.ORACLES_TO_PAY, NOW)).isEqualTo(new Rate("EUR", 10_030, 4));
  }

  @Test
  void tooFewAnswersAreNoRate() throws WireException {
    answer(10_000, 10_000);
    oracle(77);
    NoRate none = (NoRate) board.agree(RateBoard.ORACLES_TO_PAY, NOW);
    assertThat(none.reason()).isEqualTo(Why.TOO_FEW_ANSWERS);
    assertThat(none.text()).contains("2 of 3", "EUR");
    assertThat(board.agree(RateBoard.ORACLES_TO_ISSUE, NOW)).isInstanceOf(Rate.class);
    assertThat(new RateBoard(nightjar, "EUR").agree(0, NOW)).isInstanceOf(NoRate.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10000, 10000, 10300, true",
    "10000, 10000, 10301, false",
    "9700, 10000, 10000, true",
    "9699, 10000, 10000, false",
    "1, 1, 2, false",
    "2037000000000000000, 2100000000000000000, 2100000000000000000, true",
    "1, 2100000000000000000, 2100000000000000000, false"
  })
  void theSpreadIsBounded(long first, long second, long third, boolean agreed)
      throws WireException {
    answer(first, second, third);
    RateAgreement agreement = board.agree(RateBoard.ORACLES_TO_PAY, NOW);
    if (agreed) {
      assertThat(agreement).isEqualTo(new Rate("EUR", second, 3));
    } else {
      assertThat(((NoRate) agreement).reason()).isEqualTo(Why.SPREAD);
    }
  }

  @Test
  void answersAgeOnTheBoard() throws WireException {
    answer(10_000, 10_000, 10_000);
    assertThat(board.agree(RateBoard.ORACLES_TO_PAY, NOW + 120)).isInstanceOf(Rate.class);
    assertThat(board.agree(RateBoard.ORACLES_TO_PAY, NOW + 121)).isInstanceOf(NoRate.class);
  }

  @ParameterizedTest
  @CsvSource({"-121, false", "-120, true", "120, true", "121, false"})
  void anAnswerIsFresh(long age, boolean fresh) throws WireException {
    RateReply reply = reply(oracle(1), 10_000, NOW + age);
    if (fresh) {
      board.add(reply, NOW);
    } else {
      assertThat(refused(() -> board.add(reply, NOW))).isEqualTo(Reason.EXPIRED);
    }
  }

  @Test
  void aTimeBeyondAllTimeIsNotFresh() {
    RateReply reply = reply(oracle(1), 10_000, -1);
    assertThat(refused(() -> board.add(reply, NOW))).isEqualTo(Reason.EXPIRED);
    assertThat(refused(() -> board.add(reply, 0))).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void onlyWhoWasAskedAnswers() {
    Oracle asked = oracle(1);
    SecretKey secret = SecretKey.of(Hex.repeat(9, 32));
    OracleKey stranger = OracleKey.of(nightjar.publicKey(secret).toXOnly());
    RateReply reply =
        RateReply.create(asked.request, 10_000, NOW, stranger, Signer.of(nightjar, secret));
    assertThat(refused(() -> board.add(reply, NOW))).isEqualTo(Reason.MISMATCH);
  }

  @Test
  void onlyTheOracleItselfAnswers() {
    Oracle asked = oracle(1);
    SecretKey secret = SecretKey.of(Hex.repeat(9, 32));
    RateReply forged =
        RateReply.create(asked.request, 10_000, NOW, asked.key, Signer.of(nightjar, secret));
    assertThat(refused(() -> board.add(forged, NOW))).isEqualTo(Reason.SIGNATURE);
    byte[] bytes = reply(asked, 10_000, NOW).encode();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThat(refused(() -> board.add(RateReply.decode(changed), NOW))).isNotNull();
    }
  }

  @Test
  void onlyThisQuestionIsAnsweredAndOnce() throws WireException {
    Oracle first = oracle(1);
    RateReply old = reply(first, 10_000, NOW);
    board.add(old, NOW);
    assertThat(refused(() -> board.add(old, NOW))).isEqualTo(Reason.MISMATCH);
    board.ask(first.key, Hex.repeat(0x77, 32));
    assertThat(refused(() -> board.add(old, NOW))).isEqualTo(Reason.MISMATCH);
    assertThat(board.agree(1, NOW)).isInstanceOf(NoRate.class);
    RateBoard dollars = new RateBoard(nightjar, "USD");
    dollars.ask(first.key, first.request.nonce());
    assertThat(refused(() -> dollars.add(old, NOW))).isEqualTo(Reason.MISMATCH);
  }
}
