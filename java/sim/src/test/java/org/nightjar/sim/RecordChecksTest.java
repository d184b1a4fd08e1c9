package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.FailurePacket;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.sim.channel.Htlc;

/** Each check finds what it is for, and nothing in an honest run. */
class RecordChecksTest {
  private final Simulation simulation = new Simulation(Nightjar.open(), 41);
  private final AsyncNetwork network = Topology.LSP3.in(simulation);
  private final SimNode lsp = simulation.node("lsp");
  private final SimNode bob = simulation.node(Topology.BOB);
  private final RecordChecks checks = new RecordChecks(simulation);

  @Test
  void anOlderInvoice() throws StoreException {
    network.start();
    Stored older = lsp.platter().scan(Kind.SERVED_INVOICE, null, 1).get(0);
    simulation.run(Duration.ofHours(5));
    Stored newer = lsp.platter().load(older.key()).orElseThrow();
    assertThat(newer.version()).isGreaterThan(older.version());
    checks.writes(lsp, List.of(List.of(put(newer))));
    assertThatThrownBy(() -> checks.writes(lsp, List.of(List.of(put(older)))))
        .hasMessageContaining("invariant broken: 9: lsp");
  }

  private static Write put(Stored stored) {
    return new Write.Put(stored.key(), 9, stored.value(), Due.NONE);
  }

  @Test
  void aFailureThatTellsTooMuch() {
    network.start();
    network.pay(simulation.node(Topology.ALICE), bob, 1_000_000, Topology.LSP3.mode());
    simulation.runUntil(() -> bob.isPaidNow(), Duration.ofMinutes(5));
    NodeChannel port = bob.ports().iterator().next();
    Htlc htlc = port.state().received().iterator().next();
    HtlcId id = new HtlcId(port.terms().id(), htlc.id());
    checks.fails(bob, new Effect.FailHtlc(id, new HtlcFailure.Malformed(0xc018, new byte[32])));
    List<HtlcFailure> telling =
        List.of(
            new HtlcFailure.Malformed(0xc005, new byte[32]),
            new HtlcFailure.Encrypted(FailurePacket.of(new byte[292]), Optional.empty()));
    for (HtlcFailure failure : telling) {
      assertThatThrownBy(() -> checks.fails(bob, new Effect.FailHtlc(id, failure)))
          .hasMessageContaining("invariant broken: 12: bob");
    }
  }

  @Test
  void aMailboxWithoutEnd() throws StoreException {
    network.start();
    for (int i = 0; i < 101; i++) {
      write(i);
    }
    checks.wholeState();
    write(101);
    assertThatThrownBy(checks::wholeState).hasMessageContaining("invariant broken: 13: lsp");
  }

  private void write(long number) throws StoreException {
    byte[] id = ByteBuffer.allocate(41).putLong(33, number).array();
    lsp.platter()
        .write(
            List.of(List.of(new Write.Put(Key.of(Kind.MAIL, id), 0, new byte[] {1, 1}, Due.NONE))));
  }
}
