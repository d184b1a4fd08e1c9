package org.nightjar.async.lsp;

import java.time.Duration;
import java.util.Set;
import org.nightjar.PublicKey;

/**
 * What a forwarding node does for whom. Immutable.
 *
 * @param holds whether it holds at all; if not, HTLCs that ask for it fail
 * @param perPeer limits of what is held for one peer
 * @param inAll limits of what is held for all peers together
 * @param minHoldFeeMsat what an HTLC must pay for being held, on top of the channel's fee
 * @param peerWait how long an HTLC waits for its next peer: a client that was woken, or whoever is
 *     next after a hold
 * @param maxBlindedFailureDelay failures of an introduction node wait for a random time up to this,
 *     so that it does not show where on the path they were made (BOLT 4 "Returning Errors")
 * @param clients peers that sleep, and wake by push
 * @param retransmitters peers that agreed, as we did, that an onion which failed may come again:
 *     see {@link Retransmission}
 * @param receives whether another role of the node answers HTLCs for the node itself; if not, they
 *     fail
 */
public record HoldPolicy(
    boolean holds,
    HoldLimits perPeer,
    HoldLimits inAll,
    long minHoldFeeMsat,
    CltvLimits cltv,
    Duration peerWait,
    Duration maxBlindedFailureDelay,
    EarlyReleaseLimits earlyReleases,
    DelegationLimits delegations,
    Set<PublicKey> clients,
    Set<PublicKey> retransmitters,
    boolean receives) {
  private static final long BITCOIN_MSAT = 100_000_000_000L;

  /**
   * Checks the ranges, and takes copies.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public HoldPolicy {
    if (minHoldFeeMsat < 0 || peerWait.isNegative() || maxBlindedFailureDelay.isNegative()) {
      throw new IllegalArgumentException(
          "fee and times must not be negative: "
              + minHoldFeeMsat
              + ", "
              + peerWait
              + ", "
              + maxBlindedFailureDelay);
    }
    clients = Set.copyOf(clients);
    retransmitters = Set.copyOf(retransmitters);
  }

  /**
   * Holds 100 HTLCs and 0.1 bitcoin for a peer, 100,000 and 100 bitcoin in all, for 144 blocks, for
   * free; no clients, no retransmission, nothing for itself.
   */
  public static HoldPolicy defaults() {
    return new HoldPolicy(
        true,
        new HoldLimits(100, BITCOIN_MSAT / 10),
        new HoldLimits(100_000, 100 * BITCOIN_MSAT),
        0,
        new CltvLimits(144, 42, 144, 3, 2016),
        Duration.ofSeconds(60),
        Duration.ofSeconds(1),
        new EarlyReleaseLimits(20, Duration.ofMinutes(10)),
        new DelegationLimits(32, 8, 32, 49_152),
        Set.of(),
        Set.of(),
        false);
  }

  /** The same with other clients. */
  public HoldPolicy withClients(Set<PublicKey> clients) {
    return with(clients, retransmitters, receives);
  }

  /** The same with other peers that may send an onion again. */
  public HoldPolicy withRetransmitters(Set<PublicKey> retransmitters) {
    return with(clients, retransmitters, receives);
  }

  /** The same for a node with a role that answers HTLCs for the node itself. */
  public HoldPolicy withReceiver() {
    return with(clients, retransmitters, true);
  }

  private HoldPolicy with(Set<PublicKey> clients, Set<PublicKey> retransmitters, boolean receives) {
    return new HoldPolicy(
        holds,
        perPeer,
        inAll,
        minHoldFeeMsat,
        cltv,
        peerWait,
        maxBlindedFailureDelay,
        earlyReleases,
        delegations,
        clients,
        retransmitters,
        receives);
  }
}
