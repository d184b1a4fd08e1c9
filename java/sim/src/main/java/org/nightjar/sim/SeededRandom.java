package org.nightjar.sim;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.SplittableRandom;

/**
 * Random bytes from a seed, in the form that roles want. Not secret at all: for simulations only.
 */
public final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  /** The same seed gives the same bytes. */
  public SeededRandom(long seed) {
    super(new Spi(seed), null);
  }

  private static final class Spi extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    private final transient SplittableRandom random;

    Spi(long seed) {
      random = new SplittableRandom(seed);
    }

    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int numBytes) {
      byte[] bytes = new byte[numBytes];
      engineNextBytes(bytes);
      return bytes;
    }
  }
}
