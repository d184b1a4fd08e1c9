package org.nightjar.async;

import java.util.List;
import org.nightjar.async.store.Write;

/**
 * What a role makes of an event, for one subject: first all writes become durable, together; then
 * the effects are done, in order. If the store is unable, no effect is done. If the writes conflict
 * with another process's, no effect is done and the event is given to the role again.
 *
 * @param writes may be empty
 * @param effects may be empty
 */
public record Reaction(List<Write> writes, List<Effect> effects) {
  /** Takes copies. */
  public Reaction {
    writes = List.copyOf(writes);
    effects = List.copyOf(effects);
  }

  /** Effects that depend on nothing durable. */
  public static Reaction of(Effect... effects) {
    return new Reaction(List.of(), List.of(effects));
  }
}
