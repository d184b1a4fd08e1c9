package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/** Schnorr adaptor signatures: {@code adaptor.h}. Not constant time. */
final class Adaptors {
  private static final byte[] AUX = Hash.tag("SchnorrAdaptor/aux");
  private static final byte[] NONCE = Hash.tag("SchnorrAdaptor/nonce");

  private Adaptors() {}

  static int presign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    BigInteger secret = Curve.scalar(secretKey);
    ECPoint t = Curve.point(adaptor);
    if (t == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    if (secret == null) {
      return Status.ERR_SECRET_KEY;
    }
    ECPoint point = Curve.generate(secret);
    BigInteger d = Schnorr.withEvenY(point, secret);
    byte[] masked = Hash.tagged(AUX, aux == null ? new byte[Hash.LENGTH] : aux);
    Schnorr.xor(masked, Curve.bytes(d));
    BigInteger nonce = Curve.reduce(Hash.tagged(NONCE, masked, adaptor, Schnorr.x(point), message));
    if (nonce.signum() == 0) {
      return Status.INTERNAL;
    }
    ECPoint r = Curve.generate(nonce).add(t).normalize();
    if (r.isInfinity()) {
      return Status.INTERNAL;
    }
    BigInteger e = Schnorr.challenge(Schnorr.x(r), Schnorr.x(point), message);
    BigInteger s = Schnorr.withEvenY(r, nonce).add(e.multiply(d)).mod(Curve.ORDER);
    write(presignature, r, s);
    return e.signum() == 0 || s.signum() == 0 ? Status.INTERNAL : Status.OK;
  }

  /** A pre-signature: R, then s. */
  static void write(byte[] presignature, ECPoint r, BigInteger s) {
    System.arraycopy(Curve.bytes(r), 0, presignature, 0, Curve.POINT_LENGTH);
    System.arraycopy(Curve.bytes(s), 0, presignature, Curve.POINT_LENGTH, Curve.SCALAR_LENGTH);
  }

  static int verify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    ECPoint t = Curve.point(adaptor);
    if (t == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    ECPoint r = nonce(presignature);
    BigInteger s = scalar(presignature);
    ECPoint key = Schnorr.liftX(publicKey);
    if (r == null || s == null || key == null) {
      return Status.PEER_SIGNATURE;
    }
    BigInteger e = Schnorr.challenge(Schnorr.x(r), publicKey, message);
    ECPoint a = Curve.generate(s).subtract(Curve.multiply(key, e));
    ECPoint implied = (Schnorr.hasOddY(r) ? r.add(a) : r.subtract(a)).normalize();
    return e.signum() != 0 && implied.equals(t) ? Status.OK : Status.PEER_SIGNATURE;
  }

  private static @Nullable ECPoint nonce(byte[] presignature) {
    return Curve.point(Arrays.copyOf(presignature, Curve.POINT_LENGTH));
  }

  private static @Nullable BigInteger scalar(byte[] presignature) {
    return Curve.scalar(Arrays.copyOfRange(presignature, Curve.POINT_LENGTH, presignature.length));
  }

  static int adapt(byte[] signature, byte[] presignature, byte[] secret) {
    ECPoint r = nonce(presignature);
    BigInteger s = scalar(presignature);
    if (r == null || s == null) {
      return Status.PEER_SIGNATURE;
    }
    BigInteger t = Curve.scalar(secret);
    if (t == null) {
      return Status.ERR_SECRET_KEY;
    }
    BigInteger sum = s.add(Schnorr.withEvenY(r, t)).mod(Curve.ORDER);
    if (sum.signum() == 0) {
      return Status.ERR_SECRET_KEY;
    }
    System.arraycopy(Schnorr.x(r), 0, signature, 0, Curve.SCALAR_LENGTH);
    System.arraycopy(Curve.bytes(sum), 0, signature, Curve.SCALAR_LENGTH, Curve.SCALAR_LENGTH);
    return Status.OK;
  }

  static int extract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    ECPoint r = nonce(presignature);
    BigInteger before = scalar(presignature);
    BigInteger after =
        Curve.scalar(Arrays.copyOfRange(signature, Curve.SCALAR_LENGTH, signature.length));
    if (r == null
        || before == null
        || after == null
        || !Arrays.equals(Schnorr.x(r), Arrays.copyOf(signature, Curve.SCALAR_LENGTH))) {
      return Status.PEER_SIGNATURE;
    }
    BigInteger difference = after.subtract(before).mod(Curve.ORDER);
    if (difference.signum() == 0) {
      return Status.PEER_SIGNATURE;
    }
    BigInteger t = Schnorr.withEvenY(r, difference);
    if (!Arrays.equals(Curve.bytes(Curve.generate(t)), adaptor)) {
      return Status.PEER_SIGNATURE;
    }
    System.arraycopy(Curve.bytes(t), 0, secret, 0, Curve.SCALAR_LENGTH);
    return Status.OK;
  }
}
