package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;

/**
 * The payment point of a message, step by step: the equations of docs/essays, a second time and
 * without the library's arithmetic, so that a trace can be compared with it.
 *
 * @param coefficient b
 * @param nonce R
 * @param challenge e
 * @param point S
 */
public record PaymentEquations(
    BigInteger coefficient, CurvePoint nonce, BigInteger challenge, CurvePoint point) {
  /**
   * Computes all of it, from public data.
   *
   * @param payee x-only, 32 bytes
   * @param epochId 16 bytes
   * @param index unsigned
   * @param hash of the message, 32 bytes
   * @throws IllegalArgumentException if the payee or a nonce is no point, or they cancel out
   */
  public static PaymentEquations of(
      Nightjar nightjar,
      byte[] payee,
      byte[] epochId,
      int index,
      List<PublicKey> nonces,
      byte[] hash) {
    ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES + Short.BYTES);
    numbers.putInt(index).putShort((short) nonces.size());
    byte[] all = Scalars.concat(nonces.stream().map(PublicKey::toBytes).toArray(byte[][]::new));
    BigInteger b =
        Scalars.reduce(
            TaggedHash.of(
                nightjar, "nightjar/ptlc/noncecoef", payee, epochId, numbers.array(), all, hash));
    CurvePoint nonce = combine(b, nonces.stream().map(CurvePoint::of).toList());
    if (nonce.isInfinity()) {
      throw new IllegalArgumentException("the nonces cancel out");
    }
    BigInteger e = TaggedHash.challenge(nightjar, nonce.x(), payee, hash);
    CurvePoint point = nonce.even().add(CurvePoint.even(payee).multiply(e));
    if (point.isInfinity()) {
      throw new IllegalArgumentException("nonce and payee cancel out");
    }
    return new PaymentEquations(b, nonce, e, point);
  }

  /** {@code R_0 + b R_1 + b^2 R_2 + ...}. */
  static CurvePoint combine(BigInteger b, List<CurvePoint> nonces) {
    return CurvePoint.sum(powers(b, nonces.size()), nonces);
  }

  /** {@code 1, b, b^2, ...}. */
  static List<BigInteger> powers(BigInteger b, int count) {
    List<BigInteger> powers = new ArrayList<>();
    BigInteger power = BigInteger.ONE;
    for (int i = 0; i < count; i++) {
      powers.add(power);
      power = Scalars.multiply(power, b);
    }
    return powers;
  }

  /** The e of BIP340, 32 bytes; its arguments are public. */
  public static byte[] challenge(
      Nightjar nightjar, byte[] nonce, byte[] publicKey, byte[] message) {
    return Scalars.bytes(TaggedHash.challenge(nightjar, nonce, publicKey, message));
  }

  /** x of R, 32 bytes. */
  public byte[] nonceX() {
    return nonce.x();
  }

  /** e, 32 bytes. */
  public byte[] challengeBytes() {
    return Scalars.bytes(challenge);
  }

  /** S, compressed. */
  public PublicKey paymentPoint() {
    return point.key();
  }

  /** All values with their equations. */
  void addTo(Steps steps) {
    steps
        .add("b", "H_noncecoef(payee || epoch || index || nu || R_0 || ... || m)", coefficient)
        .add("R", "R_0 + b R_1 + b^2 R_2 + ...", nonce)
        .add("e", "H_BIP0340/challenge(x(R) || payee || m)", challenge)
        .add("S", (nonce.hasOddY() ? "-R" : "R") + " + e P, as R is to have an even y", point);
  }
}
