package org.nightjar;

import java.util.Objects;

/** A failure and the attribution data that go with it. Immutable. */
public record AttributedFailure(FailurePacket packet, AttributionData attribution) {
  public AttributedFailure {
    Objects.requireNonNull(packet, "packet");
    Objects.requireNonNull(attribution, "attribution");
  }
}
