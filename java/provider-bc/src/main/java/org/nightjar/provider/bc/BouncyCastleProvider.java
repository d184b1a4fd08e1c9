package org.nightjar.provider.bc;

import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.spi.Status;

/**
 * Pure Java: runs wherever Bouncy Castle does, and is chosen where no native code can be loaded.
 *
 * <p>Not constant time: {@code BigInteger} arithmetic depends on its operands, and the JVM may copy
 * secrets where they cannot be wiped. Where an attacker can time this node's answers closely, use a
 * native provider.
 */
public final class BouncyCastleProvider implements Provider {
  /** Does nothing: Bouncy Castle is loaded by {@link #open}. */
  public BouncyCastleProvider() {}

  @Override
  public String id() {
    return "bc";
  }

  @Override
  public boolean isNative() {
    return false;
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Backend open() throws ProviderUnavailableException {
    try {
      Backend backend = new BcBackend();
      if (backend.selftest() != Status.OK) {
        throw new ProviderUnavailableException(
            "the self-test on "
                + backend.version()
                + " failed: use another version of Bouncy Castle");
      }
      return backend;
    } catch (LinkageError e) {
      throw new ProviderUnavailableException(
          "Bouncy Castle cannot be loaded: add org.bouncycastle:bcprov-jdk18on to the class path",
          e);
    }
  }
}
