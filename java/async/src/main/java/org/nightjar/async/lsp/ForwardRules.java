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
import org.nightjar.wire.ShortChannelId;
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
   * @param channel over which it would go on
   * @param amountMsat with which it would go on
   * @param cltvExpiry with which it would go on
   * @param height of the block chain
   * @return empty if it does
   */
  Optional<FailureMessage> refusal(
      Incoming incoming, ShortChannelId channel, long amountMsat, long cltvExpiry, long height) {
    Optional<ForwardingTerms> known = routes.terms(channel);
    if (known.isEmpty() || routes.peer(channel).isEmpty()) {
      return Optional.of(FailureMessage.of(UNKNOWN_NEXT_PEER));
    }
    ForwardingTerms terms = known.get();
    return amountRefusal(incoming, amountMsat, terms)
        .or(() -> expiryRefusal(incoming, cltvExpiry, terms, height));
  }

  /**
   * What it costs to go on over a channel of this node, holding included.
   *
   * @return at most {@link Long#MAX_VALUE}
   */
  long feeMsat(Incoming incoming, long amountMsat, PaymentRelay relay) {
    BigInteger fee =
        BigInteger.valueOf(amountMsat)
            .multiply(BigInteger.valueOf(relay.feeProportionalMillionths()))
            .divide(MILLION)
            .add(BigInteger.valueOf(relay.feeBaseMsat()))
            .add(BigInteger.valueOf(incoming.hold() ? policy.minHoldFeeMsat() : 0));
    return fee.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  private Optional<FailureMessage> amountRefusal(
      Incoming incoming, long amountMsat, ForwardingTerms terms) {
    if (amountMsat < terms.htlcMinimumMsat()) {
      return Optional.of(FailureMessage.of(AMOUNT_BELOW_MINIMUM, amountMsat));
    }
    if (amountMsat > terms.htlcMaximumMsat()) {
      return Optional.of(FailureMessage.of(TEMPORARY_CHANNEL_FAILURE));
    }
    return incoming.amountMsat() - amountMsat < feeMsat(incoming, amountMsat, terms.relay())
        ? Optional.of(FailureMessage.of(FEE_INSUFFICIENT, incoming.amountMsat()))
        : Optional.empty();
  }

  private Optional<FailureMessage> expiryRefusal(
      Incoming incoming, long expiry, ForwardingTerms terms, long height) {
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
