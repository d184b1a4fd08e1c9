package org.nightjar.testkit.experimental;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.provider.bc.BouncyCastleProvider;
import org.nightjar.provider.jna.JnaProvider;
import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/** The backends of the three providers, by their ids. */
final class Backends {
  static final Map<String, Backend> ALL = open();

  private Backends() {}

  private static Map<String, Backend> open() {
    Map<String, Backend> all = new LinkedHashMap<>();
    for (Provider provider :
        List.of(new JniProvider(), new JnaProvider(), new BouncyCastleProvider())) {
      try {
        all.put(provider.id(), provider.open());
      } catch (ProviderUnavailableException e) {
        throw new IllegalStateException(e);
      }
    }
    return all;
  }

  static List<String> ids() {
    return List.copyOf(ALL.keySet());
  }
}
