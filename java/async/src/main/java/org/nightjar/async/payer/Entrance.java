package org.nightjar.async.payer;

import java.util.List;
import org.nightjar.Hop;
import org.nightjar.PublicKey;

/**
 * The introduction node of a blinded path, and what has to get there for an amount at its end.
 *
 * @param amountMsat that has to arrive
 * @param cltvExpiry with which it has to arrive
 * @param hops what the path's nodes are told
 */
record Entrance(PublicKey node, long amountMsat, long cltvExpiry, List<Hop> hops) {
  /** Takes a copy. */
  Entrance {
    hops = List.copyOf(hops);
  }
}
