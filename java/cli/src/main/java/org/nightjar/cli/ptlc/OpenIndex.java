package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;

/**
 * An index with 2 q - 1 nonces that answers q messages: one slot for {@link RosForgery}. Of 2 q
 * messages each has a nonce {@code R_0 + b R_1 + b^2 R_2 + ...}; so many vectors (1, b, b^2, ...)
 * are dependent, so the answers to one half of the messages and those to the other half, each added
 * up with the right factors, are answers for one and the same nonce to two different challenges.
 */
final class OpenIndex {
  private final List<byte[]> messages;
  private final List<BigInteger> factors = new ArrayList<>();
  private final RosForgery.Slot slot;

  /**
   * Looks for nothing and pays nothing: it is a computation of public values.
   *
   * @param messages 2 q of them, all for this index
   */
  OpenIndex(
      Nightjar nightjar, Victim victim, List<PublicKey> nonces, List<byte[]> messages, int index) {
    this.messages = messages;
    ReusableInvoices invoices = nightjar.experimental().reusableInvoices();
    List<PaymentEquations> equations =
        messages.stream()
            .map(
                message ->
                    PaymentEquations.of(
                        nightjar,
                        victim.payee(),
                        victim.epochId(),
                        index,
                        nonces,
                        invoices.hash(message)))
            .toList();
    List<BigInteger> dependency =
        dependency(equations.stream().map(PaymentEquations::coefficient).toList());
    List<BigInteger> sums = new ArrayList<>();
    for (int j = 0; j < nonces.size(); j++) {
      sums.add(BigInteger.ZERO);
    }
    BigInteger[] challenges = {BigInteger.ZERO, BigInteger.ZERO};
    for (int i = 0; i < messages.size(); i++) {
      PaymentEquations equation = equations.get(i);
      int half = half(i);
      BigInteger beta = Scalars.negateIf(half == 1, dependency.get(i));
      BigInteger factor = Scalars.negateIf(equation.nonce().hasOddY(), beta);
      factors.add(factor);
      challenges[half] =
          Scalars.add(challenges[half], Scalars.multiply(factor, equation.challenge()));
      if (half == 0) {
        List<BigInteger> powers = PaymentEquations.powers(equation.coefficient(), nonces.size());
        for (int j = 0; j < powers.size(); j++) {
          sums.set(j, Scalars.add(sums.get(j), Scalars.multiply(beta, powers.get(j))));
        }
      }
    }
    slot =
        new RosForgery.Slot(
            new RosForgery.Combination(sums, nonces.stream().map(CurvePoint::of).toList()),
            challenges[0],
            challenges[1]);
  }

  /** Which half of the messages one belongs to. */
  private int half(int message) {
    return message < messages.size() / 2 ? 0 : 1;
  }

  /**
   * Factors with which polynomials of a lower degree, taken at these places, add up to 0: divided
   * differences.
   */
  private static List<BigInteger> dependency(List<BigInteger> places) {
    List<BigInteger> factors = new ArrayList<>();
    for (BigInteger place : places) {
      BigInteger product = BigInteger.ONE;
      for (BigInteger other : places) {
        if (!other.equals(place)) {
          product = Scalars.multiply(product, Scalars.subtract(place, other));
        }
      }
      factors.add(Scalars.invert(product));
    }
    return factors;
  }

  RosForgery.Slot slot() {
    return slot;
  }

  /** Pays with one half of the messages: what the victim's answers add up to. */
  BigInteger pay(Victim victim, boolean second) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < messages.size(); i++) {
      if (half(i) == (second ? 1 : 0)) {
        BigInteger answer = new BigInteger(1, victim.claim(messages.get(i)));
        sum = Scalars.add(sum, Scalars.multiply(factors.get(i), answer));
      }
    }
    return sum;
  }
}
