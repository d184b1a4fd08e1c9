package org.nightjar.testkit;

import org.nightjar.provider.bc.BouncyCastleProvider;
import org.nightjar.spi.Provider;

final class BcVectorTest extends ProviderVectors {
  @Override
  protected Provider provider() {
    return new BouncyCastleProvider();
  }
}
