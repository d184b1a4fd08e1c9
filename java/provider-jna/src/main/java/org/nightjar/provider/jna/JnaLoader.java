package org.nightjar.provider.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens the library with JNA, and binds {@link CoreLibrary} to it. */
final class JnaLoader implements org.nightjar.natives.NativeLibrary.Loader {
  private final JnaBackend backend = new JnaBackend();
  private @Nullable NativeLibrary library;

  @Override
  public String provider() {
    return "jna";
  }

  @Override
  public void loadByName(String name) {
    library = NativeLibrary.getInstance(name);
  }

  @Override
  public void load(Path file) {
    library = NativeLibrary.getInstance(file.toString());
  }

  @Override
  public int abiVersion() {
    if (library == null) {
      throw new UnsatisfiedLinkError("no library is loaded");
    }
    return library.getFunction("nj_abi_version").invokeInt(new Object[0]);
  }

  @Override
  public int init(byte[] seed) {
    Native.register(CoreLibrary.class, library);
    return backend.init(seed);
  }

  @Override
  public int selftest() {
    return backend.selftest();
  }

  JnaBackend backend() {
    return backend;
  }
}
