package org.nightjar.sim;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.nightjar.PublicKey;
import org.nightjar.async.mailbox.MailboxPolicy;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFields;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/**
 * What must be true after a while: mail has come, and no clock that was set back makes a node wait.
 * Protocol.md 3.6, numbers 7 and 14.
 */
final class TimeChecks implements Invariants.Check {
  /**
   * After which a client's mail is gone if nothing fails: the store is asked again, the client gets
   * it and stays for a while, and the next tick deletes it; the rest is for messages on their way.
   */
  static final Duration CALM =
      Driver.RETRY
          .plus(MailboxPolicy.defaults().handOver())
          .plus(Driver.TICK)
          .plus(Duration.ofSeconds(1));

  /** After which a node has dealt with another time: its disk may be full for a while. */
  static final Duration NEW_TIME = Duration.ofMinutes(20);

  /** The longest short wait: an early release's life, and the time to the next tick. */
  private static final Duration SHORT_WAIT = Duration.ofMinutes(10).plus(CALM);

  private static final int CLIENT_LENGTH = 33;

  /** The states of a hold's record that end by themselves, soon. */
  private static final List<Integer> SHORT_STATES = List.of(1, 3, 5);

  private static final int PAGE = 1_000;

  private final Simulation simulation;
  private final Map<Letter, Long> letters = new HashMap<>();
  private final Map<SimNode, Clock> clocks = new HashMap<>();

  private record Letter(SimNode lsp, Key key) {}

  /** How wrong a clock is, and since when. */
  private record Clock(long offset, long since) {}

  TimeChecks(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public void writes(SimNode node, List<List<Write>> batches) {
    for (List<Write> batch : batches) {
      for (Write write : batch) {
        if (write instanceof Write.Put put && isLetter(put.key())) {
          letters.put(new Letter(node, put.key()), simulation.now());
        }
      }
    }
  }

  /** A mailbox lies under its client, a message under client and number. */
  private static boolean isLetter(Key key) {
    return key.kind() == Kind.MAIL && key.id().length > CLIENT_LENGTH;
  }

  @Override
  public void wholeState() {
    mailComes();
    waitsEnd();
  }

  /**
   * 7: whoever is there has its mail, whatever was lost on the way: once its LSP's store and their
   * connection did not fail for long enough.
   */
  private void mailComes() {
    Iterator<Map.Entry<Letter, Long>> entries = letters.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Letter, Long> entry = entries.next();
      Letter letter = entry.getKey();
      long latest =
          Math.max(entry.getValue(), letter.lsp().driver().servedSince()) + CALM.toMillis();
      if (!isKept(letter)) {
        entries.remove();
      } else if (latest < simulation.now() && isThere(letter)) {
        throw simulation
            .invariants()
            .broken("7: " + letter.lsp().name() + " keeps mail for a client that is there");
      }
    }
  }

  private boolean isKept(Letter letter) {
    try {
      return letter.lsp().platter().load(letter.key()).isPresent();
    } catch (StoreException e) {
      throw unreadable(letter.lsp());
    }
  }

  private boolean isThere(Letter letter) {
    byte[] id = letter.key().id();
    return simulation.nodes().stream()
        .filter(node -> isStartOf(node.id(), id))
        .anyMatch(
            node -> simulation.graph().link(letter.lsp(), node).filter(this::isSteady).isPresent());
  }

  private boolean isSteady(Link link) {
    return link.isConnected() && link.steadySince() + CALM.toMillis() < simulation.now();
  }

  private static boolean isStartOf(PublicKey node, byte[] id) {
    byte[] bytes = node.toBytes();
    return Arrays.equals(bytes, 0, bytes.length, id, 0, CLIENT_LENGTH);
  }

  /** 14: short waits are short by the clock of now, be it set back by a day. */
  private void waitsEnd() {
    for (SimNode node : simulation.nodes()) {
      Clock clock = clocks.get(node);
      if (!node.isUp() || clock == null || clock.offset() != node.clockOffset()) {
        clocks.put(node, new Clock(node.clockOffset(), simulation.now()));
      } else if (clock.since() + NEW_TIME.toMillis() < simulation.now()) {
        waits(node);
      }
    }
  }

  private void waits(SimNode node) {
    long latest = node.clock().plus(SHORT_WAIT).toEpochMilli();
    try {
      Key after = null;
      List<Stored> page;
      do {
        page = node.platter().scan(Kind.HOLD, after, PAGE);
        for (Stored stored : page) {
          after = stored.key();
          long due = stored.due().epochMillis();
          if (due != Due.NEVER
              && due > latest
              && SHORT_STATES.contains(RecordFields.of(stored).state())) {
            throw simulation
                .invariants()
                .broken("14: " + node.name() + " waits until its old time comes again");
          }
        }
      } while (page.size() == PAGE);
    } catch (StoreException e) {
      throw unreadable(node);
    }
  }

  private Violation unreadable(SimNode node) {
    return simulation.invariants().broken("the records of " + node.name() + " cannot be read");
  }
}
