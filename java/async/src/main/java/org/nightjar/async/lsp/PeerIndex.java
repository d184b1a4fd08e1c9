package org.nightjar.async.lsp;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nightjar.PublicKey;
import org.nightjar.async.HtlcId;

/** Which HTLCs belong to a peer in some way. A cache: rebuilt from the store at start. */
final class PeerIndex {
  private final Map<PublicKey, Set<HtlcId>> htlcs = new HashMap<>();
  private final Map<HtlcId, PublicKey> peers = new HashMap<>();

  void put(HtlcId htlc, PublicKey peer) {
    remove(htlc);
    peers.put(htlc, peer);
    htlcs.computeIfAbsent(peer, key -> new LinkedHashSet<>()).add(htlc);
  }

  void remove(HtlcId htlc) {
    PublicKey peer = peers.remove(htlc);
    if (peer != null) {
      Set<HtlcId> others = htlcs.get(peer);
      others.remove(htlc);
      if (others.isEmpty()) {
        htlcs.remove(peer);
      }
    }
  }

  /** A copy, in the order in which they came. */
  List<HtlcId> of(PublicKey peer) {
    return List.copyOf(htlcs.getOrDefault(peer, Set.of()));
  }

  int count(PublicKey peer) {
    return htlcs.getOrDefault(peer, Set.of()).size();
  }

  void clear() {
    htlcs.clear();
    peers.clear();
  }
}
