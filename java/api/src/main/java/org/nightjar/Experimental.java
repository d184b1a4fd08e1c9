package org.nightjar;

import java.util.Arrays;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;

/**
 * EXPERIMENTAL cryptography for payments locked to points (PTLCs): nobody outside the project has
 * reviewed it, and its bytes and methods may change with any version. Get it from {@link
 * Nightjar#experimental}. Safe for many threads.
 */
public final class Experimental {
  private final AdaptorSignatures schnorrAdaptors;
  private final AdaptorSignatures ecdsaAdaptors;
  private final MuSig2 musig2;
  private final ReusableInvoices reusableInvoices;

  Experimental(Backend backend) {
    ExperimentalBackend experimental = backend.experimental();
    schnorrAdaptors = AdaptorSignatures.schnorr(experimental);
    ecdsaAdaptors = AdaptorSignatures.ecdsa(experimental);
    musig2 = new MuSig2(backend);
    reusableInvoices = new ReusableInvoices(experimental);
  }

  public AdaptorSignatures schnorrAdaptors() {
    return schnorrAdaptors;
  }

  public AdaptorSignatures ecdsaAdaptors() {
    return ecdsaAdaptors;
  }

  public MuSig2 musig2() {
    return musig2;
  }

  public ReusableInvoices reusableInvoices() {
    return reusableInvoices;
  }

  /** A secret out of an array, which is wiped. */
  static SecretKey take(byte[] bytes) {
    SecretKey secret = SecretKey.of(bytes);
    Arrays.fill(bytes, (byte) 0);
    return secret;
  }
}
