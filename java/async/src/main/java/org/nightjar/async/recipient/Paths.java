package org.nightjar.async.recipient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Environment;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.OwnPaths.Forwarder;
import org.nightjar.wire.blinded.PaymentConstraints;
import org.nightjar.wire.blinded.PaymentRelay;

/** The paths to this node, through the peers of its channels. */
final class Paths {
  /** A block takes less than this for long only when hash power grows: LDK's bound. */
  private static final long SECONDS_PER_BLOCK = 540;

  private final Environment environment;
  private final RecipientPolicy.OfferPolicy policy;

  Paths(Environment environment, RecipientPolicy.OfferPolicy policy) {
    this.environment = environment;
    this.policy = policy;
  }

  /** A way to pay over a channel, and what it takes. */
  record PaymentPath(BlindedPath path, PaymentInfo info) {}

  /** The channels that an invoice leads over now, best first. */
  List<InboundChannel> channels() {
    return environment.routes().inbound().stream()
        .filter(InboundChannel::usable)
        .limit(policy.maxPaymentPaths())
        .toList();
  }

  /** Peers at the other ends of usable channels, best first. */
  List<PublicKey> peers() {
    return channels().stream().map(InboundChannel::peer).distinct().toList();
  }

  /** A message path through the best peer; empty if there is none. */
  Optional<BlindedPath> message(Purpose purpose, OfferContext context) {
    return peers().stream().findFirst().map(peer -> message(List.of(peer), purpose, context));
  }

  BlindedPath message(List<PublicKey> via, Purpose purpose, OfferContext context) {
    return environment.contexts().messagePath(via, purpose, context.encode());
  }

  /** As many as an invoice has, each through another peer as far as there are peers. */
  List<BlindedPath> heldHtlc(OfferContext context) {
    List<PublicKey> peers = peers();
    List<BlindedPath> paths = new ArrayList<>();
    for (int i = 0; i < policy.messagePaths(); i++) {
      PublicKey peer = peers.get(i % peers.size());
      paths.add(message(List.of(peer), Purpose.HELD_HTLC, context));
    }
    return paths;
  }

  /**
   * Where the server sends invoice requests: the way from the server to this node, which begins at
   * the server, unless that is a peer at the other end of a channel.
   *
   * @param updatePath to the server
   */
  Optional<BlindedPath> forwardedRequest(BlindedPath updatePath, OfferContext context) {
    List<PublicKey> via = new ArrayList<>();
    Optional<PublicKey> server = environment.routes().node(updatePath.firstNode());
    Optional<List<PublicKey>> between = server.flatMap(environment.routes()::message);
    if (between.isEmpty() || between.get().isEmpty()) {
      return message(Purpose.FORWARDED_REQUEST, context);
    }
    via.addAll(between.get());
    via.add(server.get());
    Collections.reverse(via);
    return Optional.of(message(via, Purpose.FORWARDED_REQUEST, context));
  }

  /**
   * A payment path through each channel; a channel whose terms do not fit {@code blinded_payinfo}
   * is left out.
   *
   * @param goodFor until when it may be paid over, from now
   */
  List<PaymentPath> payment(PaymentContext context, Duration goodFor, Moment at) {
    long limit = at.height() + goodFor.toSeconds() / SECONDS_PER_BLOCK + policy.maxHtlcCltv();
    List<PaymentPath> paths = new ArrayList<>();
    for (InboundChannel channel : channels()) {
      try {
        paths.add(payment(channel, context, limit));
      } catch (WireException e) {
        environment.observer().refused(Recipient.NAME, "channel with terms out of range");
      }
    }
    return paths;
  }

  /** Peer, dummy hops, this node. */
  private PaymentPath payment(InboundChannel channel, PaymentContext context, long limit)
      throws WireException {
    PublicKey self = environment.nodeId();
    ForwardingTerms terms = channel.terms();
    List<PaymentRelay> relays = new ArrayList<>();
    relays.add(terms.relay());
    relays.addAll(Collections.nCopies(policy.paymentDummyHops(), PaymentRelay.FREE));
    PaymentRelay sum = BlindedPayments.aggregate(relays, policy.minFinalCltvExpiryDelta());
    long[] expiries =
        BlindedPayments.maxCltvExpiries(limit, policy.minFinalCltvExpiryDelta(), relays);
    List<Forwarder> forwarders = new ArrayList<>();
    forwarders.add(
        new Forwarder(
            channel.peer(),
            EncryptedData.builder()
                .shortChannelId(channel.channel())
                .paymentRelay(terms.relay())
                .paymentConstraints(new PaymentConstraints(expiries[0], terms.htlcMinimumMsat()))
                .build()));
    for (int hop = 1; hop < relays.size(); hop++) {
      EncryptedData dummy =
          EncryptedData.dummy(self)
              .paymentRelay(PaymentRelay.FREE)
              .paymentConstraints(new PaymentConstraints(expiries[hop], 0))
              .build();
      forwarders.add(new Forwarder(self, dummy));
    }
    EncryptedData.Builder last =
        EncryptedData.builder()
            .paymentConstraints(new PaymentConstraints(expiries[relays.size()], 0));
    PaymentInfo info =
        new PaymentInfo(
            sum.feeBaseMsat(),
            sum.feeProportionalMillionths(),
            sum.cltvExpiryDelta(),
            terms.htlcMinimumMsat(),
            terms.htlcMaximumMsat(),
            Features.NONE);
    return new PaymentPath(
        environment.contexts().paymentPath(forwarders, last, context.encode()), info);
  }
}
