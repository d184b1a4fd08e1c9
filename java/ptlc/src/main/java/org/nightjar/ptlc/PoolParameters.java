package org.nightjar.ptlc;

import org.nightjar.ReusableInvoices;

/**
 * The numbers of a pool of nonces. With {@code nu < 2 q} receipts can be forged in seconds, so
 * there are no such parameters.
 *
 * @param nu nonces of each index, 2 q to {@link ReusableInvoices#MAX_NONCES}
 * @param q messages that each index answers at most, 1 to 64
 * @param count indices, at least 1; with nu at most {@link #MAX_POINTS} nonces in all
 */
public record PoolParameters(int nu, int q, long count) {
  /** Most nonces of a pool. */
  public static final int MAX_POINTS = 1 << 20;

  /** Checks the numbers. */
  public PoolParameters {
    if (!areSafe(nu, q, count)) {
      throw new IllegalArgumentException(
          "nu = "
              + nu
              + ", q = "
              + q
              + ", count = "
              + count
              + ": an index needs two nonces for each answer (else receipts are forged), at most "
              + ReusableInvoices.MAX_NONCES
              + ", and a pool 1 to "
              + MAX_POINTS
              + " nonces");
    }
  }

  /** One payer, one index: two nonces. */
  public static PoolParameters pool(long count) {
    return new PoolParameters(2, 1, count);
  }

  /**
   * One payer, one index, four nonces: the key stays safe if an index answers a second message
   * after all, by a fault of the device. 132 bytes for a payment instead of 66.
   */
  public static PoolParameters hardenedPool(long count) {
    return new PoolParameters(4, 1, count);
  }

  /**
   * An index that every payer gets, until q have paid. Least proven of all: a sketch.
   *
   * @param q 2 to 64
   */
  public static PoolParameters basket(int q, long count) {
    return new PoolParameters(2 * q, q, count);
  }

  static boolean areSafe(int nu, int q, long count) {
    return q >= 1
        && nu >= 2 * q
        && nu <= ReusableInvoices.MAX_NONCES
        && count >= 1
        && count <= MAX_POINTS / nu;
  }

  /** Whether an index answers more than one message. */
  public boolean isBasket() {
    return q > 1;
  }
}
