package org.nightjar.sim.channel;

import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Preimage;

/** How an HTLC ends. */
public sealed interface Removal {
  /** BOLT 2 {@code update_fulfill_htlc}. */
  record Fulfil(Preimage preimage, Optional<AttributionData> attribution) implements Removal {}

  /** BOLT 2 {@code update_fail_htlc} or {@code update_fail_malformed_htlc}. */
  record Fail(HtlcFailure failure) implements Removal {}
}
