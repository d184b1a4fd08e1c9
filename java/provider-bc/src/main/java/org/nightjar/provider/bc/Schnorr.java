package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/** BIP340 signatures over messages of any length. */
final class Schnorr {
  static final int SIGNATURE_LENGTH = 64;

  private static final byte[] AUX = Hash.tag("BIP0340/aux");
  private static final byte[] NONCE = Hash.tag("BIP0340/nonce");
  private static final byte[] CHALLENGE = Hash.tag("BIP0340/challenge");

  private Schnorr() {}

  /** BIP340 "Default Signing"; {@code aux} is 32 bytes, or null for zeros. */
  static int sign(byte[] signature, byte[] secretKey, byte[] message, byte @Nullable [] aux) {
    BigInteger secret = Curve.scalar(secretKey);
    if (secret == null) {
      return Status.ERR_SECRET_KEY;
    }
    ECPoint point = Curve.generate(secret);
    BigInteger d = withEvenY(point, secret);
    byte[] publicKey = x(point);
    byte[] masked = Hash.tagged(AUX, aux == null ? new byte[Hash.LENGTH] : aux);
    xor(masked, Curve.bytes(d));
    BigInteger nonce =
        Curve.integer(Hash.tagged(NONCE, masked, publicKey, message)).mod(Curve.ORDER);
    if (nonce.signum() == 0) {
      return Status.INTERNAL;
    }
    ECPoint commitment = Curve.generate(nonce);
    BigInteger k = withEvenY(commitment, nonce);
    byte[] r = x(commitment);
    BigInteger s = k.add(challenge(r, publicKey, message).multiply(d)).mod(Curve.ORDER);
    System.arraycopy(r, 0, signature, 0, r.length);
    System.arraycopy(Curve.bytes(s), 0, signature, r.length, Curve.SCALAR_LENGTH);
    return Status.OK;
  }

  /** BIP340 "Verification". */
  static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    byte[] r = Arrays.copyOf(signature, Curve.SCALAR_LENGTH);
    BigInteger s =
        Curve.integer(Arrays.copyOfRange(signature, Curve.SCALAR_LENGTH, SIGNATURE_LENGTH));
    ECPoint point = liftX(publicKey);
    if (point == null
        || Curve.integer(r).compareTo(Curve.FIELD) >= 0
        || s.compareTo(Curve.ORDER) >= 0) {
      return false;
    }
    BigInteger minusE = challenge(r, publicKey, message).negate().mod(Curve.ORDER);
    ECPoint commitment =
        ECAlgorithms.sumOfTwoMultiplies(Curve.GENERATOR, s, point, minusE).normalize();
    return !commitment.isInfinity() && !hasOddY(commitment) && Arrays.equals(r, x(commitment));
  }

  /** The point with this x and an even y, or null (BIP340 "lift_x"). */
  static @Nullable ECPoint liftX(byte[] x) {
    byte[] compressed = new byte[Curve.POINT_LENGTH];
    compressed[0] = 2;
    System.arraycopy(x, 0, compressed, 1, x.length);
    return Curve.point(compressed);
  }

  /** BIP340's e, of x-only nonce and key; may be 0. */
  static BigInteger challenge(byte[] r, byte[] publicKey, byte[] message) {
    return Curve.integer(Hash.tagged(CHALLENGE, r, publicKey, message)).mod(Curve.ORDER);
  }

  /** The secret, negated if its point's y is odd. */
  static BigInteger withEvenY(ECPoint point, BigInteger secret) {
    return hasOddY(point) ? Curve.ORDER.subtract(secret) : secret;
  }

  /** Of a normalized point. */
  static boolean hasOddY(ECPoint point) {
    return point.getAffineYCoord().testBitZero();
  }

  /** x alone; the point is normalized. */
  static byte[] x(ECPoint point) {
    return point.getAffineXCoord().getEncoded();
  }

  /** Changes {@code inOut}. */
  static void xor(byte[] inOut, byte[] with) {
    for (int i = 0; i < inOut.length; i++) {
      inOut[i] ^= with[i];
    }
  }
}
