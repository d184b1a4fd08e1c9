package org.nightjar.ptlc;

import java.util.List;
import org.nightjar.SecretKey;

/** What became of a claim. */
public sealed interface ClaimResult {
  /**
   * The PTLCs may be claimed: that the index answers this message is durable.
   *
   * @param scalars the discrete logarithms of the PTLCs' points, in their order; close them
   */
  record Claimed(List<SecretKey> scalars) implements ClaimResult, AutoCloseable {
    @Override
    public void close() {
      scalars.forEach(SecretKey::close);
    }
  }

  /** Nothing was answered, and no index is used up. Fail the PTLCs, unless a part is missing. */
  record Refused(Refusal reason) implements ClaimResult {}
}
