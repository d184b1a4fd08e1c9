package org.nightjar.async.lsp;

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
}
