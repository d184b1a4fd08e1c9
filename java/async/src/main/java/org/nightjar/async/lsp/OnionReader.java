package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_BLINDING;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_PAYLOAD;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_VERSION;

import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.async.Environment;
import org.nightjar.async.RouteHop;
import org.nightjar.wire.PayloadRules;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.failure.FailureMessage;

/**
 * Peels a payment onion and reads what it asks for (BOLT 4 "Onion Decryption", "Payload Format",
 * "Route Blinding"), and whether this node does that.
 */
final class OnionReader {
  private final Environment environment;
  private final Nightjar nightjar;
  private final ForwardRules rules;
  private final TrampolineReader trampoline;
  private final boolean receives;

  OnionReader(Environment environment, HoldPolicy policy, ForwardRules rules, TrampolineWays ways) {
    this.environment = environment;
    this.rules = rules;
    nightjar = environment.nightjar();
    trampoline = new TrampolineReader(environment, ways, policy.receives());
    receives = policy.receives();
  }

  /**
   * Reads an onion.
   *
   * @param incoming the HTLC that it came with, or that it is another onion for
   * @param pathKey that came with the HTLC
   * @param height of the block chain
   */
  Reading read(Incoming incoming, OnionPacket onion, Optional<PublicKey> pathKey, long height) {
    if (onion.length() != OnionPacket.PAYMENT_LENGTH) {
      return unreadable(INVALID_ONION_VERSION.code(), onion, pathKey.isPresent());
    }
    byte[] hash = incoming.paymentHash().toBytes();
    Peeled peeled =
        pathKey
            .map(key -> nightjar.peel(environment.nodeKey(), onion, hash, key))
            .orElseGet(() -> nightjar.peel(environment.nodeKey(), onion, hash));
    if (peeled instanceof Peeled.Rejected rejected) {
      return rejected(incoming, rejected, onion, pathKey.isPresent());
    }
    if (peeled instanceof Peeled.Final last) {
      return readFinal(incoming, last, onion, pathKey, height);
    }
    return new Layer(incoming, (Peeled.Forward) peeled, pathKey.isPresent(), height).read();
  }

  private Reading rejected(
      Incoming incoming, Peeled.Rejected rejected, OnionPacket onion, boolean withPathKey) {
    if (withPathKey || rejected.sharedSecret() == null) {
      return unreadable(rejected.failureCode(), onion, withPathKey);
    }
    return new Reading.Refused(
        Upstream.of(Position.PLAIN, rejected.sharedSecret()),
        incoming.cltvExpiry(),
        FailureMessage.of(INVALID_ONION_PAYLOAD, 0, 0));
  }

  private Reading readFinal(
      Incoming incoming,
      Peeled.Final last,
      OnionPacket onion,
      Optional<PublicKey> pathKey,
      long height) {
    Optional<Reading> inner =
        pathKey.isPresent() ? Optional.empty() : trampoline.read(incoming, last, height);
    return inner.orElseGet(
        () ->
            receives
                ? new Reading.NotForward()
                : refusedFinal(incoming, last, onion, pathKey.isPresent(), height));
  }

  /** For this node, which receives nothing. */
  private Reading refusedFinal(
      Incoming incoming, Peeled.Final last, OnionPacket onion, boolean withPathKey, long height) {
    if (withPathKey) {
      return unreadable(INVALID_ONION_BLINDING.code(), onion, true);
    }
    Position position = Position.of(false, last.payload());
    return new Reading.Refused(
        Upstream.of(position, last.sharedSecret()),
        incoming.cltvExpiry(),
        position == Position.INTRODUCTION
            ? FailureMessage.of(INVALID_ONION_BLINDING)
            : FailureMessage.of(
                INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, incoming.amountMsat(), height));
  }

  private Reading unreadable(int code, OnionPacket onion, boolean withPathKey) {
    return new Reading.Unreadable(
        withPathKey ? Answers.blinded() : Answers.badOnion(nightjar.primitives(), code, onion));
  }

  /** One layer, whose HMAC is right. */
  private final class Layer {
    private final Incoming incoming;
    private final Peeled.Forward peeled;
    private final boolean withPathKey;
    private final long height;
    private final Upstream upstream;

    Layer(Incoming incoming, Peeled.Forward peeled, boolean withPathKey, long height) {
      this.incoming = incoming;
      this.peeled = peeled;
      this.withPathKey = withPathKey;
      this.height = height;
      upstream = Upstream.of(Position.of(withPathKey, peeled.payload()), peeled.sharedSecret());
    }

    Reading read() {
      try {
        PaymentPayload payload = PaymentPayload.decode(peeled.payload());
        PayloadRules.checkForward(payload, withPathKey);
        return payload.encryptedRecipientData().isPresent() ? blinded(payload) : plain(payload);
      } catch (WireException e) {
        return upstream.position() == Position.PLAIN
            ? new Reading.Refused(
                upstream,
                incoming.cltvExpiry(),
                FailureMessage.of(INVALID_ONION_PAYLOAD, e.type().orElse(0), e.offset().orElse(0)))
            : refusedBlinded(height + PathInstructions.MAX_REPLAYABLE_BLOCKS);
      }
    }

    private Reading plain(PaymentPayload payload) {
      long cltvExpiry = payload.outgoingCltvValue().orElseThrow();
      NextHtlc next =
          new NextHtlc(
              payload.shortChannelId().orElseThrow(),
              payload.amtToForward().orElseThrow(),
              cltvExpiry,
              peeled.nextPacket(),
              Optional.empty());
      long replayableUntil = Math.max(incoming.cltvExpiry(), cltvExpiry);
      return refusal(next)
          .<Reading>map(why -> new Reading.Refused(upstream, replayableUntil, why))
          .orElseGet(() -> accepted(next, replayableUntil));
    }

    private Optional<FailureMessage> refusal(NextHtlc next) {
      return rules.refusal(incoming, next.channel(), next.amountMsat(), next.cltvExpiry(), height);
    }

    private Reading accepted(NextHtlc next, long replayableUntil) {
      return new Reading.Accepted(new Onward.Direct(upstream, next), replayableUntil);
    }

    private Reading blinded(PaymentPayload payload) throws WireException {
      Optional<PathInstructions> opened =
          PathInstructions.open(environment, peeled, payload, withPathKey);
      if (opened.isEmpty()) {
        return refusedBlinded(height + PathInstructions.MAX_REPLAYABLE_BLOCKS);
      }
      PathInstructions hop = opened.get();
      long replayableUntil = hop.replayableUntil(height);
      if (hop.data().isDummyOf(environment.nodeId())) {
        return receives ? new Reading.NotForward() : refusedBlinded(replayableUntil);
      }
      hop.check(incoming);
      Optional<NextHtlc> next = forward(hop);
      return next.isPresent() && refusal(next.get()).isEmpty()
          ? accepted(next.get(), replayableUntil)
          : refusedBlinded(replayableUntil);
    }

    /** Nothing if there is no channel to the next node. */
    private Optional<NextHtlc> forward(PathInstructions hop) throws WireException {
      long amountMsat = hop.amountMsat(incoming);
      long cltvExpiry = hop.cltvExpiry(incoming);
      return channel(hop.data(), amountMsat)
          .map(
              channel ->
                  new NextHtlc(
                      channel,
                      amountMsat,
                      cltvExpiry,
                      peeled.nextPacket(),
                      Optional.of(hop.nextPathKey())));
    }

    private Optional<ShortChannelId> channel(EncryptedData data, long amountMsat) {
      return data.shortChannelId()
          .or(
              () -> {
                PublicKey next = data.nextNodeId().orElseThrow();
                List<RouteHop> route = environment.routes().payment(next, amountMsat, 0);
                return route.size() == 1 ? Optional.of(route.get(0).channel()) : Optional.empty();
              });
    }

    private Reading refusedBlinded(long replayableUntil) {
      return new Reading.Refused(
          upstream, replayableUntil, FailureMessage.of(INVALID_ONION_BLINDING));
    }
  }
}
