package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.Arrays;

/** Numbers modulo the group order, of what is public. Not constant time. */
final class Scalars {
  static final int LENGTH = 32;

  private Scalars() {}

  /** Big-endian bytes as a number below the order. */
  static BigInteger reduce(byte[] bytes) {
    return new BigInteger(1, bytes).mod(CurvePoint.ORDER);
  }

  /** A number below 2^256 in 32 bytes. */
  static byte[] bytes(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] bytes = new byte[LENGTH];
    int length = Math.min(signed.length, LENGTH);
    System.arraycopy(signed, signed.length - length, bytes, LENGTH - length, length);
    return bytes;
  }

  static BigInteger multiply(BigInteger a, BigInteger b) {
    return a.multiply(b).mod(CurvePoint.ORDER);
  }

  static BigInteger add(BigInteger a, BigInteger b) {
    return a.add(b).mod(CurvePoint.ORDER);
  }

  static BigInteger subtract(BigInteger a, BigInteger b) {
    return a.subtract(b).mod(CurvePoint.ORDER);
  }

  static BigInteger negateIf(boolean condition, BigInteger number) {
    return condition ? number.negate().mod(CurvePoint.ORDER) : number;
  }

  static BigInteger invert(BigInteger number) {
    return number.modInverse(CurvePoint.ORDER);
  }

  /** All parts in one array. */
  static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
