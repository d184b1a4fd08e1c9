package org.nightjar.provider.bc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Status;

/** MuSig2: {@code musig.h}, BIP327. Not constant time. */
final class MuSig {
  private static final int SECRET_NONCE_LENGTH = 97;

  private static final byte[] LIST = Hash.tag("KeyAgg list");
  private static final byte[] COEFFICIENT = Hash.tag("KeyAgg coefficient");
  private static final byte[] AUX = Hash.tag("MuSig/aux");
  private static final byte[] NONCE = Hash.tag("MuSig/nonce");
  private static final byte[] DETERMINISTIC_NONCE = Hash.tag("MuSig/deterministic/nonce");
  private static final byte[] NONCE_COEFFICIENT = Hash.tag("MuSig/noncecoef");
  private static final int READY = 0x6d75_7369;
  private static final byte[] NOTHING = {};

  private MuSig() {}

  /** What is in the opaque bytes of aggregated keys. */
  private record Keys(
      byte[] listHash, byte[] second, ECPoint point, boolean negated, BigInteger tweak) {
    static @Nullable Keys read(byte[] opaque) {
      ByteBuffer in = ByteBuffer.wrap(opaque);
      if (in.getInt() != READY) {
        return null;
      }
      byte[] listHash = take(in, 32);
      byte[] second = take(in, Curve.POINT_LENGTH);
      ECPoint point = Curve.point(take(in, Curve.POINT_LENGTH));
      boolean negated = in.get() != 0;
      return point == null
          ? null
          : new Keys(listHash, second, point, negated, Curve.integer(take(in, 32)));
    }

    void write(byte[] opaque) {
      ByteBuffer.wrap(opaque)
          .putInt(READY)
          .put(listHash)
          .put(second)
          .put(Curve.bytes(point))
          .put((byte) (negated ? 1 : 0))
          .put(Curve.bytes(tweak));
    }

    BigInteger coefficient(byte[] publicKey) {
      return Arrays.equals(publicKey, second)
          ? BigInteger.ONE
          : Curve.reduce(Hash.tagged(COEFFICIENT, listHash, publicKey));
    }

    /** The sign with which a signer's key counts: g gacc. */
    BigInteger signed(BigInteger scalar) {
      return Schnorr.hasOddY(point) != negated ? scalar.negate().mod(Curve.ORDER) : scalar;
    }
  }

  /** What is in the opaque bytes of a session. */
  private record Session(BigInteger coefficient, BigInteger challenge, ECPoint nonce) {
    static @Nullable Session read(byte[] opaque) {
      ByteBuffer in = ByteBuffer.wrap(opaque);
      if (in.getInt() != ~READY) {
        return null;
      }
      BigInteger coefficient = Curve.integer(take(in, 32));
      BigInteger challenge = Curve.integer(take(in, 32));
      ECPoint nonce = Curve.point(take(in, Curve.POINT_LENGTH));
      return nonce == null ? null : new Session(coefficient, challenge, nonce);
    }

    void write(byte[] opaque) {
      ByteBuffer.wrap(opaque)
          .putInt(~READY)
          .put(Curve.bytes(coefficient))
          .put(Curve.bytes(challenge))
          .put(Curve.bytes(nonce));
    }

    ECPoint signed(ECPoint point) {
      return Schnorr.hasOddY(nonce) ? point.negate() : point;
    }
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] element(byte[] all, int index, int length) {
    return Arrays.copyOfRange(all, index * length, (index + 1) * length);
  }

  static int aggregate(byte[] keys, byte[] publicKeys) {
    int count = publicKeys.length / Curve.POINT_LENGTH;
    byte[] first = element(publicKeys, 0, Curve.POINT_LENGTH);
    byte[] second = new byte[Curve.POINT_LENGTH];
    for (int i = count - 1; i > 0; i--) {
      byte[] key = element(publicKeys, i, Curve.POINT_LENGTH);
      second = Arrays.equals(key, first) ? second : key;
    }
    Keys seed =
        new Keys(Hash.tagged(LIST, publicKeys), second, Curve.GENERATOR, false, BigInteger.ZERO);
    ECPoint sum = Curve.GENERATOR.getCurve().getInfinity();
    for (int i = 0; i < count; i++) {
      byte[] key = element(publicKeys, i, Curve.POINT_LENGTH);
      ECPoint point = Curve.point(key);
      if (point == null) {
        return Status.ERR_PUBLIC_KEY;
      }
      sum = sum.add(point.multiply(seed.coefficient(key)));
    }
    if (sum.isInfinity()) {
      return Status.ERR_PUBLIC_KEY;
    }
    new Keys(seed.listHash(), second, sum.normalize(), false, BigInteger.ZERO).write(keys);
    return Status.OK;
  }

  static int tweak(byte[] keys, byte[] tweak, boolean xonly) {
    Keys before = Keys.read(keys);
    Arrays.fill(keys, (byte) 0);
    BigInteger t = Curve.integer(tweak);
    if (before == null) {
      return Status.ERR_HANDLE;
    }
    if (t.compareTo(Curve.ORDER) >= 0) {
      return Status.ERR_SECRET_KEY;
    }
    boolean flip = xonly && Schnorr.hasOddY(before.point());
    ECPoint base = flip ? before.point().negate() : before.point();
    BigInteger sum = flip ? before.tweak().negate() : before.tweak();
    ECPoint point = base.add(Curve.GENERATOR.multiply(t)).normalize();
    if (point.isInfinity()) {
      return Status.ERR_PUBLIC_KEY;
    }
    new Keys(
            before.listHash(),
            before.second(),
            point,
            before.negated() != flip,
            sum.add(t).mod(Curve.ORDER))
        .write(keys);
    return Status.OK;
  }

  static int publicKey(byte[] publicKey, byte[] keys) {
    Keys read = Keys.read(keys);
    if (read == null) {
      return Status.ERR_HANDLE;
    }
    System.arraycopy(Curve.bytes(read.point()), 0, publicKey, 0, Curve.POINT_LENGTH);
    return Status.OK;
  }

  static int nonce(
      byte[] secretNonce,
      byte[] publicNonce,
      byte[] random,
      byte @Nullable [] secretKey,
      byte[] publicKey,
      byte @Nullable [] aggregate,
      byte @Nullable [] message,
      byte[] extra) {
    if (Curve.point(publicKey) == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    byte[] mixed = random.clone();
    if (secretKey != null) {
      if (Curve.scalar(secretKey) == null) {
        return Status.ERR_SECRET_KEY;
      }
      mixed = mixed(secretKey, random);
    }
    byte[] key = aggregate == null ? NOTHING : aggregate;
    byte[] said =
        message == null
            ? new byte[1]
            : ByteBuffer.allocate(9 + message.length)
                .put((byte) 1)
                .putLong(message.length)
                .put(message)
                .array();
    byte[] extraLength = ByteBuffer.allocate(4).putInt(extra.length).array();
    for (int i = 0; i < 2; i++) {
      BigInteger k =
          Curve.reduce(
              Hash.tagged(
                  NONCE,
                  mixed,
                  new byte[] {Curve.POINT_LENGTH},
                  publicKey,
                  new byte[] {(byte) key.length},
                  key,
                  said,
                  extraLength,
                  extra,
                  new byte[] {(byte) i}));
      if (k.signum() == 0) {
        return Status.INTERNAL;
      }
      putHalf(secretNonce, publicNonce, i, k);
    }
    System.arraycopy(publicKey, 0, secretNonce, 64, Curve.POINT_LENGTH);
    return Status.OK;
  }

  private static byte[] mixed(byte[] secretKey, byte[] random) {
    byte[] mixed = Hash.tagged(AUX, random);
    Schnorr.xor(mixed, secretKey);
    return mixed;
  }

  private static void putHalf(byte[] secretNonce, byte[] publicNonce, int half, BigInteger k) {
    byte[] point = Curve.bytes(Curve.generate(k));
    System.arraycopy(Curve.bytes(k), 0, secretNonce, half * 32, 32);
    System.arraycopy(point, 0, publicNonce, half * Curve.POINT_LENGTH, Curve.POINT_LENGTH);
  }

  static int nonceAggregate(byte[] aggregateNonce, byte[] publicNonces) {
    for (int half = 0; half < 2; half++) {
      ECPoint sum = Curve.GENERATOR.getCurve().getInfinity();
      for (int i = half; i < publicNonces.length / Curve.POINT_LENGTH; i += 2) {
        ECPoint point = Curve.point(element(publicNonces, i, Curve.POINT_LENGTH));
        if (point == null) {
          return Status.ERR_PUBLIC_KEY;
        }
        sum = sum.add(point);
      }
      System.arraycopy(
          extended(sum), 0, aggregateNonce, half * Curve.POINT_LENGTH, Curve.POINT_LENGTH);
    }
    return Status.OK;
  }

  /** A point that may be infinity, which is zeros. */
  private static byte[] extended(ECPoint point) {
    return point.isInfinity() ? new byte[Curve.POINT_LENGTH] : Curve.bytes(point.normalize());
  }

  private static @Nullable ECPoint readExtended(byte[] bytes) {
    return Arrays.equals(bytes, new byte[Curve.POINT_LENGTH])
        ? Curve.GENERATOR.getCurve().getInfinity()
        : Curve.point(bytes);
  }

  static int session(
      byte[] session,
      byte[] keys,
      byte[] aggregateNonce,
      byte @Nullable [] adaptor,
      byte[] message) {
    Keys read = Keys.read(keys);
    if (read == null) {
      return Status.ERR_HANDLE;
    }
    ECPoint first = readExtended(element(aggregateNonce, 0, Curve.POINT_LENGTH));
    ECPoint second = readExtended(element(aggregateNonce, 1, Curve.POINT_LENGTH));
    if (first == null || second == null) {
      return Status.ERR_PUBLIC_KEY;
    }
    if (adaptor != null) {
      ECPoint t = Curve.point(adaptor);
      if (t == null) {
        return Status.ERR_PUBLIC_KEY;
      }
      first = first.add(t).normalize();
    }
    byte[] key = Schnorr.x(read.point());
    BigInteger b =
        Curve.reduce(
            Hash.tagged(NONCE_COEFFICIENT, extended(first), extended(second), key, message));
    ECPoint sum = first.add(second.multiply(b)).normalize();
    ECPoint nonce = sum.isInfinity() ? Curve.GENERATOR : sum;
    BigInteger e = Schnorr.challenge(Schnorr.x(nonce), key, message);
    if (b.signum() == 0 || e.signum() == 0) {
      return Status.INTERNAL;
    }
    new Session(b, e, nonce).write(session);
    return Status.OK;
  }

  static int sign(
      byte[] partial, byte[] secretNonce, byte[] secretKey, byte[] keys, byte[] session) {
    byte[] nonce = secretNonce.clone();
    Arrays.fill(secretNonce, (byte) 0);
    Keys k = Keys.read(keys);
    Session s = Session.read(session);
    if (k == null || s == null) {
      return Status.ERR_HANDLE;
    }
    BigInteger first = Curve.scalar(element(nonce, 0, 32));
    BigInteger second = Curve.scalar(element(nonce, 1, 32));
    BigInteger secret = Curve.scalar(secretKey);
    if (first == null || second == null || secret == null) {
      return Status.ERR_SECRET_KEY;
    }
    byte[] publicKey = Curve.bytes(Curve.generate(secret));
    if (!Arrays.equals(publicKey, Arrays.copyOfRange(nonce, 64, SECRET_NONCE_LENGTH))) {
      return Status.ERR_ARGUMENT;
    }
    BigInteger combined = first.add(s.coefficient().multiply(second));
    BigInteger key = k.signed(k.coefficient(publicKey).multiply(secret).mod(Curve.ORDER));
    BigInteger sum =
        (Schnorr.hasOddY(s.nonce()) ? combined.negate() : combined)
            .add(s.challenge().multiply(key))
            .mod(Curve.ORDER);
    System.arraycopy(Curve.bytes(sum), 0, partial, 0, Curve.SCALAR_LENGTH);
    return sum.signum() == 0 ? Status.INTERNAL : Status.OK;
  }

  static int deterministicSign(
      byte[] publicNonce,
      byte[] partial,
      byte[] secretKey,
      byte[] otherNonce,
      byte[] keys,
      byte[] message,
      byte @Nullable [] random) {
    Keys read = Keys.read(keys);
    BigInteger secret = Curve.scalar(secretKey);
    if (read == null) {
      return Status.ERR_HANDLE;
    }
    if (secret == null) {
      return Status.ERR_SECRET_KEY;
    }
    byte[] seed = random == null ? secretKey : mixed(secretKey, random);
    byte[] length = ByteBuffer.allocate(8).putLong(message.length).array();
    byte[] secretNonce = new byte[SECRET_NONCE_LENGTH];
    for (int i = 0; i < 2; i++) {
      BigInteger k =
          Curve.reduce(
              Hash.tagged(
                  DETERMINISTIC_NONCE,
                  seed,
                  otherNonce,
                  Schnorr.x(read.point()),
                  length,
                  message,
                  new byte[] {(byte) i}));
      putHalf(secretNonce, publicNonce, i, k);
    }
    byte[] publicKey = Curve.bytes(Curve.generate(secret));
    System.arraycopy(publicKey, 0, secretNonce, 64, Curve.POINT_LENGTH);
    byte[] nonce = new byte[2 * Curve.POINT_LENGTH];
    byte[] both = ByteBuffer.allocate(2 * nonce.length).put(publicNonce).put(otherNonce).array();
    int status = nonceAggregate(nonce, both);
    byte[] session = new byte[keys.length];
    if (status == Status.OK) {
      status = session(session, keys, nonce, null, message);
    }
    return status == Status.OK ? sign(partial, secretNonce, secretKey, keys, session) : status;
  }

  static int verify(
      byte[] partial, byte[] publicNonce, byte[] publicKey, byte[] keys, byte[] session) {
    Keys k = Keys.read(keys);
    Session s = Session.read(session);
    if (k == null || s == null) {
      return Status.ERR_HANDLE;
    }
    BigInteger scalar = Curve.scalar(partial);
    ECPoint first = Curve.point(element(publicNonce, 0, Curve.POINT_LENGTH));
    ECPoint second = Curve.point(element(publicNonce, 1, Curve.POINT_LENGTH));
    ECPoint key = Curve.point(publicKey);
    if (scalar == null || first == null || second == null || key == null) {
      return Status.PEER_SIGNATURE;
    }
    BigInteger factor = k.signed(k.coefficient(publicKey).multiply(s.challenge()).mod(Curve.ORDER));
    ECPoint expected =
        s.signed(first.add(second.multiply(s.coefficient()))).add(key.multiply(factor)).normalize();
    return Curve.generate(scalar).equals(expected) ? Status.OK : Status.PEER_SIGNATURE;
  }

  static int combine(byte[] presignature, byte[] keys, byte[] session, byte[] partials) {
    Keys k = Keys.read(keys);
    Session s = Session.read(session);
    if (k == null || s == null) {
      return Status.ERR_HANDLE;
    }
    BigInteger sum = s.challenge().multiply(k.tweak());
    if (Schnorr.hasOddY(k.point())) {
      sum = sum.negate();
    }
    for (int i = 0; i < partials.length / Curve.SCALAR_LENGTH; i++) {
      BigInteger partial = Curve.integer(element(partials, i, Curve.SCALAR_LENGTH));
      if (partial.compareTo(Curve.ORDER) >= 0) {
        return Status.PEER_SIGNATURE;
      }
      sum = sum.add(partial);
    }
    sum = sum.mod(Curve.ORDER);
    Adaptors.write(presignature, s.nonce(), sum);
    return sum.signum() == 0 ? Status.PEER_SIGNATURE : Status.OK;
  }
}
