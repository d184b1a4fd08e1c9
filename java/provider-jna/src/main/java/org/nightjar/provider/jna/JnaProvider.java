package org.nightjar.provider.jna;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;
import org.nightjar.natives.LoadFailure;
import org.nightjar.natives.NativeLibrary;
import org.nightjar.natives.NativeLibraryException;
import org.nightjar.spi.Backend;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;

/**
 * The native core through JNA direct mapping, on the same library file as JNI: for a library that
 * was built without a JDK, and to try the C API from Java. Slower than JNI, so it is opened on
 * request only. How the library is found says {@link NativeLibrary}; JNA unpacks a library of its
 * own as well, below {@code jna.tmpdir}.
 */
public final class JnaProvider implements Provider {
  private static @Nullable JnaBackend opened;

  /** Creates a provider; nothing is loaded before {@link #open}. */
  public JnaProvider() {}

  @Override
  public String id() {
    return "jna";
  }

  @Override
  public boolean isNative() {
    return true;
  }

  @Override
  public int rank() {
    return -1;
  }

  @Override
  public Backend open() throws ProviderUnavailableException {
    synchronized (JnaProvider.class) {
      if (opened == null) {
        checkJna();
        opened = load();
      }
      return opened;
    }
  }

  private static void checkJna() throws ProviderUnavailableException {
    try {
      if (Native.SIZE_T_SIZE != Long.BYTES) {
        throw new ProviderUnavailableException("this JVM is no 64-bit one: use provider bc");
      }
    } catch (LinkageError | RuntimeException e) {
      throw new ProviderUnavailableException(
          "the library of JNA itself: " + LoadFailure.explain(e, Native.class), e);
    }
  }

  private static JnaBackend load() throws ProviderUnavailableException {
    JnaLoader loader = new JnaLoader();
    try {
      NativeLibrary.load(loader);
      return loader.backend();
    } catch (NativeLibraryException e) {
      throw new ProviderUnavailableException(e.getMessage(), e);
    }
  }
}
