package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import static org.nightjar.async.lsp.Lsp.read;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nightjar.BuiltOnion;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.failure.FailureCode;

/** What is not held, and that one peer's flood does not cost another's holds. */
class HoldLimitsTest {
  private static final HoldLimits MANY = new HoldLimits(1000, Long.MAX_VALUE);

  private static Lsp limited(HoldLimits perPeer, HoldLimits inAll) throws StoreException {
    return new Lsp(Lsp.with(HoldPolicy.defaults(), perPeer, inAll, 0, Set.of()));
  }

  /** Whether an HTLC of a peer is held; if not, it fails as it should. */
  private static boolean holds(Lsp lsp, long id, PublicKey peer) throws StoreException {
    BuiltOnion onion = lsp.onion("session " + id, Lsp.forLsp().build());
    IncomingHtlc htlc =
        new IncomingHtlc(
            id(id), peer, IN_MSAT, HASH, IN_CLTV, onion.packet(), Optional.empty(), true);
    List<Effect> effects = lsp.act(committed(htlc));
    if (effects.isEmpty()) {
      assertThat(lsp.state(id(id))).isInstanceOf(Held.class);
      return true;
    }
    assertThat(read(onion, failure(effects), 0).known())
        .contains(FailureCode.TEMPORARY_NODE_FAILURE);
    return false;
  }

  @Test
  void soManyOfAPeer() throws StoreException {
    Lsp lsp = limited(new HoldLimits(2, Long.MAX_VALUE), MANY);
    assertThat(holds(lsp, 1, ALICE)).isTrue();
    assertThat(holds(lsp, 2, ALICE)).isTrue();
    assertThat(holds(lsp, 3, ALICE)).isFalse();
    assertThat(holds(lsp, 4, DAVE)).isTrue();
    lsp.restart();
    assertThat(holds(lsp, 5, ALICE)).isFalse();
    assertThat(holds(lsp, 6, DAVE)).isTrue();
    assertThat(holds(lsp, 7, DAVE)).isFalse();
  }

  @Test
  void soMuchOfAPeer() throws StoreException {
    Lsp lsp = limited(new HoldLimits(100, 2 * IN_MSAT), MANY);
    assertThat(holds(lsp, 1, ALICE)).isTrue();
    assertThat(holds(lsp, 2, ALICE)).isTrue();
    assertThat(holds(lsp, 3, ALICE)).isFalse();
    lsp.restart();
    assertThat(holds(lsp, 4, ALICE)).isFalse();
    assertThat(holds(lsp, 5, DAVE)).isTrue();
  }

  @Test
  void soManyAndSoMuchInAll() throws StoreException {
    for (HoldLimits inAll :
        List.of(new HoldLimits(2, Long.MAX_VALUE), new HoldLimits(100, 3 * IN_MSAT - 1))) {
      Lsp lsp = limited(MANY, inAll);
      assertThat(holds(lsp, 1, ALICE)).isTrue();
      assertThat(holds(lsp, 2, DAVE)).isTrue();
      assertThat(holds(lsp, 3, Lsp.CAROL)).isFalse();
    }
  }

  @Test
  void whatEndsMakesRoom() throws StoreException {
    Lsp lsp = limited(new HoldLimits(1, Long.MAX_VALUE), MANY);
    assertThat(holds(lsp, 1, ALICE)).isTrue();
    assertThat(holds(lsp, 2, ALICE)).isFalse();
    lsp.act(lsp.release(id(1)));
    lsp.act(fulfilled(lsp.attempt(id(1), 0)));
    assertThat(holds(lsp, 3, ALICE)).isTrue();
    failure(lsp.block(Lsp.HEIGHT + 144));
    lsp.block(Lsp.HEIGHT);
    assertThat(holds(lsp, 4, ALICE)).isTrue();
    assertThat(holds(lsp, 5, ALICE)).isFalse();
  }

  /** It may come back, and then there must be room for it. */
  @Test
  void whatIsOnItsWayAfterAHoldCounts() throws StoreException {
    Lsp lsp = limited(new HoldLimits(1, Long.MAX_VALUE), MANY);
    holds(lsp, 1, ALICE);
    lsp.act(lsp.release(id(1)));
    assertThat(lsp.state(id(1))).isInstanceOf(OutPending.class);
    assertThat(holds(lsp, 2, ALICE)).isFalse();
    lsp.restart();
    assertThat(holds(lsp, 3, ALICE)).isFalse();
    lsp.give(lsp.release(id(4)));
    assertThat(holds(lsp, 4, ALICE)).as("released early").isFalse();
  }

  @Test
  void whatWaitsForItsPeerAfterAHoldCounts() throws StoreException {
    Lsp lsp = limited(new HoldLimits(1, Long.MAX_VALUE), MANY);
    holds(lsp, 1, ALICE);
    lsp.give(new Event.PeerGone(Lsp.CAROL));
    lsp.act(lsp.release(id(1)));
    assertThat(lsp.state(id(1))).isInstanceOf(AwaitPeer.class);
    assertThat(holds(lsp, 2, ALICE)).isFalse();
  }

  @Test
  void anEarlyReleaseIsNoWayAroundTheLimits() throws StoreException {
    Lsp lsp = limited(new HoldLimits(1, Long.MAX_VALUE), MANY);
    lsp.give(new Event.PeerGone(Lsp.CAROL));
    lsp.give(lsp.release(id(1)));
    lsp.act(committed(lsp.htlc(1, true)));
    assertThat(lsp.state(id(1))).isInstanceOf(AwaitPeer.class);
    lsp.give(lsp.release(id(2)));
    assertThat(holds(lsp, 2, ALICE)).isFalse();
  }

  @Test
  void aFloodOfOnePeerCostsNobodyElse() throws StoreException {
    HoldPolicy policy = Lsp.policy();
    Lsp lsp = new Lsp(policy);
    for (int i = 0; i < 300; i++) {
      assertThat(holds(lsp, i, ALICE)).isEqualTo(i < 100);
    }
    for (int i = 300; i < 400; i++) {
      assertThat(holds(lsp, i, DAVE)).isTrue();
    }
  }

  @Test
  void limitsAreForHoldsOnly() throws StoreException {
    Lsp lsp = limited(new HoldLimits(0, 0), MANY);
    assertThat(holds(lsp, 1, ALICE)).isFalse();
    offered(lsp.act(committed(lsp.htlc(2, false))));
  }

  @Test
  void earlyReleasesOfAPeerAreLimited() throws StoreException {
    Lsp lsp = new Lsp();
    for (int i = 1; i <= 20; i++) {
      lsp.give(lsp.release(id(i)));
    }
    assertThat(lsp.node.refusals).isEmpty();
    lsp.restart();
    lsp.give(lsp.release(id(21)));
    assertThat(lsp.node.refusals).containsExactly("too many early releases for a peer");
    assertThat(lsp.hasRecord(id(21))).isFalse();
    lsp.give(
        lsp.message(
            lsp.role.releasePath(id(22), DAVE, Lsp.IN_CLTV),
            ReleaseHeldHtlc.create().content(WireProfile.LDK)));
    assertThat(lsp.hasRecord(id(22))).isTrue();
    lsp.tick(Duration.ofMinutes(10));
    lsp.give(lsp.release(id(21)));
    assertThat(lsp.hasRecord(id(21))).isTrue();
  }

  @Test
  void aNodeThatDoesNotHoldSaysSo() throws StoreException {
    HoldPolicy p = Lsp.policy();
    HoldPolicy off =
        new HoldPolicy(
            false,
            p.perPeer(),
            p.inAll(),
            0,
            p.cltv(),
            p.peerWait(),
            p.maxBlindedFailureDelay(),
            p.earlyReleases(),
            p.delegations(),
            p.clients(),
            p.retransmitters(),
            p.receives());
    Lsp lsp = new Lsp(off);
    assertThat(holds(lsp, 1, ALICE)).isFalse();
    offered(lsp.act(committed(lsp.htlc(2, false))));
    lsp.give(lsp.release(id(3)));
    assertThat(lsp.hasRecord(id(3))).isFalse();
  }

  @Test
  void holdingMayCost() throws StoreException {
    Lsp lsp = new Lsp(Lsp.with(HoldPolicy.defaults(), MANY, MANY, 500, Set.of()));
    BuiltOnion little = lsp.onion("1", Lsp.forLsp().build());
    assertThat(read(little, failure(lsp.act(committed(lsp.htlc(1, little, true)))), 0).known())
        .contains(FailureCode.FEE_INSUFFICIENT);
    BuiltOnion enough = lsp.onion("2", Lsp.forLsp().amtToForward(999_500).build());
    assertThat(lsp.act(committed(lsp.htlc(2, enough, true)))).isEmpty();
    BuiltOnion free = lsp.onion("3", Lsp.forLsp().build());
    offered(lsp.act(committed(lsp.htlc(3, free, false))));
  }

  @Test
  void policiesOutOfRange() {
    assertThatThrownBy(() -> new HoldLimits(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HoldLimits(0, -1)).isInstanceOf(IllegalArgumentException.class);
    for (int window : new int[] {0, 1009}) {
      assertThatThrownBy(() -> new CltvLimits(window, 42, 144, 3, 2016))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new CltvLimits(144, 2, 144, 3, 2016))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CltvLimits(144, 42, 0, 3, 2016))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CltvLimits(144, 42, 144, 3, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EarlyReleaseLimits(-1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EarlyReleaseLimits(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    int[][] delegations = {{33, 1, 1, 1}, {1, 20, 1, 1}, {1, 1, 0, 1}, {1, 1, 1, 65_534}};
    for (int[] bad : delegations) {
      assertThatThrownBy(() -> new DelegationLimits(bad[0], bad[1], bad[2], bad[3]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Lsp.with(HoldPolicy.defaults(), MANY, MANY, -1, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(HoldPolicy.defaults().withClients(Set.of(ALICE)).clients()).containsExactly(ALICE);
  }
}
