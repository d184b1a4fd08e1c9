package org.nightjar.async.lsp;

import java.util.HashMap;
import java.util.Map;
import org.nightjar.PublicKey;
import org.nightjar.async.HtlcId;

/**
 * What is held for whom, to keep the limits; what was released counts until it is resolved, since
 * it may have to be held again. A cache: rebuilt from the store at start. Counting an HTLC twice is
 * as counting it once, since an event may come again.
 */
final class Holds {
  private final Map<PublicKey, Share> shares = new HashMap<>();
  private final Map<HtlcId, PublicKey> peers = new HashMap<>();
  private long amountMsat;

  private static final class Share {
    final Map<HtlcId, Long> amounts = new HashMap<>();
    long amountMsat;
  }

  /** Whether one more fits; what is held already fits again. */
  boolean admits(Incoming incoming, HoldPolicy policy) {
    Share share = shares.getOrDefault(incoming.peer(), new Share());
    return peers.containsKey(incoming.id())
        || fits(policy.perPeer(), share.amounts.size(), share.amountMsat, incoming.amountMsat())
            && fits(policy.inAll(), peers.size(), amountMsat, incoming.amountMsat());
  }

  private static boolean fits(HoldLimits limits, int htlcs, long heldMsat, long moreMsat) {
    return htlcs < limits.htlcs() && moreMsat <= limits.amountMsat() - heldMsat;
  }

  void add(Incoming incoming) {
    if (peers.putIfAbsent(incoming.id(), incoming.peer()) == null) {
      Share share = shares.computeIfAbsent(incoming.peer(), peer -> new Share());
      share.amounts.put(incoming.id(), incoming.amountMsat());
      share.amountMsat += incoming.amountMsat();
      amountMsat += incoming.amountMsat();
    }
  }

  void remove(HtlcId id) {
    PublicKey peer = peers.remove(id);
    if (peer != null) {
      Share share = shares.get(peer);
      long removed = share.amounts.remove(id);
      share.amountMsat -= removed;
      amountMsat -= removed;
      if (share.amounts.isEmpty()) {
        shares.remove(peer);
      }
    }
  }

  void clear() {
    shares.clear();
    peers.clear();
    amountMsat = 0;
  }
}
