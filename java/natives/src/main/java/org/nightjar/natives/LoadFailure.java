package org.nightjar.natives;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Objects;
import java.util.stream.Stream;

/** Says in one line why native code could not be loaded, and what to do. */
public final class LoadFailure {
  private LoadFailure() {}

  /**
   * Explains what loading threw.
   *
   * @param user the class that wanted to load: native access is given to its module
   */
  public static String explain(Throwable failure, Class<?> user) {
    if (isDenied(failure)) {
      return "this Java was told to deny native code: allow it with --enable-native-access="
          + NativeAccess.module(user);
    }
    String text = text(failure);
    if (failure instanceof NoSuchMethodError || text.contains("org/nightjar/")) {
      return "library and classes do not fit (" + text + "): use those of one Nightjar version";
    }
    return text + advice(text);
  }

  /** Whether the JVM refused because of {@code --illegal-native-access=deny} (JDK 24 and later). */
  static boolean isDenied(Throwable failure) {
    // By name: a class whose initialiser failed once tells only the name from then on.
    return chain(failure).anyMatch(t -> t.toString().contains("IllegalCallerException"));
  }

  /** In a class of its own: Android has no modules. */
  private static final class NativeAccess {
    static String module(Class<?> user) {
      Module module = user.getModule();
      return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private static String text(Throwable failure) {
    Throwable root = chain(failure).reduce(failure, (outer, inner) -> inner);
    String text =
        root.getMessage() == null || root instanceof FileSystemException
            ? root.toString()
            : root.getMessage();
    return text.replaceAll("\\s+", " ").trim();
  }

  private static String advice(String message) {
    if (containsAny(
        message, "failed to map segment", "Operation not permitted", "Permission denied")) {
      return ". Is the folder mounted noexec? Name another with -D"
          + NativeLibrary.TMPDIR_PROPERTY
          + "=DIR, or -Djna.tmpdir=DIR for the library of JNA itself";
    }
    if (containsAny(message, "GLIBC_", "ld-linux", "ld-musl", "libc.musl", "Error relocating")) {
      return (isMusl() ? ". This system uses musl" : ". This system uses glibc")
          + ", the library was linked for another C library or a newer one: build Nightjar on this"
          + " system";
    }
    if (message.contains("already loaded in another classloader")) {
      return ". Drop the property "
          + NativeLibrary.PATH_PROPERTY
          + ": each class loader then gets a copy of the packed library";
    }
    return "";
  }

  private static boolean containsAny(String message, String... parts) {
    for (String part : parts) {
      if (message.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMusl() {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Paths.get("/lib"), "ld-musl-*")) {
      return found.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
