package org.nightjar.ptlc;

import java.time.Instant;

/**
 * When a pool is good.
 *
 * @param notBefore seconds since 1970, unsigned
 * @param notAfter seconds since 1970, unsigned, not before {@code notBefore}
 */
public record Validity(long notBefore, long notAfter) {
  /** Checks the order. */
  public Validity {
    if (Long.compareUnsigned(notAfter, notBefore) < 0) {
      throw new IllegalArgumentException("it ends before it begins");
    }
  }

  /** From one moment to another. */
  public static Validity of(Instant notBefore, Instant notAfter) {
    return new Validity(notBefore.getEpochSecond(), notAfter.getEpochSecond());
  }
}
