package org.nightjar.async;

import java.time.Instant;
import java.util.List;
import org.nightjar.async.store.StoreException;

/**
 * A part that a node plays. A role has no thread, socket or clock; what it must not forget lies in
 * the store. It is used by one thread at a time.
 *
 * <p>After a write that failed nobody knows whether it was done. Whoever drives roles then makes
 * them anew, and tells them what it tells after a restart, {@link Event.Started} first.
 */
public interface Role {
  /**
   * Reacts to an event. What is not this role's business gives no reaction. What a peer sent never
   * gives an exception; a refusal is counted with {@link Observer}.
   *
   * @throws StoreException if a record could not be read
   */
  List<Reaction> on(Event event, Instant now) throws StoreException;
}
