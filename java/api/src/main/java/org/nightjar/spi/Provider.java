package org.nightjar.spi;

/**
 * A way to reach the core: found by {@link java.util.ServiceLoader}, or constructed directly.
 * Probing and opening load code only when called; constructing a provider does nothing.
 */
public interface Provider {
  /** The short name: {@code jni}, {@code jna} or {@code bc}. */
  String id();

  /** Whether the work is done by native code. */
  boolean isNative();

  /**
   * Place in the automatic choice, lowest first; negative for a provider that is only opened on
   * request.
   */
  int rank();

  /**
   * Loads, checks the binary interface and runs the self-test.
   *
   * @return a backend ready for any number of threads; the same provider may be opened again
   * @throws ProviderUnavailableException if this machine cannot use the provider; its message says
   *     why and what to do
   */
  Backend open() throws ProviderUnavailableException;
}
