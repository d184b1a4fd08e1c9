package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/**
 * ECDSA adaptor signatures: {@code ecdsa_adaptor.h}, dlcspecs "ECDSA-adaptor". Not constant time.
 */
final class EcdsaAdaptors {
  private static final byte[] AUX = Hash.tag("ECDSAadaptor/aux");
  private static final byte[] NONCE = Hash.tag("ECDSAadaptor/non");
  private static final byte[] DLEQ = Hash.tag("DLEQ");
  private static final BigInteger HALF_ORDER = Curve.ORDER.shiftRight(1);

  private EcdsaAdaptors() {}

  /** A pre-signature's parts; b is as it is written, or reduced. */
  private record Parts(ECPoint nonce, ECPoint adapted, BigInteger s, BigInteger b, BigInteger c) {
    /** Reads one, or gives null. */
    static @Nullable Parts read(byte[] in) {
      ECPoint nonce = Curve.point(Arrays.copyOf(in, 33));
      ECPoint adapted = Curve.point(Arrays.copyOfRange(in, 33, 66));
      BigInteger s = Curve.scalar(Arrays.copyOfRange(in, 66, 98));
      BigInteger b = Curve.reduce(Arrays.copyOfRange(in, 98, 130));
      BigInteger c = Curve.scalar(Arrays.copyOfRange(in, 130, 162));
      return nonce == null || adapted == null || s == null || c == null || r(nonce).signum() == 0
          ? null
          : new Parts(nonce, adapted, s, b, c);
    }

    void write(byte[] out) {
      byte[][] parts = {
        Curve.bytes(nonce), Curve.bytes(adapted), Curve.bytes(s), Curve.bytes(b), Curve.bytes(c)
      };
      int at = 0;
      for (byte[] part : parts) {
        System.arraycopy(part, 0, out, at, part.length);
        at += part.length;
      }
    }
  }

  private static BigInteger r(ECPoint nonce) {
    return nonce.getAffineXCoord().toBigInteger().mod(Curve.ORDER);
  }

  static int presign(
      byte[] presignature,
      byte[] secretKey,
      byte[] adaptor,
      byte[] message,
      byte @Nullable [] aux) {
    BigInteger x = Curve.scalar(secretKey);
    if (x == null) {
      return Status.ERR_SECRET_KEY;
    }
    ECPoint y = Curve.point(adaptor);
    if (y == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    BigInteger k = nonce(NONCE, x, adaptor, message, aux);
    if (k.signum() == 0) {
      return Status.INTERNAL;
    }
    ECPoint nonce = Curve.multiply(y, k);
    ECPoint adapted = Curve.generate(k);
    BigInteger s =
        Curve.reduce(message)
            .add(r(nonce).multiply(x))
            .multiply(k.modInverse(Curve.ORDER))
            .mod(Curve.ORDER);
    byte[] points = Hash.sha256(Curve.bytes(adapted), Curve.bytes(nonce));
    BigInteger a = nonce(DLEQ, k, adaptor, points, aux);
    if (a.signum() == 0 || s.signum() == 0) {
      return Status.INTERNAL;
    }
    BigInteger b = challenge(adapted, y, nonce, Curve.generate(a), Curve.multiply(y, a));
    BigInteger c = a.add(b.multiply(k)).mod(Curve.ORDER);
    new Parts(nonce, adapted, s, b, c).write(presignature);
    return Status.OK;
  }

  private static BigInteger nonce(
      byte[] tag, BigInteger key, byte[] point, byte[] message, byte @Nullable [] aux) {
    byte[] masked = Curve.bytes(key);
    if (aux != null) {
      Schnorr.xor(masked, Hash.tagged(AUX, aux));
    }
    return Curve.reduce(Hash.tagged(tag, masked, point, message));
  }

  private static BigInteger challenge(ECPoint... points) {
    byte[][] parts = new byte[points.length][];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Curve.bytes(points[i]);
    }
    return Curve.reduce(Hash.tagged(DLEQ, parts));
  }

  static int verify(byte[] presignature, byte[] publicKey, byte[] adaptor, byte[] message) {
    ECPoint key = Curve.point(publicKey);
    ECPoint y = Curve.point(adaptor);
    if (key == null || y == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    Parts parts = Parts.read(presignature);
    if (parts == null || !proves(parts, y)) {
      return Status.PEER_SIGNATURE;
    }
    ECPoint expected =
        Curve.GENERATOR
            .multiply(Curve.reduce(message))
            .add(key.multiply(r(parts.nonce())))
            .normalize();
    return expected.equals(Curve.multiply(parts.adapted(), parts.s()))
        ? Status.OK
        : Status.PEER_SIGNATURE;
  }

  private static boolean proves(Parts parts, ECPoint y) {
    ECPoint generated =
        Curve.generate(parts.c()).subtract(Curve.multiply(parts.adapted(), parts.b())).normalize();
    ECPoint multiplied =
        Curve.multiply(y, parts.c()).subtract(Curve.multiply(parts.nonce(), parts.b())).normalize();
    return !generated.isInfinity()
        && !multiplied.isInfinity()
        && parts.b().signum() != 0
        && parts.b().equals(challenge(parts.adapted(), y, parts.nonce(), generated, multiplied));
  }

  static int adapt(byte[] signature, byte[] presignature, byte[] secret) {
    Parts parts = Parts.read(presignature);
    if (parts == null) {
      return Status.PEER_SIGNATURE;
    }
    BigInteger y = Curve.scalar(secret);
    if (y == null) {
      return Status.ERR_SECRET_KEY;
    }
    BigInteger s = parts.s().multiply(y.modInverse(Curve.ORDER)).mod(Curve.ORDER);
    BigInteger low = s.compareTo(HALF_ORDER) > 0 ? Curve.ORDER.subtract(s) : s;
    System.arraycopy(Curve.bytes(r(parts.nonce())), 0, signature, 0, Curve.SCALAR_LENGTH);
    System.arraycopy(Curve.bytes(low), 0, signature, Curve.SCALAR_LENGTH, Curve.SCALAR_LENGTH);
    return Status.OK;
  }

  static int extract(byte[] secret, byte[] presignature, byte[] signature, byte[] adaptor) {
    Parts parts = Parts.read(presignature);
    BigInteger s =
        Curve.scalar(Arrays.copyOfRange(signature, Curve.SCALAR_LENGTH, signature.length));
    if (parts == null
        || s == null
        || !Arrays.equals(
            Curve.bytes(r(parts.nonce())), Arrays.copyOf(signature, Curve.SCALAR_LENGTH))) {
      return Status.PEER_SIGNATURE;
    }
    BigInteger y = s.modInverse(Curve.ORDER).multiply(parts.s()).mod(Curve.ORDER);
    byte[] point = Curve.bytes(Curve.generate(y));
    BigInteger found = point[0] == adaptor[0] ? y : Curve.ORDER.subtract(y);
    if (!Arrays.equals(Curve.bytes(Curve.generate(found)), adaptor)) {
      return Status.PEER_SIGNATURE;
    }
    System.arraycopy(Curve.bytes(found), 0, secret, 0, Curve.SCALAR_LENGTH);
    return Status.OK;
  }
}
