package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.DAVE;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.IN_CLTV;
import static org.nightjar.async.lsp.Lsp.NIGHTJAR;
import static org.nightjar.async.lsp.Lsp.OUT_CLTV;
import static org.nightjar.async.lsp.Lsp.OUT_MSAT;
import static org.nightjar.async.lsp.Lsp.PREIMAGE;
import static org.nightjar.async.lsp.Lsp.TO_CAROL;
import static org.nightjar.async.lsp.Lsp.TO_DAVE;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.fulfilled;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.key;
import static org.nightjar.async.lsp.Lsp.offered;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.BuiltOnion;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcFailure.Cause;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.RouteHop;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.TrampolineRules;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/**
 * A trampoline node between Alice, who pays, and Carol, the next trampoline node: it finds the way,
 * within what Alice pays for it. Dave is a router.
 */
class TrampolineTest {
  private static final PaymentRelay DAVES = new PaymentRelay(40, 0, 500);

  private final Lsp lsp = new Lsp();

  TrampolineTest() throws StoreException {}

  private static PaymentPayload.Builder forLsp() {
    return TrampolineOnions.forLsp();
  }

  private TrampolineOnions onions(String session) {
    return TrampolineOnions.of(lsp, session, forLsp());
  }

  private TrampolineOnions onions(String session, PaymentPayload.Builder forLsp) {
    return TrampolineOnions.of(lsp, session, forLsp);
  }

  private IncomingHtlc htlc(long id, TrampolineOnions onions, boolean hold) {
    return onions.htlc(id, hold);
  }

  private static IncomingHtlc with(IncomingHtlc htlc, long amountMsat, long cltvExpiry) {
    return new IncomingHtlc(
        htlc.id(),
        htlc.peer(),
        amountMsat,
        htlc.paymentHash(),
        cltvExpiry,
        htlc.onion(),
        htlc.pathKey(),
        htlc.hold());
  }

  /** What Alice reads. */
  private static FailureMessage read(TrampolineOnions onions, HtlcFailure failure, int hop) {
    FailurePacket packet = ((HtlcFailure.Encrypted) failure).packet();
    FailureOrigin origin =
        NIGHTJAR
            .trampoline()
            .decryptFailure(packet, onions.outer().sharedSecrets(), onions.inner().sharedSecrets())
            .orElseThrow();
    assertThat(origin.hop()).isEqualTo(hop);
    try {
      return FailureMessage.decode(origin.message());
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  private static Peeled.Accepted peel(String node, OnionPacket onion) {
    return (Peeled.Accepted) NIGHTJAR.peel(key(node), onion, HASH.toBytes());
  }

  /** What Carol reads of an HTLC for her: the layer of the inner onion. */
  private static Peeled.Accepted atCarol(OutgoingHtlc out) throws WireException {
    Peeled.Accepted outer = peel("carol", out.onion());
    assertThat(outer).isInstanceOf(Peeled.Final.class);
    PaymentPayload payload = PaymentPayload.decode(outer.payload());
    TrampolineRules.checkOuter(payload);
    assertThat(payload.amtToForward()).hasValue(OUT_MSAT);
    assertThat(payload.outgoingCltvValue()).hasValue(OUT_CLTV);
    assertThat(payload.paymentData().orElseThrow().totalMsat()).isEqualTo(OUT_MSAT);
    return peel("carol", payload.trampoline().onionPacket().orElseThrow());
  }

  private static SharedSecret secretOf(String node, OutgoingHtlc out) {
    return peel(node, out.onion()).sharedSecret();
  }

  /** As the first node of the way sends it. */
  private static HtlcFailure from(FailureCode code, SharedSecret... outward) {
    FailurePacket packet = NIGHTJAR.failures().create(outward[0], FailureMessage.of(code).encode());
    for (int i = 1; i < outward.length; i++) {
      packet = NIGHTJAR.failures().wrap(packet, outward[i]);
    }
    return new HtlcFailure.Encrypted(packet, Optional.empty());
  }

  private List<Effect> failed(int attempt, HtlcFailure failure) throws StoreException {
    return lsp.act(new Event.HtlcFailed(lsp.attempt(id(1), attempt), failure));
  }

  /** Over Dave, as second route. */
  private void alsoOverDave() {
    lsp.routes.ways.put(
        CAROL,
        List.of(
            List.of(new RouteHop(CAROL, TO_CAROL, PaymentRelay.FREE)),
            List.of(
                new RouteHop(DAVE, TO_DAVE, PaymentRelay.FREE),
                new RouteHop(CAROL, ShortChannelId.of(5, 5, 5), DAVES))));
  }

  @Test
  void whatIsNotHeldGoesOnAtOnceWithTheInnerOnion() throws Exception {
    TrampolineOnions onions = onions("s");
    OutgoingHtlc out = offered(lsp.act(committed(htlc(1, onions, false))));
    assertThat(out.channel()).isEqualTo(TO_CAROL);
    assertThat(out.amountMsat()).isEqualTo(OUT_MSAT);
    assertThat(out.cltvExpiry()).isEqualTo(OUT_CLTV);
    assertThat(out.hold()).isFalse();
    Peeled.Accepted carols = atCarol(out);
    assertThat(carols).isInstanceOf(Peeled.Final.class);
    assertThat(carols.sharedSecret()).isEqualTo(onions.inner().sharedSecrets().get(1));
  }

  @Test
  void whatIsHeldWaitsForTheReleaseAndThenForItsWay() throws Exception {
    alsoOverDave();
    assertThat(lsp.act(committed(htlc(1, onions("s"), true)))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    assertThat(((Held) lsp.state(id(1))).transit().onward().next()).isEmpty();
    lsp.routes.ways.put(CAROL, lsp.routes.ways.get(CAROL).subList(1, 2));
    OutgoingHtlc out = offered(lsp.act(lsp.release(id(1))));
    assertThat(out.channel()).isEqualTo(TO_DAVE);
    assertThat(out.amountMsat()).isEqualTo(OUT_MSAT + 500);
    assertThat(out.cltvExpiry()).isEqualTo(OUT_CLTV + 40);
    assertThat(lsp.give(lsp.release(id(1)))).isEmpty();
    assertThat(offered(lsp.restart())).isEqualTo(out);
    Effect.FulfilHtlc fulfil = (Effect.FulfilHtlc) lsp.act(fulfilled(lsp.attempt(id(1), 0))).get(0);
    assertThat(fulfil.preimage()).isEqualTo(PREIMAGE);
  }

  @Test
  void theHoldTimeIsUnderTheOuterOnionAlone() throws StoreException {
    TrampolineOnions onions = onions("s");
    offered(lsp.act(committed(htlc(1, onions, false))));
    Effect.FulfilHtlc fulfil = (Effect.FulfilHtlc) lsp.act(fulfilled(lsp.attempt(id(1), 0))).get(0);
    assertThat(
            NIGHTJAR
                .failures()
                .decryptFulfilment(
                    fulfil.attribution().orElseThrow(), onions.outer().sharedSecrets())
                .units())
        .containsExactly(0L);
  }

  /** A crash before the write, and one before the effects; each time the event comes again. */
  @Test
  void aRestartAtEveryPointGoesOnAsBefore() throws Exception {
    IncomingHtlc htlc = htlc(1, onions("s"), true);
    crash(committed(htlc));
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    crash(lsp.release(id(1)));
    OutPending pending = (OutPending) lsp.state(id(1));
    OutgoingHtlc out = offered(lsp.restart());
    assertThat(out).isEqualTo(pending.transit().outgoing(lsp.node.environment));
    atCarol(out);
    crash(failureOf(out));
    pending = (OutPending) lsp.state(id(1));
    assertThat(pending.transit().attempts()).isEqualTo(1);
    OutgoingHtlc second = offered(lsp.restart());
    assertThat(second.attempt()).isNotEqualTo(out.attempt());
    assertThat(second.onion()).isNotEqualTo(out.onion());
    atCarol(second);
    crash(fulfilled(second.attempt()));
    assertThat(lsp.restart().get(0)).isInstanceOf(Effect.FulfilHtlc.class);
  }

  private static Event failureOf(OutgoingHtlc out) {
    return new Event.HtlcFailed(out.attempt(), new HtlcFailure.Local(Cause.NO_CAPACITY));
  }

  private void crash(Event event) throws StoreException {
    lsp.role.on(event, lsp.now);
    restarted();
    List<Reaction> reactions = lsp.role.on(event, lsp.now);
    assertThat(reactions).isNotEmpty();
    lsp.node.commit(reactions);
    restarted();
  }

  private void restarted() throws StoreException {
    lsp.restart();
    lsp.give(new Event.PeerUsable(CAROL));
    lsp.give(new Event.PeerUsable(DAVE));
  }

  @Test
  void aFailureOnTheWayIsTriedOnAnotherWay() throws Exception {
    alsoOverDave();
    TrampolineOnions onions = onions("s");
    OutgoingHtlc first = offered(lsp.act(committed(htlc(1, onions, false))));
    OutgoingHtlc second =
        offered(failed(0, from(FailureCode.TEMPORARY_NODE_FAILURE, secretOf("carol", first))));
    assertThat(second.channel()).isEqualTo(TO_DAVE);
    SharedSecret daves = secretOf("dave", second);
    OutgoingHtlc third = offered(failed(1, from(FailureCode.UNKNOWN_NEXT_PEER, daves)));
    assertThat(third.channel()).isEqualTo(TO_CAROL);
    assertThat(third.onion()).isNotEqualTo(first.onion());
    assertThat(atCarol(third).sharedSecret()).isEqualTo(onions.inner().sharedSecrets().get(1));
    HtlcFailure last =
        failure(failed(2, from(FailureCode.TEMPORARY_NODE_FAILURE, secretOf("carol", third))));
    assertThat(read(onions, last, 1).known()).contains(FailureCode.TEMPORARY_TRAMPOLINE_FAILURE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureFromBehindTheNextTrampolineNodeGoesBackAsItIs(boolean overDave) throws Exception {
    alsoOverDave();
    if (overDave) {
      lsp.routes.ways.put(CAROL, lsp.routes.ways.get(CAROL).subList(1, 2));
    }
    TrampolineOnions onions = onions("s");
    OutgoingHtlc out = offered(lsp.act(committed(htlc(1, onions, false))));
    SharedSecret inner = onions.inner().sharedSecrets().get(1);
    HtlcFailure carols;
    if (overDave) {
      Peeled.Accepted dave = peel("dave", out.onion());
      SharedSecret outer = peel("carol", dave.nextPacket()).sharedSecret();
      carols = from(FailureCode.PERMANENT_NODE_FAILURE, inner, outer, dave.sharedSecret());
    } else {
      carols = from(FailureCode.PERMANENT_NODE_FAILURE, inner, secretOf("carol", out));
    }
    HtlcFailure failure = failure(failed(0, carols));
    assertThat(read(onions, failure, 2).known()).contains(FailureCode.PERMANENT_NODE_FAILURE);
  }

  @Test
  void afterAFailureFromBehindTheNextOnionOfTheBookWaitsForARelease() throws Exception {
    TrampolineOnions first = onions("a");
    TrampolineOnions second = onions("b");
    lsp.act(committed(htlc(1, first, true)));
    OnionBookPut put =
        OnionBookPut.create(
            id(1).encode(), HASH.toBytes(), List.of(entry(0, first), entry(1, second)));
    lsp.give(new Event.PeerMessageArrived(ALICE, put.type(), put.encode()));
    OutgoingHtlc out = offered(lsp.act(lsp.release(id(1))));
    HtlcFailure asleep =
        from(
            FailureCode.INVALID_ONION_BLINDING,
            first.inner().sharedSecrets().get(1),
            secretOf("carol", out));
    assertThat(failed(0, asleep)).containsExactly(new Effect.ForgetOutcome(lsp.attempt(id(1), 0)));
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    OutgoingHtlc next = offered(lsp.act(lsp.release(id(1))));
    assertThat(atCarol(next).sharedSecret()).isEqualTo(second.inner().sharedSecrets().get(1));
  }

  private static OnionBookPut.Entry entry(int index, TrampolineOnions onions) {
    return new OnionBookPut.Entry(
        index, onions.outer().packet(), OUT_MSAT, OUT_CLTV, Optional.empty());
  }

  private FailureMessage refused(TrampolineOnions onions, IncomingHtlc htlc) throws StoreException {
    FailureMessage message = read(onions, failure(lsp.act(committed(htlc))), 1);
    assertThat(lsp.node.refusals).isNotEmpty();
    return message;
  }

  /** The channel wants 1,000 msat, 0.1 % and 80 blocks. */
  @ParameterizedTest
  @CsvSource({
    "1002000, 800300, 2002, 80",
    "1004001, 800300, 2004, 80",
    "5000000, 800300, 6000, 80",
    "1000000, 800421, 2000, 80",
    "1000000, 900000, 2000, 80"
  })
  void tooLittleIsRefusedWithWhatWouldBeEnough(long msat, long cltv, long fee, int delta)
      throws StoreException {
    for (int i = 1; i <= 2; i++) {
      TrampolineOnions onions =
          onions("s" + i, forLsp().amtToForward(msat).outgoingCltvValue(cltv));
      FailureMessage why = refused(onions, htlc(i, onions, i == 2));
      assertThat(why)
          .isEqualTo(
              FailureMessage.of(FailureCode.TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT, fee, 0, delta));
      assertThat(lsp.act(lsp.release(id(i)))).isEmpty();
    }
  }

  @Test
  void whatTheWayCostsIsPartOfIt() throws StoreException {
    alsoOverDave();
    lsp.routes.ways.put(CAROL, lsp.routes.ways.get(CAROL).subList(1, 2));
    TrampolineOnions onions = onions("s", forLsp().amtToForward(1_001_500));
    assertThat(refused(onions, htlc(1, onions, true)))
        .isEqualTo(
            FailureMessage.of(
                FailureCode.TRAMPOLINE_FEE_OR_EXPIRY_INSUFFICIENT, 500 + 2_002, 0, 120));
  }

  @Test
  void expiriesAreKept() throws StoreException {
    TrampolineOnions soon = onions("soon", forLsp().outgoingCltvValue(HEIGHT + 3));
    assertThat(refused(soon, htlc(1, soon, false)).known()).contains(FailureCode.EXPIRY_TOO_SOON);
    TrampolineOnions near = onions("near", forLsp().outgoingCltvValue(HEIGHT + 42));
    assertThat(refused(near, htlc(2, near, true)).known()).contains(FailureCode.EXPIRY_TOO_SOON);
    TrampolineOnions far = onions("far", forLsp().outgoingCltvValue(HEIGHT + 2_017));
    IncomingHtlc htlc = with(htlc(3, far, false), TrampolineOnions.IN_MSAT, HEIGHT + 2_500);
    assertThat(refused(far, htlc).known()).contains(FailureCode.EXPIRY_TOO_FAR);
  }

  @Test
  void aHoldIsGivenUpInTime() throws StoreException {
    TrampolineOnions onions = onions("s");
    lsp.act(committed(htlc(1, onions, true)));
    assertThat(lsp.block(HEIGHT + 143)).isEmpty();
    assertThat(read(onions, failure(lsp.block(HEIGHT + 144)), 1).known())
        .contains(FailureCode.TEMPORARY_NODE_FAILURE);
    assertThat(lsp.act(lsp.release(id(1)))).isEmpty();
  }

  @Test
  void anHtlcMustBeWhatTheOuterOnionSays() throws StoreException {
    TrampolineOnions less = onions("less");
    assertThat(refused(less, with(htlc(1, less, true), TrampolineOnions.IN_MSAT - 1, IN_CLTV)))
        .isEqualTo(
            FailureMessage.of(
                FailureCode.FINAL_INCORRECT_HTLC_AMOUNT, TrampolineOnions.IN_MSAT - 1));
    TrampolineOnions early = onions("early");
    assertThat(refused(early, with(htlc(2, early, true), TrampolineOnions.IN_MSAT, IN_CLTV - 1)))
        .isEqualTo(FailureMessage.of(FailureCode.FINAL_INCORRECT_CLTV_EXPIRY, IN_CLTV - 1));
  }

  @Test
  void partsAreNotJoined() throws StoreException {
    BuiltOnion inner = TrampolineOnions.inner(lsp, "i", forLsp());
    PaymentData of = PaymentData.of(Lsp.hash("payment secret"), TrampolineOnions.IN_MSAT + 1);
    PaymentPayload.Builder payload = TrampolineOnions.outerPayload(inner.packet()).paymentData(of);
    TrampolineOnions onions =
        new TrampolineOnions(TrampolineOnions.outer(lsp, "o", payload.build()), inner);
    assertThat(refused(onions, htlc(1, onions, true)).known()).contains(FailureCode.MPP_TIMEOUT);
  }

  @Test
  void aNodeThatNobodyKnowsIsNotFound() throws StoreException {
    PublicKey stranger = key("stranger").publicKey();
    TrampolineOnions onions =
        onions("s", forLsp().trampoline(TrampolineFields.ofNextNode(stranger)));
    assertThat(refused(onions, htlc(1, onions, true)).known())
        .contains(FailureCode.UNKNOWN_NEXT_TRAMPOLINE);
  }

  @Test
  void aWayThatIsLostWhileItWaitsFails() throws StoreException {
    TrampolineOnions onions = onions("s");
    lsp.act(committed(htlc(1, onions, true)));
    lsp.routes.remove(TO_CAROL);
    assertThat(read(onions, failure(lsp.act(lsp.release(id(1)))), 1).known())
        .contains(FailureCode.UNKNOWN_NEXT_TRAMPOLINE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 66, 99, 101, 161, 500})
  void anInnerOnionThatCannotBeReadIsNoUse(int length) throws StoreException {
    BuiltOnion outer =
        TrampolineOnions.outer(
            lsp, "o", TrampolineOnions.outerPayload(OnionPacket.of(new byte[length])).build());
    HtlcFailure failure = failure(lsp.act(committed(lsp.htlc(1, outer, true))));
    assertThat(Lsp.read(outer, failure, 0).known()).contains(FailureCode.INVALID_ONION_PAYLOAD);
  }

  @Test
  void anInnerOnionForAnotherNodeOrPaymentIsNoUse() throws StoreException {
    OnionPacket carols = (peel("carol", carolsOnion()).nextPacket());
    BuiltOnion outer =
        TrampolineOnions.outer(lsp, "o", TrampolineOnions.outerPayload(carols).build());
    HtlcFailure failure = failure(lsp.act(committed(lsp.htlc(1, outer, true))));
    assertThat(Lsp.read(outer, failure, 0).known()).contains(FailureCode.INVALID_ONION_PAYLOAD);
  }

  private OnionPacket carolsOnion() {
    PaymentPayload payload = forLsp().build();
    return NIGHTJAR
        .trampoline()
        .buildOnion(
            SecretKey.of(Lsp.hash("another")),
            List.of(Hop.of(CAROL, payload.encode()), Hop.of(DAVE, payload.encode())),
            HASH.toBytes())
        .packet();
  }

  @Test
  void payloadsAgainstTheRulesAreRefused() throws StoreException {
    TrampolineOnions noNode =
        onions("a", PaymentPayload.builder().amtToForward(OUT_MSAT).outgoingCltvValue(OUT_CLTV));
    assertThat(refused(noNode, htlc(1, noNode, true)).known())
        .contains(FailureCode.INVALID_ONION_PAYLOAD);
    TrampolineOnions channel = onions("b", forLsp().shortChannelId(TO_CAROL));
    assertThat(refused(channel, htlc(2, channel, true)).known())
        .contains(FailureCode.INVALID_ONION_PAYLOAD);
    BuiltOnion inner = TrampolineOnions.inner(lsp, "i", forLsp());
    PaymentPayload noSecret =
        PaymentPayload.builder()
            .amtToForward(TrampolineOnions.IN_MSAT)
            .outgoingCltvValue(IN_CLTV)
            .trampoline(TrampolineFields.ofOnion(inner.packet()))
            .build();
    TrampolineOnions bare = new TrampolineOnions(TrampolineOnions.outer(lsp, "o", noSecret), inner);
    assertThat(refused(bare, htlc(3, bare, true)).known())
        .contains(FailureCode.INVALID_ONION_PAYLOAD);
  }

  @Test
  void anInnerOnionIsActedOnOnceWhateverItComesIn() throws StoreException {
    TrampolineOnions onions = onions("s");
    offered(lsp.act(committed(htlc(1, onions, false))));
    BuiltOnion again =
        TrampolineOnions.outer(
            lsp, "another outer", TrampolineOnions.outerPayload(onions.inner().packet()).build());
    for (int i = 2; i < 100; i++) {
      HtlcFailure failure = failure(lsp.act(committed(lsp.htlc(i, again, i % 2 == 0))));
      assertThat(((HtlcFailure.Malformed) failure).code()).isEqualTo(0xc004);
      lsp.restart();
    }
    assertThat(lsp.node.refusals).contains("an onion that was acted on before");
  }

  @Test
  void aBookThatRepeatsAnInnerOnionIsNotKept() throws StoreException {
    TrampolineOnions onions = onions("s");
    lsp.act(committed(htlc(1, onions, true)));
    TrampolineOnions repeated =
        new TrampolineOnions(
            TrampolineOnions.outer(
                lsp, "o", TrampolineOnions.outerPayload(onions.inner().packet()).build()),
            onions.inner());
    OnionBookPut put =
        OnionBookPut.create(
            id(1).encode(), HASH.toBytes(), List.of(entry(0, onions), entry(1, repeated)));
    lsp.give(new Event.PeerMessageArrived(ALICE, put.type(), put.encode()));
    assertThat(lsp.node.refusals).endsWith("a delegation that is not to be kept");
  }
}
