package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A forgery from 256 slots, each of which answers one of two challenges that the attacker chose
 * after it had seen the slot's nonces: the ROS attack of Benhamouda, Lepoint, Loss, Orrù and
 * Raykova (2020). Polynomial time: the two challenges c and c' of slot i weigh {@code 2^i / (c' -
 * c)}, so that choosing between them writes bit i of any challenge.
 */
final class RosForgery {
  /** How many slots it takes, one for each bit of a challenge. */
  static final int SLOTS = 256;

  private final List<BigInteger> weights = new ArrayList<>();
  private final CurvePoint sum;

  /**
   * Where the signer commits to one point and answers a challenge of it.
   *
   * @param nonce what its answers are for: {@code answer G = nonce + challenge P}
   * @param first challenge
   * @param second challenge, another
   */
  record Slot(Combination nonce, BigInteger first, BigInteger second) {}

  /** A sum of points. */
  record Combination(List<BigInteger> factors, List<CurvePoint> points) {}

  /**
   * Fixes the forged signature's nonce. Nothing was answered yet.
   *
   * @param payee with an even y
   */
  RosForgery(CurvePoint payee, List<Slot> slots) {
    List<BigInteger> factors = new ArrayList<>();
    List<CurvePoint> points = new ArrayList<>();
    BigInteger constant = BigInteger.ZERO;
    for (int i = 0; i < SLOTS; i++) {
      Slot slot = slots.get(i);
      BigInteger weight =
          Scalars.multiply(
              BigInteger.ONE.shiftLeft(i),
              Scalars.invert(Scalars.subtract(slot.second, slot.first)));
      weights.add(weight);
      slot.nonce.factors.forEach(factor -> factors.add(Scalars.multiply(weight, factor)));
      points.addAll(slot.nonce.points);
      constant = Scalars.add(constant, Scalars.multiply(weight, slot.first));
    }
    factors.add(constant);
    points.add(payee);
    sum = CurvePoint.sum(factors, points);
  }

  /** The forged nonce, as a signature has it: with an even y. */
  CurvePoint nonce() {
    return sum.even();
  }

  /** Whether a slot is to answer its second challenge, for the forged signature's challenge. */
  boolean takesSecond(int slot, BigInteger challenge) {
    return Scalars.negateIf(sum.hasOddY(), challenge).testBit(slot);
  }

  /** The forged signature's scalar, of what each slot answered. */
  BigInteger scalar(List<BigInteger> answers) {
    BigInteger total = BigInteger.ZERO;
    for (int i = 0; i < SLOTS; i++) {
      total = Scalars.add(total, Scalars.multiply(weights.get(i), answers.get(i)));
    }
    return Scalars.negateIf(sum.hasOddY(), total);
  }
}
