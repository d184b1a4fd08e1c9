package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.offered;
import static org.nightjar.async.lsp.Lsp.read;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.BuiltOnion;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.failure.FailureCode;

/** Holds end in time, whatever the chain and the clock do. */
class HeightTest {
  private final Lsp lsp = new Lsp();

  HeightTest() throws StoreException {}

  /** Holds an HTLC whose expiries are so many blocks away. */
  private BuiltOnion hold(long outBlocks, long inBlocks) throws StoreException {
    BuiltOnion onion = lsp.onion("s", Lsp.forLsp().outgoingCltvValue(HEIGHT + outBlocks).build());
    IncomingHtlc htlc =
        new IncomingHtlc(
            id(1),
            Lsp.ALICE,
            Lsp.IN_MSAT,
            Lsp.HASH,
            HEIGHT + inBlocks,
            onion.packet(),
            Optional.empty(),
            true);
    assertThat(lsp.act(committed(htlc))).isEmpty();
    return onion;
  }

  /** The outgoing margin is 42 blocks, the incoming one 144, the window 144. */
  @ParameterizedTest
  @CsvSource({
    "100, 2000, 58, EXPIRY_TOO_SOON",
    "186, 2000, 144, EXPIRY_TOO_SOON",
    "187, 2000, 144, TEMPORARY_NODE_FAILURE",
    "1000, 2000, 144, TEMPORARY_NODE_FAILURE",
    "100, 200, 56, EXPIRY_TOO_SOON",
    "100, 180, 36, EXPIRY_TOO_SOON"
  })
  void aHoldEndsAtTheFirstOfItsHeights(long outBlocks, long inBlocks, long blocks, FailureCode code)
      throws StoreException {
    BuiltOnion onion = hold(outBlocks, inBlocks);
    assertThat(lsp.block(HEIGHT + blocks - 1)).isEmpty();
    HtlcFailure failure = failure(lsp.block(HEIGHT + blocks));
    assertThat(read(onion, failure, 0).known()).contains(code);
    assertThat(lsp.block(HEIGHT + blocks + 1)).isEmpty();
  }

  @Test
  void manyBlocksAtOnce() throws StoreException {
    BuiltOnion onion = hold(300, 500);
    HtlcFailure failure = failure(lsp.block(HEIGHT + 400));
    assertThat(read(onion, failure, 0).known()).contains(FailureCode.EXPIRY_TOO_SOON);
  }

  @Test
  void aReorgDoesNotUndoAFailureNorHurryAHold() throws StoreException {
    hold(300, 500);
    assertThat(lsp.block(HEIGHT + 143)).isEmpty();
    assertThat(lsp.block(HEIGHT + 137)).isEmpty();
    assertThat(lsp.block(HEIGHT + 143)).isEmpty();
    failure(lsp.block(HEIGHT + 144));
    assertThat(lsp.block(HEIGHT + 138)).isEmpty();
    assertThat(lsp.give(lsp.release(id(1)))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(Failing.class);
    assertThat(lsp.block(HEIGHT + 144)).isEmpty();
  }

  @Test
  void blocksThatCameWhileTheNodeWasDown() throws StoreException {
    hold(300, 500);
    lsp.height = HEIGHT + 200;
    assertThat(lsp.restart()).isEmpty();
    failure(lsp.tick(Duration.ZERO));
    assertThat(lsp.tick(Duration.ZERO)).isEmpty();
  }

  @Test
  void theClockDoesNotMatter() throws StoreException {
    hold(300, 500);
    assertThat(lsp.tick(Duration.ofDays(365))).isEmpty();
    assertThat(lsp.tick(Duration.ofDays(-730))).isEmpty();
    offered(lsp.act(lsp.release(id(1))));
  }

  @Test
  void whatWaitsForItsPeerEndsToo() throws StoreException {
    hold(300, 500);
    lsp.give(new Event.PeerGone(Lsp.CAROL));
    lsp.act(lsp.release(id(1)));
    lsp.block(HEIGHT + 144);
    failure(lsp.act(new Event.PeerUsable(Lsp.CAROL)));
  }

  /** Also if nobody asked to hold it: the node may have been down. */
  @Test
  void whatWaitsForAClientIsNotSentTooLate() throws StoreException {
    lsp.give(new Event.PeerGone(Lsp.CAROL));
    lsp.act(committed(lsp.htlc(1, false)));
    lsp.act(committed(lsp.htlc(2, false)));
    lsp.height = Lsp.OUT_CLTV - 3;
    lsp.restart();
    assertThat(lsp.act(new Event.PeerUsable(Lsp.CAROL)))
        .hasSize(2)
        .allMatch(Effect.FailHtlc.class::isInstance);
    lsp.give(new Event.PeerGone(Lsp.CAROL));
    lsp.block(HEIGHT);
    lsp.act(committed(lsp.htlc(3, false)));
    lsp.block(Lsp.OUT_CLTV - 4);
    offered(lsp.act(new Event.PeerUsable(Lsp.CAROL)));
  }

  /** Attempts that may not have got to their channel before the node went down. */
  @Test
  void anAttemptThatWouldBeTooLateIsWithdrawn() throws StoreException {
    lsp.act(committed(lsp.htlc(1, false)));
    lsp.act(lsp.release(lsp.held(2)));
    AttemptId first = lsp.attempt(id(1), 0);
    AttemptId second = lsp.attempt(id(2), 0);
    lsp.height = HEIGHT + 143;
    assertThat(lsp.restart()).hasSize(2).allMatch(Effect.OfferHtlc.class::isInstance);
    lsp.height = HEIGHT + 144;
    assertThat(lsp.restart()).hasSize(2).contains(new Effect.WithdrawHtlc(second, Lsp.TO_CAROL));
    lsp.height = Lsp.OUT_CLTV - 3;
    assertThat(lsp.restart())
        .containsExactlyInAnyOrder(
            new Effect.WithdrawHtlc(first, Lsp.TO_CAROL),
            new Effect.WithdrawHtlc(second, Lsp.TO_CAROL));
    assertThat(lsp.act(committed(lsp.htlc(1, false))))
        .containsExactly(new Effect.WithdrawHtlc(first, Lsp.TO_CAROL));
    assertThat(lsp.state(id(1))).isInstanceOf(OutPending.class);
    HtlcFailure late = new HtlcFailure.Local(HtlcFailure.Cause.TOO_LATE);
    for (AttemptId attempt : List.of(first, second)) {
      failure(lsp.act(new Event.HtlcFailed(attempt, late)));
    }
  }

  @Test
  void whatWaitedForItsPeerInVainIsNotHeldTooLong() throws StoreException {
    hold(300, 500);
    lsp.give(new Event.PeerGone(Lsp.CAROL));
    lsp.act(lsp.release(id(1)));
    lsp.block(HEIGHT + 144);
    failure(lsp.tick(Duration.ofSeconds(60)));
  }

  @Test
  void theEndIsTold() throws StoreException {
    hold(300, 500);
    lsp.height = HEIGHT + 144;
    List<Effect> effects = lsp.give(new Event.BlockConnected(lsp.height));
    assertThat(effects)
        .hasSize(3)
        .contains(
            new Effect.Notify(
                new Notice.HoldEnded(
                    id(1), OptionalInt.of(FailureCode.TEMPORARY_NODE_FAILURE.code()))));
  }

  @Test
  void aPayerThatSleepsIsWokenForTheFailure() throws StoreException {
    HoldPolicy policy = Lsp.policy().withClients(Set.of(Lsp.ALICE, Lsp.CAROL));
    Lsp waking = new Lsp(policy);
    waking.held(1);
    waking.give(new Event.PeerGone(Lsp.ALICE));
    assertThat(waking.block(HEIGHT + 144)).hasSize(2).contains(new Effect.WakeClient(Lsp.ALICE));
  }

  @Test
  void moreThanOneBatchEnds() throws StoreException {
    HoldLimits many = new HoldLimits(5000, Long.MAX_VALUE);
    Lsp crowded = new Lsp(Lsp.with(HoldPolicy.defaults(), many, many, 0, Set.of()));
    for (int i = 0; i < 1001; i++) {
      crowded.held(i);
    }
    assertThat(crowded.block(HEIGHT + 144)).hasSize(1000);
    assertThat(crowded.tick(Duration.ZERO)).hasSize(1);
    assertThat(crowded.tick(Duration.ZERO)).isEmpty();
  }
}
