package org.nightjar.cli.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Scalars;
import org.nightjar.testkit.Seeds;

/** The lab's numbers against the library. */
class CurvePointTest {
  private final Nightjar nightjar = Nightjar.open("bc");

  private CurvePoint point(byte[] secret) {
    try (SecretKey key = SecretKey.of(secret)) {
      return CurvePoint.of(nightjar.publicKey(key));
    }
  }

  @Test
  void multiplesAndSumsAreTheLibrarys() {
    for (int round = 0; round < 30; round++) {
      SplittableRandom random = Seeds.random("curve points", round);
      byte[] a = Scalars.random(random);
      byte[] b = Scalars.random(random);
      BigInteger first = new BigInteger(1, a);
      BigInteger second = new BigInteger(1, b);
      CurvePoint g = CurvePoint.GENERATOR;
      assertThat(g.multiply(first)).isEqualTo(point(a));
      assertThat(point(a).add(point(b))).isEqualTo(g.multiply(first.add(second)));
      assertThat(point(a).add(point(a))).isEqualTo(g.multiply(first.shiftLeft(1)));
      assertThat(CurvePoint.sum(List.of(second, BigInteger.TWO), List.of(point(a), g)))
          .isEqualTo(g.multiply(first.multiply(second).add(BigInteger.TWO)));
      assertThat(point(a).add(point(a).negate())).isEqualTo(CurvePoint.INFINITY);
      assertThat(CurvePoint.of(point(a).key())).isEqualTo(point(a));
    }
  }

  @Test
  void whatIsNoPointIsRefused() {
    byte[] five = HexFormat.of().parseHex("0".repeat(63) + "5");
    byte[] tooBig = HexFormat.of().parseHex("f".repeat(64));
    assertThatIllegalArgumentException().isThrownBy(() -> CurvePoint.even(five));
    assertThatIllegalArgumentException().isThrownBy(() -> CurvePoint.even(tooBig));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CurvePoint.of(PublicKey.fromHex("02" + "0".repeat(63) + "5")));
  }
}
