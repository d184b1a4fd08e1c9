package org.nightjar.sim;

import java.time.Duration;
import java.util.List;

/** Nodes on a simulated network whose phones pay each other, by HTLC or by PTLC. */
public sealed interface PaymentNetwork permits AsyncNetwork, PtlcNetwork {
  Simulation simulation();

  /** Adds an LSP. */
  SimNode addLsp(String name);

  /** Adds a node that only forwards. */
  SimNode addRouter(String name);

  /**
   * Adds a phone with a channel to each of some LSPs.
   *
   * @param lsps the first issues its invoices
   */
  SimNode addPhone(String name, SimNode... lsps);

  /** Opens a channel with {@link AsyncNetwork#HALF_MSAT} at each end. */
  SimChannel addChannel(SimNode one, SimNode other);

  /**
   * Starts everything, and runs until every phone can be paid.
   *
   * @throws Violation if that does not come
   */
  void start();

  /** All phones that pay and are paid, in the order in which they were added. */
  List<SimNode> phones();

  /** Orders a payment, in one of the ways that there are. */
  OrderedPayment payAnyHow(SimNode payer, SimNode recipient, long amountMsat);

  /** All payments that were ordered, in order. */
  List<? extends OrderedPayment> payments();

  /**
   * Ends all faults, wakes all phones, and runs until every payment is over and nothing is locked;
   * then checks what must be true at rest.
   *
   * @param limit simulated time that this may take
   * @throws Violation if it takes longer, or something is wrong
   */
  void settle(Duration limit);
}
