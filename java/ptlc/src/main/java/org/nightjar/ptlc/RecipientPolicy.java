package org.nightjar.ptlc;

import java.time.Duration;

/**
 * What a recipient takes.
 *
 * @param skew how far a payer's clock may be from the recipient's
 */
public record RecipientPolicy(Duration skew) {
  /** Two hours. */
  public static final RecipientPolicy DEFAULT = new RecipientPolicy(Duration.ofHours(2));
}
