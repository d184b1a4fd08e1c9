package org.nightjar.wire.currency;

import java.util.Optional;
import org.nightjar.wire.WireException;
import org.nightjar.wire.currency.RateAgreement.NoRate;
import org.nightjar.wire.currency.RateAgreement.Rate;

/**
 * What a person must be told, loudly, before an offer in a currency is given out or paid. Going on
 * takes a yes.
 */
public sealed interface CurrencyWarning {
  /** What is wrong and what it means, for people. */
  String text();

  /**
   * The rate is not known, so nobody can say what the offer is worth.
   *
   * @param why there is none
   */
  record RateUnknown(NoRate why) implements CurrencyWarning {
    @Override
    public String text() {
      return "nobody can say what an amount of " + why.currency() + " is worth: " + why.text();
    }
  }

  /**
   * The recipient asks for much more or less than the offer is worth.
   *
   * @param invoiceMsat what it asks for
   * @param estimateMsat what the offer is worth
   */
  record AmountDiffers(long invoiceMsat, long estimateMsat) implements CurrencyWarning {
    @Override
    public String text() {
      return String.format(
          "the invoice asks for %d msat, the offer is worth %d msat: more than %d %% apart",
          invoiceMsat, estimateMsat, MAX_DIFFERENCE_PERCENT);
    }
  }

  /** How far invoice and estimate may lie apart, in percent of the estimate. */
  int MAX_DIFFERENCE_PERCENT = 5;

  /**
   * Before an offer is given out.
   *
   * @param agreement of {@link RateBoard#ORACLES_TO_ISSUE}
   */
  static Optional<CurrencyWarning> beforeIssuing(RateAgreement agreement) {
    return agreement instanceof NoRate none ? Optional.of(new RateUnknown(none)) : Optional.empty();
  }

  /**
   * Before an invoice is paid.
   *
   * @param agreement of {@link RateBoard#ORACLES_TO_PAY}
   * @param offerAmount in the currency's smallest unit, unsigned
   * @param invoiceMsat what the invoice asks for
   * @throws WireException of reason VALUE, if the offer is above 21 million bitcoin
   */
  static Optional<CurrencyWarning> beforePaying(
      RateAgreement agreement, long offerAmount, long invoiceMsat) throws WireException {
    if (!(agreement instanceof Rate rate)) {
      return beforeIssuing(agreement);
    }
    long estimate = rate.toMsat(offerAmount);
    return Math.abs(invoiceMsat - estimate) > estimate / (100 / MAX_DIFFERENCE_PERCENT)
        ? Optional.of(new AmountDiffers(invoiceMsat, estimate))
        : Optional.empty();
  }
}
