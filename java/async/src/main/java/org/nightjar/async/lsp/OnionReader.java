package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_BLINDING;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_PAYLOAD;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_VERSION;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.UnblindedData;
import org.nightjar.async.Environment;
import org.nightjar.async.RouteHop;
import org.nightjar.wire.PayloadRules;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;
import org.nightjar.wire.blinded.PaymentConstraints;
import org.nightjar.wire.failure.FailureMessage;

/**
 * Peels a payment onion and reads what it asks for (BOLT 4 "Onion Decryption", "Payload Format",
 * "Route Blinding"), and whether this node does that.
 */
final class OnionReader {
  /** An onion on a blinded path that sets no end is known again for a year. */
  static final int MAX_REPLAYABLE_BLOCKS = 52_560;

  private static final long CURRENT_PATH_KEY = 12;

  private final Environment environment;
  private final Nightjar nightjar;
  private final ForwardRules rules;
  private final boolean receives;

  OnionReader(Environment environment, HoldPolicy policy) {
    this.environment = environment;
    nightjar = environment.nightjar();
    rules = new ForwardRules(environment.routes(), policy);
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
      return receives
          ? new Reading.NotForward()
          : refusedFinal(incoming, last, onion, pathKey, height);
    }
    return new Layer(incoming, (Peeled.Forward) peeled, pathKey.isPresent(), height).read();
  }

  private Reading rejected(
      Incoming incoming, Peeled.Rejected rejected, OnionPacket onion, boolean withPathKey) {
    if (withPathKey || rejected.sharedSecret() == null) {
      return unreadable(rejected.failureCode(), onion, withPathKey);
    }
    return new Reading.Refused(
        Position.PLAIN,
        rejected.sharedSecret(),
        incoming.cltvExpiry(),
        FailureMessage.of(INVALID_ONION_PAYLOAD, 0, 0));
  }

  /** For this node, which receives nothing. */
  private Reading refusedFinal(
      Incoming incoming,
      Peeled.Final last,
      OnionPacket onion,
      Optional<PublicKey> pathKey,
      long height) {
    if (pathKey.isPresent()) {
      return unreadable(INVALID_ONION_BLINDING.code(), onion, true);
    }
    boolean introduction = hasCurrentPathKey(last.payload());
    return new Reading.Refused(
        introduction ? Position.INTRODUCTION : Position.PLAIN,
        last.sharedSecret(),
        incoming.cltvExpiry(),
        introduction
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
    private final SharedSecret secret;

    Layer(Incoming incoming, Peeled.Forward peeled, boolean withPathKey, long height) {
      this.incoming = incoming;
      this.peeled = peeled;
      this.withPathKey = withPathKey;
      this.height = height;
      secret = peeled.sharedSecret();
    }

    Reading read() {
      byte[] bytes = peeled.payload();
      try {
        PaymentPayload payload = PaymentPayload.decode(bytes);
        PayloadRules.checkForward(payload, withPathKey);
        return payload.encryptedRecipientData().isPresent() ? blinded(payload) : plain(payload);
      } catch (WireException e) {
        if (withPathKey || hasCurrentPathKey(bytes)) {
          return refusedBlinded(height + MAX_REPLAYABLE_BLOCKS);
        }
        return new Reading.Refused(
            Position.PLAIN,
            secret,
            incoming.cltvExpiry(),
            FailureMessage.of(INVALID_ONION_PAYLOAD, e.type().orElse(0), e.offset().orElse(0)));
      }
    }

    private Reading plain(PaymentPayload payload) {
      long cltvExpiry = payload.outgoingCltvValue().orElseThrow();
      Onward onward =
          new Onward(
              Position.PLAIN,
              secret,
              payload.shortChannelId().orElseThrow(),
              payload.amtToForward().orElseThrow(),
              cltvExpiry,
              peeled.nextPacket(),
              Optional.empty());
      long replayableUntil = Math.max(incoming.cltvExpiry(), cltvExpiry);
      return rules
          .refusal(incoming, onward, height)
          .<Reading>map(why -> new Reading.Refused(Position.PLAIN, secret, replayableUntil, why))
          .orElseGet(() -> new Reading.Accepted(onward, replayableUntil));
    }

    private Reading blinded(PaymentPayload payload) {
      long forgotten = height + MAX_REPLAYABLE_BLOCKS;
      Optional<Opened> opened = open(payload);
      if (opened.isEmpty()) {
        return refusedBlinded(forgotten);
      }
      try {
        EncryptedData data = EncryptedData.decode(opened.get().data);
        if (data.isDummyOf(environment.nodeId())) {
          return receives ? new Reading.NotForward() : refusedBlinded(forgotten);
        }
        long replayableUntil =
            data.paymentConstraints()
                .map(PaymentConstraints::maxCltvExpiry)
                .map(last -> Math.min(last, forgotten))
                .orElse(forgotten);
        Optional<Onward> onward = forward(data, opened.get().nextPathKey);
        return onward.isPresent() && rules.refusal(incoming, onward.get(), height).isEmpty()
            ? new Reading.Accepted(onward.get(), replayableUntil)
            : refusedBlinded(replayableUntil);
      } catch (WireException e) {
        return refusedBlinded(forgotten);
      }
    }

    /** Nothing if the path's maker did not encrypt these data for this node. */
    private Optional<Opened> open(PaymentPayload payload) {
      byte[] encrypted = payload.encryptedRecipientData().orElseThrow();
      if (withPathKey) {
        return peeled
            .path()
            .flatMap(
                step ->
                    step.openRecipientData(encrypted)
                        .map(data -> new Opened(data, step.nextPathKey())));
      }
      return nightjar
          .blindedPaths()
          .unblind(environment.nodeKey(), payload.currentPathKey().orElseThrow(), encrypted)
          .map((UnblindedData data) -> new Opened(data.data(), data.nextPathKey()));
    }

    /** Nothing if there is no channel to the next node. */
    private Optional<Onward> forward(EncryptedData data, PublicKey nextPathKey)
        throws WireException {
      EncryptedDataRules.checkPaymentForward(data);
      EncryptedDataRules.checkConstraints(data, incoming.amountMsat(), incoming.cltvExpiry());
      EncryptedDataRules.checkFeatures(data, Set.of(), Set.of());
      var relay = data.paymentRelay().orElseThrow();
      long amountMsat = BlindedPayments.forwardAmount(incoming.amountMsat(), relay);
      long cltvExpiry = BlindedPayments.forwardCltv(incoming.cltvExpiry(), relay);
      PublicKey pathKey = data.nextPathKeyOverride().orElse(nextPathKey);
      return channel(data, amountMsat)
          .map(
              channel ->
                  new Onward(
                      position(),
                      secret,
                      channel,
                      amountMsat,
                      cltvExpiry,
                      peeled.nextPacket(),
                      Optional.of(pathKey)));
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

    private Position position() {
      return withPathKey ? Position.INNER : Position.INTRODUCTION;
    }

    private Reading refusedBlinded(long replayableUntil) {
      return new Reading.Refused(
          position(), secret, replayableUntil, FailureMessage.of(INVALID_ONION_BLINDING));
    }
  }

  private record Opened(byte[] data, PublicKey nextPathKey) {}

  /** Also of a payload that is malformed otherwise. */
  private static boolean hasCurrentPathKey(byte[] payload) {
    try {
      return TlvStream.decode(payload).find(CURRENT_PATH_KEY).isPresent();
    } catch (WireException e) {
      return false;
    }
  }
}
