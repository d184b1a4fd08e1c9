package org.nightjar.cli.ptlc;

import java.math.BigInteger;

/** Linear equations modulo the group order. */
final class LinearSystem {
  private LinearSystem() {}

  /**
   * Solves as many equations as there are unknowns, by Gauss and Jordan.
   *
   * @param rows coefficients, and in the last column the right side; changed
   * @throws ArithmeticException if they do not determine the unknowns
   */
  static BigInteger[] solve(BigInteger[][] rows) {
    int count = rows.length;
    for (int column = 0; column < count; column++) {
      int pivot = column;
      while (rows[pivot][column].signum() == 0) {
        if (++pivot == count) {
          throw new ArithmeticException("the equations are dependent");
        }
      }
      BigInteger[] swapped = rows[pivot];
      rows[pivot] = rows[column];
      rows[column] = swapped;
      scale(swapped, Scalars.invert(swapped[column]));
      for (BigInteger[] row : rows) {
        if (row != swapped) {
          subtract(row, swapped, row[column]);
        }
      }
    }
    BigInteger[] solution = new BigInteger[count];
    for (int i = 0; i < count; i++) {
      solution[i] = rows[i][count];
    }
    return solution;
  }

  private static void scale(BigInteger[] row, BigInteger factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Scalars.multiply(row[i], factor);
    }
  }

  private static void subtract(BigInteger[] row, BigInteger[] other, BigInteger factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Scalars.subtract(row[i], Scalars.multiply(other[i], factor));
    }
  }
}
