package org.nightjar.testkit;

import org.nightjar.provider.bc.BouncyCastleProvider;
import org.nightjar.spi.Provider;

final class BcConformanceTest extends ProviderConformance {
  @Override
  protected Provider provider() {
    return new BouncyCastleProvider();
  }
}
