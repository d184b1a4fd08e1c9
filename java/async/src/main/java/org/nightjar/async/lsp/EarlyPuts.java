package org.nightjar.async.lsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.PublicKey;
import org.nightjar.async.HtlcId;
import org.nightjar.wire.delegation.DelegationPut;

/**
 * What payers delegated before their HTLC was committed here: a payer learns of the hold first. Not
 * acknowledged yet, so it may be lost.
 */
final class EarlyPuts {
  private static final int MAX_PER_PEER = 8;
  private static final int MAX_IN_ALL = 512;

  private final Map<PublicKey, List<Put>> puts = new HashMap<>();
  private int size;

  private record Put(HtlcId htlc, DelegationPut message) {}

  /** Whether there was room. A later one of its type takes the place of the one before. */
  boolean add(PublicKey from, HtlcId htlc, DelegationPut message) {
    List<Put> ofPeer = puts.computeIfAbsent(from, peer -> new ArrayList<>());
    size -= ofPeer.size();
    ofPeer.removeIf(put -> put.htlc.equals(htlc) && put.message.type() == message.type());
    boolean room = ofPeer.size() < MAX_PER_PEER && size + ofPeer.size() < MAX_IN_ALL;
    if (room) {
      ofPeer.add(new Put(htlc, message));
    }
    size += ofPeer.size();
    if (ofPeer.isEmpty()) {
      puts.remove(from);
    }
    return room;
  }

  /** Those for an HTLC, which is committed now; one of a type at the most. */
  List<DelegationPut> take(HtlcId htlc, PublicKey peer) {
    List<Put> ofPeer = puts.getOrDefault(peer, new ArrayList<>());
    List<Put> taken = ofPeer.stream().filter(put -> put.htlc.equals(htlc)).toList();
    ofPeer.removeAll(taken);
    size -= taken.size();
    if (ofPeer.isEmpty()) {
      puts.remove(peer);
    }
    return taken.stream().map(Put::message).toList();
  }

  void drop(PublicKey peer) {
    List<Put> dropped = puts.remove(peer);
    if (dropped != null) {
      size -= dropped.size();
    }
  }

  void clear() {
    puts.clear();
    size = 0;
  }
}
