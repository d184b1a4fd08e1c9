package org.nightjar.ptlc;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;

/**
 * A payer's shares for a payment in parts, one in each part's onion: all parts are locked to the
 * payment point plus the sum of shares, so the recipient opens none before it has them all ("High
 * AMP"). Close to wipe.
 */
public final class Shares implements AutoCloseable {
  private final ReusableInvoices arithmetic;
  private final List<SecretKey> shares;
  private final SecretKey sum;

  private Shares(ReusableInvoices arithmetic, List<SecretKey> shares, SecretKey sum) {
    this.arithmetic = arithmetic;
    this.shares = shares;
    this.sum = sum;
  }

  /**
   * Random shares.
   *
   * @param parts at least 1
   */
  public static Shares random(Nightjar nightjar, int parts, SecureRandom random) {
    List<SecretKey> shares = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      shares.add(SecretKey.random(random));
    }
    return of(nightjar, shares);
  }

  /**
   * These shares, closed with this.
   *
   * @throws IllegalArgumentException if there are none, one is no scalar, or they cancel out
   */
  public static Shares of(Nightjar nightjar, List<SecretKey> shares) {
    if (shares.isEmpty()) {
      throw new IllegalArgumentException("no shares");
    }
    try {
      SecretKey sum = Objects.requireNonNull(sum(nightjar, shares));
      return new Shares(nightjar.experimental().reusableInvoices(), List.copyOf(shares), sum);
    } catch (RefusalException e) {
      throw new IllegalArgumentException("a share is no scalar, or they cancel out");
    }
  }

  /**
   * The sum of shares that came from a payer.
   *
   * @return null if none has a share; to be closed
   */
  static @Nullable SecretKey sum(Nightjar nightjar, List<@Nullable SecretKey> shares)
      throws RefusalException {
    boolean shared = shares.get(0) != null;
    for (SecretKey share : shares) {
      RefusalException.refuseIf(
          (share != null) != shared || share != null && !nightjar.isValid(share),
          Refusal.ERR_PARTS);
    }
    if (!shared) {
      return null;
    }
    SecretKey sum = Secrets.copy(shares.get(0));
    for (SecretKey share : shares.subList(1, shares.size())) {
      try (SecretKey before = sum) {
        sum = nightjar.experimental().reusableInvoices().blindScalar(before, share);
      } catch (IllegalArgumentException e) {
        throw new RefusalException(Refusal.ERR_PARTS);
      }
    }
    return sum;
  }

  /** The shares, in the order of the parts. */
  public List<SecretKey> shares() {
    return shares;
  }

  /** What the parts' routes end at: the payment point and the sum. */
  public PublicKey lock(PublicKey paymentPoint) {
    return arithmetic.blindPoint(paymentPoint, sum);
  }

  /**
   * What claimed the payment point, out of what claimed {@link #lock}.
   *
   * @throws IllegalArgumentException if it is no scalar, or the sum
   */
  public SecretKey unlock(SecretKey scalar) {
    return arithmetic.unblindScalar(scalar, sum);
  }

  @Override
  public void close() {
    shares.forEach(SecretKey::close);
    sum.close();
  }
}
