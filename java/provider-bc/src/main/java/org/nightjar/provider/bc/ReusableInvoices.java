package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/** Reusable PTLC invoices: {@code ptlc.h}. Not constant time. */
final class ReusableInvoices {
  static final int MAX_NONCES = 128;
  private static final int EPOCH_ID_LENGTH = 16;

  private static final byte[] EPOCH = Hash.tag("nightjar/ptlc/epoch");
  private static final byte[] NONCE = Hash.tag("nightjar/ptlc/nonce");
  private static final byte[] RECEIPT = Hash.tag("nightjar/ptlc/receipt");
  private static final byte[] COEFFICIENT = Hash.tag("nightjar/ptlc/noncecoef");
  private static final byte[] BLIND = Hash.tag("nightjar/ptlc/blind");
  private static final int COUNTERS = 256;

  private ReusableInvoices() {}

  static byte[] epochId(byte[] epochSecret) {
    return Arrays.copyOf(Hash.tagged(EPOCH, epochSecret), EPOCH_ID_LENGTH);
  }

  static byte[] hash(byte[] message) {
    return Hash.tagged(RECEIPT, message);
  }

  /** The first scalar among the hashes of the parts and a counter. */
  private static BigInteger hashToScalar(byte[] tag, byte[] seed) {
    for (int counter = 0; counter < COUNTERS; counter++) {
      BigInteger scalar = Curve.scalar(Hash.tagged(tag, seed, new byte[] {(byte) counter}));
      if (scalar != null) {
        return scalar;
      }
    }
    throw new ArithmeticException("256 hashes above the group order");
  }

  static byte[] blind(byte[] sharedSecret) {
    return Curve.bytes(hashToScalar(BLIND, sharedSecret));
  }

  private static BigInteger nonce(byte[] epochSecret, byte[] receiptSecret, int index, int j) {
    byte[] seed =
        ByteBuffer.allocate(32 + 32 + EPOCH_ID_LENGTH + 6)
            .put(epochSecret)
            .put(receiptSecret)
            .put(epochId(epochSecret))
            .putInt(index)
            .putShort((short) j)
            .array();
    return hashToScalar(NONCE, seed);
  }

  static int nonces(byte[] nonces, byte[] epochSecret, byte[] receiptSecret, int first, int nu) {
    int count = nonces.length / (nu * Curve.POINT_LENGTH);
    if (Integer.toUnsignedLong(first) + count > 1L << 32) {
      return Status.ERR_ARGUMENT;
    }
    if (Curve.scalar(receiptSecret) == null) {
      return Status.ERR_SECRET_KEY;
    }
    for (int i = 0; i < count * nu; i++) {
      BigInteger nonce = nonce(epochSecret, receiptSecret, first + i / nu, i % nu);
      System.arraycopy(
          Curve.bytes(Curve.generate(nonce)),
          0,
          nonces,
          i * Curve.POINT_LENGTH,
          Curve.POINT_LENGTH);
    }
    return Status.OK;
  }

  /** What is public of one answer. */
  private record Answer(BigInteger coefficient, BigInteger challenge, ECPoint r, ECPoint point) {
    /** Computes it, or gives null if a nonce or the payee is no point, or they cancel out. */
    static @Nullable Answer of(byte[] message, byte[] nonces) {
      byte[] payee = Arrays.copyOfRange(message, 65, 97);
      byte[] hash = hash(message);
      int nu = nonces.length / Curve.POINT_LENGTH;
      BigInteger b =
          Curve.reduce(
              Hash.tagged(
                  COEFFICIENT,
                  payee,
                  Arrays.copyOfRange(message, 185, 205),
                  new byte[] {(byte) (nu >> 8), (byte) nu},
                  nonces,
                  hash));
      ECPoint r = Curve.GENERATOR.getCurve().getInfinity();
      for (int j = nu - 1; j >= 0; j--) {
        ECPoint nonce =
            Curve.point(
                Arrays.copyOfRange(nonces, j * Curve.POINT_LENGTH, (j + 1) * Curve.POINT_LENGTH));
        if (nonce == null) {
          return null;
        }
        r = r.multiply(b).add(nonce);
        if (r.isInfinity()) {
          return null;
        }
      }
      r = r.normalize();
      ECPoint key = Schnorr.liftX(payee);
      BigInteger e = Schnorr.challenge(Schnorr.x(r), payee, hash);
      if (key == null || b.signum() == 0 || e.signum() == 0) {
        return null;
      }
      ECPoint point = (Schnorr.hasOddY(r) ? r.negate() : r).add(key.multiply(e)).normalize();
      return point.isInfinity() ? null : new Answer(b, e, r, point);
    }
  }

  static int point(byte[] point, byte[] r, byte[] message, byte[] nonces) {
    Answer answer = Answer.of(message, nonces);
    if (answer == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    System.arraycopy(Curve.bytes(answer.point()), 0, point, 0, Curve.POINT_LENGTH);
    System.arraycopy(Schnorr.x(answer.r()), 0, r, 0, Curve.SCALAR_LENGTH);
    return Status.OK;
  }

  static int claim(
      byte[] claim, byte[] r, byte[] epochSecret, byte[] receiptSecret, byte[] message, int nu) {
    BigInteger secret = Curve.scalar(receiptSecret);
    if (secret == null) {
      return Status.ERR_SECRET_KEY;
    }
    ECPoint key = Curve.generate(secret);
    if (!Arrays.equals(Schnorr.x(key), Arrays.copyOfRange(message, 65, 97))
        || !Arrays.equals(epochId(epochSecret), Arrays.copyOfRange(message, 185, 201))) {
      return Status.ERR_ARGUMENT;
    }
    int index = ByteBuffer.wrap(message).getInt(201);
    byte[] nonces = new byte[nu * Curve.POINT_LENGTH];
    nonces(nonces, epochSecret, receiptSecret, index, nu);
    Answer answer = Answer.of(message, nonces);
    if (answer == null) {
      return Status.INTERNAL;
    }
    BigInteger k = BigInteger.ZERO;
    for (int j = nu - 1; j >= 0; j--) {
      k = k.multiply(answer.coefficient()).add(nonce(epochSecret, receiptSecret, index, j));
    }
    BigInteger s =
        (Schnorr.hasOddY(answer.r()) ? k.negate() : k)
            .add(answer.challenge().multiply(Schnorr.withEvenY(key, secret)))
            .mod(Curve.ORDER);
    if (s.signum() == 0 || !Curve.generate(s).equals(answer.point())) {
      return Status.INTERNAL;
    }
    System.arraycopy(Curve.bytes(s), 0, claim, 0, Curve.SCALAR_LENGTH);
    System.arraycopy(Schnorr.x(answer.r()), 0, r, 0, Curve.SCALAR_LENGTH);
    return Status.OK;
  }

  /** {@code out = point + blind G}, or minus if {@code undo}. */
  static int shiftPoint(byte[] out, byte[] point, byte[] blind, boolean undo) {
    BigInteger scalar = Curve.scalar(blind);
    if (scalar == null) {
      return Status.ERR_SECRET_KEY;
    }
    ECPoint from = Curve.point(point);
    if (from == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    ECPoint term = Curve.generate(scalar);
    ECPoint sum = from.add(undo ? term.negate() : term).normalize();
    if (sum.isInfinity()) {
      return Status.ERR_PUBLIC_KEY;
    }
    System.arraycopy(Curve.bytes(sum), 0, out, 0, Curve.POINT_LENGTH);
    return Status.OK;
  }

  /** {@code out = scalar + blind}, or minus if {@code undo}. */
  static int shiftScalar(byte[] out, byte[] scalar, byte[] blind, boolean undo) {
    BigInteger from = Curve.scalar(scalar);
    BigInteger term = Curve.scalar(blind);
    if (from == null || term == null) {
      return Status.ERR_SECRET_KEY;
    }
    BigInteger sum = (undo ? from.subtract(term) : from.add(term)).mod(Curve.ORDER);
    if (sum.signum() == 0) {
      return Status.ERR_SECRET_KEY;
    }
    System.arraycopy(Curve.bytes(sum), 0, out, 0, Curve.SCALAR_LENGTH);
    return Status.OK;
  }
}
