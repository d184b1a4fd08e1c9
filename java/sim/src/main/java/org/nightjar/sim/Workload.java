package org.nightjar.sim;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Many payments: at random times, between random phones, which sleep and wake. A phone does not
 * fall asleep while a payment arrives, and never for so long that a channel would have to be
 * closed.
 */
public final class Workload {
  private static final double PUSHED_SHARE = 0.7;
  private static final long MAX_SLEEP_MILLIS = Duration.ofHours(6).toMillis();
  private static final long MEAN_SLEEP_MILLIS = Duration.ofHours(1).toMillis();
  private static final long MEAN_AWAKE_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long ORDER_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final Duration SETTLE = Duration.ofDays(3);

  private final PaymentNetwork network;
  private final Simulation simulation;
  private final Duration between;
  private int left;
  private boolean over;

  /**
   * A workload; the network is started, or will be by {@link #run}.
   *
   * @param payments how many
   * @param between mean simulated time between two payments
   */
  public Workload(PaymentNetwork network, int payments, Duration between) {
    this.network = network;
    this.simulation = network.simulation();
    this.left = payments;
    this.between = between;
  }

  /**
   * Starts the network, plays all payments with faults, then lets everything settle without.
   *
   * @param progress is told how many payments are ordered, now and then
   * @throws Violation if an invariant breaks
   */
  public void run(Faults faults, LongConsumer progress) {
    network.start();
    begin(faults);
    while (left > 0) {
      simulation.run(between);
      progress.accept(network.payments().size());
    }
    settle();
  }

  /** Begins to order payments, with phones that sleep and wake. */
  void begin(Faults faults) {
    simulation.setFaults(faults);
    network.phones().forEach(this::liveAwake);
    orderLater();
  }

  /** Ends the faults; what is ordered comes to its end. */
  void settle() {
    over = true;
    network.settle(SETTLE);
  }

  private void orderLater() {
    if (left > 0 && !over) {
      simulation.after(simulation.exponential(between.toMillis()), this::order);
    }
  }

  private void order() {
    if (over) {
      return;
    }
    left--;
    List<SimNode> phones = network.phones();
    SimNode payer = phones.get((int) simulation.random(phones.size()));
    SimNode recipient = phones.get((int) simulation.random(phones.size() - 1L));
    if (recipient == payer) {
      recipient = phones.get(phones.size() - 1);
    }
    payer.wakeFor(ORDER_MILLIS);
    network.payAnyHow(payer, recipient, randomAmount());
    orderLater();
  }

  /** 500 sat to 128,000 sat, small ones more often. */
  private long randomAmount() {
    long most = 1_000_000L << simulation.random(8);
    return most - simulation.random(most / 2);
  }

  private void liveAwake(SimNode phone) {
    simulation.after(simulation.exponential(MEAN_AWAKE_MILLIS), () -> fallAsleep(phone));
  }

  private void fallAsleep(SimNode phone) {
    if (over) {
      return;
    }
    if (phone.isPaidNow()) {
      liveAwake(phone);
      return;
    }
    phone.setPushable(simulation.happens(PUSHED_SHARE));
    phone.sleep();
    long millis = Math.min(MAX_SLEEP_MILLIS, simulation.exponential(MEAN_SLEEP_MILLIS));
    simulation.after(
        millis,
        () -> {
          if (!over) {
            phone.stayAwake();
            liveAwake(phone);
          }
        });
  }
}
