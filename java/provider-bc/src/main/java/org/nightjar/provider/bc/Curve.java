package org.nightjar.provider.bc;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/** Points and scalars of secp256k1 (SEC 2). */
final class Curve {
  static final int SCALAR_LENGTH = 32;
  static final int POINT_LENGTH = 33;

  private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
  static final BigInteger ORDER = PARAMETERS.getN();
  static final BigInteger FIELD = PARAMETERS.getCurve().getField().getCharacteristic();
  static final ECPoint GENERATOR = PARAMETERS.getG();

  private Curve() {}

  /** Reads 32 bytes, big-endian, whatever their value. */
  static BigInteger integer(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  /** Any 32 bytes modulo the order; may be 0. */
  static BigInteger reduce(byte[] bytes) {
    return integer(bytes).mod(ORDER);
  }

  /** Reads a scalar in 1 .. order - 1, or gives null. */
  static @Nullable BigInteger scalar(byte[] bytes) {
    BigInteger value = integer(bytes);
    return value.signum() != 0 && value.compareTo(ORDER) < 0 ? value : null;
  }

  /**
   * Reads a compressed point, or gives null. Bouncy Castle refuses an x that is not below p or has
   * no y.
   */
  static @Nullable ECPoint point(byte[] compressed) {
    if (compressed.length != POINT_LENGTH || (compressed[0] != 2 && compressed[0] != 3)) {
      return null;
    }
    try {
      return PARAMETERS.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static byte[] bytes(BigInteger value) {
    return BigIntegers.asUnsignedByteArray(SCALAR_LENGTH, value);
  }

  /** The compressed form; the point is not at infinity. */
  static byte[] bytes(ECPoint point) {
    return point.getEncoded(true);
  }

  /** A secret scalar times the generator, in Bouncy Castle's regular comb. */
  static ECPoint generate(BigInteger secret) {
    return new FixedPointCombMultiplier().multiply(GENERATOR, secret).normalize();
  }

  /** A public scalar times a point, normalized; may be infinity. */
  static ECPoint multiply(ECPoint point, BigInteger factor) {
    return point.multiply(factor).normalize();
  }

  /** SHA256 of the compressed product of a secret scalar and a point (BOLT 4 "Shared Secret"). */
  static byte[] sharedSecret(ECPoint point, BigInteger secret) {
    return Hash.sha256(bytes(ECAlgorithms.multiplySecret(point, secret)));
  }
}
