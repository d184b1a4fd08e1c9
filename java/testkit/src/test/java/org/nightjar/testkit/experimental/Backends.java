package org.nightjar.testkit.experimental;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nightjar.Nightjar;
import org.nightjar.provider.bc.BouncyCastleProvider;
import org.nightjar.provider.jna.JnaProvider;
import org.nightjar.provider.jni.JniProvider;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/** The backends of the three providers, and what is on top of them, by their ids. */
final class Backends {
  static final Map<String, Backend> ALL = all(Provider::open);
  static final Map<String, Nightjar> NIGHTJARS = all(Nightjar::of);

  private Backends() {}

  private interface Opening<T> {
    T open(Provider provider) throws ProviderUnavailableException;
  }

  private static <T> Map<String, T> all(Opening<T> opening) {
    Map<String, T> all = new LinkedHashMap<>();
    for (Provider provider :
        List.of(new JniProvider(), new JnaProvider(), new BouncyCastleProvider())) {
      try {
        all.put(provider.id(), opening.open(provider));
      } catch (ProviderUnavailableException e) {
        throw new IllegalStateException(e);
      }
    }
    return all;
  }

  static List<String> ids() {
    return List.copyOf(ALL.keySet());
  }

  /** All of them. */
  static List<Nightjar> nightjars() {
    return List.copyOf(NIGHTJARS.values());
  }
}
