package org.nightjar.async.payer;

import java.util.List;
import org.nightjar.Hop;
import org.nightjar.async.RouteHop;

/** Whether, and how, an amount can be sent. */
sealed interface Plan {
  /**
   * It can.
   *
   * @param route channels to the introduction node of a blinded path
   * @param amountMsat for the recipient
   * @param amountsMsat of the HTLC on each channel
   * @param cltvExpiries of the HTLC on each channel
   * @param hops of the onion
   */
  record Ready(
      List<RouteHop> route,
      long amountMsat,
      List<Long> amountsMsat,
      List<Long> cltvExpiries,
      List<Hop> hops)
      implements Plan {
    long feeMsat() {
      return amountsMsat.get(0) - amountMsat;
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
