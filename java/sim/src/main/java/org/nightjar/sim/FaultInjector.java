package org.nightjar.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;

/** Lets go wrong what the rates of the simulation say. */
final class FaultInjector {
  private static final long RESTART_MILLIS = 2_000;
  private static final long PUSH_MILLIS = 1_500;
  private static final long WAKE_MILLIS = 30_000;
  private static final long REOPEN_MILLIS = 3_600_000;

  private final Simulation simulation;
  private final Map<SimNode, Boolean> fullDisks = new HashMap<>();
  private long season;

  FaultInjector(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Begins with the rates of now: what was broken for a while is well. */
  void begin() {
    season++;
    fullDisks.clear();
    Faults faults = simulation.faults();
    for (Link link : simulation.links()) {
      repeat(faults.network().betweenBreaks(), () -> breakLink(link));
    }
    repeat(faults.closes().between(), this::closeChannel);
    for (SimNode node : simulation.nodes()) {
      if (node.clockOffset() != 0) {
        node.setClockOffset(0);
      }
      repeat(faults.disks().betweenFull(), () -> fillDisk(node));
      repeat(faults.clocks().betweenJumps(), () -> jump(node));
    }
  }

  private void repeat(Duration mean, Runnable fault) {
    if (mean.isZero()) {
      return;
    }
    long begun = season;
    simulation.after(
        simulation.exponential(mean.toMillis()),
        () -> {
          if (season == begun) {
            fault.run();
            repeat(mean, fault);
          }
        });
  }

  private void breakLink(Link link) {
    link.breakFor(1 + simulation.random(simulation.faults().network().maxOutage().toMillis()));
  }

  private void fillDisk(SimNode node) {
    fullDisks.put(node, true);
    simulation.after(
        simulation.random(simulation.faults().disks().maxFull().toMillis()),
        () -> fullDisks.remove(node));
  }

  private void jump(SimNode node) {
    long max = simulation.faults().clocks().maxJump().toMillis();
    node.setClockOffset(simulation.random(2 * max) - max);
  }

  /** Closes a channel, rather one with HTLCs. */
  private void closeChannel() {
    List<SimChannel> open =
        simulation.channels().stream().filter(channel -> !channel.isClosed()).toList();
    List<SimChannel> busy = open.stream().filter(channel -> !channel.isIdle()).toList();
    List<SimChannel> choice = busy.isEmpty() ? open : busy;
    if (choice.isEmpty()) {
      return;
    }
    SimChannel channel = choice.get((int) simulation.random(choice.size()));
    SimNode publisher = simulation.happens(0.5) ? channel.first() : channel.second();
    if (publisher.isUp()) {
      simulation.forceClose(channel, publisher);
    }
  }

  /** The peers of a channel that is closed open another one, as it was in the beginning. */
  void reopenLater(SimChannel closed) {
    long half = closed.capacityMsat() / 2;
    ForwardingTerms terms = closed.first().port(closed.id()).terms().ours();
    SimNode one = closed.first();
    SimNode other = closed.second();
    simulation.after(
        simulation.random(REOPEN_MILLIS),
        () -> {
          if (closed.isForPtlcs()) {
            simulation.openPtlcChannel(one, other, half, half, terms);
          } else {
            simulation.openChannel(one, other, half, half, terms);
          }
        });
  }

  Disk.Trouble diskTrouble(SimNode node) {
    BooleanSupplier full = () -> fullDisks.containsKey(node);
    return () -> {
      if (full.getAsBoolean()) {
        return TroublePlan.Call.FAILS;
      }
      if (simulation.happens(simulation.faults().disks().failure())) {
        return simulation.happens(0.5) ? TroublePlan.Call.DONE_BUT_FAILS : TroublePlan.Call.FAILS;
      }
      return simulation.troublePlan().call(node);
    };
  }

  void restartLater(SimNode node) {
    long most = Math.max(1, simulation.faults().crashes().maxRestart().toMillis());
    simulation.after(
        RESTART_MILLIS + simulation.random(most),
        () -> {
          if (node.isWantedUp()) {
            node.start();
          }
        });
  }

  void push(SimNode from, PublicKey client) {
    simulation
        .graph()
        .node(client)
        .ifPresent(
            node -> {
              boolean lost =
                  !node.isPushable()
                      || simulation.happens(simulation.faults().network().disturbance());
              simulation.trace(new TraceEvent.Pushed(from.name(), node.name(), lost));
              if (!lost) {
                simulation.after(
                    PUSH_MILLIS + simulation.random(PUSH_MILLIS), () -> node.wakeFor(WAKE_MILLIS));
              }
            });
  }
}
