package org.nightjar.async.lsp;

/**
 * How much a node holds.
 *
 * @param htlcs the most HTLCs, 0 or more
 * @param amountMsat the most that they are together, 0 or more
 */
public record HoldLimits(int htlcs, long amountMsat) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public HoldLimits {
    if (htlcs < 0 || amountMsat < 0) {
      throw new IllegalArgumentException(
          "limits of holds are negative: " + htlcs + ", " + amountMsat);
    }
  }
}
