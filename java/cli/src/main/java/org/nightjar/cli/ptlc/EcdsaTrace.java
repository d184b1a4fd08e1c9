package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;

/** ECDSA adaptors of dlcspecs: R || R_a || s_a || b || c. */
final class EcdsaTrace implements AdaptorTrace {
  private static final int LENGTH = 2 * PublicKey.LENGTH + 3 * Scalars.LENGTH;

  private final Nightjar nightjar;

  EcdsaTrace(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  private static PublicKey point(byte[] presignature, int index) {
    if (presignature.length != LENGTH) {
      throw new IllegalArgumentException("a pre-signature of this kind has 162 bytes");
    }
    int from = index * PublicKey.LENGTH;
    return PublicKey.of(Arrays.copyOfRange(presignature, from, from + PublicKey.LENGTH));
  }

  private static BigInteger scalar(byte[] presignature, int index) {
    int from = 2 * PublicKey.LENGTH + index * Scalars.LENGTH;
    return Scalars.reduce(Arrays.copyOfRange(presignature, from, from + Scalars.LENGTH));
  }

  @Override
  public void verify(
      Steps steps, byte[] presignature, byte[] signer, PublicKey adaptor, byte[] message) {
    CurvePoint nonce = CurvePoint.of(point(presignature, 0));
    CurvePoint base = CurvePoint.of(point(presignature, 1));
    CurvePoint key = CurvePoint.of(PublicKey.of(signer));
    CurvePoint encryption = CurvePoint.of(adaptor);
    BigInteger s = scalar(presignature, 0);
    BigInteger b = scalar(presignature, 1);
    BigInteger c = scalar(presignature, 2);
    CurvePoint a = difference(c, CurvePoint.GENERATOR, b, base);
    CurvePoint aOfAdaptor = difference(c, encryption, b, nonce);
    BigInteger r = Scalars.reduce(nonce.x());
    BigInteger inverse = Scalars.invert(s);
    CurvePoint signed =
        CurvePoint.sum(
            List.of(
                Scalars.multiply(inverse, Scalars.reduce(message)), Scalars.multiply(inverse, r)),
            List.of(CurvePoint.GENERATOR, key));
    steps
        .add("X", "the signer's key", key)
        .add("Y", "y G, the adaptor point", encryption)
        .add("R", "k Y, bytes 0 to 32", nonce)
        .add("R_a", "k G, bytes 33 to 65", base)
        .add("s_a", "(m + r x) / k, bytes 66 to 97", s)
        .add("b", "the proof's challenge, bytes 98 to 129", b)
        .add("c", "a + b k, bytes 130 to 161", c)
        .add("r", "x(R) mod n", r)
        .add("A_G", "c G - b R_a", a)
        .add("A_Y", "c Y - b R", aOfAdaptor)
        .add(
            "H_DLEQ(R_a || Y || R || A_G || A_Y)",
            "b, if R and R_a have one k",
            Scalars.reduce(
                TaggedHash.of(
                    nightjar,
                    "DLEQ",
                    base.key().toBytes(),
                    adaptor.toBytes(),
                    nonce.key().toBytes(),
                    a.key().toBytes(),
                    aOfAdaptor.key().toBytes())))
        .add("(m G + r X) / s_a", "R_a, if the pre-signature is valid", signed);
  }

  private static CurvePoint difference(
      BigInteger factor, CurvePoint point, BigInteger less, CurvePoint of) {
    return CurvePoint.sum(List.of(factor, less.negate()), List.of(point, of));
  }

  @Override
  public void adapt(Steps steps, byte[] presignature, byte[] signature) {
    BigInteger raw = scalar(presignature, 0);
    steps
        .add("r", "x(R) mod n, the signature's first half", Arrays.copyOf(signature, 32))
        .add("s_a", "the pre-signature's scalar", raw)
        .add("s", "s_a / y, or its negative: the low one", Arrays.copyOfRange(signature, 32, 64));
  }

  @Override
  public void extract(Steps steps, byte[] presignature, byte[] signature, PublicKey adaptor) {
    steps
        .add("s_a", "the pre-signature's scalar", scalar(presignature, 0))
        .add("s", "the signature's scalar", Arrays.copyOfRange(signature, 32, 64))
        .addText("y", "s_a / s, or its negative: the one with y G = Y", "(the answer)")
        .add("Y", "y G", CurvePoint.of(adaptor));
  }
}
