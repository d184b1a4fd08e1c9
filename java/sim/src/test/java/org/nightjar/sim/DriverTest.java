package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.Notice;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvStreamBuilder;

/** A role whose write failed, but was done: whatever others write then, it begins again. */
class DriverTest {
  private static final Notice PROMISED = new Notice.EpochStarted(7);
  private static final byte[] RECORD = RecordFormat.encode(1, new TlvStreamBuilder().build());

  /** Puts a record at a tick, once, and then promises something; again after each start. */
  private static Role promising(Store store, int number) {
    Key key = Key.of(Kind.HOLD, new byte[] {(byte) number});
    Effect promise = new Effect.Notify(PROMISED);
    return (event, now) -> {
      boolean kept = store.load(key).isPresent();
      if (event instanceof Event.Tick && !kept) {
        Write put = new Write.Put(key, 0, RECORD, Due.NONE);
        return List.of(new Reaction(List.of(put), List.of(promise)));
      }
      return event instanceof Event.Started && kept
          ? List.of(Reaction.of(promise))
          : List.<Reaction>of();
    };
  }

  @Test
  void aFailedWriteIsNotForgottenForOneThatSucceeds() {
    for (long seed = 0; seed < 8; seed++) {
      int[] writes = new int[1];
      FragileStore store = new FragileStore(new Random(seed), () -> writes[0]++ == 0);
      Simulation simulation = new Simulation(Nightjar.open(), seed);
      Program program =
          environment ->
              Program.Running.of(
                  promising(environment.store(), 1), promising(environment.store(), 2));
      SimNode node = simulation.addNode("node", false, program, store);
      List<Notice> notices = new ArrayList<>();
      node.onNotice(notices::add);
      simulation.start();
      simulation.run(Duration.ofHours(1));
      assertThat(store.failures()).isEqualTo(1);
      assertThat(notices.stream().filter(PROMISED::equals).count())
          .as("seed " + seed)
          .isGreaterThanOrEqualTo(2);
    }
  }
}
