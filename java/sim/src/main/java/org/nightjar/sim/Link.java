package org.nightjar.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * What connects two peers: in order and without loss while it lasts, as TCP; what is under way when
 * it breaks is lost. Onion messages, which peers may drop, go with the network's faults.
 */
final class Link {
  private static final long LATENCY_MILLIS = 40;
  private static final long CONNECT_MILLIS = 300;
  private static final long LATE_MILLIS = 60_000;

  private final Simulation simulation;
  private final SimNode first;
  private final SimNode second;
  private final List<SimChannel> channels = new ArrayList<>();
  private boolean connected;
  private boolean connecting;
  private boolean broken;
  private long life;
  private long steadySince;
  private long firstBusyUntil;
  private long secondBusyUntil;

  Link(Simulation simulation, SimNode first, SimNode second) {
    this.simulation = simulation;
    this.first = first;
    this.second = second;
  }

  SimNode first() {
    return first;
  }

  SimNode second() {
    return second;
  }

  SimNode peerOf(SimNode node) {
    return node == first ? second : first;
  }

  List<SimChannel> channels() {
    return channels;
  }

  List<SimChannel> openChannels() {
    return channels.stream().filter(channel -> !channel.isClosed()).toList();
  }

  List<SimChannel> openChannels(boolean forPtlcs) {
    return channels.stream()
        .filter(channel -> !channel.isClosed() && channel.isForPtlcs() == forPtlcs)
        .toList();
  }

  boolean isConnected() {
    return connected;
  }

  /** Since when the connection, and every channel on it, is as it is; of no use without one. */
  long steadySince() {
    return steadySince;
  }

  /** A channel on it became usable. */
  void changed() {
    steadySince = simulation.now();
  }

  /** Begins to connect, if both nodes are up and nothing is broken. */
  void tryConnect() {
    if (connected || connecting || broken || !first.isUp() || !second.isUp()) {
      return;
    }
    connecting = true;
    simulation.after(CONNECT_MILLIS + simulation.random(CONNECT_MILLIS), this::connect);
  }

  private void connect() {
    connecting = false;
    if (connected || broken || !first.isUp() || !second.isUp()) {
      return;
    }
    connected = true;
    steadySince = simulation.now();
    life++;
    firstBusyUntil = 0;
    secondBusyUntil = 0;
    simulation.trace(new TraceEvent.LinkChanged(first.name(), second.name(), true));
    first.connected(this);
    second.connected(this);
  }

  /** Ends the connection, for both. */
  void disconnect() {
    if (!connected) {
      return;
    }
    connected = false;
    life++;
    simulation.trace(new TraceEvent.LinkChanged(first.name(), second.name(), false));
    first.disconnected(this);
    second.disconnected(this);
    simulation.after(CONNECT_MILLIS, this::tryConnect);
  }

  /** Breaks the connection for a while. */
  void breakFor(long millis) {
    broken = true;
    disconnect();
    simulation.after(
        millis,
        () -> {
          broken = false;
          tryConnect();
        });
  }

  /** Sends in order. */
  void send(SimNode from, NetMessage message) {
    SimNode to = peerOf(from);
    simulation.trace(new TraceEvent.Sent(from.name(), to.name(), message));
    if (!connected) {
      simulation.trace(new TraceEvent.Lost(from.name(), to.name(), message));
      return;
    }
    long arrives = simulation.now() + LATENCY_MILLIS + simulation.random(LATENCY_MILLIS);
    if (from == first) {
      firstBusyUntil = Math.max(firstBusyUntil, arrives);
      arrives = firstBusyUntil;
    } else {
      secondBusyUntil = Math.max(secondBusyUntil, arrives);
      arrives = secondBusyUntil;
    }
    deliverAfter(arrives - simulation.now(), from, message);
  }

  /** Sends an onion message: it may be lost, late, twice and out of order. */
  void sendOnion(SimNode from, NetMessage.Onion message) {
    SimNode to = peerOf(from);
    simulation.trace(new TraceEvent.Sent(from.name(), to.name(), message));
    Faults.Network faults = simulation.faults().network();
    TroublePlan.Fate fate = simulation.troublePlan().fate(from);
    if (!connected || fate == TroublePlan.Fate.LOST || simulation.happens(faults.disturbance())) {
      simulation.trace(new TraceEvent.Lost(from.name(), to.name(), message));
      return;
    }
    boolean twice = fate == TroublePlan.Fate.TWICE || simulation.happens(faults.disturbance());
    for (int i = 0; i < (twice ? 2 : 1); i++) {
      long late =
          simulation.happens(faults.disturbance())
              ? simulation.random(faults.maxDelay().toMillis())
              : fate == TroublePlan.Fate.LATE ? simulation.random(LATE_MILLIS) : 0;
      deliverAfter(LATENCY_MILLIS + simulation.random(LATENCY_MILLIS) + late, from, message);
    }
  }

  private void deliverAfter(long millis, SimNode from, NetMessage message) {
    long sentIn = life;
    SimNode to = peerOf(from);
    simulation.after(
        millis,
        () -> {
          if (life == sentIn) {
            simulation.trace(new TraceEvent.Delivered(from.name(), to.name(), message));
            to.receive(this, message);
          } else {
            simulation.trace(new TraceEvent.Lost(from.name(), to.name(), message));
          }
        });
  }
}
