package org.nightjar.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.async.payer.PayerMode;

/**
 * A small network that does what bytes say: payments, phones that sleep and wake, messages that are
 * lost, late or doubled, crashes, failing disks, clocks that jump, blocks, broken connections,
 * closed channels, onions sent again. Two bytes choose the network and its seed, then two make each
 * action. Any bytes are a script: after it everything must settle, with every invariant kept.
 */
public final class NetworkScript {
  /** Actions that are played; what follows is not read. */
  public static final int MAX_ACTIONS = 48;

  private static final List<Topology> TOPOLOGIES =
      List.of(Topology.E2E4, Topology.LSP3, Topology.MPP4, Topology.ONE4, Topology.TRAMPOLINE5);
  private static final int MAX_PAYMENTS = 6;
  private static final int MAX_CLOSES = 3;
  private static final long MSAT_STEP = 1_000_000;
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration JUMP = Duration.ofMinutes(11);
  private static final Duration OUTAGE = Duration.ofSeconds(1);
  private static final Duration SETTLE = Duration.ofDays(3);

  private final Simulation simulation;
  private final AsyncNetwork network;
  private final List<SimNode> nodes;
  private final Plan plan = new Plan();
  private int payments;
  private int closes;

  private NetworkScript(Simulation simulation, Topology topology) {
    this.simulation = simulation;
    network = topology.in(simulation);
    nodes = simulation.nodes();
    network.start();
    simulation.setCrashPlan(plan);
    simulation.setTroublePlan(plan);
  }

  /**
   * Plays a script.
   *
   * @return how many steps the simulation took
   * @throws Violation if an invariant breaks
   */
  public static long play(Nightjar nightjar, byte[] script) {
    int topology = script.length > 0 ? Byte.toUnsignedInt(script[0]) : 0;
    long seed = script.length > 1 ? script[1] : 0;
    try (Simulation simulation = new Simulation(nightjar, seed)) {
      NetworkScript played =
          new NetworkScript(simulation, TOPOLOGIES.get(topology % TOPOLOGIES.size()));
      for (int i = 0; i < MAX_ACTIONS && 2 * i + 3 < script.length; i++) {
        played.act(Byte.toUnsignedInt(script[2 * i + 2]), Byte.toUnsignedInt(script[2 * i + 3]));
      }
      played.settle();
      return simulation.steps();
    }
  }

  private void settle() {
    simulation.setCrashPlan(CrashPlan.NONE);
    simulation.setTroublePlan(TroublePlan.NONE);
    network.settle(SETTLE);
  }

  private void act(int action, int argument) {
    SimNode node = pick(nodes, argument);
    int rest = argument / nodes.size();
    switch (action % 14) {
      case 0, 1 -> simulation.run(SHORT.multipliedBy(argument));
      case 2 -> simulation.run(LONG.multipliedBy(argument));
      case 3 -> pay(argument);
      case 4 -> sleepOrWake(argument);
      case 5 -> plan.crashes.put(node, rest);
      case 6 -> plan.fates.add(pick(List.of(TroublePlan.Fate.values()), argument));
      case 7 -> plan.troubled.put(node, new FailingDisk(rest / 2, rest % 2 == 1));
      case 8 -> node.setClockOffset(JUMP.toMillis() * (argument - 128));
      case 9 -> simulation.chain().extraBlock();
      case 10 -> pick(simulation.links(), argument).breakFor(OUTAGE.toMillis() * argument);
      case 11 -> close(argument);
      case 12 -> simulation.setFaults(Faults.NONE.withReplays(argument % 2));
      default -> simulation.chain().hurry();
    }
  }

  private static <T> T pick(List<T> list, int number) {
    return list.get(number % list.size());
  }

  private void pay(int argument) {
    if (payments++ < MAX_PAYMENTS) {
      List<SimNode> phones = network.phones();
      SimNode payer = pick(phones, argument);
      SimNode recipient = pick(phones, argument + 1);
      PayerMode mode = pick(List.of(PayerMode.values()), argument / phones.size());
      network.pay(payer, recipient, (1L + argument) * MSAT_STEP, mode);
    }
  }

  private void sleepOrWake(int argument) {
    SimNode phone = pick(network.phones(), argument);
    phone.setPushable(argument >= 128);
    if (phone.isUp()) {
      phone.sleep();
    } else {
      phone.stayAwake();
    }
  }

  private void close(int argument) {
    SimChannel channel = pick(simulation.channels(), argument);
    SimNode publisher = argument >= 128 ? channel.first() : channel.second();
    if (!channel.isClosed() && publisher.isUp() && closes++ < MAX_CLOSES) {
      simulation.forceClose(channel, publisher);
    }
  }

  /** A disk whose next calls fail. */
  private record FailingDisk(int calls, boolean doneAllTheSame) {}

  /** What the script says is to go wrong soon. */
  private static final class Plan implements CrashPlan, TroublePlan {
    private final Map<SimNode, Integer> crashes = new HashMap<>();
    private final Map<SimNode, FailingDisk> troubled = new HashMap<>();
    private final Deque<Fate> fates = new ArrayDeque<>();

    @Override
    public boolean crashes(SimNode node, Point point, long count) {
      Integer left = crashes.computeIfPresent(node, (key, before) -> before - 1);
      return left != null && left < 0 && crashes.remove(node) != null;
    }

    @Override
    public Fate fate(SimNode from) {
      return fates.isEmpty() ? Fate.ARRIVES : fates.remove();
    }

    @Override
    public Call call(SimNode node) {
      FailingDisk disk = troubled.get(node);
      if (disk == null || disk.calls < 0) {
        return Call.SERVED;
      }
      troubled.put(node, new FailingDisk(disk.calls - 1, disk.doneAllTheSame));
      return disk.doneAllTheSame ? Call.DONE_BUT_FAILS : Call.FAILS;
    }
  }
}
