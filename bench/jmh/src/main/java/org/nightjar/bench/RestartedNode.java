package org.nightjar.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.nightjar.Nightjar;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.store.JdbcStore;

/** A {@link HoldingNode} that starts in a process of its own, with nothing warm. */
public final class RestartedNode {
  private static final String READY = "ready";
  private static final String SQLITE = "jdbc:sqlite:";

  private RestartedNode() {}

  /** The process: provider, URL of the store. */
  public static void main(String[] args) throws StoreException {
    Nightjar nightjar = Nightjar.open(args[0]);
    try (Store store = JdbcStore.open(args[1]);
        HoldingNode node = new HoldingNode(nightjar, store)) {
      node.start();
      System.out.println(READY);
    }
  }

  /**
   * Starts one on a store that nobody has open.
   *
   * @return seconds from the start of the process until it is ready
   */
  static double seconds(String provider, String url) throws IOException {
    if (url.startsWith(SQLITE)) {
      forget(Path.of(url.substring(SQLITE.length())));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + Runtime.getRuntime().maxMemory(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            RestartedNode.class.getName(),
            provider,
            url);
    long start = System.nanoTime();
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader()) {
      if (!READY.equals(lines.readLine())) {
        throw new IllegalStateException("the node did not start again");
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      await(process);
      return seconds;
    }
  }

  /** Has Linux forget what it cached of a file, which is on the disk after this. */
  private static void forget(Path file) throws IOException {
    await(new ProcessBuilder("sync", file.toString()).start());
    await(new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0").start());
  }

  private static void await(Process process) {
    process.onExit().join();
  }
}
