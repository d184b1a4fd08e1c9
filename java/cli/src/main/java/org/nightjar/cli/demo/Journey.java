package org.nightjar.cli.demo;

import java.util.List;
import org.nightjar.OnionPacket;

/**
 * All that happened to one payment.
 *
 * @param amountMsat what the recipient gets
 * @param sentMsat what the payer sends
 * @param paymentHash 32 bytes, which every layer is bound to
 * @param packet as the payer built it
 * @param buildMicros time to build it, in microseconds
 * @param legs the nodes of the route, in order
 * @param attempts what others tried
 */
record Journey(
    long amountMsat,
    long sentMsat,
    byte[] paymentHash,
    OnionPacket packet,
    double buildMicros,
    List<Leg> legs,
    List<Attempt> attempts) {

  /**
   * Time to open a layer and prepare the next packet: the least of all nodes that forward, in
   * microseconds.
   */
  double peelMicros() {
    return legs.stream()
        .filter(leg -> !leg.last())
        .mapToDouble(Leg::peelMicros)
        .min()
        .orElseThrow();
  }
}
