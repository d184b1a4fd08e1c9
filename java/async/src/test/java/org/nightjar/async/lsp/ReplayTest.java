package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.DAVE;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.IN_CLTV;
import static org.nightjar.async.lsp.Lsp.IN_MSAT;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.fulfilled;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.offered;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.BuiltOnion;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Reaction;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.failure.FailureCode;

/** An onion is acted on once; and again only for a peer that may, under all conditions. */
class ReplayTest {
  private final Lsp lsp = new Lsp();
  private final BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());

  ReplayTest() throws StoreException {}

  private static void isReplay(Lsp lsp, BuiltOnion onion, List<Effect> effects) {
    HtlcFailure.Malformed failure = (HtlcFailure.Malformed) failure(effects);
    assertThat(failure.code()).isEqualTo(0xc004);
    assertThat(failure.sha256OfOnion())
        .isEqualTo(Lsp.NIGHTJAR.primitives().sha256(onion.packet().toBytes()));
    assertThat(lsp.node.refusals).endsWith("an onion that was acted on before");
  }

  @Test
  void theSameOnionTwiceIsRefused() throws StoreException {
    offered(lsp.act(committed(lsp.htlc(1, onion, false))));
    isReplay(lsp, onion, lsp.act(committed(lsp.htlc(2, onion, false))));
    lsp.restart();
    isReplay(lsp, onion, lsp.act(committed(lsp.htlc(3, onion, true))));
    assertThat(lsp.state(id(1))).isInstanceOf(OutPending.class);
  }

  @Test
  void alsoIfItIsHeldOrFailedOrFulfilled() throws StoreException {
    lsp.act(committed(lsp.htlc(1, onion, true)));
    isReplay(lsp, onion, lsp.act(committed(lsp.htlc(2, onion, true))));
    lsp.act(lsp.release(id(1)));
    lsp.act(fulfilled(lsp.attempt(id(1), 0)));
    lsp.give(new Event.HtlcRemoved(id(1)));
    isReplay(lsp, onion, lsp.act(committed(lsp.htlc(3, onion, true))));
    BuiltOnion bad = lsp.onion("bad", Lsp.forLsp().amtToForward(IN_MSAT).build());
    failure(lsp.act(committed(lsp.htlc(4, bad, false))));
    isReplay(lsp, bad, lsp.act(committed(lsp.htlc(5, bad, false))));
  }

  @Test
  void aThousandTimes() throws StoreException {
    lsp.act(committed(lsp.htlc(1, onion, true)));
    for (int i = 2; i < 1002; i++) {
      isReplay(lsp, onion, lsp.act(committed(lsp.htlc(i, onion, true))));
    }
    offered(lsp.act(lsp.release(id(1))));
  }

  @Test
  void itsOwnLogIsNoReplay() throws StoreException {
    List<Reaction> reactions = lsp.role.on(committed(lsp.htlc(1, onion, true)), lsp.now);
    lsp.node.commit(reactions);
    lsp.restart();
    assertThat(lsp.act(committed(lsp.htlc(1, onion, true)))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
  }

  /** The claim is durable with the state, or neither is. */
  @Test
  void aCrashBeforeTheWriteForgetsBoth() throws StoreException {
    lsp.role.on(committed(lsp.htlc(1, onion, true)), lsp.now);
    lsp.restart();
    assertThat(lsp.node.environment.store().scan(Kind.REPLAY, null, 10)).isEmpty();
    assertThat(lsp.act(committed(lsp.htlc(1, onion, true)))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
  }

  /** Two processes on one store see the same onion at the same time. */
  @Test
  void oneOfTwoProcessesWins() throws StoreException {
    ForwardingNode other = new ForwardingNode(lsp.node.environment, lsp.policy);
    other.on(new Event.Started(Lsp.HEIGHT), lsp.now);
    List<Reaction> theirs = other.on(committed(lsp.htlc(2, onion, true)), lsp.now);
    lsp.act(committed(lsp.htlc(1, onion, true)));
    assertThat(lsp.node.commit(theirs)).isEmpty();
    List<Effect> effects = lsp.node.commit(other.on(committed(lsp.htlc(2, onion, true)), lsp.now));
    assertThat(((HtlcFailure.Malformed) failure(effects)).code()).isEqualTo(0xc004);
  }

  @Test
  void oneOfTwoReleasesWins() throws StoreException {
    lsp.held(1);
    ForwardingNode other = new ForwardingNode(lsp.node.environment, lsp.policy);
    other.on(new Event.Started(Lsp.HEIGHT), lsp.now);
    other.on(new Event.PeerUsable(Lsp.CAROL), lsp.now);
    List<Reaction> theirs = other.on(lsp.release(id(1)), lsp.now);
    assertThat(theirs).hasSize(1);
    offered(lsp.act(lsp.release(id(1))));
    assertThat(lsp.node.commit(theirs)).isEmpty();
    assertThat(other.on(lsp.release(id(1)), lsp.now)).isEmpty();
  }

  @Test
  void itIsForgottenWhenItCannotComeAgain() throws StoreException {
    lsp.act(committed(lsp.htlc(1, onion, true)));
    failure(lsp.block(Lsp.HEIGHT + 144));
    lsp.block(IN_CLTV + 144);
    assertThat(lsp.node.environment.store().scan(Kind.REPLAY, null, 10)).hasSize(1);
    lsp.block(IN_CLTV + 145);
    assertThat(lsp.node.environment.store().scan(Kind.REPLAY, null, 10)).isEmpty();
    for (Kind kind : Kind.values()) {
      assertThat(lsp.node.environment.store().scan(kind, null, 10)).as("%s", kind).isEmpty();
    }
  }

  // The exemption.

  private static Lsp negotiated() throws StoreException {
    HoldPolicy policy = HoldPolicy.defaults();
    return new Lsp(Lsp.with(policy, policy.perPeer(), policy.inAll(), 0, Set.of(ALICE)));
  }

  private static IncomingHtlc htlc(
      long id, BuiltOnion onion, PublicKey peer, long amountMsat, long cltvExpiry) {
    return new IncomingHtlc(
        id(id), peer, amountMsat, HASH, cltvExpiry, onion.packet(), Optional.empty(), false);
  }

  /** An HTLC that fails, the last but the removal. */
  private static void fail(Lsp lsp, long id, BuiltOnion onion) throws StoreException {
    offered(lsp.act(committed(htlc(id, onion, ALICE, IN_MSAT, IN_CLTV))));
    HtlcFailure none = new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY);
    failure(lsp.act(new Event.HtlcFailed(lsp.attempt(id(id), 0), none)));
  }

  @Test
  void anHourAfterItFailedItMayComeAgain() throws StoreException {
    Lsp nice = negotiated();
    fail(nice, 1, onion);
    nice.give(new Event.HtlcRemoved(id(1)));
    nice.tick(Duration.ofHours(1));
    nice.restart();
    nice.give(new Event.PeerUsable(Lsp.CAROL));
    assertThat(offered(nice.act(committed(htlc(2, onion, ALICE, IN_MSAT, IN_CLTV)))).attempt())
        .isEqualTo(nice.attempt(id(2), 0));
    assertThat(nice.node.refusals).isEmpty();
    isReplay(nice, onion, nice.act(committed(htlc(3, onion, ALICE, IN_MSAT, IN_CLTV))));
  }

  /** What must hold, with one condition missing each. */
  @ParameterizedTest
  @CsvSource({
    "ALICE, 0, 0, 3600, true, true",
    "ALICE, 0, -1, 3600, true, true",
    "DAVE, 0, 0, 3600, true, false",
    "ALICE, 1, 0, 3600, true, false",
    "ALICE, 0, 1, 3600, true, false",
    "ALICE, 0, 0, 3599, true, false",
    "ALICE, 0, 0, 3600, false, false"
  })
  void onlyUnderAllConditions(
      String peer, long moreMsat, long moreCltv, long seconds, boolean removed, boolean allowed)
      throws StoreException {
    HoldPolicy policy = HoldPolicy.defaults();
    Lsp nice = new Lsp(Lsp.with(policy, policy.perPeer(), policy.inAll(), 0, Set.of(ALICE, DAVE)));
    fail(nice, 1, onion);
    if (removed) {
      nice.give(new Event.HtlcRemoved(id(1)));
    }
    nice.tick(Duration.ofSeconds(seconds));
    PublicKey from = peer.equals("ALICE") ? ALICE : DAVE;
    List<Effect> effects =
        nice.act(committed(htlc(2, onion, from, IN_MSAT + moreMsat, IN_CLTV + moreCltv)));
    if (allowed) {
      offered(effects);
    } else {
      isReplay(nice, onion, effects);
    }
  }

  @Test
  void notWithoutAgreement() throws StoreException {
    fail(lsp, 1, onion);
    lsp.give(new Event.HtlcRemoved(id(1)));
    lsp.tick(Duration.ofHours(1));
    isReplay(lsp, onion, lsp.act(committed(htlc(2, onion, ALICE, IN_MSAT, IN_CLTV))));
  }

  @Test
  void notAfterItWasFulfilled() throws StoreException {
    Lsp nice = negotiated();
    fail(nice, 1, onion);
    nice.give(new Event.HtlcRemoved(id(1)));
    nice.tick(Duration.ofHours(1));
    nice.act(committed(htlc(2, onion, ALICE, IN_MSAT, IN_CLTV)));
    nice.act(fulfilled(nice.attempt(id(2), 0)));
    nice.give(new Event.HtlcRemoved(id(2)));
    nice.tick(Duration.ofHours(1));
    isReplay(nice, onion, nice.act(committed(htlc(3, onion, ALICE, IN_MSAT, IN_CLTV))));
  }

  @Test
  void notMoreThan24Times() throws StoreException {
    Lsp nice = negotiated();
    for (int i = 1; i <= 24; i++) {
      fail(nice, i, onion);
      nice.give(new Event.HtlcRemoved(id(i)));
      nice.tick(Duration.ofHours(1));
    }
    isReplay(nice, onion, nice.act(committed(htlc(25, onion, ALICE, IN_MSAT, IN_CLTV))));
  }

  @Test
  void expiryIsCheckedEachTime() throws StoreException {
    Lsp nice = negotiated();
    fail(nice, 1, onion);
    nice.give(new Event.HtlcRemoved(id(1)));
    nice.tick(Duration.ofHours(1));
    nice.block(Lsp.OUT_CLTV - 3);
    HtlcFailure failure = failure(nice.act(committed(htlc(2, onion, ALICE, IN_MSAT, IN_CLTV))));
    assertThat(Lsp.read(onion, failure, 0).known()).contains(FailureCode.EXPIRY_TOO_SOON);
  }
}
