package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.DAVE;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.NIGHTJAR;
import static org.nightjar.async.lsp.Lsp.OUT_CLTV;
import static org.nightjar.async.lsp.Lsp.OUT_MSAT;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.fulfilled;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.offered;
import static org.nightjar.async.lsp.Lsp.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.BuiltOnion;
import org.nightjar.ErrorCapability;
import org.nightjar.ErrorCapability.Level;
import org.nightjar.FailurePacket;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcFailure.Cause;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.delegation.BookAck;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** Other onions for the same HTLC: which are taken, and when one is tried. Dave is hop 2. */
class OnionBookTest {
  private static final long NOW = 1_795_824_000L;

  private final Lsp lsp = new Lsp();
  private final List<BuiltOnion> onions = new ArrayList<>();

  OnionBookTest() throws StoreException {}

  @BeforeEach
  void holdOne() throws StoreException {
    assertThat(lsp.now.getEpochSecond()).isEqualTo(NOW);
    for (int i = 0; i < 4; i++) {
      onions.add(onion("onion " + i, Lsp.forLsp()));
    }
    lsp.act(committed(lsp.htlc(1, onions.get(0), true)));
  }

  private BuiltOnion onion(String session, PaymentPayload.Builder forLsp) {
    PaymentPayload.Builder next =
        PaymentPayload.builder().amtToForward(OUT_MSAT).outgoingCltvValue(OUT_CLTV);
    return NIGHTJAR.buildPaymentOnion(
        SecretKey.of(Lsp.hash(session)),
        List.of(
            Hop.of(lsp.node.environment.nodeId(), forLsp.build().encode()),
            Hop.of(CAROL, next.build().encode()),
            Hop.of(DAVE, next.build().encode())),
        HASH.toBytes());
  }

  private static Optional<ErrorCapability> capability(BuiltOnion onion, Level level, long at) {
    return Optional.of(
        level == Level.REMOTE_HOP
            ? ErrorCapability.forRemoteHop(NIGHTJAR.primitives(), onion, HASH.toBytes(), 2, at)
            : ErrorCapability.forAllHops(NIGHTJAR.primitives(), onion, HASH.toBytes(), 2, at));
  }

  private OnionBookPut.Entry entry(int index, Level level, long at) {
    BuiltOnion onion = onions.get(index);
    return new OnionBookPut.Entry(
        index, onion.packet(), OUT_MSAT, OUT_CLTV, capability(onion, level, at));
  }

  private OnionBookPut.Entry entry(int index) {
    return entry(index, Level.REMOTE_HOP, NOW);
  }

  private static Event put(PublicKey from, byte[] hash, OnionBookPut.Entry... entries) {
    OnionBookPut put = OnionBookPut.create(id(1).encode(), hash, List.of(entries));
    return new Event.PeerMessageArrived(from, put.type(), put.encode());
  }

  private static Event put(OnionBookPut.Entry... entries) {
    return put(ALICE, HASH.toBytes(), entries);
  }

  /** How many entries the node says it keeps. */
  private static int kept(List<Effect> effects) {
    assertThat(effects).hasSize(1);
    Effect.SendPeerMessage ack = (Effect.SendPeerMessage) effects.get(0);
    assertThat(ack.to()).isEqualTo(ALICE);
    try {
      BookAck decoded = (BookAck) DelegationMessage.decode(ack.type(), ack.payload());
      assertThat(decoded.htlc()).isEqualTo(id(1).encode());
      return decoded.kept();
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  /** What a hop says, as it comes from Carol. */
  private static HtlcFailure from(BuiltOnion onion, int hop, FailureCode code, long... numbers) {
    byte[] message = FailureMessage.of(code, numbers).encode();
    FailurePacket packet = NIGHTJAR.failures().create(onion.sharedSecrets().get(hop), message);
    for (int i = hop - 1; i >= 1; i--) {
      packet = NIGHTJAR.failures().wrap(packet, onion.sharedSecrets().get(i));
    }
    return new HtlcFailure.Encrypted(packet, Optional.empty());
  }

  private List<Effect> failed(int attempt, HtlcFailure failure) throws StoreException {
    return lsp.act(new Event.HtlcFailed(lsp.attempt(id(1), attempt), failure));
  }

  private static OnionPacket next(Lsp lsp, BuiltOnion onion) {
    return ((Peeled.Forward)
            NIGHTJAR.peel(lsp.node.environment.nodeKey(), onion.packet(), HASH.toBytes()))
        .nextPacket();
  }

  @Test
  void theNextOnionIsTriedWhenOneFailsOnTheWay() throws StoreException {
    assertThat(kept(lsp.give(put(entry(0), entry(1), entry(2))))).isEqualTo(3);
    OutgoingHtlc first = offered(lsp.act(lsp.release(id(1))));
    assertThat(first.onion()).isEqualTo(next(lsp, onions.get(0)));
    for (int i = 1; i <= 2; i++) {
      HtlcFailure carols = from(onions.get(i - 1), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE);
      List<Effect> effects = failed(i - 1, carols);
      OutgoingHtlc out = offered(effects);
      assertThat(out.onion()).isEqualTo(next(lsp, onions.get(i)));
      assertThat(out.attempt()).isEqualTo(lsp.attempt(id(1), i));
      assertThat(effects).endsWith(new Effect.ForgetOutcome(lsp.attempt(id(1), i - 1)));
      assertThat(failed(i - 1, carols))
          .containsExactly(new Effect.ForgetOutcome(lsp.attempt(id(1), i - 1)));
      assertThat(offered(lsp.restart())).isEqualTo(out);
      lsp.give(new Event.PeerUsable(CAROL));
    }
    HtlcFailure last = from(onions.get(2), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE);
    HtlcFailure failure = failure(failed(2, last));
    assertThat(read(onions.get(2), failure, 1).known())
        .contains(FailureCode.TEMPORARY_CHANNEL_FAILURE);
    assertThat(lsp.node.environment.store().scan(Kind.DELEGATION, null, 10)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aFailureOfTheRemoteLspWaitsForAnotherRelease(Level level) throws StoreException {
    lsp.give(put(entry(0, level, NOW), entry(1, level, NOW)));
    lsp.act(lsp.release(id(1)));
    assertThat(failed(0, from(onions.get(0), 2, FailureCode.INVALID_ONION_BLINDING)))
        .containsExactly(new Effect.ForgetOutcome(lsp.attempt(id(1), 0)));
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    lsp.restart();
    lsp.give(new Event.PeerUsable(CAROL));
    OutgoingHtlc out = offered(lsp.act(lsp.release(id(1))));
    assertThat(out.onion()).isEqualTo(next(lsp, onions.get(1)));
    assertThat(lsp.act(fulfilled(out.attempt())).get(0)).isInstanceOf(Effect.FulfilHtlc.class);
    assertThat(lsp.node.environment.store().scan(Kind.DELEGATION, null, 10)).isEmpty();
  }

  @Test
  void aRefusalOfTheRecipientIsTheEnd() throws StoreException {
    lsp.give(put(entry(0), entry(1)));
    lsp.act(lsp.release(id(1)));
    HtlcFailure daves =
        from(onions.get(0), 2, FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS, 1, 2);
    HtlcFailure failure = failure(failed(0, daves));
    assertThat(read(onions.get(0), failure, 2).known())
        .contains(FailureCode.INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS);
  }

  @Test
  void withoutCapabilityTheNextIsTried() throws StoreException {
    lsp.give(
        put(
            new OnionBookPut.Entry(
                1, onions.get(1).packet(), OUT_MSAT, OUT_CLTV, Optional.empty())));
    lsp.act(lsp.release(id(1)));
    offered(failed(0, from(onions.get(0), 2, FailureCode.INVALID_ONION_BLINDING)));
  }

  @Test
  void afterALocalOrMalformedFailureTheNextIsTried() throws StoreException {
    lsp.give(put(entry(0), entry(1), entry(2), entry(3)));
    lsp.act(lsp.release(id(1)));
    offered(failed(0, new HtlcFailure.Local(Cause.NO_CAPACITY)));
    offered(failed(1, new HtlcFailure.Malformed(0xc004, new byte[32])));
    assertThat(failed(2, new HtlcFailure.Malformed(0xc018, new byte[32])))
        .containsExactly(new Effect.ForgetOutcome(lsp.attempt(id(1), 2)));
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
  }

  @Test
  void notBeforeItsTime() throws StoreException {
    lsp.give(put(entry(0), entry(1, Level.REMOTE_HOP, NOW + 100)));
    lsp.act(lsp.release(id(1)));
    HtlcFailure carols = from(onions.get(0), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE);
    assertThat(failed(0, carols)).containsExactly(new Effect.ForgetOutcome(lsp.attempt(id(1), 0)));
    assertThat(lsp.give(lsp.release(id(1)))).isEmpty();
    assertThat(lsp.tick(Duration.ofSeconds(99))).isEmpty();
    lsp.restart();
    lsp.give(new Event.PeerUsable(CAROL));
    assertThat(offered(lsp.tick(Duration.ofSeconds(1))).attempt()).isEqualTo(lsp.attempt(id(1), 1));
  }

  /** The payer's clock is a day ahead. */
  @Test
  void anotherClockIsNotWaitedFor() throws StoreException {
    lsp.give(put(entry(0), entry(1, Level.REMOTE_HOP, NOW + 86_400)));
    lsp.act(lsp.release(id(1)));
    HtlcFailure carols = from(onions.get(0), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE);
    assertThat(offered(failed(0, carols)).attempt()).isEqualTo(lsp.attempt(id(1), 1));
  }

  @Test
  void whatWaitsForItsTimeIsGivenUpInTime() throws StoreException {
    lsp.give(put(entry(0), entry(1, Level.REMOTE_HOP, NOW + 100)));
    lsp.act(lsp.release(id(1)));
    failed(0, from(onions.get(0), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE));
    failure(lsp.block(HEIGHT + 144));
  }

  @Test
  void neverAfterAFulfilment() throws StoreException {
    lsp.give(put(entry(0), entry(1)));
    lsp.act(lsp.release(id(1)));
    lsp.act(fulfilled(lsp.attempt(id(1), 0)));
    assertThat(failed(0, from(onions.get(0), 1, FailureCode.TEMPORARY_CHANNEL_FAILURE)))
        .containsExactly(new Effect.ForgetOutcome(lsp.attempt(id(1), 0)));
    assertThat(lsp.give(put(entry(0), entry(2)))).isEmpty();
  }

  @Test
  void anOnionThatExpiresTooSoonIsSkipped() throws StoreException {
    onions.set(1, onion("short", Lsp.forLsp().outgoingCltvValue(HEIGHT + 60)));
    OnionBookPut.Entry soon =
        new OnionBookPut.Entry(1, onions.get(1).packet(), OUT_MSAT, HEIGHT + 60, Optional.empty());
    assertThat(kept(lsp.give(put(entry(0), soon, entry(2))))).isEqualTo(3);
    lsp.act(lsp.release(id(1)));
    lsp.block(HEIGHT + 18);
    assertThat(
            offered(failed(0, from(onions.get(0), 1, FailureCode.TEMPORARY_NODE_FAILURE))).onion())
        .isEqualTo(next(lsp, onions.get(2)));
  }

  @Test
  void noAttemptWhenTheHoldIsOver() throws StoreException {
    lsp.give(put(entry(0), entry(1)));
    lsp.act(lsp.release(id(1)));
    lsp.block(HEIGHT + 144);
    failure(failed(0, from(onions.get(0), 1, FailureCode.TEMPORARY_NODE_FAILURE)));
  }

  @Test
  void aBookWorksAlsoIfItComesLate() throws StoreException {
    lsp.act(lsp.release(id(1)));
    assertThat(kept(lsp.give(put(entry(0), entry(1))))).isEqualTo(2);
    offered(failed(0, from(onions.get(0), 1, FailureCode.TEMPORARY_NODE_FAILURE)));
  }

  @Test
  void aBookBeforeTheCommitWaitsForIt() throws StoreException {
    Lsp fresh = new Lsp();
    assertThat(fresh.give(put(entry(0), entry(1)))).isEmpty();
    List<Effect> effects = fresh.give(committed(fresh.htlc(1, onions.get(0), true)));
    assertThat(kept(List.of(effects.get(effects.size() - 1)))).isEqualTo(2);
    fresh.act(fresh.release(id(1)));
    offered(
        fresh.act(
            new Event.HtlcFailed(
                fresh.attempt(id(1), 0), new HtlcFailure.Local(Cause.NO_CAPACITY))));
  }

  @Test
  void theSameBookIsAcknowledgedAgain() throws StoreException {
    Event put = put(entry(0), entry(1));
    for (int i = 0; i < 1000; i++) {
      assertThat(kept(lsp.give(put))).isEqualTo(2);
    }
    assertThat(lsp.node.environment.store().load(HtlcCodec.key(id(1))).orElseThrow().version())
        .isEqualTo(2);
  }

  @Test
  void anotherBookTakesItsPlace() throws StoreException {
    lsp.give(put(entry(0), entry(1), entry(2)));
    assertThat(kept(lsp.give(put(entry(0), entry(3))))).isEqualTo(2);
    assertThat(lsp.node.environment.store().scan(Kind.DELEGATION, null, 10)).hasSize(2);
    lsp.act(lsp.release(id(1)));
    assertThat(offered(failed(0, new HtlcFailure.Local(Cause.NO_CAPACITY))).onion())
        .isEqualTo(next(lsp, onions.get(3)));
  }

  @Test
  void aBookIsReplacedOnlySoOften() throws StoreException {
    for (int i = 1; i <= 32; i++) {
      assertThat(kept(lsp.give(put(entry(0), entry(1, Level.REMOTE_HOP, NOW + i))))).isEqualTo(2);
    }
    assertThat(kept(lsp.give(put(entry(0), entry(1, Level.REMOTE_HOP, NOW))))).isZero();
  }

  // What is not taken.

  private void refused(Event put) throws StoreException {
    assertThat(kept(lsp.give(put))).isZero();
    assertThat(lsp.node.refusals).endsWith("a delegation that is not to be kept");
    assertThat(lsp.node.environment.store().scan(Kind.DELEGATION, null, 10)).isEmpty();
    assertThat(lsp.node.environment.store().scan(Kind.REPLAY, null, 10)).hasSize(1);
  }

  private OnionBookPut.Entry with(BuiltOnion onion, long amountMsat, long cltv) {
    return new OnionBookPut.Entry(1, onion.packet(), amountMsat, cltv, Optional.empty());
  }

  @Test
  void amountOrExpiryOtherThanItsOwn() throws StoreException {
    refused(put(with(onions.get(1), OUT_MSAT + 1, OUT_CLTV)));
    refused(put(with(onions.get(1), OUT_MSAT, OUT_CLTV - 1)));
    refused(put(with(onions.get(1), 0, 0)));
  }

  @Test
  void anOnionThatWouldFail() throws StoreException {
    long all = Lsp.IN_MSAT;
    BuiltOnion free = onion("free", Lsp.forLsp().amtToForward(all));
    refused(put(with(free, all, OUT_CLTV)));
    refused(put(with(new BuiltOnion(OnionPacket.of(new byte[1366]), List.of()), 1, 1)));
    BuiltOnion ours =
        NIGHTJAR.buildPaymentOnion(
            SecretKey.of(Lsp.hash("ours")),
            List.of(Hop.of(lsp.node.environment.nodeId(), new byte[] {2, 1, 1})),
            HASH.toBytes());
    refused(put(with(ours, 1, 1)));
  }

  @Test
  void anOnionThatWasSeenBefore() throws StoreException {
    refused(put(with(onions.get(0), OUT_MSAT, OUT_CLTV)));
    refused(
        put(
            entry(1),
            new OnionBookPut.Entry(
                2, onions.get(1).packet(), OUT_MSAT, OUT_CLTV, Optional.empty())));
    lsp.act(committed(lsp.htlc(2, onions.get(1), true)));
    assertThat(kept(lsp.give(put(entry(0), entry(1))))).isZero();
  }

  @Test
  void anOnionThatAnotherHtlcBringsLater() throws StoreException {
    lsp.give(put(entry(0), entry(1)));
    HtlcFailure.Malformed failure =
        (HtlcFailure.Malformed) failure(lsp.act(committed(lsp.htlc(2, onions.get(1), true))));
    assertThat(failure.code()).isEqualTo(0xc004);
  }

  @Test
  void aFirstEntryThatIsNotTheHtlcsOnion() throws StoreException {
    refused(
        put(
            new OnionBookPut.Entry(
                0, onions.get(1).packet(), OUT_MSAT, OUT_CLTV, Optional.empty())));
  }

  @Test
  void aCapabilityOfAnotherOnion() throws StoreException {
    refused(
        put(
            new OnionBookPut.Entry(
                1,
                onions.get(1).packet(),
                OUT_MSAT,
                OUT_CLTV,
                capability(onions.get(2), Level.REMOTE_HOP, NOW))));
  }

  @Test
  void moreOnionsThanAllowed() throws StoreException {
    OnionBookPut.Entry[] entries = new OnionBookPut.Entry[9];
    for (int i = 0; i < 9; i++) {
      BuiltOnion onion = onion("many " + i, Lsp.forLsp());
      entries[i] =
          new OnionBookPut.Entry(i + 1, onion.packet(), OUT_MSAT, OUT_CLTV, Optional.empty());
    }
    refused(put(entries));
  }

  @Test
  void forAnHtlcOfAnotherOrOfNobody() throws StoreException {
    byte[] hash = HASH.toBytes();
    assertThat(lsp.give(put(DAVE, hash, entry(0), entry(1)))).isEmpty();
    assertThat(lsp.give(put(ALICE, new byte[32], entry(0), entry(1)))).isEmpty();
    lsp.act(committed(lsp.htlc(2, onions.get(2), false)));
    OnionBookPut notHeld = OnionBookPut.create(id(2).encode(), hash, List.of(entry(0)));
    OnionBookPut gone = OnionBookPut.create(id(0).encode(), hash, List.of(entry(0)));
    for (OnionBookPut put : List.of(notHeld, gone)) {
      assertThat(lsp.give(new Event.PeerMessageArrived(ALICE, put.type(), put.encode()))).isEmpty();
    }
    assertThat(lsp.node.refusals)
        .containsExactly(
            "a delegation for an HTLC that is not held for this peer",
            "a delegation for an HTLC that is not held for this peer",
            "a delegation for an HTLC that is not held for this peer",
            "a delegation for no HTLC");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 100, 1000})
  void bytesThatAreNoBook(int length) throws StoreException {
    byte[] bytes = Arrays.copyOf(((Event.PeerMessageArrived) put(entry(0))).payload(), length);
    assertThat(lsp.give(new Event.PeerMessageArrived(ALICE, OnionBookPut.TYPE, bytes))).isEmpty();
    assertThat(lsp.node.refusals).containsExactly("a delegation that is malformed");
  }
}
