package org.nightjar.testkit;

import java.math.BigInteger;
import java.util.SplittableRandom;

/** 32-byte scalars and coordinates of secp256k1 (SEC 2), valid and not. */
public final class Scalars {
  /** The group order. */
  public static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** The prime of the field. */
  public static final BigInteger FIELD =
      new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);

  private Scalars() {}

  /** The low 256 bits, big-endian. */
  public static byte[] bytes(BigInteger value) {
    byte[] bytes = new byte[32];
    byte[] signed = value.toByteArray();
    int length = Math.min(signed.length, bytes.length);
    System.arraycopy(signed, signed.length - length, bytes, bytes.length - length, length);
    return bytes;
  }

  /** {@code value} as 32 bytes. */
  public static byte[] bytes(long value) {
    return bytes(BigInteger.valueOf(value));
  }

  /** A valid secret key. */
  public static byte[] random(SplittableRandom random) {
    BigInteger value = new BigInteger(1, Seeds.bytes(random, 40));
    return bytes(value.mod(ORDER.subtract(BigInteger.ONE)).add(BigInteger.ONE));
  }

  /** The product modulo the group order. */
  public static byte[] multiply(byte[] a, byte[] b) {
    return bytes(new BigInteger(1, a).multiply(new BigInteger(1, b)).mod(ORDER));
  }

  /** Values of 32 bytes that are no secret key: 0, the order, one more, all ones. */
  public static byte[][] invalidSecretKeys() {
    return new byte[][] {
      bytes(0), bytes(ORDER), bytes(ORDER.add(BigInteger.ONE)), Hex.repeat(0xff, 32)
    };
  }

  /** 33 bytes that are no public key: other prefixes, x off the curve, x not below the prime. */
  public static byte[][] invalidPublicKeys() {
    byte[] x = Hex.bytes("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    /* 5^3 + 7 is no square; 1^3 + 7 is one, so x = prime + 1 would be a point if it were reduced. */
    byte[] offCurve = bytes(5);
    byte[] unreduced = bytes(FIELD.add(BigInteger.ONE));
    return new byte[][] {
      Hex.concat(new byte[] {0}, x),
      Hex.concat(new byte[] {1}, x),
      Hex.concat(new byte[] {4}, x),
      Hex.concat(new byte[] {6}, x),
      Hex.concat(new byte[] {7}, x),
      Hex.concat(new byte[] {(byte) 0x82}, x),
      Hex.concat(new byte[] {2}, bytes(0)),
      Hex.concat(new byte[] {2}, offCurve),
      Hex.concat(new byte[] {3}, offCurve),
      Hex.concat(new byte[] {2}, bytes(FIELD)),
      Hex.concat(new byte[] {2}, unreduced),
      Hex.concat(new byte[] {3}, unreduced),
      Hex.concat(new byte[] {2}, Hex.repeat(0xff, 32)),
      Hex.repeat(0xff, 33)
    };
  }
}
