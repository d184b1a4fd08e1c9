package org.nightjar.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.natives.NativeLibrary;

/**
 * Both native providers on machines where something is wrong: each opens, or says why not and what
 * to do. Each case has its own JVM.
 */
class EnvironmentTest {
  private static final String ALLOW = "--enable-native-access=ALL-UNNAMED";
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path folder;
  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
  private String classPath = CLASS_PATH;

  @BeforeEach
  void needsALibrary() throws IOException {
    packed("libnightjar.so");
  }

  private static byte[] packed(String name) throws IOException {
    String resource = NativeLibrary.platform() + "/" + name;
    try (InputStream in = NativeLibrary.class.getResourceAsStream(resource)) {
      assumeTrue(in != null, "no library is packed for " + NativeLibrary.platform());
      return in.readAllBytes();
    }
  }

  /** Runs a command, gives its output and fails unless it ends with 0. */
  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }

  private String probe(String id, String... flags) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath, Probe.class.getName(), id));
    return run(command);
  }

  private void opens(String id, String where, String... flags) throws Exception {
    String output = probe(id, flags);
    assertThat(output).contains("OPEN ").contains(where).doesNotContain("UNAVAILABLE");
  }

  /** Both openings fail with this in their message. */
  private void unavailable(String id, List<String> why, String... flags) throws Exception {
    List<String> lines =
        probe(id, flags).lines().filter(line -> line.contains("AVAILABLE")).toList();
    assertThat(lines)
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("UNAVAILABLE").contains(why));
  }

  private String libraryIs(byte[] content) throws IOException {
    return "-Dnightjar.library.path=" + Files.write(folder.resolve("given.so"), content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void packedLibraryLeavesNothingBehind(String id) throws Exception {
    Path tmp = Files.createDirectory(folder.resolve("tmp"));
    opens(id, "packed library", ALLOW, "-Dnightjar.tmpdir=" + tmp);
    try (Stream<Path> files = Files.list(tmp)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void givenLibrary(String id) throws Exception {
    opens(id, "property nightjar.library.path", ALLOW, libraryIs(packed("libnightjar.so")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void libraryOnTheLibraryPath(String id) throws Exception {
    Files.write(folder.resolve("libnightjar.so"), packed("libnightjar.so"));
    opens(id, "java.library.path: " + folder, ALLOW, "-Djava.library.path=" + folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void missingLibrary(String id) throws Exception {
    unavailable(
        id,
        List.of("/nowhere/x.so is no file", "drop the property"),
        ALLOW,
        "-Dnightjar.library.path=/nowhere/x.so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void damagedLibrary(String id) throws Exception {
    byte[] whole = packed("libnightjar.so");
    byte[] random = new byte[50_000];
    new Random(1).nextBytes(random);
    byte[] otherMachine = whole.clone();
    otherMachine[18] ^= 1;
    unavailable(id, List.of("only 0 bytes", "download it again"), ALLOW, libraryIs(new byte[0]));
    unavailable(id, List.of("does not start as an ELF file"), ALLOW, libraryIs(random));
    unavailable(id, List.of("another processor"), ALLOW, libraryIs(otherMachine));
    for (int length : new int[] {1000, whole.length / 2, whole.length - 1}) {
      unavailable(id, List.of("truncated"), ALLOW, libraryIs(Arrays.copyOf(whole, length)));
    }
  }

  /** Resources in front of the packed ones on the class path. */
  private void packedLibraryIs(byte[] content) throws IOException {
    Path resources = folder.resolve("org/nightjar/natives/" + NativeLibrary.platform());
    Files.createDirectories(resources);
    Files.write(resources.resolve("libnightjar.so"), content);
    classPath = folder + File.pathSeparator + CLASS_PATH;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void damagedPackedLibrary(String id) throws Exception {
    byte[] changed = packed("libnightjar.so");
    changed[changed.length / 2] ^= 1;
    packedLibraryIs(changed);
    unavailable(id, List.of("packed libnightjar.so is damaged", "build or download"), ALLOW);
    packedLibraryIs(Arrays.copyOf(changed, 5000));
    unavailable(id, List.of("packed libnightjar.so is damaged"), ALLOW);
  }

  @Test
  void noPackedLibrary() throws Exception {
    unavailable(
        "jni",
        List.of("none is packed for linux-none", "install gcc and cmake"),
        ALLOW,
        "-Dos.arch=none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void noexecFolder(String id) throws Exception {
    try (Mount tmp = new Mount(folder, "noexec")) {
      unavailable(
          id,
          List.of("packed library", "noexec", "-Dnightjar.tmpdir=DIR"),
          ALLOW,
          "-Dnightjar.tmpdir=" + tmp.point);
    }
  }

  @Test
  void noexecFolderForJnaItself() throws Exception {
    try (Mount tmp = new Mount(folder, "noexec")) {
      unavailable("jna", List.of("noexec", "-Djna.tmpdir=DIR"), ALLOW, "-Djna.tmpdir=" + tmp.point);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void readOnlyFolder(String id) throws Exception {
    try (Mount tmp = new Mount(folder, "ro")) {
      unavailable(
          id,
          List.of("Read-only", "-Dnightjar.tmpdir=DIR"),
          ALLOW,
          "-Dnightjar.tmpdir=" + tmp.point);
    }
  }

  /** A file system in memory, for root; other users skip the test. */
  private static final class Mount implements AutoCloseable {
    private final Path point;

    private Mount(Path folder, String option) throws Exception {
      point = Files.createDirectory(folder.resolve("mount"));
      Process mount =
          new ProcessBuilder("mount", "-t", "tmpfs", "-o", option, "tmpfs", point.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (mount.waitFor() != 0) {
        abort("only root can mount a folder with " + option + ": " + output);
      }
    }

    @Override
    public void close() throws Exception {
      run(List.of("umount", point.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void anotherLibrary(String id) throws Exception {
    Path other = compile("int unrelated(void) { return 1; }");
    unavailable(id, List.of("no entry for " + id), ALLOW, "-Dnightjar.library.path=" + other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void anotherBinaryInterface(String id) throws Exception {
    Path other =
        compile(
            """
            #include <jni.h>
            int nj_abi_version(void) { return 999; }
            static jint abi_version(JNIEnv *env, jclass type) { return 999; }
            JNIEXPORT jint JNI_OnLoad(JavaVM *vm, void *reserved) {
                static JNINativeMethod method = {"abiVersion", "()I", (void *)abi_version};
                JNIEnv *env;
                (*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8);
                jclass type = (*env)->FindClass(env, "org/nightjar/provider/jni/CoreNative");
                if (type != NULL) (*env)->RegisterNatives(env, type, &method, 1);
                return JNI_VERSION_1_8;
            }
            """);
    unavailable(
        id,
        List.of(
            "binary interface 999, these classes need " + NativeLibrary.ABI_VERSION,
            "one Nightjar version"),
        ALLOW,
        "-Dnightjar.library.path=" + other);
  }

  @Test
  void classesThatTheLibraryDoesNotKnow() throws Exception {
    Path other =
        compile(
            """
            #include <jni.h>
            static jint unknown(JNIEnv *env, jclass type) { return 0; }
            JNIEXPORT jint JNI_OnLoad(JavaVM *vm, void *reserved) {
                static JNINativeMethod method = {"unknown", "()I", (void *)unknown};
                JNIEnv *env;
                (*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8);
                jclass type = (*env)->FindClass(env, "org/nightjar/provider/jni/CoreNative");
                return (*env)->RegisterNatives(env, type, &method, 1) == 0 ? JNI_VERSION_1_8 : JNI_ERR;
            }
            """);
    unavailable("jni", List.of("one Nightjar version"), ALLOW, "-Dnightjar.library.path=" + other);
  }

  private Path compile(String source) throws Exception {
    Path include = Path.of(System.getProperty("java.home"), "include");
    assumeTrue(Files.isRegularFile(include.resolve("jni.h")), "this JDK has no jni.h");
    Path library = folder.resolve("stub.so");
    Path file = Files.writeString(folder.resolve("stub.c"), source);
    List<String> command =
        List.of(
            "cc",
            "-shared",
            "-fPIC",
            "-I" + include,
            "-I" + include + "/linux",
            "-o",
            library.toString(),
            file.toString());
    try {
      run(command);
    } catch (IOException e) {
      abort("no C compiler: " + e.getMessage());
    }
    return library;
  }

  /**
   * A JDK from 24 on, of the environment variable NIGHTJAR_JDK25 or where Debian and Temurin put
   * them.
   */
  private void useJdk25() throws IOException {
    if (Runtime.version().feature() >= 24) {
      return;
    }
    List<Path> homes = new ArrayList<>();
    String named = System.getenv("NIGHTJAR_JDK25");
    if (named != null) {
      homes.add(Path.of(named));
    }
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(installed, "*25*")) {
        found.forEach(homes::add);
      }
    }
    java =
        homes.stream()
            .map(home -> home.resolve("bin/java"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(java != null, "no JDK 25: set NIGHTJAR_JDK25 to its folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void nativeAccessDenied(String id) throws Exception {
    useJdk25();
    unavailable(id, List.of("--enable-native-access=ALL-UNNAMED"), "--illegal-native-access=deny");
    opens(id, "self-test: passed", "--illegal-native-access=deny", ALLOW);
  }

  /** As modules, only the one that loads the library needs access. */
  @ParameterizedTest
  @ValueSource(strings = {"jni", "jna"})
  void nativeAccessDeniedToAModule(String id) throws Exception {
    useJdk25();
    String user = id.equals("jni") ? "org.nightjar.provider.jni" : "com.sun.jna";
    List<String> entries = Arrays.asList(CLASS_PATH.split(File.pathSeparator));
    classPath = entries.get(0);
    assertThat(classPath).endsWith("test-classes");
    String[] flags = {
      "--illegal-native-access=deny",
      "-p",
      String.join(File.pathSeparator, entries.subList(1, entries.size())),
      "--add-modules",
      "org.nightjar.provider.jni,org.nightjar.provider.jna"
    };
    unavailable(id, List.of("--enable-native-access=" + user), flags);
    String[] allowed = Arrays.copyOf(flags, flags.length + 1);
    allowed[flags.length] = "--enable-native-access=" + user;
    opens(id, "self-test: passed", allowed);
  }

  /** Not for JNA, whose own native code does not pass. */
  @Test
  void checkedJni() throws Exception {
    String output = probe("jni", "-Xcheck:jni", ALLOW);
    assertThat(output.lines()).hasSize(2).allMatch(line -> line.startsWith("OPEN "));
  }
}
