package org.nightjar.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.nightjar.Nightjar;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.store.JdbcStore;
import org.nightjar.wire.message.OnionMessage;

/**
 * What one peer that sends as many onion messages as it can costs an LSP: the share of one core
 * that is not left for the others, all of the process counted.
 */
final class Flood {
  private static final int SECONDS = 60;
  private static final int PER_SECOND = 1_000;
  private static final double NANOS = 1e9;
  private static final double PERCENT = 100;

  private final Nightjar nightjar = Nightjar.open("jni");
  private final Store store;
  private final List<Figure> figures = new ArrayList<>();

  private Flood(Store store) {
    this.store = store;
  }

  /** The program. */
  static int run(String[] args) {
    return StoreProgram.run(
        "--flood",
        args,
        url -> {
          try (Store store = JdbcStore.open(url)) {
            return new Flood(store).measure();
          }
        });
  }

  private List<Figure> measure() throws StoreException {
    try (FloodedNode node = new FloodedNode(nightjar, store)) {
      flood("flood-forward", node, node::toStranger);
      flood("flood-mail", node, node::toSleepingClient);
      flood("flood-requests", node, node::request);
    }
    return figures;
  }

  /** A minute as the node's clock sees it, played as fast as it goes. */
  private void flood(String name, FloodedNode node, Supplier<OnionMessage> message)
      throws StoreException {
    int admitted = node.messagesPerMinute() * 2;
    List<OnionMessage> messages = new ArrayList<>();
    for (int i = 0; i < admitted; i++) {
      messages.add(message.get());
    }
    Instant start = node.nextMinute();
    int opened = 0;
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = process.getProcessCpuTime();
    for (int i = 0; i < SECONDS * PER_SECOND; i++) {
      Instant now = start.plus(Duration.ofMillis(i * 1000L / PER_SECOND));
      opened += node.arrives(messages.get(Math.min(opened, admitted - 1)), now) ? 1 : 0;
    }
    double seconds = (process.getProcessCpuTime() - before) / NANOS;
    StoreProgram.say(
        "%s: %d of %d messages in a minute opened, %.2f s of CPU, %.0f us for each",
        name, opened, SECONDS * PER_SECOND, seconds, seconds * 1e6 / opened);
    figures.add(
        Figure.of(name, "%", PERCENT * seconds / SECONDS, "its target", Targets.FLOOD_PERCENT));
  }
}
