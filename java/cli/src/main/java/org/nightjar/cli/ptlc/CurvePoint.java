package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;

/**
 * Points of secp256k1 as numbers, for the lab: to show what is public, and to attack with it. Not
 * constant time, so no secret of anybody who is not the attacker comes here. Immutable.
 */
final class CurvePoint {
  /** Order of the group. */
  static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private static final BigInteger FIELD =
      new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);
  private static final BigInteger ROOT = FIELD.add(BigInteger.ONE).shiftRight(2);
  private static final BigInteger SEVEN = BigInteger.valueOf(7);
  private static final int WINDOW = 4;
  private static final int BITS = 256;

  static final CurvePoint INFINITY = new CurvePoint(null, null);
  static final CurvePoint GENERATOR =
      of(PublicKey.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"));

  private final @Nullable BigInteger x;
  private final @Nullable BigInteger y;

  private CurvePoint(@Nullable BigInteger x, @Nullable BigInteger y) {
    this.x = x;
    this.y = y;
  }

  /**
   * Decompresses a point.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CurvePoint of(PublicKey key) {
    CurvePoint even = even(key.toXOnly());
    return key.toBytes()[0] == 2 ? even : even.negate();
  }

  /**
   * The point with this x and an even y.
   *
   * @throws IllegalArgumentException if there is none
   */
  static CurvePoint even(byte[] xOnly) {
    BigInteger x = new BigInteger(1, xOnly);
    BigInteger square = x.modPow(BigInteger.valueOf(3), FIELD).add(SEVEN).mod(FIELD);
    BigInteger y = square.modPow(ROOT, FIELD);
    if (x.compareTo(FIELD) >= 0 || !y.multiply(y).mod(FIELD).equals(square)) {
      throw new IllegalArgumentException("public key is not a point of secp256k1");
    }
    return new CurvePoint(x, y.testBit(0) ? FIELD.subtract(y) : y);
  }

  boolean isInfinity() {
    return x == null;
  }

  boolean hasOddY() {
    return Objects.requireNonNull(y).testBit(0);
  }

  /** The one of this and its negative that has an even y. */
  CurvePoint even() {
    return hasOddY() ? negate() : this;
  }

  CurvePoint negate() {
    return y == null ? this : new CurvePoint(x, FIELD.subtract(y));
  }

  CurvePoint add(CurvePoint other) {
    return sum(List.of(BigInteger.ONE, BigInteger.ONE), List.of(this, other));
  }

  CurvePoint multiply(BigInteger factor) {
    return sum(List.of(factor), List.of(this));
  }

  /** x in 32 bytes; of no infinity. */
  byte[] x() {
    return Scalars.bytes(Objects.requireNonNull(x));
  }

  /** The compressed form; of no infinity. */
  PublicKey key() {
    byte[] bytes = new byte[PublicKey.LENGTH];
    bytes[0] = (byte) (hasOddY() ? 3 : 2);
    System.arraycopy(x(), 0, bytes, 1, PublicKey.LENGTH - 1);
    return PublicKey.of(bytes);
  }

  /** The sum of all factors times their points, with the doublings done once for all. */
  static CurvePoint sum(List<BigInteger> factors, List<CurvePoint> points) {
    List<Jacobian[]> tables = points.stream().map(CurvePoint::table).toList();
    List<BigInteger> reduced = factors.stream().map(factor -> factor.mod(ORDER)).toList();
    Jacobian sum = Jacobian.INFINITY;
    for (int bit = BITS - WINDOW; bit >= 0; bit -= WINDOW) {
      for (int i = 0; i < WINDOW; i++) {
        sum = sum.twice();
      }
      for (int i = 0; i < tables.size(); i++) {
        sum = sum.add(tables.get(i)[reduced.get(i).shiftRight(bit).intValue() & 15]);
      }
    }
    return sum.toAffine();
  }

  /** Its multiples by 0 to 15. */
  private Jacobian[] table() {
    Jacobian[] table = new Jacobian[1 << WINDOW];
    table[0] = Jacobian.INFINITY;
    table[1] = x == null || y == null ? Jacobian.INFINITY : new Jacobian(x, y, BigInteger.ONE);
    for (int i = 2; i < table.length; i++) {
      table[i] = table[i - 1].add(table[1]);
    }
    return table;
  }

  /** (x / z^2, y / z^3); infinity has z = 0. */
  private record Jacobian(BigInteger x, BigInteger y, BigInteger z) {
    static final Jacobian INFINITY = new Jacobian(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

    private static BigInteger product(BigInteger a, BigInteger b) {
      return a.multiply(b).mod(FIELD);
    }

    Jacobian twice() {
      BigInteger yy = product(y, y);
      BigInteger s = product(x, yy).shiftLeft(2);
      BigInteger m = product(x, x).multiply(BigInteger.valueOf(3));
      BigInteger doubledX = m.multiply(m).subtract(s.shiftLeft(1)).mod(FIELD);
      BigInteger doubledY =
          m.multiply(s.subtract(doubledX)).subtract(yy.multiply(yy).shiftLeft(3)).mod(FIELD);
      return new Jacobian(doubledX, doubledY, product(y, z).shiftLeft(1).mod(FIELD));
    }

    Jacobian add(Jacobian other) {
      if (other.z.signum() == 0) {
        return this;
      }
      if (z.signum() == 0) {
        return other;
      }
      BigInteger zz = product(z, z);
      BigInteger otherZz = product(other.z, other.z);
      BigInteger u = product(x, otherZz);
      BigInteger s = product(y, product(otherZz, other.z));
      BigInteger h = product(other.x, zz).subtract(u).mod(FIELD);
      BigInteger r = product(other.y, product(zz, z)).subtract(s).mod(FIELD);
      if (h.signum() == 0) {
        return r.signum() == 0 ? twice() : INFINITY;
      }
      BigInteger hh = product(h, h);
      BigInteger hhh = product(hh, h);
      BigInteger v = product(u, hh);
      BigInteger sumX = r.multiply(r).subtract(hhh).subtract(v.shiftLeft(1)).mod(FIELD);
      BigInteger sumY = r.multiply(v.subtract(sumX)).subtract(s.multiply(hhh)).mod(FIELD);
      return new Jacobian(sumX, sumY, product(product(z, other.z), h));
    }

    CurvePoint toAffine() {
      if (z.signum() == 0) {
        return CurvePoint.INFINITY;
      }
      BigInteger inverse = z.modInverse(FIELD);
      BigInteger square = product(inverse, inverse);
      return new CurvePoint(product(x, square), product(y, product(square, inverse)));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CurvePoint point
        && Objects.equals(x, point.x)
        && Objects.equals(y, point.y);
  }

  @Override
  public int hashCode() {
    return Objects.hash(x, y);
  }

  @Override
  public String toString() {
    return isInfinity() ? "infinity" : key().toString();
  }
}
