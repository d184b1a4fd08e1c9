package org.nightjar;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.Status;

/**
 * EXPERIMENTAL. The arithmetic of reusable PTLC invoices with a proof of payment: a recipient's
 * published nonces, the point that a payer computes from them and its message, the claim, and what
 * hops add to points. Get it from {@link Experimental}. Safe for many threads.
 *
 * <p>It has no memory. An index answers one message (or q, with 2 q nonces): whoever claims with
 * more risks the receipt secret, and nu + 1 answers give it away. Make durable which message an
 * index answers before {@link #claim}.
 *
 * <p>With a native provider secrets meet constant-time code only.
 */
public final class ReusableInvoices {
  /** Length of an epoch's secret. */
  public static final int EPOCH_SECRET_LENGTH = 32;

  /** Length of a message: what a receipt says. */
  public static final int MESSAGE_LENGTH = 237;

  /** Most nonces of an index; the least are 2. */
  public static final int MAX_NONCES = 128;

  private static final int EPOCH_ID_LENGTH = 16;
  private static final int MAX_POINTS = 1 << 20;

  private final ExperimentalBackend backend;

  ReusableInvoices(ExperimentalBackend backend) {
    this.backend = backend;
  }

  /**
   * What a payment with a message is locked to.
   *
   * @param point whose discrete logarithm s is the claim
   * @param nonce x of the combined nonce, 32 bytes: with s it is the BIP340 signature
   */
  public record PaymentPoint(PublicKey point, byte[] nonce) {}

  /**
   * The answer to a message.
   *
   * @param scalar s; close it
   * @param nonce as in {@link PaymentPoint}
   */
  public record Claim(SecretKey scalar, byte[] nonce) implements AutoCloseable {
    /** The receipt's signature, which reveals the scalar. */
    public SchnorrSignature signature() {
      byte[] bytes = new byte[SchnorrSignature.LENGTH];
      System.arraycopy(nonce, 0, bytes, 0, nonce.length);
      System.arraycopy(scalar.raw(), 0, bytes, nonce.length, SecretKey.LENGTH);
      return SchnorrSignature.of(bytes);
    }

    @Override
    public void close() {
      scalar.close();
    }
  }

  /**
   * The public name of an epoch, 16 bytes.
   *
   * @param epochSecret 32 bytes, which never leave the device
   */
  public byte[] epochId(byte[] epochSecret) {
    byte[] out = new byte[EPOCH_ID_LENGTH];
    checkLength(epochSecret, EPOCH_SECRET_LENGTH, "epoch secret");
    Errors.check(backend.ptlcEpochId(out, epochSecret));
    return out;
  }

  /**
   * The nonces of some indices, one after the other.
   *
   * @param first index, unsigned
   * @param count of indices; with nu at most a million nonces in all
   * @param nu nonces for each, 2 to {@link #MAX_NONCES}
   * @throws IllegalArgumentException if a number is out of range, or the receipt secret invalid
   */
  public List<PublicKey> nonces(
      byte[] epochSecret, SecretKey receiptSecret, int first, int count, int nu) {
    checkLength(epochSecret, EPOCH_SECRET_LENGTH, "epoch secret");
    checkNonces(nu);
    if (count < 0 || (long) count * nu > MAX_POINTS) {
      throw new IllegalArgumentException(
          count + " indices of " + nu + " nonces: more than a million points, or less than none");
    }
    byte[] out = new byte[count * nu * PublicKey.LENGTH];
    if (count != 0) {
      Errors.check(backend.ptlcNonces(out, epochSecret, receiptSecret.raw(), first, nu));
    }
    return IntStream.range(0, count * nu).mapToObj(i -> PublicKey.of(slice(out, i))).toList();
  }

  private static byte[] slice(byte[] points, int index) {
    int from = index * PublicKey.LENGTH;
    return Arrays.copyOfRange(points, from, from + PublicKey.LENGTH);
  }

  /**
   * Computes what a payment is locked to, from public data.
   *
   * @param message {@link #MESSAGE_LENGTH} bytes
   * @param nonces of its index, 2 to {@link #MAX_NONCES}
   * @return empty if the payee in the message or a nonce is no point, or they cancel out
   */
  public Optional<PaymentPoint> point(byte[] message, List<PublicKey> nonces) {
    checkLength(message, MESSAGE_LENGTH, "message");
    checkNonces(nonces.size());
    byte[] all = new byte[nonces.size() * PublicKey.LENGTH];
    for (int i = 0; i < nonces.size(); i++) {
      System.arraycopy(nonces.get(i).raw(), 0, all, i * PublicKey.LENGTH, PublicKey.LENGTH);
    }
    byte[] point = new byte[PublicKey.LENGTH];
    byte[] nonce = new byte[32];
    return Errors.isOk(backend.ptlcPoint(point, nonce, message, all), Status.ERR_PUBLIC_KEY)
        ? Optional.of(new PaymentPoint(PublicKey.of(point), nonce))
        : Optional.empty();
  }

  /**
   * Answers a message: see above for what must be durable before.
   *
   * @throws IllegalArgumentException if the message is for another payee or epoch, or the receipt
   *     secret invalid
   * @throws NightjarException if the answer does not match its point: a fault; nothing is given out
   */
  public Claim claim(byte[] epochSecret, SecretKey receiptSecret, byte[] message, int nu) {
    checkLength(epochSecret, EPOCH_SECRET_LENGTH, "epoch secret");
    checkLength(message, MESSAGE_LENGTH, "message");
    checkNonces(nu);
    byte[] scalar = new byte[SecretKey.LENGTH];
    byte[] nonce = new byte[32];
    int status = backend.ptlcClaim(scalar, nonce, epochSecret, receiptSecret.raw(), message, nu);
    if (status == Status.ERR_ARGUMENT) {
      throw new IllegalArgumentException("the message is for another payee or another epoch");
    }
    Errors.check(status);
    return new Claim(Experimental.take(scalar), nonce);
  }

  /**
   * The 32 bytes that a receipt's signature signs.
   *
   * @param message {@link #MESSAGE_LENGTH} bytes
   */
  public byte[] hash(byte[] message) {
    byte[] out = new byte[32];
    checkLength(message, MESSAGE_LENGTH, "message");
    Errors.check(backend.ptlcHash(out, message));
    return out;
  }

  /** What a hop takes off its incoming point, from the shared secret of its onion. */
  public SecretKey blind(SharedSecret sharedSecret) {
    byte[] out = new byte[SecretKey.LENGTH];
    Errors.check(backend.ptlcBlind(out, sharedSecret.raw()));
    return Experimental.take(out);
  }

  /**
   * {@code point + blind G}: what the hop before it is locked to.
   *
   * @throws IllegalArgumentException if an argument is invalid, or the sum is infinity
   */
  public PublicKey blindPoint(PublicKey point, SecretKey blind) {
    byte[] out = new byte[PublicKey.LENGTH];
    Errors.check(backend.ptlcBlindPoint(out, point.raw(), blind.raw()));
    return PublicKey.of(out);
  }

  /**
   * {@code point - blind G}: what a hop locks its outgoing PTLC to.
   *
   * @return empty if the point came from a peer, and is none, or has the blind as its logarithm
   */
  public Optional<PublicKey> unblindPoint(PublicKey point, SecretKey blind) {
    byte[] out = new byte[PublicKey.LENGTH];
    return Errors.isOk(
            backend.ptlcUnblindPoint(out, point.raw(), blind.raw()), Status.ERR_PUBLIC_KEY)
        ? Optional.of(PublicKey.of(out))
        : Optional.empty();
  }

  /**
   * {@code scalar + blind}: what claims the incoming point.
   *
   * @throws IllegalArgumentException if one is no scalar, or they cancel out
   */
  public SecretKey blindScalar(SecretKey scalar, SecretKey blind) {
    byte[] out = new byte[SecretKey.LENGTH];
    Errors.check(backend.ptlcBlindScalar(out, scalar.raw(), blind.raw()));
    return Experimental.take(out);
  }

  /**
   * {@code scalar - blind}: what the payer gets back to.
   *
   * @throws IllegalArgumentException if one is no scalar, or they are equal
   */
  public SecretKey unblindScalar(SecretKey scalar, SecretKey blind) {
    byte[] out = new byte[SecretKey.LENGTH];
    Errors.check(backend.ptlcUnblindScalar(out, scalar.raw(), blind.raw()));
    return Experimental.take(out);
  }

  private static void checkNonces(int nu) {
    if (nu < 2 || nu > MAX_NONCES) {
      throw new IllegalArgumentException(
          "an index has 2 to "
              + MAX_NONCES
              + " nonces, not "
              + nu
              + ": with one a receipt is forged");
    }
  }

  private static void checkLength(byte[] bytes, int length, String what) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, needs " + length);
    }
  }
}
