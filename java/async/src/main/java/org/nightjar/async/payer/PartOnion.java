package org.nightjar.async.payer;

import java.util.List;
import org.nightjar.BuiltOnion;
import org.nightjar.OnionPacket;
import org.nightjar.SharedSecret;

/**
 * A payment onion, and what is needed to read the failures that answer it. The secrets never leave
 * the payer.
 *
 * @param secrets of all its hops, first hop first
 * @param clearHops how many of them are not blinded, or are the introduction node: these attribute
 * @param forwardMsat what the first node forwards; 0 if it is the introduction node, which alone
 *     knows
 * @param forwardCltv at which height that expires; 0 if the first node is the introduction node
 */
public record PartOnion(
    OnionPacket packet,
    List<SharedSecret> secrets,
    int clearHops,
    long forwardMsat,
    long forwardCltv) {
  /** Takes a copy. */
  public PartOnion {
    secrets = List.copyOf(secrets);
  }

  BuiltOnion built() {
    return new BuiltOnion(packet, secrets);
  }
}
