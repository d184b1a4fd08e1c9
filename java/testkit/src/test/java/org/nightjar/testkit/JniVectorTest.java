package org.nightjar.testkit;

import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.Provider;

final class JniVectorTest extends ProviderVectors {
  @Override
  protected Provider provider() {
    return new JniProvider();
  }
}
