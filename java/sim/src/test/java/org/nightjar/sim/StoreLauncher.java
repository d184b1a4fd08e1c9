package org.nightjar.sim;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.sqlite.util.OSInfo;

/**
 * Starts processes of {@link StoreProcess}, at half the cost of a plain start: SQLite's library is
 * unpacked once, and not by each process that cannot tidy up when it is killed; and classes come
 * from an archive of the virtual machine (class data sharing).
 */
final class StoreLauncher {
  private static final String LIBRARY = System.mapLibraryName("sqlitejdbc");

  private final Path folder;
  private final String classPath;
  private final Path archive;

  /**
   * A launcher.
   *
   * @param folder for what the processes share; it must outlive them
   */
  StoreLauncher(Path folder) throws IOException {
    this.folder = folder;
    archive = folder.resolve("classes.jsa");
    classPath = packed(folder.resolve("classes.jar"));
    unpackLibrary();
    // it ends at once, and leaves the archive
    Process first = start("-XX:ArchiveClassesAtExit=" + archive, folder.resolve("first.db"));
    first.getOutputStream().close();
    try {
      if (first.waitFor() != 0) {
        throw new IOException("no store can be opened in a process of its own");
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** A process with the store in a file. */
  Process start(Path file) throws IOException {
    return start("-XX:SharedArchiveFile=" + archive, file);
  }

  private Process start(String sharing, Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xmx64m",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED",
            sharing,
            "-Dorg.sqlite.tmpdir=" + folder,
            "-Dorg.sqlite.lib.path=" + folder,
            "-Dorg.sqlite.lib.name=" + LIBRARY,
            "-cp",
            classPath,
            StoreProcess.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void unpackLibrary() throws IOException {
    String name = "org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS();
    try (InputStream library =
        StoreLauncher.class.getClassLoader().getResourceAsStream(name + "/" + LIBRARY)) {
      if (library == null) {
        throw new IOException("no SQLite library for this machine");
      }
      Files.copy(library, folder.resolve(LIBRARY));
    }
  }

  /** The class path with its folders packed: no archive takes classes from folders. */
  private static String packed(Path jar) throws IOException {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> path = new ArrayList<>();
    path.add(jar.toString());
    Set<String> names = new HashSet<>();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry : all.split(File.pathSeparator)) {
        if (Files.isDirectory(Path.of(entry))) {
          pack(Path.of(entry), out, names);
        } else {
          path.add(entry);
        }
      }
    }
    return String.join(File.pathSeparator, path);
  }

  private static void pack(Path from, JarOutputStream out, Set<String> names) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = from.relativize(file).toString().replace(File.separatorChar, '/');
      if (names.add(name)) {
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
