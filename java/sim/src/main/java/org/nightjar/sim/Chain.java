package org.nightjar.sim;

import java.util.function.LongConsumer;

/** The block chain: a height that grows, and sometimes steps back by up to six blocks. */
final class Chain {
  private static final long BLOCK_MILLIS = 600_000;
  private static final long REORG_BLOCK_MILLIS = 5_000;
  private static final int MAX_REORG = 6;

  private final Simulation simulation;
  private final LongConsumer listener;
  private long height;

  Chain(Simulation simulation, long height, LongConsumer listener) {
    this.simulation = simulation;
    this.height = height;
    this.listener = listener;
  }

  long height() {
    return height;
  }

  /** Begins to grow. */
  void start() {
    simulation.after(simulation.exponential(BLOCK_MILLIS), this::block);
  }

  private void block() {
    if (simulation.happens(simulation.faults().clocks().reorg())) {
      int depth = 1 + (int) simulation.random(MAX_REORG);
      set(height - depth);
      catchUp(height + depth + 1);
    } else {
      set(height + 1);
      start();
    }
  }

  private void catchUp(long target) {
    simulation.after(
        REORG_BLOCK_MILLIS,
        () -> {
          set(height + 1);
          if (height < target) {
            catchUp(target);
          } else {
            start();
          }
        });
  }

  private void set(long newHeight) {
    height = newHeight;
    listener.accept(newHeight);
  }
}
