package org.nightjar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Onions inside onions: a sender that does not know the whole route names trampoline nodes in an
 * inner onion, and each of them finds the way to the next (lightning/bolts PR 836, a draft). Reach
 * it through {@link Nightjar#trampoline}. Peel an inner onion like any other. Safe for many
 * threads.
 */
public final class Trampoline {
  private final Nightjar nightjar;

  Trampoline(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  /**
   * Builds the inner onion, exactly as long as its payloads need.
   *
   * @param sessionKey fresh, and not that of the outer onion
   * @param hops the trampoline nodes, then the recipient
   * @param paymentHash the associated data
   * @throws IllegalArgumentException if a key is not valid, or the payloads do not fit a packet
   */
  public BuiltOnion buildOnion(SecretKey sessionKey, List<Hop> hops, byte[] paymentHash) {
    int room = Math.toIntExact(hops.stream().mapToLong(Hop::packetRoom).sum());
    return nightjar.buildOnion(sessionKey, hops, paymentHash, room);
  }

  /**
   * Makes the failure of a node that was reached through trampoline: under the layer of the inner
   * onion, then of the outer.
   *
   * @param inner the secret shared by the inner onion
   * @param outer the secret shared by the outer onion
   * @param message failure code, data, TLV stream
   * @throws IllegalArgumentException if the message does not fit a Lightning message
   */
  public FailurePacket createFailure(SharedSecret inner, SharedSecret outer, byte[] message) {
    return nightjar.failures().wrap(nightjar.failures().create(inner, message), outer);
  }

  /**
   * What a trampoline node makes of a failure that came back over the route it chose: the layers of
   * that route come off, its own two go on. First ask {@link Failures#decrypt} whether a node of
   * that route failed: such a failure is this node's own to report.
   *
   * @param downstream what the first hop of the chosen route sent
   * @param chosen the secrets of the chosen route, first hop first
   * @param inner the secret shared by the inner onion
   * @param outer the secret shared by the outer onion
   */
  public FailurePacket forwardFailure(
      FailurePacket downstream, List<SharedSecret> chosen, SharedSecret inner, SharedSecret outer) {
    FailurePacket packet = downstream;
    for (SharedSecret secret : chosen) {
      packet = nightjar.failures().wrap(packet, secret); // a layer comes off as it goes on: by XOR
    }
    return nightjar.failures().wrap(nightjar.failures().wrap(packet, inner), outer);
  }

  /**
   * Finds, at the sender, which node failed and what it said.
   *
   * @param packet what the first hop sent
   * @param outer the secrets of the outer route, which ends at the first trampoline node
   * @param inner the secrets of the trampoline nodes
   * @return the origin, whose hop counts the outer route first, then the trampoline nodes; nothing
   *     if none of them made the packet
   * @throws IllegalArgumentException if there is no shared secret, or more than 1024
   */
  public Optional<FailureOrigin> decryptFailure(
      FailurePacket packet, List<SharedSecret> outer, List<SharedSecret> inner) {
    List<SharedSecret> all = new ArrayList<>(outer);
    all.addAll(inner);
    return nightjar.failures().decrypt(packet, all);
  }
}
