package org.nightjar.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.OutgoingPtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.store.Write;
import org.nightjar.sim.channel.ChannelState;
import org.nightjar.sim.channel.Htlc;
import org.nightjar.sim.channel.Lock;
import org.nightjar.sim.channel.Removal;
import org.nightjar.sim.channel.Stage;
import org.nightjar.wire.message.PeeledMessage;

/**
 * What must be true of every run, whatever goes wrong. What concerns one step is checked at that
 * step, the whole network now and then and at the end.
 */
public final class Invariants {
  private static final long WHOLE_STATE_STEPS = 1_000;

  /** Peers that meet in so many blocks before the expiry of an HTLC must have resolved it. */
  private static final int LAST_BLOCKS = 36;

  private final Simulation simulation;
  private boolean newBlock;
  private final Set<SimChannel> touched = new LinkedHashSet<>();
  private final Map<SimNode, Long> deposits = new HashMap<>();
  private final Map<Attempt, PaymentHash> attempts = new HashMap<>();
  private final Set<Claim> claimed = new HashSet<>();
  private final List<Check> checks = new ArrayList<>();

  /** Attempt ids are local to a node. */
  private record Attempt(SimNode node, AttemptId id) {}

  /** A node that has used the preimage of a hash. */
  private record Claim(SimNode node, PaymentHash hash) {}

  /** A check that a user of the simulation adds. */
  public interface Check {
    /** Looks at the whole network; throws what {@link #broken} gives if something is wrong. */
    default void wholeState() {}

    /** Looks at writes before they are done. */
    default void writes(SimNode node, List<List<Write>> batches) {}

    /** Looks at an HTLC that a role offers. */
    default void offers(SimNode node, OutgoingHtlc htlc) {}

    /** Looks at an HTLC that a role fulfils. */
    default void fulfils(SimNode node, Effect.FulfilHtlc fulfil) {}

    /** Looks at a PTLC that a role offers. */
    default void offers(SimNode node, OutgoingPtlc ptlc) {}

    /** Looks at a PTLC that a role fulfils. */
    default void fulfils(SimNode node, Effect.FulfilPtlc fulfil) {}

    /** Looks at an HTLC or PTLC that a role fails. */
    default void fails(SimNode node, Effect.FailHtlc fail) {}

    /** Looks at a message of Nightjar's own that arrived. */
    default void received(SimNode node, NetMessage.Own message) {}

    /** Looks at an onion message that a node opened. */
    default void opened(SimNode node, PeeledMessage message) {}

    /** Looks at the network when nothing is under way. */
    default void atRest() {}
  }

  Invariants(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Adds a check. */
  public void add(Check check) {
    checks.add(check);
  }

  /** What to throw when an invariant is broken. */
  public Violation broken(String what) {
    return simulation.violation("invariant broken: " + what);
  }

  /** What a node has gained since the start, in millisatoshi. */
  public long gainMsat(SimNode node) {
    return node.balanceMsat() - deposits.getOrDefault(node, 0L);
  }

  /** A node put money into a channel. */
  void deposited(SimNode node, long msat) {
    deposits.merge(node, msat, Long::sum);
  }

  /** The height is another: the whole state is checked after this step. */
  void newBlock() {
    newBlock = true;
  }

  void touched(SimChannel channel) {
    touched.add(channel);
  }

  void afterStep() {
    for (SimChannel channel : touched) {
      conserves(channel, channel.first());
      conserves(channel, channel.second());
    }
    touched.clear();
    if (newBlock || simulation.steps() % WHOLE_STATE_STEPS == 0) {
      newBlock = false;
      wholeState();
    }
  }

  private void wholeState() {
    checks.forEach(Check::wholeState);
  }

  /** 1: no end makes or loses money. */
  private void conserves(SimChannel channel, SimNode node) {
    ChannelState state = channel.state(node);
    long sum = state.localMsat() + state.remoteMsat();
    for (Htlc htlc : state.offered()) {
      sum += htlc.amountMsat();
    }
    for (Htlc htlc : state.received()) {
      sum += htlc.amountMsat();
    }
    if (sum != channel.capacityMsat() || state.localMsat() < 0 || state.remoteMsat() < 0) {
      throw broken(
          "1, conservation: channel "
              + channel.shortId()
              + " at "
              + node.name()
              + " sums up to "
              + sum
              + " of "
              + channel.capacityMsat()
              + " msat");
    }
  }

  /** 3: no HTLC is left until its channel must be closed, if both peers return in time. */
  void mustClose(SimNode node, NodeChannel port, Htlc htlc) {
    if (port.wasUsableSince(htlc.cltvExpiry() - LAST_BLOCKS)) {
      throw broken(
          "3, expiry: "
              + node.name()
              + " must close channel "
              + port.terms().shortId()
              + " for HTLC "
              + htlc.id()
              + " that expires at "
              + htlc.cltvExpiry()
              + " in stage "
              + htlc.stage()
              + (htlc.hold() ? ", held" : ""));
    }
  }

  // --- what roles do

  void writes(SimNode node, List<List<Write>> batches) {
    checks.forEach(check -> check.writes(node, batches));
  }

  void received(SimNode node, NetMessage.Own message) {
    checks.forEach(check -> check.received(node, message));
  }

  void opened(SimNode node, PeeledMessage message) {
    checks.forEach(check -> check.opened(node, message));
  }

  /** 2 and 1: an attempt is added once, and what goes out has come in. */
  void offers(SimNode node, OutgoingHtlc offer) {
    PaymentHash before = attempts.put(new Attempt(node, offer.attempt()), offer.paymentHash());
    if (before != null && !before.equals(offer.paymentHash())) {
      throw broken("2: " + node.name() + " uses an attempt id for two payment hashes");
    }
    checks.forEach(check -> check.offers(node, offer));
    List<Htlc> incoming = incoming(node, offer.paymentHash());
    if (incoming.isEmpty()) {
      if (!node.pays()) {
        throw broken("1: " + node.name() + " offers an HTLC that nobody offered to it");
      }
      return;
    }
    if (!claimed.contains(new Claim(node, offer.paymentHash()))) {
      mustCover(node, incoming, offer);
    }
    long latest = incoming.stream().mapToLong(Htlc::cltvExpiry).max().orElse(0);
    if (offer.cltvExpiry() >= latest) {
      throw broken(
          "3: " + node.name() + " forwards until " + offer.cltvExpiry() + ", incoming " + latest);
    }
  }

  /**
   * 1, 2 and 5: what came in covers what is on its way and the offer. Not once a part is claimed:
   * it may be gone where it came in, and not yet where it went out. Then the balances at rest tell.
   */
  private void mustCover(SimNode node, List<Htlc> incoming, OutgoingHtlc offer) {
    List<Htlc> outgoing = outgoing(node, offer);
    long in = incoming.stream().mapToLong(Htlc::amountMsat).sum();
    long out = outgoing.stream().mapToLong(Htlc::amountMsat).sum() + offer.amountMsat();
    long onions = incoming.stream().map(Htlc::onion).distinct().count();
    if (outgoing.size() + 1 > onions) {
      throw broken(
          "2 and 5: "
              + node.name()
              + " offers "
              + (outgoing.size() + 1)
              + " HTLCs for "
              + onions
              + " different incoming onions");
    }
    if (out > in) {
      throw broken("1: " + node.name() + " forwards " + out + " of " + in + " msat");
    }
  }

  void offers(SimNode node, OutgoingPtlc offer) {
    checks.forEach(check -> check.offers(node, offer));
  }

  void fulfils(SimNode node, Effect.FulfilPtlc fulfil) {
    checks.forEach(check -> check.fulfils(node, fulfil));
  }

  void fulfils(SimNode node, Effect.FulfilHtlc fulfil) {
    claimed.add(new Claim(node, fulfil.preimage().hash(simulation.nightjar().primitives())));
    checks.forEach(check -> check.fulfils(node, fulfil));
  }

  /**
   * 1: what came in is not given back while it is still on its way out. Once a part of it is
   * claimed the rest may be a replay; then the balances at rest tell.
   */
  void fails(SimNode node, Effect.FailHtlc fail) {
    checks.forEach(check -> check.fails(node, fail));
    NodeChannel port = node.port(fail.htlc().channel());
    Htlc failed = port == null ? null : port.state().received(fail.htlc().id()).orElse(null);
    if (failed == null
        || failed.stage() != Stage.LIVE
        || port.end().wantsToFail(fail.htlc().id())
        || !(failed.lock() instanceof Lock.Hash lock)
        || claimed.contains(new Claim(node, lock.hash()))) {
      return;
    }
    int incoming = incoming(node, lock.hash()).size();
    int outgoing = alive(node, lock.hash()).size();
    if (incoming - 1 < outgoing) {
      throw broken(
          "1: "
              + node.name()
              + " fails an HTLC while "
              + outgoing
              + " of "
              + incoming
              + " are on their way");
    }
  }

  /** HTLCs that a node could still collect. */
  static List<Htlc> incoming(SimNode node, PaymentHash hash) {
    List<Htlc> found = new ArrayList<>();
    for (NodeChannel port : node.ports()) {
      for (Htlc htlc : port.state().received()) {
        if (htlc.isLockedTo(hash)
            && htlc.stage().compareTo(Stage.LIVE) >= 0
            && !(htlc.removal() instanceof Removal.Fail)
            && !port.end().wantsToFail(htlc.id())) {
          found.add(htlc);
        }
      }
    }
    return found;
  }

  /** HTLCs that a node's roles offered, and that are still in its channels. */
  static List<Htlc> alive(SimNode node, PaymentHash hash) {
    List<Htlc> found = new ArrayList<>();
    for (NodeChannel port : node.ports()) {
      for (Htlc htlc : port.state().offered()) {
        if (htlc.isLockedTo(hash) && !port.isReplay(htlc)) {
          found.add(htlc);
        }
      }
    }
    return found;
  }

  /** Whether a node's role has not yet dealt with the outcome of an attempt. */
  boolean hasNews(SimNode node, PaymentHash hash) {
    return node.ports().stream()
        .flatMap(port -> port.state().outcomes().keySet().stream())
        .anyMatch(attempt -> hash.equals(attempts.get(new Attempt(node, attempt))));
  }

  /** What is already on its way for the hash of an offer, another attempt. */
  static List<Htlc> outgoing(SimNode node, OutgoingHtlc offer) {
    return alive(node, offer.paymentHash()).stream()
        .filter(htlc -> !offer.attempt().equals(htlc.attempt()))
        .toList();
  }

  // --- at the end

  void atRest() {
    wholeState();
    for (SimChannel channel : simulation.channels()) {
      if (!channel.isIdle()) {
        throw broken(
            "eventual resolution: channel "
                + channel.shortId()
                + " has HTLCs: "
                + channel.state(channel.first()).offered()
                + channel.state(channel.second()).offered());
      }
      long one = channel.state(channel.first()).localMsat();
      long other = channel.state(channel.second()).remoteMsat();
      if (one != other) {
        throw broken("1: the ends of channel " + channel.shortId() + " disagree");
      }
    }
    for (SimNode node : simulation.nodes()) {
      if (!node.pays() && gainMsat(node) < 0) {
        throw broken("1: " + node.name() + " lost " + -gainMsat(node) + " msat");
      }
    }
    checks.forEach(Check::atRest);
  }
}
