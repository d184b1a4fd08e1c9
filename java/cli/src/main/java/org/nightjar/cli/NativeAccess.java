package org.nightjar.cli;

/** Whether this Java lets the program call native code: from Java 24 on that is a flag's to say. */
final class NativeAccess {
  private static final String FLAG = "--enable-native-access=ALL-UNNAMED";
  private static final int FIRST_THAT_WARNS = 24;

  private NativeAccess() {}

  static String describe() {
    int version = Runtime.version().feature();
    if (version < FIRST_THAT_WARNS) {
      return "no flag needed before Java " + FIRST_THAT_WARNS;
    }
    return isEnabled() ? "enabled by " + FLAG : "not enabled: start java with " + FLAG;
  }

  /** {@code Module.isNativeAccessEnabled}, which Java 17 does not have. */
  private static boolean isEnabled() {
    try {
      return (boolean)
          Module.class.getMethod("isNativeAccessEnabled").invoke(NativeAccess.class.getModule());
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
