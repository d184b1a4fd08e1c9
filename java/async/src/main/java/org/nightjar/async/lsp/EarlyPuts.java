package org.nightjar.async.lsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.PublicKey;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcId;

/**
 * What payers delegated before their HTLC was committed here: a payer learns of the hold first. Not
 * acknowledged yet, so it may be lost.
 */
final class EarlyPuts {
  private static final int MAX_PER_PEER = 8;
  private static final int MAX_IN_ALL = 512;

  private final Map<PublicKey, List<Put>> puts = new HashMap<>();
  private final List<Put> ready = new ArrayList<>();
  private int size;

  private record Put(HtlcId htlc, Event.PeerMessageArrived event) {}

  /** Whether there was room. */
  boolean add(HtlcId htlc, Event.PeerMessageArrived event) {
    List<Put> ofPeer = puts.getOrDefault(event.from(), List.of());
    if (ofPeer.size() >= MAX_PER_PEER || size >= MAX_IN_ALL) {
      return false;
    }
    puts.computeIfAbsent(event.from(), peer -> new ArrayList<>()).add(new Put(htlc, event));
    size++;
    return true;
  }

  /** The HTLC has a record now, or will have one when the next event comes. */
  void committed(HtlcId htlc, PublicKey peer) {
    List<Put> ofPeer = puts.getOrDefault(peer, List.of());
    for (Put put : List.copyOf(ofPeer)) {
      if (put.htlc.equals(htlc)) {
        ready.add(put);
        ofPeer.remove(put);
        size--;
      }
    }
    if (ofPeer.isEmpty()) {
      puts.remove(peer);
    }
  }

  void drop(PublicKey peer) {
    List<Put> dropped = puts.remove(peer);
    if (dropped != null) {
      size -= dropped.size();
    }
  }

  /**
   * Those whose HTLC is committed; each is given once, and one at a time for an HTLC, since two
   * writes to its record would conflict.
   */
  List<Event.PeerMessageArrived> takeReady() {
    Map<HtlcId, Put> taken = new LinkedHashMap<>();
    ready.forEach(put -> taken.putIfAbsent(put.htlc, put));
    ready.removeAll(taken.values());
    return taken.values().stream().map(Put::event).toList();
  }

  void clear() {
    puts.clear();
    ready.clear();
    size = 0;
  }
}
