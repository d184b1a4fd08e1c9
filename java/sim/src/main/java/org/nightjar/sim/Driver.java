package org.nightjar.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.Notice;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;

/**
 * Runs a node's roles: gives them events one by one, makes their writes durable, then does their
 * effects, in order. An event that the store could not serve is given again later, in its place; a
 * peer's message is not, as if it had been lost.
 */
final class Driver {
  /** Something to ask a role that may be asked again after a conflict. */
  interface Ask {
    List<Reaction> ask(Instant now) throws StoreException;
  }

  private static final int MAX_CONFLICTS = 10;

  /** After which a store that failed is asked again. */
  static final Duration RETRY = Duration.ofSeconds(5);

  /** The longest time between two ticks that the store serves. */
  static final Duration TICK = Duration.ofMinutes(5);

  private final SimNode node;
  private final Simulation simulation;
  private final Deque<Event> inbox = new ArrayDeque<>();
  private long life;
  private long crashPoints;
  private long lastTick;
  private long nextTick;
  private long servedSince;
  private boolean running;
  private boolean scheduled;
  private boolean waiting;
  private boolean uncertain;
  private boolean ready;

  Driver(SimNode node) {
    this.node = node;
    this.simulation = node.simulation();
  }

  /** Begins: the store is all there is. */
  void start(long height) {
    life++;
    running = true;
    scheduled = false;
    waiting = false;
    uncertain = false;
    ready = false;
    inbox.clear();
    nextTick = Long.MAX_VALUE;
    lastTick = simulation.now();
    servedSince = simulation.now();
    tell(new Event.Started(height));
  }

  /** Ends, and forgets. */
  void stop() {
    life++;
    running = false;
    inbox.clear();
  }

  /** Does something of this node after a while, unless it restarted. */
  void after(long millis, Runnable what) {
    long plannedIn = life;
    simulation.after(
        millis,
        () -> {
          if (running && life == plannedIn) {
            node.guard(what);
          }
        });
  }

  /** Gives an event to the roles, after those before it. */
  void tell(Event event) {
    inbox.add(event);
    pump();
  }

  private void pump() {
    if (!scheduled && !waiting && !inbox.isEmpty()) {
      scheduled = true;
      after(0, this::next);
    }
  }

  private void next() {
    scheduled = false;
    if (waiting) {
      return;
    }
    Event event = inbox.remove();
    if (handle(event)) {
      planTick();
    } else {
      if (!isMessage(event)) {
        inbox.addFirst(event);
      }
      waitForStore();
    }
    pump();
  }

  private void waitForStore() {
    servedSince = simulation.now();
    if (uncertain) {
      beginAgain();
    }
    if (!waiting) {
      waiting = true;
      after(RETRY.toMillis(), this::resume);
    }
  }

  /**
   * After a write that failed nobody knows whether it was done: the roles begin again with what is
   * in the store.
   */
  private void beginAgain() {
    uncertain = false;
    ready = false;
    List<Event> first = node.restartRoles();
    for (int i = first.size() - 1; i >= 0; i--) {
      inbox.addFirst(first.get(i));
    }
  }

  private void resume() {
    waiting = false;
    planTick();
    pump();
  }

  private static boolean isMessage(Event event) {
    return event instanceof Event.MessageArrived
        || event instanceof Event.PeerMessageArrived
        || event instanceof Event.Tick;
  }

  /** Whether the store could serve it. */
  private boolean handle(Event event) {
    simulation.trace(new TraceEvent.Told(node.name(), event));
    if (event instanceof Event.Started && !react(this::check)) {
      return false;
    }
    boolean served = true;
    for (Role role : node.running().roles()) {
      served &= react(now -> role.on(event, now));
    }
    if (served && event instanceof Event.Started) {
      ready = true;
      node.started();
    }
    node.flushChannels();
    return served;
  }

  /** A node with a damaged record does not start: nobody knows what was promised in it. */
  private List<Reaction> check(Instant now) throws StoreException {
    RecordFormat.checkAll(node.disk());
    return List.of();
  }

  /**
   * Asks a role from outside.
   *
   * @return false if the roles do not know yet that they started, or the store could not serve it
   */
  boolean ask(Ask ask) {
    if (!ready || waiting) {
      return false;
    }
    boolean served = react(ask);
    if (!served) {
      waitForStore();
    }
    return served;
  }

  /** Asks a role, and does what it wants: whether the store could serve it. */
  private boolean react(Ask ask) {
    try {
      for (int i = 0; i < MAX_CONFLICTS; i++) {
        if (!commit(timed(ask))) {
          return true;
        }
      }
    } catch (StoreException e) {
      simulation.trace(new TraceEvent.StoreFailed(node.name()));
      node.notified(new Notice.StoreUnable(String.valueOf(e.getMessage())));
      return false;
    }
    throw simulation.violation(node.name() + ": a role conflicts with itself");
  }

  /** The role's own time counts as the node's; that of the simulation around it does not. */
  private List<Reaction> timed(Ask ask) throws StoreException {
    long began = simulation.cpuTime();
    try {
      return ask.ask(node.clock());
    } finally {
      node.used(simulation.cpuTime() - began);
    }
  }

  /** Whether something conflicted, and the role must be asked again. */
  private boolean commit(List<Reaction> reactions) throws StoreException {
    if (reactions.isEmpty()) {
      return false;
    }
    List<List<Write>> batches = reactions.stream().map(Reaction::writes).toList();
    boolean writes = batches.stream().anyMatch(batch -> !batch.isEmpty());
    List<Outcome> outcomes = List.of();
    if (writes) {
      crashPoint(CrashPlan.Point.BEFORE_WRITE);
      simulation.invariants().writes(node, batches);
      outcomes = write(batches);
      trace(batches);
      crashPoint(CrashPlan.Point.AFTER_WRITE);
    }
    boolean conflict = false;
    for (int i = 0; i < reactions.size(); i++) {
      if (writes && outcomes.get(i) instanceof Outcome.Conflict) {
        conflict = true;
      } else {
        for (Effect effect : reactions.get(i).effects()) {
          simulation.trace(new TraceEvent.Did(node.name(), effect));
          node.perform(effect);
          crashPoint(CrashPlan.Point.AFTER_EFFECT);
        }
      }
    }
    return conflict;
  }

  /** A write that fails stays uncertain, whatever another role writes after it. */
  private List<Outcome> write(List<List<Write>> batches) throws StoreException {
    try {
      return node.disk().write(batches);
    } catch (StoreException e) {
      uncertain = true;
      throw e;
    }
  }

  private void trace(List<List<Write>> batches) {
    int records = 0;
    int bytes = 0;
    for (List<Write> batch : batches) {
      for (Write write : batch) {
        records++;
        bytes +=
            write instanceof Write.Put put
                ? put.value().length
                : write instanceof Write.Claim claim ? claim.owner().length : 0;
      }
    }
    simulation.trace(new TraceEvent.Wrote(node.name(), records, bytes));
  }

  /** A place where the node may crash. */
  void crashPoint(CrashPlan.Point point) {
    if (simulation.crashes(node, point, crashPoints++)) {
      throw new Crash();
    }
  }

  /** Since when it runs and the store has served it, in milliseconds since 1970. */
  long servedSince() {
    return servedSince;
  }

  long crashPoints() {
    return crashPoints;
  }

  /** Plans the next tick: when a record is due, or after a while in any case. */
  private void planTick() {
    long due = node.disk().nextDue();
    long dueHere = due == Due.NEVER ? Long.MAX_VALUE : due - node.clockOffset();
    long at = lastTick + TICK.toMillis();
    if (dueHere > lastTick) {
      at = Math.min(at, dueHere);
    }
    at = Math.max(at, simulation.now());
    if (at < nextTick) {
      long planned = at;
      nextTick = at;
      after(at - simulation.now(), () -> tick(planned));
    }
  }

  private void tick(long planned) {
    if (planned == nextTick) {
      nextTick = Long.MAX_VALUE;
      lastTick = simulation.now();
      tell(new Event.Tick());
    }
  }
}
