package org.nightjar.async.payer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.TestNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.message.ContentType;

/** A payment in every state, each in a world of its own. */
final class PaymentStates {
  private PaymentStates() {}

  static Map<String, PayerWorld> all() {
    Map<String, PayerWorld> worlds = new LinkedHashMap<>();
    worlds.put("await_invoice", awaitInvoice());
    worlds.put("await_ordinary", awaitOrdinary());
    worlds.put("wait_release", waitRelease());
    worlds.put("wait_release_again", waitReleaseAgain());
    worlds.put("adding", adding());
    worlds.put("adding_waiting", addingWaiting());
    worlds.put("dormant", dormant());
    worlds.put("dormant_trampoline", dormantTrampoline());
    worlds.put("adding_trampoline_waiting", trampolineWaiting());
    worlds.put("in_flight", inFlight());
    worlds.put("in_flight_ordinary", ordinary());
    worlds.put("settling", settling());
    worlds.put("succeeded", succeeded());
    worlds.put("failed", failed());
    return worlds;
  }

  private static PayerWorld world() {
    PayerWorld world = new PayerWorld();
    world.answerers.messagePaths = 1;
    return world;
  }

  static PayerWorld awaitInvoice() {
    PayerWorld world = world();
    world.pay(world.answerers.offer(), PayerMode.HOLD_AT_LSP);
    return world;
  }

  static PayerWorld awaitOrdinary() {
    PayerWorld world = world();
    world.takeStatic(PayerMode.HOLD_AT_LSP);
    return world;
  }

  static PayerWorld waitRelease() {
    PayerWorld world = world();
    world.takeStatic(PayerMode.ALWAYS_ONLINE);
    world.after(world.policy.grace());
    return world;
  }

  /** The recipient was gone when the payment came. */
  static PayerWorld waitReleaseAgain() {
    PayerWorld world = inFlight();
    HtlcFailure failure =
        RetryTest.failure(world.live(0).onion(), 1, FailureCode.INVALID_ONION_BLINDING);
    world.on(new Event.HtlcFailed(world.attempt(0, 0), failure));
    return world;
  }

  static PayerWorld adding() {
    PayerWorld world = world();
    world.hold();
    return world;
  }

  static PayerWorld addingWaiting() {
    PayerWorld world = adding();
    HtlcFailure failure =
        RetryTest.failure(world.live(0).onion(), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE);
    world.on(new Event.HtlcFailed(world.attempt(0, 0), failure));
    return world;
  }

  static PayerWorld dormant() {
    PayerWorld world = world();
    world.acknowledge(world.hold());
    return world;
  }

  static PayerWorld dormantTrampoline() {
    PayerWorld world = world();
    world.acknowledge(world.trampoline());
    return world;
  }

  /** The LSP wants more than it was offered. */
  static PayerWorld trampolineWaiting() {
    PayerWorld world = world();
    OutgoingHtlc htlc = world.trampoline().get(0);
    world.on(
        new Event.HtlcFailed(
            htlc.attempt(), TrampolineTest.wants(world.live(0).onion(), 400_000, 1_000)));
    return world;
  }

  static PayerWorld inFlight() {
    PayerWorld world = world();
    world.takeStatic(PayerMode.ALWAYS_ONLINE);
    PayerWorld.Delivered told = world.delivered(world.after(world.policy.grace())).get(0);
    TlvRecord release = ReleaseHeldHtlc.create().content(WireProfile.LDK);
    world.on(world.answer(told.replyPath(), release));
    return world;
  }

  static PayerWorld ordinary() {
    PayerWorld world = world();
    PayerWorld.Delivered request =
        world.delivered(world.pay(world.answerers.offer(), PayerMode.HOLD_AT_LSP)).get(0);
    byte[] hash = PayerWorld.preimage(9).hash(TestNode.NIGHTJAR.primitives()).toBytes();
    byte[] invoice = world.answerers.invoice(PayerWorld.request(request), hash).encode();
    world.on(world.answer(request.replyPath(), TlvRecord.of(ContentType.INVOICE, invoice)));
    return world;
  }

  /** Two parts: one is given up, the other is held. */
  static PayerWorld settling() {
    PayerWorld world = world();
    world.answerers.htlcMaximumMsat = PayerWorld.AMOUNT / 2 + Answerers.BASE_FEE;
    List<OutgoingHtlc> htlcs = world.hold();
    world.acknowledge(htlcs);
    HtlcFailure failure = RetryTest.failure(world.live(0).onion(), 0, FailureCode.EXPIRY_TOO_SOON);
    world.on(new Event.HtlcFailed(htlcs.get(0).attempt(), failure));
    return world;
  }

  static PayerWorld succeeded() {
    PayerWorld world = world();
    OutgoingHtlc htlc = world.hold().get(0);
    world.on(
        new Event.HtlcFulfilled(
            htlc.attempt(), ((Adding) world.status()).terms().preimage(), Optional.empty()));
    return world;
  }

  static PayerWorld failed() {
    PayerWorld world = addingWaiting();
    world.after(Duration.ofDays(8));
    return world;
  }
}
