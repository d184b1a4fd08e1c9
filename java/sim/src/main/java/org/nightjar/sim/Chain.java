package org.nightjar.sim;

import java.util.function.LongConsumer;

/**
 * The block chain: a height that grows, sometimes fast, and sometimes steps back by up to six
 * blocks.
 */
final class Chain {
  private static final long BLOCK_MILLIS = 600_000;
  private static final long REORG_BLOCK_MILLIS = 5_000;
  private static final int MAX_REORG = 6;
  private static final long HURRY_MILLIS = 360_000;
  private static final int HURRY_STEP = 6;
  private static final int HURRY_BLOCKS = 144;

  private final Simulation simulation;
  private final LongConsumer listener;
  private long height;
  private long hurriesUntil;

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

  /** From the next block on a day passes in a while: peers who sleep for hours miss deadlines. */
  void hurry() {
    hurriesUntil = height + HURRY_BLOCKS;
  }

  private void block() {
    if (simulation.happens(simulation.faults().clocks().reorg())) {
      int depth = 1 + (int) simulation.random(MAX_REORG);
      set(height - depth);
      catchUp(height + depth + 1);
    } else {
      set(height + 1);
      if (simulation.happens(simulation.faults().closes().hurry())) {
        hurry();
      }
      goOn();
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

  private void goOn() {
    if (height >= hurriesUntil) {
      start();
      return;
    }
    simulation.after(
        HURRY_MILLIS,
        () -> {
          set(height + HURRY_STEP);
          goOn();
        });
  }

  /** A block besides those that come by themselves. */
  void extraBlock() {
    set(height + 1);
  }

  private void set(long newHeight) {
    height = newHeight;
    listener.accept(newHeight);
  }
}
