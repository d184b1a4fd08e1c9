package org.nightjar.sim;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.ChannelId;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.Routes;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;
import org.nightjar.sim.channel.ChannelState;
import org.nightjar.sim.channel.Locks;
import org.nightjar.wire.ShortChannelId;

/**
 * A network in one thread, on simulated time. Add nodes, channels and connections, then {@link
 * #start}, then run it step by step. A step is one thing that happens: a message arrives, a node
 * handles an event, a block is found. After every step invariants are checked; one that is broken
 * is a {@link Violation}, which names the seed.
 */
public final class Simulation implements AutoCloseable {
  /** The first moment of every run. */
  public static final Instant BEGIN = Instant.parse("2026-11-28T00:00:00Z");

  private static final long FIRST_HEIGHT = 900_000;

  private final long seed;
  private final Nightjar nightjar;
  private final SplittableRandom random;
  private final Scheduler scheduler = new Scheduler(BEGIN);
  private final NetworkGraph graph = new NetworkGraph();
  private final Map<String, SimNode> nodes = new LinkedHashMap<>();
  private final List<SimChannel> channels = new ArrayList<>();
  private final List<ClosedChannel> closed = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Trace> traces = new ArrayList<>();
  private final Invariants invariants;
  private final Chain chain;
  private final FaultInjector injector;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Function<String, Store> stores = name -> new MemoryStore();
  private CrashPlan crashPlan = CrashPlan.NONE;
  private TroublePlan troublePlan = TroublePlan.NONE;
  private Faults faults = Faults.NONE;
  private boolean measuresCpu;
  private long steps;

  /**
   * An empty network.
   *
   * @param seed gives the same run each time
   */
  public Simulation(Nightjar nightjar, long seed) {
    this.seed = seed;
    this.nightjar = nightjar;
    random = new SplittableRandom(seed);
    invariants = new Invariants(this);
    injector = new FaultInjector(this);
    chain =
        new Chain(
            this,
            FIRST_HEIGHT,
            height -> {
              trace(new TraceEvent.Block(height));
              invariants.newBlock();
              closed.forEach(channel -> channel.block(height));
              nodes.values().forEach(node -> node.blockConnected(height));
            });
  }

  // --- building

  /** Says which store a node with a name gets, from now on; by default one in memory. */
  public void setStores(Function<String, Store> byName) {
    stores = byName;
  }

  /** Adds a node. */
  public SimNode addNode(String name, boolean phone, Program program) {
    return addNode(name, phone, program, stores.apply(name));
  }

  /**
   * Adds a node with a store of its own.
   *
   * @param phone whether it may sleep, and forwards nothing
   * @param store what its disk is; the simulation adds the failures
   * @throws IllegalArgumentException if the name is taken
   */
  public SimNode addNode(String name, boolean phone, Program program, Store store) {
    SimNode node = new SimNode(this, name, phone, program, store);
    if (nodes.putIfAbsent(name, node) != null) {
      throw new IllegalArgumentException("two nodes with the name " + name);
    }
    graph.add(node);
    return node;
  }

  /** Makes two nodes peers. */
  public void connect(SimNode one, SimNode other) {
    linkOf(one, other);
  }

  private Link linkOf(SimNode one, SimNode other) {
    return graph
        .link(one, other)
        .orElseGet(
            () -> {
              Link link = new Link(this, one, other);
              links.add(link);
              graph.add(link);
              return link;
            });
  }

  /**
   * Opens a channel, confirmed and announced; its ends are peers. What they put in is theirs.
   *
   * @param oneMsat balance of the first end, in millisatoshi
   * @param otherMsat balance of the second end
   * @param terms under which both ends forward
   */
  public SimChannel openChannel(
      SimNode one, SimNode other, long oneMsat, long otherMsat, ForwardingTerms terms) {
    return openChannel(one, other, oneMsat, otherMsat, terms, false);
  }

  /** As {@link #openChannel}, for PTLCs: EXPERIMENTAL. */
  public SimChannel openPtlcChannel(
      SimNode one, SimNode other, long oneMsat, long otherMsat, ForwardingTerms terms) {
    return openChannel(one, other, oneMsat, otherMsat, terms, true);
  }

  private SimChannel openChannel(
      SimNode one,
      SimNode other,
      long oneMsat,
      long otherMsat,
      ForwardingTerms terms,
      boolean forPtlcs) {
    byte[] id = new byte[32];
    random.nextBytes(id);
    SimChannel channel =
        new SimChannel(
            ChannelId.of(id),
            ShortChannelId.of((int) FIRST_HEIGHT - 1_000, channels.size() + 1, 0),
            one,
            other,
            Math.addExact(oneMsat, otherMsat),
            forPtlcs);
    channels.add(channel);
    Link link = linkOf(one, other);
    link.channels().add(channel);
    List<Locks> locks = forPtlcs ? ptlcLocks() : htlcLocks();
    addEnd(one, link, channel, terms, locks.get(0), new ChannelState(oneMsat, otherMsat));
    addEnd(other, link, channel, terms, locks.get(1), new ChannelState(otherMsat, oneMsat));
    invariants.deposited(one, oneMsat);
    invariants.deposited(other, otherMsat);
    graph.add(channel);
    if (link.isConnected()) {
      one.port(channel.id()).end().connect();
      other.port(channel.id()).end().connect();
    }
    return channel;
  }

  /**
   * Closes a channel: one end's commitment is in a block, and the chain resolves its HTLCs. The
   * peers open another one soon.
   *
   * @param publisher one of its ends, which is up
   */
  public void forceClose(SimChannel channel, SimNode publisher) {
    trace(
        new TraceEvent.ChannelClosed(
            publisher.name(), channel.peerOf(publisher).name(), channel.shortId()));
    ClosedChannel onChain = new ClosedChannel(channel);
    onChain.publish(publisher);
    closed.add(onChain);
    graph.closed();
    injector.reopenLater(channel);
  }

  /** Whether the chain has HTLCs to resolve. */
  public boolean waitsForChain() {
    return channels.stream().anyMatch(channel -> channel.isClosed() && !channel.isIdle());
  }

  private static void addEnd(
      SimNode node,
      Link link,
      SimChannel channel,
      ForwardingTerms terms,
      Locks locks,
      ChannelState state) {
    node.add(
        new NodeChannel(node, link, channel, channel.termsOf(node, terms, terms), locks, state),
        channel.id());
  }

  private List<Locks> htlcLocks() {
    Locks locks = Locks.ofHtlcs(nightjar);
    return List.of(locks, locks);
  }

  /** For both ends of a new channel. */
  private List<Locks> ptlcLocks() {
    SeededRandom keys = new SeededRandom(randomLong());
    SecretKey one = SecretKey.random(keys);
    SecretKey other = SecretKey.random(keys);
    return List.of(
        Locks.ofPtlcs(nightjar, new Locks.Keys(one, nightjar.publicKey(other))),
        Locks.ofPtlcs(nightjar, new Locks.Keys(other, nightjar.publicKey(one))));
  }

  /** Adds a listener. */
  public void addTrace(Trace trace) {
    traces.add(trace);
  }

  /** Measures CPU time of nodes from now on, at some cost. */
  public void measureCpu() {
    measuresCpu = true;
  }

  /** Where nodes crash, besides the faults. */
  public void setCrashPlan(CrashPlan plan) {
    crashPlan = plan;
  }

  /** What happens to messages and on disks, besides the faults. */
  public void setTroublePlan(TroublePlan plan) {
    troublePlan = plan;
  }

  /** Starts all nodes and the chain. */
  public void start() {
    chain.start();
    nodes.values().forEach(SimNode::start);
  }

  // --- running

  /** How often what goes wrong from now on; clocks are right again, disks have room. */
  public void setFaults(Faults rates) {
    faults = rates;
    injector.begin();
  }

  /**
   * Does one step.
   *
   * @return false if nothing will ever happen any more
   * @throws Violation if an invariant is broken
   */
  public boolean step() {
    if (scheduler.next() == Long.MAX_VALUE) {
      return false;
    }
    steps++;
    try {
      scheduler.step();
      invariants.afterStep();
    } catch (Violation e) {
      throw e;
    } catch (RuntimeException e) {
      Violation violation = violation("code threw " + e);
      violation.initCause(e);
      throw violation;
    }
    return true;
  }

  /** Runs for a while of simulated time. */
  public void run(Duration time) {
    runUntil(() -> false, time);
  }

  /**
   * Runs until something is so, or a while of simulated time is over.
   *
   * @return whether it is so
   */
  public boolean runUntil(BooleanSupplier done, Duration limit) {
    long end = now() + limit.toMillis();
    while (!done.getAsBoolean()) {
      if (scheduler.next() > end || !step()) {
        scheduler.advanceTo(end);
        return done.getAsBoolean();
      }
    }
    return true;
  }

  /** Does something after a while of simulated time. */
  public void after(Duration time, Runnable what) {
    after(time.toMillis(), what);
  }

  /** Checks what can only be true when nothing is under way. */
  public void checkAtRest() {
    invariants.atRest();
  }

  /** Wipes the keys of all nodes and closes their stores; nothing of it runs after that. */
  @Override
  public void close() {
    nodes.values().forEach(SimNode::close);
  }

  // --- looking

  public long seed() {
    return seed;
  }

  public Nightjar nightjar() {
    return nightjar;
  }

  /** Simulated time. */
  public Instant time() {
    return Instant.ofEpochMilli(now());
  }

  public long height() {
    return chain.height();
  }

  /** Steps done so far. */
  public long steps() {
    return steps;
  }

  /**
   * The node with a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimNode node(String name) {
    SimNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node is called " + name);
    }
    return node;
  }

  /** All nodes, in the order in which they were added. */
  public List<SimNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /** All channels, in the order in which they were opened. */
  public List<SimChannel> channels() {
    return Collections.unmodifiableList(channels);
  }

  /** Whether no channel has an HTLC. */
  public boolean nothingLocked() {
    return channels.stream().allMatch(SimChannel::isIdle);
  }

  /** The network of PTLC channels, as a node sees it. */
  public Routes ptlcRoutes(PublicKey node) {
    return new NodeRoutes(graph.node(node).orElseThrow(), graph, true);
  }

  public Invariants invariants() {
    return invariants;
  }

  // --- for the parts of the simulation

  Violation violation(String what) {
    return new Violation(
        what + " (seed " + seed + ", step " + steps + ", " + time() + ", height " + height() + ")");
  }

  long now() {
    return scheduler.now();
  }

  void after(long millis, Runnable what) {
    scheduler.after(millis, what);
  }

  /** 0 to bound - 1. */
  long random(long bound) {
    return random.nextLong(bound);
  }

  long randomLong() {
    return random.nextLong();
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** A time between events that come by chance, at least 1. */
  long exponential(long mean) {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) * mean);
  }

  Faults faults() {
    return faults;
  }

  Chain chain() {
    return chain;
  }

  NetworkGraph graph() {
    return graph;
  }

  List<Link> links() {
    return links;
  }

  void trace(TraceEvent event) {
    for (Trace trace : traces) {
      trace.on(time(), event);
    }
  }

  long cpuTime() {
    return measuresCpu ? threads.getCurrentThreadCpuTime() : 0;
  }

  boolean crashes(SimNode node, CrashPlan.Point point, long count) {
    return happens(faults.crashes().rate()) || crashPlan.crashes(node, point, count);
  }

  TroublePlan troublePlan() {
    return troublePlan;
  }

  void restartLater(SimNode node) {
    injector.restartLater(node);
  }

  Disk.Trouble diskTrouble(SimNode node) {
    return injector.diskTrouble(node);
  }

  void push(SimNode from, PublicKey client) {
    injector.push(from, client);
  }
}
