package org.nightjar.sim.channel;

import java.util.Optional;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;

/** What a channel end wants of its node. */
public interface ChannelPort {
  /**
   * Makes the state durable: a node that restarts after this returned begins with it.
   *
   * @throws StoreException if that was not possible: the node must then begin again with the last
   *     state that was durable, over a new connection
   */
  void persist(ChannelState state) throws StoreException;

  /** Sends to the other end, in order, as long as the connection lasts. */
  void send(ChannelMessage message);

  /** Tells the node's roles. */
  void tell(Event event);

  /** The path on which an incoming HTLC can be released, the same each time; empty if not held. */
  Optional<BlindedPath> releasePath(HtlcId htlc, long cltvExpiry);

  /** Both ends are re-established. */
  void usable();

  /** Claims an HTLC that the peer offered before the channel was closed, on chain. */
  void claim(long id, Witness witness);

  /** A role or the peer did what no channel allows. */
  void violated(String what);
}
