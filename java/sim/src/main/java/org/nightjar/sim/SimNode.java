package org.nightjar.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Notice;
import org.nightjar.async.PathContexts;
import org.nightjar.async.mailbox.MessageForwarder;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.sim.channel.Addition;
import org.nightjar.sim.channel.Removal;
import org.nightjar.sim.channel.Secret;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.blinded.OwnPaths;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/**
 * A node: keys, a disk that survives crashes, channels, and roles while it is up. Its clock may be
 * wrong.
 */
public final class SimNode {
  private static final int LOCAL_KEY_LENGTH = 32;

  private final Simulation simulation;
  private final String name;
  private final boolean phone;
  private final Program program;
  private final Environment environment;
  private final NodeRoutes routes;
  private final Disk disk;
  private final OnionMessagePeeler peeler;
  private final Driver driver;
  private final Map<ChannelId, NodeChannel> channels = new LinkedHashMap<>();
  private final List<Consumer<Notice>> listeners = new ArrayList<>();
  private final List<Runnable> startListeners = new ArrayList<>();
  private Program.Running running = Program.Running.of();
  private boolean up;
  private boolean pays;
  private boolean wantedUp = true;
  private boolean pushable = true;
  private long clockOffset;
  private long usedNanos;
  private long sleepsAt;

  SimNode(Simulation simulation, String name, boolean phone, Program program, Store store) {
    this.simulation = simulation;
    this.name = name;
    this.phone = phone;
    this.program = program;
    Nightjar nightjar = simulation.nightjar();
    SeededRandom random = new SeededRandom(simulation.randomLong());
    NodeKey key = nightjar.nodeKey(SecretKey.random(random));
    byte[] localKey = new byte[LOCAL_KEY_LENGTH];
    random.nextBytes(localKey);
    disk = new Disk(store, simulation.diskTrouble(this));
    routes = new NodeRoutes(this, simulation.graph(), false);
    environment =
        new Environment(
            nightjar,
            key,
            new PathContexts(new OwnPaths(nightjar, key.publicKey(), localKey), random),
            random,
            disk,
            routes,
            WireProfile.LDK,
            ChainHash.BITCOIN,
            (role, reason) -> simulation.trace(new TraceEvent.Refused(name, role, reason)));
    peeler = new OnionMessagePeeler(nightjar, environment.nodeKey());
    driver = new Driver(this);
    running = program.start(environment);
  }

  // --- what it is

  public String name() {
    return name;
  }

  public PublicKey id() {
    return environment.nodeId();
  }

  /** Whether it sleeps, and forwards nothing for others. */
  public boolean isPhone() {
    return phone;
  }

  public boolean isUp() {
    return up;
  }

  public Environment environment() {
    return environment;
  }

  /** Its roles of now; of its last life while it is down. */
  public Program.Running running() {
    return running;
  }

  /** From now on it finds no route for a payment but its own channels. */
  public void knowOwnChannelsOnly() {
    routes.knowOwnChannelsOnly();
  }

  /** What is on its disk, for checks: never fails. */
  public Store platter() {
    return disk.platter();
  }

  /** What its clock shows. */
  public Instant clock() {
    return Instant.ofEpochMilli(simulation.now() + clockOffset);
  }

  /** CPU time of its roles and of peeling so far, in nanoseconds; 0 if not measured. */
  public long usedNanos() {
    return usedNanos;
  }

  /** Persistence points that it came to so far. */
  public long crashPoints() {
    return driver.crashPoints();
  }

  /** Balance in all channels, without what is on its way, in millisatoshi. */
  public long balanceMsat() {
    return channels.values().stream().mapToLong(port -> port.state().localMsat()).sum();
  }

  /** Whether an HTLC is on its way to it. */
  public boolean isPaidNow() {
    return channels.values().stream()
        .anyMatch(port -> !port.state().isClosed() && !port.state().received().isEmpty());
  }

  /** Whether pushes reach it when it sleeps. */
  public void setPushable(boolean reached) {
    pushable = reached;
  }

  boolean isPushable() {
    return pushable;
  }

  /** Hears what the roles notify. */
  public void onNotice(Consumer<Notice> listener) {
    listeners.add(listener);
  }

  /** Hears of each start, after the roles know of it. */
  public void onStart(Runnable listener) {
    startListeners.add(listener);
  }

  /** Says that the node pays of its own; a phone may anyway. */
  public void setPays() {
    pays = true;
  }

  boolean pays() {
    return pays || phone;
  }

  boolean offersHold(boolean ofPtlcs) {
    return running.holds(ofPtlcs).isPresent();
  }

  Simulation simulation() {
    return simulation;
  }

  Driver driver() {
    return driver;
  }

  Disk disk() {
    return disk;
  }

  long clockOffset() {
    return clockOffset;
  }

  void setClockOffset(long millis) {
    clockOffset = millis;
    simulation.trace(new TraceEvent.ClockJumped(name, millis));
  }

  // --- channels

  void add(NodeChannel port, ChannelId id) {
    channels.put(id, port);
  }

  NodeChannel port(ChannelId id) {
    return channels.get(id);
  }

  Optional<NodeChannel> findPort(ChannelId id) {
    return Optional.ofNullable(channels.get(id));
  }

  Collection<NodeChannel> ports() {
    return channels.values();
  }

  void flushChannels() {
    channels.values().forEach(port -> onChannel(port, () -> port.end().flush()));
  }

  interface ChannelAction {
    void run() throws StoreException;
  }

  /** Does something with a channel; if its state cannot be made durable, begins again. */
  void onChannel(NodeChannel port, ChannelAction action) {
    try {
      action.run();
    } catch (StoreException e) {
      simulation.trace(new TraceEvent.StoreFailed(name));
      port.link().disconnect();
      port.recover();
    }
  }

  void channelUsable(Link link) {
    link.changed();
    if (isUsable(link)) {
      driver.tell(new Event.PeerUsable(link.peerOf(this).id()));
    }
  }

  // --- power

  /** Starts; does nothing if it is up. */
  public void start() {
    wantedUp = true;
    if (up) {
      return;
    }
    up = true;
    simulation.trace(new TraceEvent.PowerChanged(name, TraceEvent.Power.STARTED));
    running = program.start(environment);
    channels.values().forEach(NodeChannel::restart);
    driver.start(simulation.chain().height());
    simulation.graph().links(this).forEach(Link::tryConnect);
  }

  /**
   * Makes the roles anew while the node stays up.
   *
   * @return what they must be told first
   */
  List<Event> restartRoles() {
    running = program.start(environment);
    List<Event> first = new ArrayList<>();
    first.add(new Event.Started(simulation.chain().height()));
    for (Link link : simulation.graph().links(this)) {
      if (isUsable(link)) {
        first.add(new Event.PeerUsable(link.peerOf(this).id()));
      }
    }
    return first;
  }

  private boolean isUsable(Link link) {
    return link.isConnected()
        && link.openChannels().stream().allMatch(channel -> port(channel.id()).isUsable());
  }

  /** The roles know that they started. */
  void started() {
    channels.values().forEach(port -> port.end().tellAgain());
    startListeners.forEach(Runnable::run);
  }

  /** Goes to sleep, or loses power, until it is started; what is durable stays. */
  public void sleep() {
    wantedUp = false;
    stop(TraceEvent.Power.ASLEEP);
  }

  /**
   * Stays awake at least so long, then sleeps. One that does not sleep, be it that it crashed and
   * starts again, stays as it is.
   */
  public void wakeFor(long millis) {
    long until = simulation.now() + millis;
    if (wantedUp && sleepsAt == 0) {
      return;
    }
    sleepsAt = Math.max(sleepsAt, until);
    start();
    simulation.after(millis, () -> sleepIfDue(until));
  }

  private void sleepIfDue(long until) {
    if (sleepsAt == until) {
      sleepsAt = 0;
      sleep();
    }
  }

  /** Stays awake. */
  public void stayAwake() {
    sleepsAt = 0;
    start();
  }

  /** Crashes, and restarts soon; what is durable stays. */
  public void crash() {
    stop(TraceEvent.Power.CRASHED);
    simulation.restartLater(this);
  }

  /** Gives back what it has outside the heap. */
  void close() {
    environment.nodeKey().close();
    disk.close();
  }

  boolean isWantedUp() {
    return wantedUp;
  }

  private void stop(TraceEvent.Power power) {
    if (!up) {
      return;
    }
    up = false;
    driver.stop();
    channels.values().forEach(NodeChannel::restart);
    simulation.trace(new TraceEvent.PowerChanged(name, power));
    simulation.graph().links(this).forEach(Link::disconnect);
  }

  /** Runs code of this node, which may crash. */
  void guard(Runnable code) {
    try {
      code.run();
    } catch (Crash e) {
      crash();
    }
  }

  // --- the network

  void connected(Link link) {
    List<SimChannel> open = link.openChannels();
    for (SimChannel channel : open) {
      port(channel.id()).end().connect();
    }
    if (open.isEmpty()) {
      driver.tell(new Event.PeerUsable(link.peerOf(this).id()));
    }
  }

  void disconnected(Link link) {
    if (up) {
      for (SimChannel channel : link.channels()) {
        port(channel.id()).disconnected();
      }
      driver.tell(new Event.PeerGone(link.peerOf(this).id()));
    }
  }

  void receive(Link link, NetMessage message) {
    guard(
        () -> {
          if (message instanceof NetMessage.Onion onion) {
            open(link.peerOf(this).id(), onion.message());
          } else if (message instanceof NetMessage.Own own) {
            simulation.invariants().received(this, own);
            driver.tell(
                new Event.PeerMessageArrived(link.peerOf(this).id(), own.type(), own.payload()));
          } else {
            NetMessage.Channel channel = (NetMessage.Channel) message;
            NodeChannel port = port(channel.id());
            onChannel(port, () -> port.end().receive(channel.message()));
          }
        });
  }

  private void open(PublicKey from, OnionMessage message) {
    if (!admits(from)) {
      return;
    }
    long began = simulation.cpuTime();
    PeeledMessage peeled = peeler.peel(message);
    used(simulation.cpuTime() - began);
    simulation.trace(new TraceEvent.Opened(name, peeled));
    simulation.invariants().opened(this, peeled);
    driver.tell(new Event.MessageArrived(from, peeled));
  }

  private boolean admits(PublicKey from) {
    return running
        .role(MessageForwarder.class)
        .map(forwarder -> forwarder.admits(from, clock()))
        .orElse(true);
  }

  void used(long nanos) {
    usedNanos += nanos;
  }

  // --- what roles want

  /**
   * Has a role do something now: its writes become durable, then its effects are done.
   *
   * @return false if the node is down, crashed on the way, or its store failed: ask again later
   */
  public boolean ask(Driver.Ask ask) {
    if (!up) {
      return false;
    }
    boolean[] served = new boolean[1];
    guard(
        () -> {
          served[0] = driver.ask(ask);
          flushChannels();
        });
    return served[0] && up;
  }

  void perform(Effect effect) {
    if (effect instanceof Effect.SendMessage send) {
      send(send);
    } else if (effect instanceof Effect.SendPeerMessage send) {
      link(send.to())
          .ifPresent(link -> link.send(this, new NetMessage.Own(send.type(), send.payload())));
    } else if (effect instanceof Effect.OfferHtlc offer) {
      simulation.invariants().offers(this, offer.htlc());
      offer(offer.htlc().channel(), Addition.of(offer.htlc()))
          .ifPresent(why -> driver.tell(new Event.HtlcFailed(offer.htlc().attempt(), why)));
    } else if (effect instanceof Effect.OfferPtlc offer) {
      simulation.invariants().offers(this, offer.ptlc());
      offer(offer.ptlc().channel(), Addition.of(offer.ptlc()))
          .ifPresent(why -> driver.tell(new Event.PtlcFailed(offer.ptlc().attempt(), why)));
    } else if (effect instanceof Effect.WithdrawHtlc withdraw) {
      withdraw(withdraw);
    } else if (effect instanceof Effect.FulfilHtlc fulfil) {
      simulation.invariants().fulfils(this, fulfil);
      remove(
          fulfil.htlc(),
          new Removal.Fulfil(new Secret.OfHash(fulfil.preimage()), fulfil.attribution()));
    } else if (effect instanceof Effect.FulfilPtlc fulfil) {
      simulation.invariants().fulfils(this, fulfil);
      remove(
          fulfil.ptlc(), new Removal.Fulfil(new Secret.OfPoint(fulfil.scalar()), Optional.empty()));
    } else if (effect instanceof Effect.FailHtlc fail) {
      simulation.invariants().fails(this, fail);
      remove(fail.htlc(), new Removal.Fail(fail.failure()));
    } else if (effect instanceof Effect.ForgetOutcome forget) {
      channels.values().forEach(port -> onChannel(port, () -> port.forget(forget.attempt())));
    } else if (effect instanceof Effect.WakeClient wake) {
      simulation.push(this, wake.client());
    } else if (effect instanceof Effect.Notify notify) {
      notified(notify.notice());
    }
  }

  private Optional<Link> link(PublicKey peer) {
    return simulation.graph().node(peer).flatMap(node -> simulation.graph().link(this, node));
  }

  private void send(Effect.SendMessage send) {
    if (send.to().equals(id())) {
      driver.after(0, () -> open(id(), send.message()));
    } else {
      link(send.to()).ifPresent(link -> link.sendOnion(this, new NetMessage.Onion(send.message())));
    }
  }

  private void remove(HtlcId htlc, Removal removal) {
    findPort(htlc.channel()).ifPresent(port -> port.end().remove(htlc.id(), removal));
  }

  private Optional<NodeChannel> port(ShortChannelId channel) {
    return simulation.graph().channel(channel).flatMap(known -> findPort(known.id()));
  }

  private void withdraw(Effect.WithdrawHtlc withdraw) {
    HtlcFailure none = new HtlcFailure.Local(HtlcFailure.Cause.UNKNOWN_CHANNEL);
    port(withdraw.channel())
        .ifPresentOrElse(
            port -> port.withdraw(withdraw.attempt()),
            () -> driver.tell(new Event.HtlcFailed(withdraw.attempt(), none)));
  }

  /** Why it cannot be offered, if there is no such channel. */
  private Optional<HtlcFailure> offer(ShortChannelId channel, Addition htlc) {
    Optional<NodeChannel> port = port(channel);
    port.ifPresent(known -> known.offer(htlc));
    return port.isPresent()
        ? Optional.empty()
        : Optional.of(new HtlcFailure.Local(HtlcFailure.Cause.UNKNOWN_CHANNEL));
  }

  void notified(Notice notice) {
    listeners.forEach(listener -> listener.accept(notice));
  }

  void blockConnected(long height) {
    if (up) {
      driver.tell(new Event.BlockConnected(height));
      channels.values().forEach(port -> closeIfOverdue(port, height));
    }
  }

  private void closeIfOverdue(NodeChannel port, long height) {
    port.overdue(height)
        .ifPresent(
            htlc -> {
              simulation.invariants().mustClose(this, port, htlc);
              simulation.forceClose(port.channel(), this);
            });
  }
}
