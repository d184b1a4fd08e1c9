package org.nightjar.provider.jni;

import org.nightjar.natives.NativeLibrary;
import org.nightjar.natives.NativeLibraryException;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/**
 * The native core through JNI: the fastest provider. How the library is found says {@link
 * NativeLibrary}; each class loader has its own copy of it.
 */
public final class JniProvider implements Provider {
  /** Creates a provider; nothing is loaded before {@link #open}. */
  public JniProvider() {}

  @Override
  public String id() {
    return "jni";
  }

  @Override
  public boolean isNative() {
    return true;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Backend open() throws ProviderUnavailableException {
    synchronized (JniProvider.class) {
      try {
        NativeLibrary.load(new JniLoader());
        return new JniBackend();
      } catch (NativeLibraryException e) {
        throw new ProviderUnavailableException(e.getMessage(), e);
      }
    }
  }
}
