package org.nightjar.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Notice;

/** Figures of a run: listens to it, and reads the payments at the end. */
public final class Summary implements Trace {
  private final PaymentNetwork network;
  private final SortedMap<String, Long> messages = new TreeMap<>();
  private final SortedMap<String, Long> refusals = new TreeMap<>();
  private final Map<HtlcId, Instant> heldSince = new HashMap<>();
  private final Map<HtlcId, Long> heldMsat = new HashMap<>();
  private final List<Duration> holds = new ArrayList<>();
  private long bytes;
  private long lost;
  private long crashes;
  private long storeFailures;
  private long storeWrites;
  private long closes;
  private long claimedOnChain;
  private long timedOutOnChain;
  private long ticks;
  private long held;
  private long mostHeld;

  /** Of a network that has not started yet. */
  public Summary(PaymentNetwork network) {
    this.network = network;
    network.simulation().addTrace(this);
  }

  @Override
  public void on(Instant at, TraceEvent event) {
    if (event instanceof TraceEvent.Sent sent) {
      messages.merge(sent.message().title(), 1L, Long::sum);
      bytes += sent.message().encode().length;
    } else if (event instanceof TraceEvent.Lost) {
      lost++;
    } else if (event instanceof TraceEvent.Wrote) {
      storeWrites++;
    } else if (event instanceof TraceEvent.StoreFailed) {
      storeFailures++;
    } else if (event instanceof TraceEvent.PowerChanged changed) {
      crashes += changed.power() == TraceEvent.Power.CRASHED ? 1 : 0;
    } else if (event instanceof TraceEvent.ChannelClosed) {
      closes++;
    } else if (event instanceof TraceEvent.ResolvedOnChain resolved) {
      claimedOnChain += resolved.claimed() ? 1 : 0;
      timedOutOnChain += resolved.claimed() ? 0 : 1;
    } else if (event instanceof TraceEvent.Refused refused) {
      refusals.merge(refused.role() + ": " + refused.reason(), 1L, Long::sum);
    } else if (event instanceof TraceEvent.Told told && told.event() instanceof Event.Tick) {
      ticks++;
    } else if (event instanceof TraceEvent.Did did
        && did.effect() instanceof Effect.Notify notify) {
      on(at, notify.notice());
    }
  }

  private void on(Instant at, Notice notice) {
    if (notice instanceof Notice.HtlcHeld begun
        && heldSince.putIfAbsent(begun.htlc(), at) == null) {
      heldMsat.put(begun.htlc(), begun.amountMsat());
      held += begun.amountMsat();
      mostHeld = Math.max(mostHeld, held);
    } else if (notice instanceof Notice.HoldEnded ended && heldSince.containsKey(ended.htlc())) {
      holds.add(Duration.between(heldSince.remove(ended.htlc()), at));
      held -= heldMsat.remove(ended.htlc());
    }
  }

  /** How many payments were paid. */
  public long paid() {
    return network.payments().stream().filter(OrderedPayment::isPaid).count();
  }

  /** How many payments failed, by reason. */
  public SortedMap<String, Long> failed() {
    SortedMap<String, Long> failed = new TreeMap<>();
    for (OrderedPayment payment : network.payments()) {
      payment.failure().ifPresent(reason -> failed.merge(reason, 1L, Long::sum));
    }
    return failed;
  }

  /** Messages between peers, by name. */
  public SortedMap<String, Long> messages() {
    return Collections.unmodifiableSortedMap(messages);
  }

  /** What roles refused, by role and reason. */
  public SortedMap<String, Long> refusals() {
    return Collections.unmodifiableSortedMap(refusals);
  }

  /** Bytes of all messages, without what the transport adds. */
  public long bytes() {
    return bytes;
  }

  /** Messages that did not arrive. */
  public long lost() {
    return lost;
  }

  public long crashes() {
    return crashes;
  }

  /** Times that a store could not do what it was asked. */
  public long storeFailures() {
    return storeFailures;
  }

  /** Channels that one end closed. */
  public long closes() {
    return closes;
  }

  /** HTLCs that a preimage resolved on chain. */
  public long claimedOnChain() {
    return claimedOnChain;
  }

  /** HTLCs that timed out on chain. */
  public long timedOutOnChain() {
    return timedOutOnChain;
  }

  /** Durable writes of roles. */
  public long storeWrites() {
    return storeWrites;
  }

  /** Steps in which a node only looked at the clock. */
  public long ticks() {
    return ticks;
  }

  /** The most that was held at one time, in millisatoshi. */
  public long mostHeldMsat() {
    return mostHeld;
  }

  /** How long HTLCs were held, shortest first. */
  public List<Duration> holds() {
    return holds.stream().sorted().toList();
  }

  /** How long a part of the holds lasted at most; zero if there was none. */
  public Duration holdQuantile(double part) {
    List<Duration> sorted = holds();
    return sorted.isEmpty()
        ? Duration.ZERO
        : sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
  }

  /** From order to end, of paid payments, shortest first. */
  public List<Duration> times() {
    return network.payments().stream()
        .filter(OrderedPayment::isPaid)
        .map(payment -> Duration.between(payment.ordered(), payment.ended().orElseThrow()))
        .sorted()
        .toList();
  }

  /** The most important figures, in one line. */
  public String line() {
    return paid()
        + " paid, failed "
        + failed()
        + ", "
        + network.simulation().steps()
        + " steps ("
        + ticks
        + " ticks), "
        + crashes
        + " crashes, "
        + storeFailures
        + " store failures, "
        + lost
        + " messages lost, "
        + closes
        + " channels closed with "
        + claimedOnChain
        + " HTLCs claimed and "
        + timedOutOnChain
        + " timed out on chain";
  }
}
