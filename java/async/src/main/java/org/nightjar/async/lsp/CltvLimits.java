package org.nightjar.async.lsp;

/**
 * When HTLCs may expire, in blocks.
 *
 * @param holdWindow an HTLC is held so long at the most, up to {@value #MAX_HOLD_WINDOW}
 * @param outgoingMargin a hold is given up when the outgoing HTLC would expire in so many blocks:
 *     room for the hops behind and the recipient's claim
 * @param incomingMargin a hold is given up when the incoming HTLC expires in so many blocks; so
 *     many that a payer who is offline can come back, and nobody closes a channel
 * @param minimum an outgoing HTLC expires in more blocks than these, held or not
 * @param maximum an outgoing HTLC expires in so many blocks at the most (BOLT 4 {@code
 *     max_htlc_cltv})
 */
public record CltvLimits(
    int holdWindow, int outgoingMargin, int incomingMargin, int minimum, int maximum) {
  /** The longest hold window. */
  public static final int MAX_HOLD_WINDOW = 1008;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public CltvLimits {
    if (holdWindow < 1 || holdWindow > MAX_HOLD_WINDOW) {
      throw new IllegalArgumentException(
          "hold window of " + holdWindow + " blocks, must be 1 to " + MAX_HOLD_WINDOW);
    }
    if (minimum < 0 || outgoingMargin < minimum || incomingMargin < 1 || maximum <= minimum) {
      throw new IllegalArgumentException(
          "blocks must be: 0 <= minimum <= outgoing margin, 0 < incoming margin, minimum < maximum");
    }
  }
}
