package org.nightjar.sim.channel;

import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.async.HtlcFailure;

/** How an HTLC ends. */
public sealed interface Removal {
  /** BOLT 2 {@code update_fulfill_htlc}, or its counterpart for PTLCs. */
  record Fulfil(Secret secret, Optional<AttributionData> attribution) implements Removal {}

  /** BOLT 2 {@code update_fail_htlc} or {@code update_fail_malformed_htlc}. */
  record Fail(HtlcFailure failure) implements Removal {}
}
