package org.nightjar.testkit;

import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.Provider;

final class JniConformanceTest extends ProviderConformance {
  @Override
  protected Provider provider() {
    return new JniProvider();
  }
}
