package org.nightjar.provider.jni;

import java.nio.file.Path;
import org.nightjar.natives.NativeLibrary;

/**
 * Loads into the class loader of this class, where {@code JNI_OnLoad} looks for the classes to
 * register.
 */
final class JniLoader implements NativeLibrary.Loader {
  @Override
  public String provider() {
    return "jni";
  }

  @Override
  public void loadByName(String name) {
    System.loadLibrary(name);
  }

  @Override
  public void load(Path file) {
    System.load(file.toString());
  }

  @Override
  public int abiVersion() {
    return CoreNative.abiVersion();
  }

  @Override
  public int init(byte[] seed) {
    return CoreNative.init(seed);
  }

  @Override
  public int selftest() {
    return CoreNative.selftest();
  }
}
