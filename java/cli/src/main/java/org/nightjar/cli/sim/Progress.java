package org.nightjar.cli.sim;

import java.io.PrintWriter;

/** How far a run is, on one line of a terminal; nothing where there is none. */
final class Progress {
  private static final long EVERY_NANOS = 200_000_000;

  private final PrintWriter err;
  private final int all;
  private final boolean shows = System.console() != null;
  private long next;
  private boolean shown;

  Progress(PrintWriter err, int all) {
    this.err = err;
    this.all = all;
    next = System.nanoTime() + EVERY_NANOS;
  }

  void show(long done) {
    if (shows && System.nanoTime() - next >= 0) {
      next += EVERY_NANOS;
      shown = true;
      err.print("\r" + done + " of " + all + " payments ordered");
      err.flush();
    }
  }

  /** Takes the line away. */
  void end() {
    if (shown) {
      err.print("\r" + " ".repeat(60) + "\r");
      err.flush();
    }
  }
}
