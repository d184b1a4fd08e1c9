package org.nightjar.sim;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.nightjar.Nightjar;
import org.nightjar.NightjarException;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/**
 * Measures how much time the cryptography takes: stands between the library and its provider, and
 * looks at the clock twice for each call. One thread at a time.
 */
public final class CryptoMeter {
  private final Nightjar nightjar;
  private long nanos;
  private long calls;

  /**
   * In front of a provider.
   *
   * @throws ProviderUnavailableException if this machine cannot use it
   */
  public CryptoMeter(Provider provider) throws ProviderUnavailableException {
    nightjar = Nightjar.of(new Metered(provider));
  }

  /**
   * In front of the first installed provider that can be used, as the library would choose.
   *
   * @throws NightjarException if none can
   */
  public static CryptoMeter open() {
    return open(provider -> provider.rank() >= 0);
  }

  /**
   * In front of one installed provider.
   *
   * @param id of the provider
   * @throws NightjarException if it is not there, or cannot be used
   */
  public static CryptoMeter open(String id) {
    return open(provider -> provider.id().equals(id));
  }

  private static CryptoMeter open(Predicate<Provider> choice) {
    List<Provider> providers = new ArrayList<>();
    ServiceLoader.load(Provider.class, CryptoMeter.class.getClassLoader()).forEach(providers::add);
    providers.removeIf(choice.negate());
    providers.sort(Comparator.comparingInt(Provider::rank));
    for (Provider provider : providers) {
      try {
        return new CryptoMeter(provider);
      } catch (ProviderUnavailableException e) {
        continue;
      }
    }
    throw new NightjarException("no provider can be used");
  }

  /** The library that is measured. */
  public Nightjar nightjar() {
    return nightjar;
  }

  /** Time in the provider so far, in nanoseconds. */
  public long nanos() {
    return nanos;
  }

  /** Calls of the provider so far. */
  public long calls() {
    return calls;
  }

  private final class Metered implements Provider {
    private final Provider provider;

    Metered(Provider provider) {
      this.provider = provider;
    }

    @Override
    public String id() {
      return provider.id();
    }

    @Override
    public boolean isNative() {
      return provider.isNative();
    }

    @Override
    public int rank() {
      return provider.rank();
    }

    @Override
    public Backend open() throws ProviderUnavailableException {
      Backend backend = provider.open();
      return (Backend)
          Proxy.newProxyInstance(
              Backend.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) -> {
                long began = System.nanoTime();
                try {
                  return method.invoke(backend, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                } finally {
                  nanos += System.nanoTime() - began;
                  calls++;
                }
              });
    }
  }
}
