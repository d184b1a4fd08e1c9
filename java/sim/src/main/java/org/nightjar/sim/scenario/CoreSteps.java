package org.nightjar.sim.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.sim.TraceEvent;
import org.nightjar.sim.ptlc.PtlcTypes;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.async.HeldHtlcAvailable;
import org.nightjar.wire.message.PeeledMessage;

/**
 * What of a wake-up no payment can do without: the first held_htlc_available peeled and answered,
 * the first payment peeled and claimed.
 */
final class CoreSteps {
  private long before;
  private long peeling;
  private long answering;
  private long claiming;
  private @Nullable Event told;
  private long toldAt;

  /**
   * The next that happened to the phone.
   *
   * @param nanos CPU time of the phone until then
   */
  void take(TraceEvent event, long nanos) {
    if (event instanceof TraceEvent.Opened opened && isHeld(opened.message()) && peeling == 0) {
      peeling = nanos - before;
    } else if (event instanceof TraceEvent.Told said) {
      told = said.event();
      toldAt = nanos;
    } else if (event instanceof TraceEvent.Did did) {
      take(did.effect(), nanos - toldAt);
    }
    before = nanos;
  }

  private void take(Effect effect, long nanos) {
    if (effect instanceof Effect.SendMessage
        && told instanceof Event.MessageArrived arrived
        && isHeld(arrived.message())
        && answering == 0) {
      answering = nanos;
    } else if ((effect instanceof Effect.FulfilHtlc && told instanceof Event.HtlcCommitted
            || effect instanceof Effect.FulfilPtlc && told instanceof Event.PtlcCommitted)
        && claiming == 0) {
      claiming = nanos;
    }
  }

  private static boolean isHeld(PeeledMessage message) {
    try {
      return message instanceof PeeledMessage.Last last
          && last.payload().content().isPresent()
          && (last.payload().content().get().type() == PtlcTypes.HELD_PTLC_AVAILABLE
              || AsyncMessage.decode(last.payload().content().get(), WireProfile.LDK)
                  instanceof HeldHtlcAvailable);
    } catch (WireException e) {
      return false;
    }
  }

  Duration time() {
    return Duration.ofNanos(peeling + answering + claiming);
  }
}
