package org.nightjar.async.recipient;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nightjar.AttributedFailure;
import org.nightjar.OnionPacket;
import org.nightjar.PathStep;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.UnblindedData;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.wire.PayloadRules;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineRules;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/**
 * Peels an incoming HTLC to its last layer, past the dummy hops that this node put into its paths,
 * each with its fee and constraints (BOLT 4 "Route Blinding").
 */
final class PaymentPeeler {
  private static final int MAX_LAYERS = 32;

  /** Whether there is enough time to claim is for {@link ClaimRules}. */
  private static final long ANY_EXPIRY = 0;

  private static final byte[] NO_HASH = new byte[32];
  private static final HtlcFailure MALFORMED =
      new HtlcFailure.Malformed(FailureCode.INVALID_ONION_BLINDING.code(), NO_HASH);

  private final Environment environment;

  PaymentPeeler(Environment environment) {
    this.environment = environment;
  }

  /** A layer as it was read; without data, if it is not on a blinded path. */
  private record Layer(
      Peeled.Accepted peeled,
      PaymentPayload payload,
      @Nullable EncryptedData data,
      @Nullable PublicKey nextPathKey) {
    boolean isDummyOf(PublicKey self) {
      return peeled instanceof Peeled.Forward && data != null && data.isDummyOf(self);
    }
  }

  Arrived peel(IncomingHtlc htlc, long height) {
    PublicKey pathKey = htlc.pathKey().orElse(null);
    if (!(peel(htlc.onion(), htlc, pathKey) instanceof Peeled.Accepted outer)) {
      return new Arrived.NotOurs();
    }
    Optional<PaymentPayload> bringing = trampoline(outer, htlc);
    return bringing.isPresent()
        ? peelInner(htlc, outer.sharedSecret(), bringing.get())
        : peel(htlc, outer, pathKey, refusal(htlc, outer, height));
  }

  private Peeled peel(OnionPacket onion, IncomingHtlc htlc, @Nullable PublicKey pathKey) {
    byte[] hash = htlc.paymentHash().toBytes();
    return environment.nightjar().peel(environment.nodeKey(), onion, hash, pathKey);
  }

  /** The payload of an onion that brings a trampoline onion (bolts#836). */
  private static Optional<PaymentPayload> trampoline(Peeled.Accepted outer, IncomingHtlc htlc) {
    try {
      return outer instanceof Peeled.Final && htlc.pathKey().isEmpty()
          ? Optional.of(PaymentPayload.decode(outer.payload()))
              .filter(payload -> payload.trampoline().onionPacket().isPresent())
          : Optional.empty();
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  /** The HTLC must be the whole of what the outer onion says; parts are known by the inner one. */
  private Arrived peelInner(IncomingHtlc htlc, SharedSecret secret, PaymentPayload outer) {
    OnionPacket packet = outer.trampoline().onionPacket().orElseThrow();
    PublicKey pathKey = outer.currentPathKey().orElse(null);
    if (!(peel(packet, htlc, pathKey) instanceof Peeled.Accepted inner)) {
      return new Arrived.NotOurs();
    }
    HtlcFailure refusal = refusalOfInner(inner.sharedSecret(), secret);
    Arrived arrived = peel(htlc, inner, pathKey, refusal);
    if (!(arrived instanceof Arrived.Last last)) {
      return arrived;
    }
    try {
      TrampolineRules.checkOuter(outer);
      PayloadRules.checkFinalHtlc(outer, htlc.amountMsat(), htlc.cltvExpiry(), ANY_EXPIRY);
      return new Arrived.Last(last.payload(), last.data(), secret, refusal);
    } catch (WireException e) {
      return new Arrived.Refused(refusal, "outer onion against the rules");
    }
  }

  /**
   * Peels on.
   *
   * @param first layer of the onion that is for the recipient
   * @param pathKey that the first layer was peeled with
   */
  private Arrived peel(
      IncomingHtlc htlc, Peeled.Accepted first, @Nullable PublicKey pathKey, HtlcFailure refusal) {
    Optional<Layer> layer = readFirst(first, pathKey);
    if (first instanceof Peeled.Forward
        && layer.filter(dummy -> dummy.isDummyOf(environment.nodeId())).isEmpty()) {
      return new Arrived.NotOurs();
    }
    try {
      Layer start = layer.orElseThrow(() -> refused("payload malformed"));
      return follow(start, htlc, pathKey != null, refusal);
    } catch (WireException e) {
      return new Arrived.Refused(refusal, "payment onion against the rules");
    }
  }

  private Optional<Layer> readFirst(Peeled.Accepted first, @Nullable PublicKey pathKey) {
    try {
      return Optional.of(read(first, pathKey));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  private Layer read(Peeled.Accepted peeled, @Nullable PublicKey pathKey) throws WireException {
    PaymentPayload payload = PaymentPayload.decode(peeled.payload());
    byte[] encrypted = payload.encryptedRecipientData().orElse(null);
    if (encrypted == null) {
      return new Layer(peeled, payload, null, null);
    }
    if (pathKey != null) {
      PathStep step = peeled.path().orElseThrow();
      return layer(peeled, payload, step.openRecipientData(encrypted), step.nextPathKey());
    }
    Optional<UnblindedData> opened =
        payload
            .currentPathKey()
            .flatMap(
                key ->
                    environment
                        .nightjar()
                        .blindedPaths()
                        .unblind(environment.nodeKey(), key, encrypted));
    return layer(
        peeled,
        payload,
        opened.map(UnblindedData::data),
        opened.map(UnblindedData::nextPathKey).orElse(null));
  }

  private static Layer layer(
      Peeled.Accepted peeled,
      PaymentPayload payload,
      Optional<byte[]> plain,
      @Nullable PublicKey nextPathKey)
      throws WireException {
    EncryptedData data =
        EncryptedData.decode(plain.orElseThrow(() -> refused("data for another node")));
    return new Layer(peeled, payload, data, data.nextPathKeyOverride().orElse(nextPathKey));
  }

  private Arrived follow(
      Layer first, IncomingHtlc htlc, boolean firstWithPathKey, HtlcFailure refusal)
      throws WireException {
    Layer layer = first;
    boolean withPathKey = firstWithPathKey;
    long amount = htlc.amountMsat();
    long expiry = htlc.cltvExpiry();
    for (int layers = 1; layer.peeled instanceof Peeled.Forward; layers++) {
      if (layers == MAX_LAYERS || !layer.isDummyOf(environment.nodeId())) {
        throw refused("not a dummy hop, or too many");
      }
      EncryptedData data = need(layer.data);
      PayloadRules.checkForward(layer.payload, withPathKey);
      EncryptedDataRules.checkPaymentForward(data);
      check(data, amount, expiry);
      PaymentRelay relay = data.paymentRelay().orElseThrow();
      amount = BlindedPayments.forwardAmount(amount, relay);
      expiry = BlindedPayments.forwardCltv(expiry, relay);
      layer = peelNext(layer, htlc);
      withPathKey = true;
    }
    EncryptedData data = need(layer.data);
    PayloadRules.checkFinal(
        layer.payload, withPathKey, PayloadRules.staticInvoice(environment.profile()));
    EncryptedDataRules.checkPaymentFinal(data);
    check(data, amount, expiry);
    PayloadRules.checkFinalHtlc(layer.payload, amount, expiry, ANY_EXPIRY);
    return new Arrived.Last(layer.payload, data, layer.peeled.sharedSecret(), refusal);
  }

  private static EncryptedData need(@Nullable EncryptedData data) throws WireException {
    if (data == null) {
      throw refused("not on a blinded path");
    }
    return data;
  }

  private static void check(EncryptedData data, long amount, long expiry) throws WireException {
    EncryptedDataRules.checkConstraints(data, amount, expiry);
    EncryptedDataRules.checkFeatures(data, Set.of(), Set.of());
  }

  private Layer peelNext(Layer layer, IncomingHtlc htlc) throws WireException {
    if (!(peel(layer.peeled.nextPacket(), htlc, layer.nextPathKey)
        instanceof Peeled.Accepted accepted)) {
      throw refused("a layer that is not for this node");
    }
    return read(accepted, layer.nextPathKey);
  }

  /**
   * One answer to whatever is wrong, so that nobody learns what (BOLT 4 "Failure Messages"): in a
   * blinded path {@code invalid_onion_blinding}, malformed with a hash of zeros; at its
   * introduction node the same, encrypted; outside of one that payment details are unknown.
   */
  private HtlcFailure refusal(IncomingHtlc htlc, Peeled.Accepted outer, long height) {
    if (htlc.pathKey().isPresent()) {
      return MALFORMED;
    }
    FailureMessage message =
        outer instanceof Peeled.Forward
            ? FailureMessage.ofBadOnion(FailureCode.INVALID_ONION_BLINDING.code(), NO_HASH)
            : FailureMessage.of(
                FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, htlc.amountMsat(), height);
    SharedSecret secret = outer.sharedSecret();
    AttributedFailure failure =
        environment.nightjar().failures().createAttributed(secret, message.encode(), 0);
    return new HtlcFailure.Encrypted(failure.packet(), Optional.of(failure.attribution()));
  }

  /** Of a trampoline payment: under both layers, and always the same. */
  private HtlcFailure refusalOfInner(SharedSecret inner, SharedSecret outer) {
    FailureMessage message =
        FailureMessage.ofBadOnion(FailureCode.INVALID_ONION_BLINDING.code(), NO_HASH);
    return new HtlcFailure.Encrypted(
        environment.nightjar().trampoline().createFailure(inner, outer, message.encode()),
        Optional.empty());
  }

  private static WireException refused(String what) {
    return WireException.of(Reason.VALUE, what);
  }
}
