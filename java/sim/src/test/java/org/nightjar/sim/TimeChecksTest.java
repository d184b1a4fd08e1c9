package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.async.ChannelId;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvStreamBuilder;

/** Mail that does not come, and waits that do not end. */
class TimeChecksTest {
  private static final int AWAIT_PEER = 3;
  private static final int HELD = 2;

  private final Simulation simulation = new Simulation(Nightjar.open(), 45);
  private final AsyncNetwork network = Topology.LSP3.in(simulation);
  private final SimNode lsp = simulation.node("lsp");
  private final SimNode bob = simulation.node(Topology.BOB);
  private final TimeChecks checks = new TimeChecks(simulation);

  private void write(Key key, int state, Due due) throws StoreException {
    byte[] record = RecordFormat.encode(state, new TlvStreamBuilder().build());
    List<List<Write>> batches = List.of(List.of(new Write.Put(key, 0, record, due)));
    checks.writes(lsp, batches);
    lsp.platter().write(batches);
  }

  @Test
  void mailThatIsKeptBack() throws StoreException {
    network.start();
    byte[] id = ByteBuffer.allocate(41).put(bob.id().toBytes()).putLong(7).array();
    write(Key.of(Kind.MAIL, id), 2, Due.NONE);
    simulation.run(TimeChecks.CALM);
    checks.wholeState();
    bob.sleep();
    simulation.run(Duration.ofMinutes(1));
    checks.wholeState();
    bob.start();
    simulation.run(TimeChecks.CALM);
    checks.wholeState();
    lsp.crash();
    simulation.run(TimeChecks.CALM);
    checks.wholeState();
    simulation.run(Duration.ofMinutes(1));
    assertThatThrownBy(checks::wholeState).hasMessageContaining("invariant broken: 7: lsp");
  }

  private void hold(int number, int state, Duration after) throws StoreException {
    Instant at = lsp.clock().plus(after);
    Key key = Key.of(Kind.HOLD, new HtlcId(ChannelId.of(new byte[32]), number).encode());
    write(key, state, Due.at(at));
  }

  @Test
  void aWaitThatTheClockMadeLong() throws StoreException {
    network.start();
    checks.wholeState();
    simulation.run(TimeChecks.NEW_TIME.plusMinutes(1));
    hold(1, AWAIT_PEER, Duration.ofMinutes(15));
    hold(2, HELD, Duration.ofDays(1));
    checks.wholeState();
    hold(3, AWAIT_PEER, Duration.ofDays(1));
    assertThatThrownBy(checks::wholeState).hasMessageContaining("invariant broken: 14: lsp");
  }
}
