package org.nightjar.async.lsp;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.async.Effect;

/**
 * A transition.
 *
 * @param next the state that must be durable before the effects are done
 */
record Step(HtlcState next, List<Effect> effects) {
  Step {
    effects = List.copyOf(effects);
  }

  /** The same with one effect more, after the others. */
  Step with(Effect effect) {
    List<Effect> more = new ArrayList<>(effects);
    more.add(effect);
    return new Step(next, more);
  }
}
