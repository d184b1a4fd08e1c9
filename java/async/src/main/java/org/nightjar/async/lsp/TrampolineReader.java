package org.nightjar.async.lsp;

import static org.nightjar.wire.failure.FailureCode.FINAL_INCORRECT_CLTV_EXPIRY;
import static org.nightjar.wire.failure.FailureCode.FINAL_INCORRECT_HTLC_AMOUNT;
import static org.nightjar.wire.failure.FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_BLINDING;
import static org.nightjar.wire.failure.FailureCode.INVALID_ONION_PAYLOAD;
import static org.nightjar.wire.failure.FailureCode.MPP_TIMEOUT;
import static org.nightjar.wire.failure.FailureCode.UNKNOWN_NEXT_TRAMPOLINE;

import java.util.Optional;
import java.util.Set;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.Environment;
import org.nightjar.wire.PayloadRules;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TrampolineRules;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.failure.FailureMessage;

/**
 * Reads the trampoline onion that an onion for this node brings (bolts#836), and whether this node
 * does what it says. The HTLC has to be the whole payment to this node: parts are not joined here,
 * a payer who splits gives every part a trampoline onion of its own.
 */
final class TrampolineReader {
  private static final long AMT_TO_FORWARD = 2;
  private static final long TRAMPOLINE_ONION_PACKET = 20;
  private static final long ANY_EXPIRY = 0;

  private final Environment environment;
  private final TrampolineWays ways;
  private final boolean receives;

  TrampolineReader(Environment environment, TrampolineWays ways, boolean receives) {
    this.environment = environment;
    this.ways = ways;
    this.receives = receives;
  }

  /**
   * Reads one.
   *
   * @param last the outer onion, which came without a path key
   * @param height of the block chain
   * @return nothing if there is no trampoline onion
   */
  Optional<Reading> read(Incoming incoming, Peeled.Final last, long height) {
    try {
      PaymentPayload outer = PaymentPayload.decode(last.payload());
      return outer
          .trampoline()
          .onionPacket()
          .map(packet -> read(incoming, last.sharedSecret(), outer, packet, height));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  private Reading read(
      Incoming incoming,
      SharedSecret secret,
      PaymentPayload outer,
      OnionPacket packet,
      long height) {
    byte[] hash = incoming.paymentHash().toBytes();
    Peeled peeled =
        environment
            .nightjar()
            .peel(environment.nodeKey(), packet, hash, outer.currentPathKey().orElse(null));
    boolean withPathKey = outer.currentPathKey().isPresent();
    if (!(peeled instanceof Peeled.Accepted accepted)) {
      Position position = withPathKey ? Position.INNER : Position.PLAIN;
      return new Reading.Refused(
          Upstream.of(position, secret),
          incoming.cltvExpiry(),
          FailureMessage.of(INVALID_ONION_PAYLOAD, TRAMPOLINE_ONION_PACKET, 0));
    }
    return new Layer(incoming, secret, outer, accepted, height).read();
  }

  /** This node's layer of a trampoline onion, whose HMAC is right. */
  private final class Layer {
    private final Incoming incoming;
    private final PaymentPayload outer;
    private final Peeled.Accepted peeled;
    private final long height;
    private final boolean withPathKey;
    private final Upstream upstream;

    Layer(
        Incoming incoming,
        SharedSecret secret,
        PaymentPayload outer,
        Peeled.Accepted peeled,
        long height) {
      this.incoming = incoming;
      this.outer = outer;
      this.peeled = peeled;
      this.height = height;
      withPathKey = outer.currentPathKey().isPresent();
      upstream =
          new Upstream(
              Position.of(withPathKey, peeled.payload()),
              secret,
              Optional.of(peeled.sharedSecret()));
    }

    Reading read() {
      if (peeled instanceof Peeled.Final) {
        return forRecipient();
      }
      try {
        PaymentPayload payload = PaymentPayload.decode(peeled.payload());
        return payload.encryptedRecipientData().isPresent() ? blinded(payload) : plain(payload);
      } catch (WireException e) {
        return refused(
            replayableUntil(),
            FailureMessage.of(INVALID_ONION_PAYLOAD, e.type().orElse(0), e.offset().orElse(0)));
      }
    }

    private Reading forRecipient() {
      return receives
          ? new Reading.NotForward()
          : refused(
              replayableUntil(),
              FailureMessage.of(
                  INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, incoming.amountMsat(), height));
    }

    private long replayableUntil() {
      return upstream.position() == Position.PLAIN
          ? incoming.cltvExpiry()
          : height + PathInstructions.MAX_REPLAYABLE_BLOCKS;
    }

    private Reading refused(long replayableUntil, FailureMessage why) {
      boolean plain = upstream.position() == Position.PLAIN;
      return new Reading.Refused(
          upstream, replayableUntil, plain ? why : FailureMessage.of(INVALID_ONION_BLINDING));
    }

    /** That the amounts are enough is for {@link TrampolineWays}, which also says what would be. */
    private void check(PaymentPayload payload) throws WireException {
      try {
        TrampolineRules.check(outer, payload, false, Set.of());
      } catch (WireException e) {
        if (e.reason() != WireException.Reason.VALUE) {
          throw e;
        }
      }
    }

    /**
     * Payloads that pay over a recipient's own paths are not followed: for a static invoice the
     * payer would have to give the preimage away.
     */
    private Reading plain(PaymentPayload payload) throws WireException {
      check(payload);
      long cltvExpiry = payload.outgoingCltvValue().orElseThrow();
      Optional<PublicKey> node = payload.trampoline().outgoingNodeId();
      long replayableUntil = Math.max(incoming.cltvExpiry(), cltvExpiry);
      if (node.isEmpty()) {
        return refused(replayableUntil, FailureMessage.of(UNKNOWN_NEXT_TRAMPOLINE));
      }
      return judge(
          new Onward.Trampoline(
              upstream,
              node.get(),
              Optional.empty(),
              payload.amtToForward().orElseThrow(),
              cltvExpiry,
              Optional.empty(),
              peeled.nextPacket(),
              Optional.empty()),
          replayableUntil);
    }

    private Reading blinded(PaymentPayload payload) throws WireException {
      FailureMessage why = FailureMessage.of(INVALID_ONION_BLINDING);
      Optional<PathInstructions> opened =
          PathInstructions.open(environment, peeled, payload, withPathKey);
      if (opened.isEmpty()) {
        check(payload);
        return refused(replayableUntil(), why);
      }
      PathInstructions hop = opened.get();
      if (hop.data().isDummyOf(environment.nodeId())) {
        return forRecipient();
      }
      check(payload);
      hop.check(incoming);
      Optional<PublicKey> node = next(hop.data());
      return node.isEmpty()
          ? refused(hop.replayableUntil(height), why)
          : judge(
              new Onward.Trampoline(
                  upstream,
                  node.get(),
                  hop.data().shortChannelId(),
                  hop.amountMsat(incoming),
                  hop.cltvExpiry(incoming),
                  Optional.of(hop.nextPathKey()),
                  peeled.nextPacket(),
                  Optional.empty()),
              hop.replayableUntil(height));
    }

    private Optional<PublicKey> next(EncryptedData data) {
      Optional<ShortChannelId> channel = data.shortChannelId();
      return channel.isPresent() ? environment.routes().peer(channel.get()) : data.nextNodeId();
    }

    /** The HTLC against the outer onion, then against what the way takes. */
    private Reading judge(Onward.Trampoline onward, long replayableUntil) {
      return arrivalRefusal()
          .or(() -> ways.refusal(incoming, onward, height))
          .map(why -> refused(replayableUntil, why))
          .orElseGet(() -> new Reading.Accepted(onward, replayableUntil));
    }

    private Optional<FailureMessage> arrivalRefusal() {
      try {
        PayloadRules.checkFinalHtlc(
            outer, incoming.amountMsat(), incoming.cltvExpiry(), ANY_EXPIRY);
      } catch (WireException e) {
        return Optional.of(
            e.type().orElse(0) == AMT_TO_FORWARD
                ? FailureMessage.of(FINAL_INCORRECT_HTLC_AMOUNT, incoming.amountMsat())
                : FailureMessage.of(FINAL_INCORRECT_CLTV_EXPIRY, incoming.cltvExpiry()));
      }
      long total = outer.paymentData().orElseThrow().totalMsat();
      return total > outer.amtToForward().orElseThrow()
          ? Optional.of(FailureMessage.of(MPP_TIMEOUT))
          : Optional.empty();
    }
  }
}
