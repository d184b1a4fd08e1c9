package org.nightjar.testkit;

import org.nightjar.provider.jna.JnaProvider;
import org.nightjar.spi.Provider;

final class JnaVectorTest extends ProviderVectors {
  @Override
  protected Provider provider() {
    return new JnaProvider();
  }
}
