package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.AMOUNT_BELOW_MINIMUM;
import static org.nightjar.wire.failure.FailureCode.EXPIRY_TOO_FAR;
import static org.nightjar.wire.failure.FailureCode.EXPIRY_TOO_SOON;
import static org.nightjar.wire.failure.FailureCode.FEE_INSUFFICIENT;
import static org.nightjar.wire.failure.FailureCode.INCORRECT_CLTV_EXPIRY;
import static org.nightjar.wire.failure.FailureCode.TEMPORARY_CHANNEL_FAILURE;
import static org.nightjar.wire.failure.FailureCode.UNKNOWN_NEXT_PEER;

import java.math.BigInteger;
import java.util.Optional;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.Routes;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureMessage;

/** Whether this node forwards an HTLC (BOLT 4 "Failure Messages", in its order; BOLT 7 fees). */
final class ForwardRules {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final Routes routes;
  private final HoldPolicy policy;

  ForwardRules(Routes routes, HoldPolicy policy) {
    this.routes = routes;
    this.policy = policy;
  }

  /**
   * Why it does not.
   *
   * @param height of the block chain
   * @return empty if it does
   */
  Optional<FailureMessage> refusal(Incoming incoming, Onward onward, long height) {
    Optional<ForwardingTerms> known = routes.terms(onward.channel());
    if (known.isEmpty() || routes.peer(onward.channel()).isEmpty()) {
      return Optional.of(FailureMessage.of(UNKNOWN_NEXT_PEER));
    }
    ForwardingTerms terms = known.get();
    return amountRefusal(incoming, onward, terms)
        .or(() -> expiryRefusal(incoming, onward, terms, height));
  }

  private Optional<FailureMessage> amountRefusal(
      Incoming incoming, Onward onward, ForwardingTerms terms) {
    if (onward.amountMsat() < terms.htlcMinimumMsat()) {
      return Optional.of(FailureMessage.of(AMOUNT_BELOW_MINIMUM, onward.amountMsat()));
    }
    if (onward.amountMsat() > terms.htlcMaximumMsat()) {
      return Optional.of(FailureMessage.of(TEMPORARY_CHANNEL_FAILURE));
    }
    long holdFee = incoming.hold() ? policy.minHoldFeeMsat() : 0;
    BigInteger paid =
        BigInteger.valueOf(incoming.amountMsat())
            .subtract(BigInteger.valueOf(onward.amountMsat()))
            .subtract(BigInteger.valueOf(holdFee));
    return paid.compareTo(fee(onward.amountMsat(), terms.relay())) < 0
        ? Optional.of(FailureMessage.of(FEE_INSUFFICIENT, incoming.amountMsat()))
        : Optional.empty();
  }

  /** In 128 bits and more: the rate may be 2^32 - 1. */
  private static BigInteger fee(long amountMsat, PaymentRelay relay) {
    return BigInteger.valueOf(amountMsat)
        .multiply(BigInteger.valueOf(relay.feeProportionalMillionths()))
        .divide(MILLION)
        .add(BigInteger.valueOf(relay.feeBaseMsat()));
  }

  private Optional<FailureMessage> expiryRefusal(
      Incoming incoming, Onward onward, ForwardingTerms terms, long height) {
    long expiry = onward.cltvExpiry();
    if (incoming.cltvExpiry() - expiry < terms.relay().cltvExpiryDelta()) {
      return Optional.of(FailureMessage.of(INCORRECT_CLTV_EXPIRY, expiry));
    }
    if (expiry <= height + policy.cltv().minimum()) {
      return Optional.of(FailureMessage.of(EXPIRY_TOO_SOON));
    }
    return expiry > height + policy.cltv().maximum()
        ? Optional.of(FailureMessage.of(EXPIRY_TOO_FAR))
        : Optional.empty();
  }
}
