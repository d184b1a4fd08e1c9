package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.OUT_CLTV;
import static org.nightjar.async.lsp.Lsp.OUT_MSAT;
import static org.nightjar.async.lsp.Lsp.PREIMAGE;
import static org.nightjar.async.lsp.Lsp.TO_CAROL;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.fulfilled;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.offered;
import static org.nightjar.async.lsp.Lsp.read;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.BuiltOnion;
import org.nightjar.HoldTimes;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.SecretKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcFailure.Cause;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PathContexts;
import org.nightjar.async.Preimage;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.HeldHtlcAvailable;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.HoldStatus;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** Hold, release, forward, fulfil and fail, in every order that can happen. */
class HoldTest {
  private final Lsp lsp = new Lsp();

  HoldTest() throws StoreException {}

  private static HtlcFailure local(Cause cause) {
    return new HtlcFailure.Local(cause);
  }

  @Test
  void whatIsNotToBeHeldGoesOnAtOnce() throws StoreException {
    IncomingHtlc htlc = lsp.htlc(1, false);
    OutgoingHtlc out = offered(lsp.act(committed(htlc)));
    Peeled peeled = Lsp.NIGHTJAR.peel(lsp.node.environment.nodeKey(), htlc.onion(), HASH.toBytes());
    OnionPacket next = ((Peeled.Forward) peeled).nextPacket();
    assertThat(out)
        .isEqualTo(
            new OutgoingHtlc(
                lsp.attempt(id(1), 0),
                TO_CAROL,
                OUT_MSAT,
                HASH,
                OUT_CLTV,
                next,
                Optional.empty(),
                false));
    assertThat(lsp.node.refusals).isEmpty();
  }

  @Test
  void aHeldHtlcGoesOnWhenItIsReleased() throws Exception {
    List<Effect> effects = lsp.give(committed(lsp.htlc(1, true)));
    assertThat(effects)
        .hasSize(2)
        .contains(new Effect.Notify(new Notice.HtlcHeld(id(1), Lsp.IN_MSAT, HEIGHT + 144)));
    assertThat(status(effects)).isEqualTo(status(HoldStatus.State.HELD, HEIGHT + 144));
    effects = lsp.give(lsp.release(id(1)));
    assertThat(offered(effects).attempt()).isEqualTo(lsp.attempt(id(1), 0));
    assertThat(effects)
        .hasSize(3)
        .contains(new Effect.Notify(new Notice.HoldEnded(id(1), OptionalInt.empty())));
    assertThat(status(effects)).isEqualTo(status(HoldStatus.State.FORWARDED, HEIGHT));
  }

  private static HoldStatus status(HoldStatus.State state, long expiry) {
    return HoldStatus.create(id(1).encode(), state, HEIGHT, expiry);
  }

  /** The only status among effects, which goes to the payer. */
  private static DelegationMessage status(List<Effect> effects) throws WireException {
    List<Effect.SendPeerMessage> sent =
        effects.stream()
            .filter(Effect.SendPeerMessage.class::isInstance)
            .map(Effect.SendPeerMessage.class::cast)
            .toList();
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).to()).isEqualTo(ALICE);
    return DelegationMessage.decode(sent.get(0).type(), sent.get(0).payload());
  }

  @Test
  void theFirstReleaseCounts() throws StoreException {
    HtlcId id = lsp.held(1);
    Event release = lsp.release(id);
    offered(lsp.act(release));
    for (int i = 0; i < 1000; i++) {
      assertThat(lsp.give(release)).isEmpty();
    }
    assertThat(lsp.node.refusals).hasSize(1000).containsOnly("a release twice or too late");
    lsp.give(fulfilled(lsp.attempt(id, 0)));
    assertThat(lsp.give(release)).isEmpty();
    lsp.give(new Event.HtlcRemoved(id));
    assertThat(lsp.give(release)).isEmpty();
    assertThat(lsp.hasRecord(id)).isFalse();
    assertThat(lsp.node.refusals).endsWith("a release of an HTLC that is gone");
  }

  @Test
  void aReleaseBeforeTheCommitIsKept() throws StoreException {
    assertThat(lsp.give(lsp.release(id(1)))).isEmpty();
    assertThat(lsp.give(lsp.release(id(1)))).isEmpty();
    assertThat(lsp.node.refusals).containsExactly("a release twice or too late");
    lsp.restart();
    lsp.give(new Event.PeerUsable(CAROL));
    assertThat(offered(lsp.act(committed(lsp.htlc(1, true)))).attempt())
        .isEqualTo(lsp.attempt(id(1), 0));
    assertThat(lsp.state(id(1))).isInstanceOf(OutPending.class);
  }

  @Test
  void aReleaseWithoutHtlcIsForgotten() throws StoreException {
    lsp.give(lsp.release(id(1)));
    assertThat(lsp.tick(Duration.ofMinutes(10).minusMillis(1))).isEmpty();
    assertThat(lsp.hasRecord(id(1))).isTrue();
    assertThat(lsp.tick(Duration.ofMillis(1))).isEmpty();
    assertThat(lsp.hasRecord(id(1))).isFalse();
    lsp.held(1);
  }

  @Test
  void anEarlyReleaseDoesNotHelpABadHtlc() throws StoreException {
    lsp.give(lsp.release(id(1)));
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().amtToForward(Lsp.IN_MSAT).build());
    failure(lsp.act(committed(lsp.htlc(1, onion, true))));
    assertThat(lsp.give(lsp.release(id(1)))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(Failing.class);
  }

  @Test
  void aReleaseAfterTheFailureHasNoEffect() throws StoreException {
    HtlcId id = lsp.held(1);
    failure(lsp.block(HEIGHT + 144));
    assertThat(lsp.give(lsp.release(id))).isEmpty();
    lsp.restart();
    assertThat(lsp.give(lsp.release(id))).isEmpty();
    lsp.give(new Event.HtlcRemoved(id));
    assertThat(lsp.give(lsp.release(id))).isEmpty();
    assertThat(lsp.hasRecord(id)).isFalse();
  }

  @Test
  void aReleaseThatMeetsTheEndFails() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.height = HEIGHT + 144;
    lsp.restart();
    lsp.give(new Event.PeerUsable(CAROL));
    failure(lsp.act(lsp.release(id)));
  }

  @Test
  void aReleaseOverAnotherPathHasNoEffect() throws StoreException {
    HtlcId id = lsp.held(1);
    TlvRecord content = ReleaseHeldHtlc.create().content(WireProfile.LDK);
    PathContexts contexts = lsp.node.environment.contexts();
    for (PathContexts.Purpose purpose : PathContexts.Purpose.values()) {
      BlindedPath path = contexts.messagePath(List.of(), purpose, new byte[81]);
      assertThat(lsp.give(lsp.message(path, content))).isEmpty();
    }
    BlindedPath cut =
        contexts.messagePath(List.of(), PathContexts.Purpose.HOLD_RELEASE, new byte[80]);
    assertThat(lsp.give(lsp.message(cut, content))).isEmpty();
    BlindedPath ofAnotherPeer = lsp.role.releasePath(id, Lsp.DAVE, Lsp.IN_CLTV);
    assertThat(lsp.give(lsp.message(ofAnotherPeer, content))).isEmpty();
    assertThat(lsp.state(id)).isInstanceOf(Held.class);
  }

  @Test
  void anotherMessageOverTheReleasePathHasNoEffect() throws StoreException {
    HtlcId id = lsp.held(1);
    BlindedPath path = lsp.role.releasePath(id, ALICE, Lsp.IN_CLTV);
    for (TlvRecord content :
        List.of(
            HeldHtlcAvailable.create().content(WireProfile.LDK),
            TlvRecord.of(74, new byte[] {1}),
            TlvRecord.of(74, new byte[] {2, 0}),
            TlvRecord.of(64, new byte[0]))) {
      assertThat(lsp.give(lsp.message(path, content))).isEmpty();
    }
    assertThat(lsp.node.refusals).hasSize(4).containsOnly("no release over a release path");
    assertThat(lsp.state(id)).isInstanceOf(Held.class);
  }

  @Test
  void aReleasePathExpiresWithItsHtlc() throws StoreException {
    BlindedPath path = lsp.role.releasePath(id(2), ALICE, Lsp.HEIGHT);
    TlvRecord content = ReleaseHeldHtlc.create().content(WireProfile.LDK);
    assertThat(lsp.give(lsp.message(path, content))).isEmpty();
    assertThat(lsp.node.refusals).containsExactly("a release of an HTLC that has expired");
    assertThat(lsp.hasRecord(id(2))).isFalse();
    BlindedPath longer = lsp.role.releasePath(id(2), ALICE, Lsp.HEIGHT + 1);
    assertThat(lsp.give(lsp.message(longer, content))).isEmpty();
    assertThat(lsp.hasRecord(id(2))).isTrue();
  }

  @Test
  void bothProfilesRelease() throws StoreException {
    HtlcId id = lsp.held(1);
    BlindedPath path = lsp.role.releasePath(id, ALICE, Lsp.IN_CLTV);
    TlvRecord draft = ReleaseHeldHtlc.create().content(WireProfile.DRAFT);
    offered(lsp.act(lsp.message(path, draft)));
  }

  @Test
  void theReleasePathIsAlwaysTheSame() throws StoreException {
    BlindedPath path = lsp.role.releasePath(id(1), ALICE, Lsp.IN_CLTV);
    lsp.restart();
    assertThat(lsp.role.releasePath(id(1), ALICE, Lsp.IN_CLTV)).isEqualTo(path);
    assertThat(lsp.role.releasePath(id(2), ALICE, Lsp.IN_CLTV).firstPathKey())
        .isNotEqualTo(path.firstPathKey());
    assertThat(path.hops()).as("small enough for an outbox").hasSize(1);
  }

  @Test
  void aPreimageGoesUpstreamOnceItIsDurable() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    AttemptId attempt = lsp.attempt(id, 0);
    List<Effect> effects = lsp.act(fulfilled(attempt));
    assertThat(effects).hasSize(2).endsWith(new Effect.ForgetOutcome(attempt));
    assertThat(effects.get(0)).isInstanceOf(Effect.FulfilHtlc.class);
    assertThat(((Effect.FulfilHtlc) effects.get(0)).preimage()).isEqualTo(PREIMAGE);
    assertThat(lsp.state(id)).isInstanceOf(Fulfilled.class);
    assertThat(lsp.act(fulfilled(attempt))).containsExactly(new Effect.ForgetOutcome(attempt));
    assertThat(lsp.restart()).containsExactly(effects.get(0));
    assertThat(lsp.act(committed(lsp.htlc(1, true)))).containsExactly(effects.get(0));
    lsp.give(new Event.HtlcRemoved(id));
    assertThat(lsp.hasRecord(id)).isFalse();
    assertThat(lsp.act(fulfilled(attempt))).containsExactly(new Effect.ForgetOutcome(attempt));
  }

  @Test
  void aPreimageOfAnotherHashIsNone() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    Preimage wrong = Preimage.of(new byte[32]);
    assertThat(lsp.give(new Event.HtlcFulfilled(lsp.attempt(id, 0), wrong, Optional.empty())))
        .isEmpty();
    assertThat(lsp.node.refusals).containsExactly("a preimage of another hash");
    assertThat(lsp.state(id)).isInstanceOf(OutPending.class);
  }

  @Test
  void outcomesOfOtherAttemptsAreOthersBusiness() throws StoreException {
    lsp.held(1);
    AttemptId foreign = AttemptId.of(new byte[32]);
    assertThat(lsp.give(fulfilled(foreign))).isEmpty();
    assertThat(lsp.give(new Event.HtlcFailed(foreign, local(Cause.NO_CAPACITY)))).isEmpty();
    assertThat(lsp.give(fulfilled(lsp.attempt(id(1), 0)))).isEmpty();
  }

  @Test
  void theHoldTimeIsThatSinceTheRelease() throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.act(committed(lsp.htlc(1, onion, true)));
    lsp.tick(Duration.ofHours(5));
    lsp.act(lsp.release(id(1)));
    lsp.tick(Duration.ofMillis(1_250));
    AttributionData carols =
        Lsp.NIGHTJAR.failures().wrapFulfilment(null, onion.sharedSecrets().get(1), 3);
    Event event = new Event.HtlcFulfilled(lsp.attempt(id(1), 0), PREIMAGE, Optional.of(carols));
    HoldTimes times = holdTimes(lsp.act(event), onion, 2);
    assertThat(times).isEqualTo(new HoldTimes(List.of(12L, 3L), OptionalInt.empty()));
  }

  /** What a fulfilment tells the payer about the first hops. */
  private static HoldTimes holdTimes(List<Effect> effects, BuiltOnion onion, int hops) {
    Effect.FulfilHtlc fulfil = (Effect.FulfilHtlc) effects.get(0);
    return Lsp.NIGHTJAR
        .failures()
        .decryptFulfilment(
            fulfil.attribution().orElseThrow(), onion.sharedSecrets().subList(0, hops));
  }

  @Test
  void aClockThatGoesBackHoldsForNoTime() throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.act(committed(lsp.htlc(1, onion, false)));
    lsp.tick(Duration.ofDays(-1));
    HoldTimes times = holdTimes(lsp.act(fulfilled(lsp.attempt(id(1), 0))), onion, 1);
    assertThat(times.units()).containsExactly(0L);
  }

  @Test
  void aFailureGoesUpstreamUnderOurLayer() throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.act(committed(lsp.htlc(1, onion, true)));
    lsp.act(lsp.release(id(1)));
    lsp.tick(Duration.ofMillis(700));
    AttributedFailure carols =
        Lsp.NIGHTJAR
            .failures()
            .createAttributed(
                onion.sharedSecrets().get(1),
                FailureMessage.of(FailureCode.TEMPORARY_NODE_FAILURE).encode(),
                2);
    AttemptId attempt = lsp.attempt(id(1), 0);
    HtlcFailure downstream =
        new HtlcFailure.Encrypted(carols.packet(), Optional.of(carols.attribution()));
    List<Effect> effects = lsp.act(new Event.HtlcFailed(attempt, downstream));
    assertThat(effects).hasSize(2).endsWith(new Effect.ForgetOutcome(attempt));
    HtlcFailure failure = failure(effects);
    assertThat(read(onion, failure, 1).known()).contains(FailureCode.TEMPORARY_NODE_FAILURE);
    HtlcFailure.Encrypted encrypted = (HtlcFailure.Encrypted) failure;
    HoldTimes times =
        Lsp.NIGHTJAR
            .failures()
            .decryptAttributed(
                encrypted.packet(), encrypted.attribution().orElseThrow(), onion.sharedSecrets())
            .holdTimes();
    assertThat(times.units()).containsExactly(7L, 2L);
    assertThat(lsp.act(new Event.HtlcFailed(attempt, downstream)))
        .containsExactly(new Effect.ForgetOutcome(attempt));
    assertThat(failure(lsp.restart())).isEqualTo(failure);
    assertThat(failure(lsp.act(committed(lsp.htlc(1, onion, true))))).isEqualTo(failure);
  }

  @Test
  void aPeerThatCannotReadTheOnionIsSpokenFor() throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.act(committed(lsp.htlc(1, onion, false)));
    byte[] hash = Lsp.hash("some onion");
    HtlcFailure malformed = new HtlcFailure.Malformed(0xc005, hash);
    HtlcFailure failure = failure(lsp.act(new Event.HtlcFailed(lsp.attempt(id(1), 0), malformed)));
    assertThat(read(onion, failure, 0)).isEqualTo(FailureMessage.ofBadOnion(0xc005, hash));
  }

  @ParameterizedTest
  @CsvSource({"0x4002, 32", "0xc005, 31"})
  void aMalformedFailureThatIsNoneIsTemporary(String code, int length) throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.act(committed(lsp.htlc(1, onion, false)));
    HtlcFailure malformed = new HtlcFailure.Malformed(Integer.decode(code), new byte[length]);
    HtlcFailure failure = failure(lsp.act(new Event.HtlcFailed(lsp.attempt(id(1), 0), malformed)));
    assertThat(read(onion, failure, 0).known()).contains(FailureCode.TEMPORARY_CHANNEL_FAILURE);
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_CHANNEL, UNKNOWN_NEXT_PEER",
    "CHANNEL_CLOSED, PERMANENT_CHANNEL_FAILURE",
    "CHANNEL_CLOSED, PERMANENT_CHANNEL_FAILURE",
    "NO_HOLD_FEATURE, TEMPORARY_CHANNEL_FAILURE"
  })
  void whatNeverLeftFailsWithOurReason(Cause cause, FailureCode code) throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.act(committed(lsp.htlc(1, onion, true)));
    lsp.act(lsp.release(id(1)));
    HtlcFailure failure =
        failure(lsp.act(new Event.HtlcFailed(lsp.attempt(id(1), 0), local(cause))));
    assertThat(read(onion, failure, 0).known()).contains(code);
  }

  /** Nobody has seen its onion, so it is good for another release; but not for ever. */
  @Test
  void anAttemptThatFoundNoRoomIsHeldForAnotherRelease() throws StoreException {
    HtlcId id = lsp.held(1);
    for (int i = 0; i < 23; i++) {
      OutgoingHtlc out = offered(lsp.act(lsp.release(id)));
      assertThat(out.attempt()).isEqualTo(lsp.attempt(id, i));
      Event failed = new Event.HtlcFailed(out.attempt(), local(Cause.NO_CAPACITY));
      assertThat(lsp.act(failed)).containsExactly(new Effect.ForgetOutcome(out.attempt()));
      assertThat(lsp.state(id)).isInstanceOf(Held.class);
      assertThat(lsp.act(failed)).containsExactly(new Effect.ForgetOutcome(out.attempt()));
      lsp.restart();
      lsp.give(new Event.PeerUsable(CAROL));
    }
    OutgoingHtlc last = offered(lsp.act(lsp.release(id)));
    failure(lsp.act(new Event.HtlcFailed(last.attempt(), local(Cause.NO_CAPACITY))));
  }

  /** However the HTLC comes and goes, beginnings and ends take turns. */
  @Test
  void theBeginAndTheEndOfAHoldAreToldOnce() throws StoreException {
    Notice begun = new Notice.HtlcHeld(id(1), Lsp.IN_MSAT, HEIGHT + 144);
    Notice ended = new Notice.HoldEnded(id(1), OptionalInt.empty());
    assertThat(notices(committed(lsp.htlc(1, true)))).containsExactly(begun);
    lsp.give(new Event.PeerGone(CAROL));
    assertThat(notices(lsp.release(id(1)))).as("it waits for its peer").isEmpty();
    lsp.now = lsp.now.plusSeconds(60);
    assertThat(notices(new Event.Tick())).as("it is still held").isEmpty();
    assertThat(notices(lsp.release(id(1)))).isEmpty();
    assertThat(notices(new Event.PeerUsable(CAROL))).containsExactly(ended);
    HtlcFailure gone = local(Cause.PEER_UNUSABLE);
    assertThat(notices(new Event.HtlcFailed(lsp.attempt(id(1), 0), gone))).containsExactly(begun);
    assertThat(notices(new Event.PeerUsable(CAROL))).containsExactly(ended);
    assertThat(notices(new Event.HtlcFailed(lsp.attempt(id(1), 1), local(Cause.NO_CAPACITY))))
        .containsExactly(begun);
    assertThat(notices(lsp.release(id(1)))).containsExactly(ended);
    assertThat(notices(new Event.HtlcFailed(lsp.attempt(id(1), 2), local(Cause.UNKNOWN_CHANNEL))))
        .as("it was not held any more")
        .isEmpty();
  }

  private List<Notice> notices(Event event) throws StoreException {
    return lsp.give(event).stream()
        .filter(Effect.Notify.class::isInstance)
        .map(effect -> ((Effect.Notify) effect).notice())
        .toList();
  }

  @Test
  void aLatePreimageIsStillWanted() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    lsp.block(Lsp.IN_CLTV + 1_000);
    assertThat(lsp.act(fulfilled(lsp.attempt(id, 0))).get(0)).isInstanceOf(Effect.FulfilHtlc.class);
    assertThat(lsp.state(id)).isInstanceOf(Fulfilled.class);
  }

  /** As long as its record, which says that an outcome was dealt with. */
  @Test
  void theNameOfAnAttemptIsKeptAsLongAsTheHtlc() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    Key key = Attempts.key(lsp.attempt(id, 0));
    lsp.act(fulfilled(lsp.attempt(id, 0)));
    lsp.block(Lsp.IN_CLTV + 144);
    assertThat(lsp.node.environment.store().load(key)).isPresent();
    lsp.block(Lsp.IN_CLTV + 145);
    assertThat(lsp.node.environment.store().load(key)).isEmpty();
    assertThat(lsp.hasRecord(id)).isFalse();
  }

  @Test
  void oneAttemptIsAliveAndAskedForAgain() throws StoreException {
    HtlcId id = lsp.held(1);
    OutgoingHtlc out = offered(lsp.act(lsp.release(id)));
    assertThat(offered(lsp.act(committed(lsp.htlc(1, true))))).isEqualTo(out);
    assertThat(offered(lsp.restart())).isEqualTo(out);
    assertThat(lsp.block(HEIGHT + 10_000)).isEmpty();
    assertThat(lsp.tick(Duration.ofDays(100))).isEmpty();
    assertThat(lsp.state(id)).isInstanceOf(OutPending.class);
  }

  @Test
  void aHeldHtlcThatIsToldAgainStaysHeld() throws StoreException {
    HtlcId id = lsp.held(1);
    HtlcState state = lsp.state(id);
    assertThat(lsp.give(committed(lsp.htlc(1, true)))).isEmpty();
    assertThat(lsp.restart()).isEmpty();
    assertThat(lsp.give(committed(lsp.htlc(1, true)))).isEmpty();
    assertThat(lsp.state(id)).isEqualTo(state);
  }

  @Test
  void aClientIsWokenAndWaitedFor() throws StoreException {
    lsp.give(new Event.PeerGone(CAROL));
    assertThat(lsp.act(committed(lsp.htlc(1, false))))
        .containsExactly(new Effect.WakeClient(CAROL));
    assertThat(lsp.tick(Duration.ofSeconds(59))).isEmpty();
    assertThat(lsp.give(new Event.PeerUsable(Lsp.DAVE))).isEmpty();
    offered(lsp.act(new Event.PeerUsable(CAROL)));
    assertThat(lsp.give(new Event.PeerUsable(CAROL))).isEmpty();
  }

  @Test
  void aClientThatDoesNotWakeCostsTheHtlc() throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.give(new Event.PeerGone(CAROL));
    lsp.act(committed(lsp.htlc(1, onion, false)));
    HtlcFailure failure = failure(lsp.tick(Duration.ofSeconds(60)));
    assertThat(read(onion, failure, 0).known()).contains(FailureCode.TEMPORARY_CHANNEL_FAILURE);
    assertThat(lsp.give(new Event.PeerUsable(CAROL))).isEmpty();
  }

  @Test
  void whatWaitsForItsPeerWaitsAlsoAfterARestart() throws StoreException {
    lsp.give(new Event.PeerGone(CAROL));
    lsp.act(committed(lsp.htlc(1, false)));
    lsp.restart();
    offered(lsp.act(new Event.PeerUsable(CAROL)));
  }

  @Test
  void aPeerThatIsNoClientIsNotWaitedFor() throws StoreException {
    lsp.give(new Event.PeerGone(Lsp.DAVE));
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().shortChannelId(Lsp.TO_DAVE).build());
    HtlcFailure failure = failure(lsp.act(committed(lsp.htlc(1, onion, false))));
    assertThat(read(onion, failure, 0).known()).contains(FailureCode.TEMPORARY_CHANNEL_FAILURE);
  }

  @Test
  void afterAHoldAnyPeerIsWaitedForAndThenItIsHeldAgain() throws StoreException {
    lsp.give(new Event.PeerGone(Lsp.DAVE));
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().shortChannelId(Lsp.TO_DAVE).build());
    lsp.act(committed(lsp.htlc(1, onion, true)));
    assertThat(lsp.act(lsp.release(id(1)))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(AwaitPeer.class);
    assertThat(lsp.give(lsp.release(id(1)))).isEmpty();
    assertThat(lsp.tick(Duration.ofSeconds(60))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    lsp.give(new Event.PeerUsable(Lsp.DAVE));
    assertThat(offered(lsp.act(lsp.release(id(1)))).channel()).isEqualTo(Lsp.TO_DAVE);
  }

  /** A day later the HTLC could expire. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClockThatIsSetBackEndsTheWaitForAPeer(boolean whileDown) throws StoreException {
    lsp.held(1);
    lsp.give(new Event.PeerGone(CAROL));
    lsp.act(lsp.release(id(1)));
    assertThat(lsp.state(id(1))).isInstanceOf(AwaitPeer.class);
    lsp.tick(Duration.ofSeconds(-59));
    assertThat(lsp.state(id(1))).isInstanceOf(AwaitPeer.class);
    lsp.now = lsp.now.minus(Duration.ofDays(1));
    if (whileDown) {
      lsp.restart();
    } else {
      lsp.tick(Duration.ZERO);
    }
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
  }

  @Test
  void anAttemptThatMetNoPeerIsMadeAgain() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    List<Effect> effects =
        lsp.act(new Event.HtlcFailed(lsp.attempt(id, 0), local(Cause.PEER_UNUSABLE)));
    assertThat(effects)
        .containsExactly(
            new Effect.WakeClient(CAROL), new Effect.ForgetOutcome(lsp.attempt(id, 0)));
    OutgoingHtlc out = offered(lsp.act(new Event.PeerUsable(CAROL)));
    assertThat(out.attempt()).isEqualTo(lsp.attempt(id, 1));
    assertThat(lsp.act(fulfilled(lsp.attempt(id, 0))))
        .containsExactly(new Effect.ForgetOutcome(lsp.attempt(id, 0)));
    assertThat(lsp.state(id)).isInstanceOf(OutPending.class);
    assertThat(lsp.act(fulfilled(out.attempt()))).hasSize(2);
  }

  @Test
  void theNextChannelMayBeGoneAtTheRelease() throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());
    lsp.act(committed(lsp.htlc(1, onion, true)));
    lsp.routes.remove(TO_CAROL);
    HtlcFailure failure = failure(lsp.act(lsp.release(id(1))));
    assertThat(read(onion, failure, 0).known()).contains(FailureCode.UNKNOWN_NEXT_PEER);
  }

  @Test
  void aClosedChannelLeavesItToTheChain() throws StoreException {
    HtlcId id = lsp.held(1);
    assertThat(lsp.give(new Event.HtlcOnChain(id))).isEmpty();
    assertThat(lsp.give(lsp.release(id))).isEmpty();
    assertThat(lsp.give(committed(lsp.htlc(1, true)))).isEmpty();
    assertThat(lsp.give(new Event.HtlcOnChain(id))).isEmpty();
    assertThat(lsp.block(Lsp.IN_CLTV + 143)).isEmpty();
    assertThat(lsp.hasRecord(id)).isTrue();
    assertThat(lsp.block(Lsp.IN_CLTV + 144)).isEmpty();
    assertThat(lsp.hasRecord(id)).isFalse();
  }

  /** Forgotten sooner, its onion would be acted on once more. */
  @Test
  void whatFailedBeforeItsChannelWasClosedIsRemembered() throws StoreException {
    HtlcId id = lsp.held(1);
    failure(lsp.block(Lsp.HEIGHT + 144));
    lsp.give(new Event.HtlcOnChain(id));
    lsp.block(Lsp.HEIGHT);
    assertThat(lsp.give(committed(lsp.htlc(1, true)))).isEmpty();
    assertThat(lsp.state(id)).isInstanceOf(OnChain.class);
    assertThat(lsp.block(Lsp.IN_CLTV + 144)).isEmpty();
    assertThat(lsp.hasRecord(id)).isFalse();
  }

  @Test
  void onChainAPreimageIsStillWanted() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    assertThat(lsp.give(new Event.HtlcOnChain(id))).isEmpty();
    assertThat(lsp.act(fulfilled(lsp.attempt(id, 0))).get(0)).isInstanceOf(Effect.FulfilHtlc.class);
    assertThat(lsp.give(new Event.HtlcOnChain(id))).isEmpty();
    assertThat(lsp.state(id)).isInstanceOf(Fulfilled.class);
  }

  @Test
  void onChainAFailureIsNot() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    lsp.give(new Event.HtlcOnChain(id));
    Event failed = new Event.HtlcFailed(lsp.attempt(id, 0), local(Cause.PEER_UNUSABLE));
    assertThat(lsp.act(failed)).containsExactly(new Effect.ForgetOutcome(lsp.attempt(id, 0)));
    assertThat(lsp.state(id)).isInstanceOf(OnChain.class);
    assertThat(lsp.give(new Event.HtlcOnChain(id(77)))).isEmpty();
  }

  @Test
  void whatIsResolvedIsForgottenWithItsExpiryAtTheLatest() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.act(lsp.release(id));
    lsp.act(fulfilled(lsp.attempt(id, 0)));
    lsp.block(Lsp.IN_CLTV + 144);
    assertThat(lsp.hasRecord(id)).isFalse();
  }

  @Test
  void anHtlcRemovedBehindOurBackIsNotForwarded() throws StoreException {
    HtlcId id = lsp.held(1);
    lsp.give(new Event.HtlcRemoved(id));
    assertThat(lsp.give(lsp.release(id))).isEmpty();
    assertThat(lsp.node.refusals).contains("an HTLC removed that is not resolved");
    assertThat(lsp.give(new Event.HtlcRemoved(id(77)))).isEmpty();
  }

  private static IncomingHtlc forTheNodeItself(Lsp lsp) {
    PaymentPayload payload =
        PaymentPayload.builder().amtToForward(OUT_MSAT).outgoingCltvValue(OUT_CLTV).build();
    BuiltOnion onion =
        Lsp.NIGHTJAR.buildPaymentOnion(
            SecretKey.of(Lsp.hash("s")),
            List.of(Hop.of(lsp.node.environment.nodeId(), payload.encode())),
            HASH.toBytes());
    return lsp.htlc(1, onion, true);
  }

  @Test
  void theFinalHopFailsWhereNothingIsReceived() throws StoreException {
    List<Effect> effects = lsp.act(committed(forTheNodeItself(lsp)));
    assertThat(effects).hasSize(1).first().isInstanceOf(Effect.FailHtlc.class);
    assertThat(lsp.restart()).isEqualTo(effects);
  }

  @Test
  void theFinalHopIsAnothersBusinessWhereThatReceives() throws StoreException {
    Lsp receiving = new Lsp(HoldPolicy.defaults().withReceiver());
    assertThat(receiving.give(committed(forTheNodeItself(receiving)))).isEmpty();
    assertThat(receiving.hasRecord(id(1))).isFalse();
  }

  @Test
  void theStoreHasNoPreimageBeforeItIsOut() throws StoreException {
    HtlcId id = lsp.held(1);
    assertThat(lsp.storeHas(PREIMAGE.toBytes())).isFalse();
    lsp.act(lsp.release(id));
    assertThat(lsp.storeHas(PREIMAGE.toBytes())).isFalse();
    lsp.act(fulfilled(lsp.attempt(id, 0)));
    assertThat(lsp.storeHas(PREIMAGE.toBytes())).isTrue();
  }

  @Test
  void aHeldRecordIsSmall() throws StoreException {
    HtlcId id = lsp.held(1);
    assertThat(HtlcCodec.encode(lsp.state(id)).length).isLessThan(2048);
  }
}
