package org.nightjar.async.payer;

import java.util.List;
import org.nightjar.Hop;
import org.nightjar.async.RouteHtlcs;

/** Whether, and how, an amount can be sent. */
sealed interface Plan {
  /**
   * It can.
   *
   * @param htlcs to the introduction node of a blinded path, or to a trampoline node
   * @param amountMsat for the recipient
   * @param hops of the onion; of a trampoline onion, if there is one
   * @param trampoline whether the hops are those of a trampoline onion, for the route's last node
   * @param forwardMsat what the first node is told to forward; 0 if a blinded path tells it
   * @param forwardCltv at which height that expires; 0 if a blinded path tells it
   */
  record Ready(
      RouteHtlcs htlcs,
      long amountMsat,
      List<Hop> hops,
      boolean trampoline,
      long forwardMsat,
      long forwardCltv)
      implements Plan {
    /** Takes a copy. */
    public Ready {
      hops = List.copyOf(hops);
    }

    long feeMsat() {
      return htlcs.amountMsat() - amountMsat;
    }
  }

  /** There is no route now. */
  record NoRoute() implements Plan {}

  /**
   * The invoice or the payer's own limits do not allow it.
   *
   * @param reason a short fixed text
   */
  record Impossible(String reason) implements Plan {}
}
