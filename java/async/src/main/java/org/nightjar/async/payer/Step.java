package org.nightjar.async.payer;

import java.util.ArrayList;
import java.util.List;
import org.nightjar.async.Effect;

/**
 * A transition.
 *
 * @param next durable before the effects; the same object if nothing changed
 */
record Step(PaymentState next, List<Effect> effects) {
  Step {
    effects = List.copyOf(effects);
  }

  static Step of(PaymentState next, Effect... effects) {
    return new Step(next, List.of(effects));
  }

  /** This step, whose effects come after others. */
  Step after(List<Effect> first) {
    List<Effect> all = new ArrayList<>(first);
    all.addAll(effects);
    return new Step(next, all);
  }
}
