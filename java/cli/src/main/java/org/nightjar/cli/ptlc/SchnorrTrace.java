package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;

/** Schnorr adaptors: R' || s'. */
final class SchnorrTrace implements AdaptorTrace {
  private static final int LENGTH = PublicKey.LENGTH + Scalars.LENGTH;

  private final Nightjar nightjar;

  SchnorrTrace(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  private static CurvePoint nonce(byte[] presignature) {
    if (presignature.length != LENGTH) {
      throw new IllegalArgumentException("a pre-signature of this kind has 65 bytes");
    }
    return CurvePoint.of(PublicKey.of(Arrays.copyOf(presignature, PublicKey.LENGTH)));
  }

  private static BigInteger scalar(byte[] presignature) {
    return new BigInteger(1, Arrays.copyOfRange(presignature, PublicKey.LENGTH, LENGTH));
  }

  @Override
  public void verify(
      Steps steps, byte[] presignature, byte[] signer, PublicKey adaptor, byte[] message) {
    CurvePoint nonce = nonce(presignature);
    BigInteger s = scalar(presignature);
    BigInteger e = TaggedHash.challenge(nightjar, nonce.x(), signer, message);
    CurvePoint key = CurvePoint.even(signer);
    CurvePoint open =
        CurvePoint.sum(
            List.of(s, CurvePoint.ORDER.subtract(e)), List.of(CurvePoint.GENERATOR, key));
    boolean odd = nonce.hasOddY();
    CurvePoint implied = nonce.add(odd ? open : open.negate());
    steps
        .add("P", "the signer's key, with an even y", key)
        .add("T", "t G, the adaptor point", CurvePoint.of(adaptor))
        .add("R'", "k G + T, bytes 0 to 32", nonce)
        .add("s'", (odd ? "-k" : "k") + " + e d, bytes 33 to 64: R' is to have an even y", s)
        .add("e", "H_BIP0340/challenge(x(R') || x(P) || m)", e)
        .add("A", "s' G - e P", open)
        .add("R' " + (odd ? "+" : "-") + " A", "T, if the pre-signature is valid", implied);
  }

  @Override
  public void adapt(Steps steps, byte[] presignature, byte[] signature) {
    boolean odd = nonce(presignature).hasOddY();
    steps
        .add("x(R')", "of R', the signature's first half", Arrays.copyOf(signature, 32))
        .add("s'", "the pre-signature's scalar", scalar(presignature))
        .add(
            "s",
            "s' " + (odd ? "- t, as R' is odd" : "+ t, as R' is even"),
            Arrays.copyOfRange(signature, 32, 64));
  }

  @Override
  public void extract(Steps steps, byte[] presignature, byte[] signature, PublicKey adaptor) {
    boolean odd = nonce(presignature).hasOddY();
    steps
        .add("s'", "the pre-signature's scalar", scalar(presignature))
        .add("s", "the signature's scalar", Arrays.copyOfRange(signature, 32, 64))
        .addText("t", odd ? "s' - s, as R' is odd" : "s - s', as R' is even", "(the answer)")
        .add("T", "t G", CurvePoint.of(adaptor));
  }
}
