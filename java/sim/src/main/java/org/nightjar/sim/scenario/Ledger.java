package org.nightjar.sim.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcId;
import org.nightjar.async.Notice;
import org.nightjar.sim.TraceEvent;

/** Reckons up what a play cost whom, from the notes of its recorder. */
final class Ledger {
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<HtlcId, Hold> open = new LinkedHashMap<>();
  private final List<Hold> holds = new ArrayList<>();
  private final List<HeldAmount> amounts = new ArrayList<>();
  private final Instant ended;
  private long held;

  /** What is written of one node. */
  private static final class Account {
    long sentMessages;
    long sentBytes;
    long receivedMessages;
    long receivedBytes;
    Duration asleep = Duration.ZERO;
    @Nullable Instant asleepSince;
    @Nullable Start woken;
    @Nullable WakeUp wakeUp;
    CoreSteps steps = new CoreSteps();
  }

  /** The figures when a node woke. */
  private record Start(
      Instant at, long nanos, long sent, long sentBytes, long received, long receivedBytes) {}

  Ledger(List<Recorder.Note> notes, Instant ended) {
    this.ended = ended;
    notes.forEach(this::enter);
    open.values().forEach(hold -> holds.add(end(hold, ended, false)));
  }

  private Account of(String node) {
    return accounts.computeIfAbsent(node, name -> new Account());
  }

  private void enter(Recorder.Note note) {
    TraceEvent event = note.event();
    if (note.node() != null) {
      of(note.node()).steps.take(event, note.nanos());
    }
    if (event instanceof TraceEvent.Sent sent) {
      Account account = of(sent.from());
      account.sentMessages++;
      account.sentBytes += sent.message().encode().length;
    } else if (event instanceof TraceEvent.Delivered delivered) {
      Account account = of(delivered.to());
      account.receivedMessages++;
      account.receivedBytes += delivered.message().encode().length;
    } else if (event instanceof TraceEvent.PowerChanged changed) {
      power(of(changed.node()), changed.power(), note);
    } else if (event instanceof TraceEvent.Did did && isClaim(did.effect())) {
      claim(did.node(), note);
    } else if (event instanceof TraceEvent.Did did
        && did.effect() instanceof Effect.Notify notify) {
      notice(did.node(), notify.notice(), note.at());
    }
  }

  private static boolean isClaim(Effect effect) {
    return effect instanceof Effect.FulfilHtlc || effect instanceof Effect.FulfilPtlc;
  }

  private static void power(Account account, TraceEvent.Power power, Recorder.Note note) {
    Instant since = account.asleepSince;
    if (power != TraceEvent.Power.STARTED) {
      account.asleepSince = note.at();
    } else if (since != null) {
      account.asleep = account.asleep.plus(Duration.between(since, note.at()));
      account.asleepSince = null;
      account.steps = new CoreSteps();
      account.woken =
          new Start(
              note.at(),
              note.nanos(),
              account.sentMessages,
              account.sentBytes,
              account.receivedMessages,
              account.receivedBytes);
    }
  }

  private void claim(String node, Recorder.Note note) {
    Account account = of(node);
    Start start = account.woken;
    if (start != null && account.wakeUp == null) {
      account.wakeUp =
          new WakeUp(
              node,
              Duration.between(start.at, note.at()),
              Duration.ofNanos(note.nanos() - start.nanos),
              account.steps.time(),
              account.sentMessages - start.sent,
              account.sentBytes - start.sentBytes,
              account.receivedMessages - start.received,
              account.receivedBytes - start.receivedBytes);
    }
  }

  private void notice(String node, Notice notice, Instant at) {
    if (notice instanceof Notice.HtlcHeld begun) {
      Hold hold = new Hold(node, begun.amountMsat(), begun.failAtHeight(), at, Instant.MAX, false);
      if (open.putIfAbsent(begun.htlc(), hold) == null) {
        change(at, begun.amountMsat());
      }
    } else if (notice instanceof Notice.HoldEnded over && open.containsKey(over.htlc())) {
      Hold hold = end(open.remove(over.htlc()), at, over.failureCode().isEmpty());
      holds.add(hold);
      change(at, -hold.amountMsat());
    }
  }

  private static Hold end(Hold hold, Instant at, boolean released) {
    return new Hold(
        hold.node(), hold.amountMsat(), hold.failAtHeight(), hold.begun(), at, released);
  }

  private void change(Instant at, long msat) {
    held += msat;
    amounts.add(new HeldAmount(at, held));
  }

  List<Hold> holds() {
    return List.copyOf(holds);
  }

  List<HeldAmount> heldAmounts() {
    return List.copyOf(amounts);
  }

  /** The wake-up in which a phone first claimed something, if it had slept. */
  Optional<WakeUp> wakeUp(String phone) {
    return Optional.ofNullable(of(phone).wakeUp);
  }

  PartyFigures figures(Party party, Duration cpu, long gainMsat) {
    Account account = of(party.name());
    Instant since = account.asleepSince;
    return new PartyFigures(
        party,
        account.sentMessages,
        account.sentBytes,
        account.receivedMessages,
        account.receivedBytes,
        cpu,
        since == null ? account.asleep : account.asleep.plus(Duration.between(since, ended)),
        gainMsat);
  }
}
