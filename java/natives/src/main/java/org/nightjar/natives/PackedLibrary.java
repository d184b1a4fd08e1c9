package org.nightjar.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The library packed as resources, extracted to a private folder that is deleted on close. The
 * resource {@code contents}, written by {@code tools/build-native.sh}, lists the files of a
 * platform, libnightjar first: per line the CRC-32 and the length of the file, little-endian in hex
 * as gzip ends with them, and its name.
 */
final class PackedLibrary implements AutoCloseable {
  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  private PackedLibrary(Path folder) {
    this.folder = folder;
  }

  static PackedLibrary extract(String platform) throws IOException {
    byte[] contents = resource(platform + "/contents");
    if (contents == null) {
      throw new UnsatisfiedLinkError(
          "none is packed for "
              + platform
              + ", Nightjar was built without a C compiler, cmake or libsecp256k1 (see the build's"
              + " log): install gcc and cmake, then build again");
    }
    PackedLibrary library = new PackedLibrary(newFolder());
    try {
      for (String line : new String(contents, StandardCharsets.US_ASCII).split("\n")) {
        library.add(platform, line.split(" ")[0], line.split(" ")[1]);
      }
      return library;
    } catch (IOException | RuntimeException | Error e) {
      library.close();
      throw e;
    }
  }

  /** libnightjar. */
  Path file() {
    return files.get(0);
  }

  /**
   * Deletes the files: what is loaded stays mapped. Where the system refuses, they go when the JVM
   * ends.
   */
  @Override
  public void close() {
    boolean deleted = true;
    for (Path file : files) {
      deleted &= file.toFile().delete();
    }
    if (!deleted || !folder.toFile().delete()) {
      folder.toFile().deleteOnExit(); // the last to be registered is the first to be deleted
      files.forEach(file -> file.toFile().deleteOnExit());
    }
  }

  private static Path newFolder() throws IOException {
    String parent =
        System.getProperty(NativeLibrary.TMPDIR_PROPERTY, System.getProperty("java.io.tmpdir"));
    try {
      return Files.createTempDirectory(Paths.get(parent), "nightjar-"); // 0700 on POSIX
    } catch (IOException e) {
      throw cannotWrite(parent, e);
    }
  }

  private void add(String platform, String trailer, String name) throws IOException {
    byte[] bytes = resource(platform + "/" + name);
    if (bytes == null || !trailer.equals(trailerOf(bytes))) {
      throw new UnsatisfiedLinkError(
          "the packed " + name + " is damaged: build or download Nightjar again");
    }
    Path file = folder.resolve(name);
    files.add(file);
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw cannotWrite(folder.toString(), e);
    }
  }

  private static String trailerOf(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    long trailer = crc.getValue() | (long) bytes.length << 32;
    return String.format("%016x", Long.reverseBytes(trailer));
  }

  private static IOException cannotWrite(String folder, IOException e) {
    return new IOException(
        "cannot write to "
            + folder
            + " ("
            + e
            + "): name another folder with -D"
            + NativeLibrary.TMPDIR_PROPERTY
            + "=DIR");
  }

  private static byte @Nullable [] resource(String name) throws IOException {
    try (InputStream in = NativeLibrary.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }
}
