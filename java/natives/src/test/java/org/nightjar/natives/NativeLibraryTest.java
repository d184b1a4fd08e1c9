package org.nightjar.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.natives.NativeLibrary.Outcome;
import org.nightjar.natives.NativeLibrary.Step;

/**
 * The search, with a loader that only notes what it is asked. What providers do in such places:
 * EnvironmentTest.
 */
class NativeLibraryTest {
  private static final String LIBRARY_PATH = "java.library.path";

  private final String libraryPath = System.getProperty(LIBRARY_PATH);
  private final Notes loader = new Notes();

  @TempDir Path folder;

  /** Plays a library that loads, with some binary interface and some answer of its self-test. */
  private static final class Notes implements NativeLibrary.Loader {
    private final List<Path> files = new ArrayList<>();
    private boolean loaded;
    private boolean installed;
    private int abi = NativeLibrary.ABI_VERSION;
    private int selftest;
    private RuntimeException refusal;
    private String permissions;

    @Override
    public String provider() {
      return "notes";
    }

    @Override
    public void loadByName(String name) {
      assertThat(name).isEqualTo("nightjar");
      if (refusal != null) {
        throw refusal;
      }
      if (!installed) {
        throw new UnsatisfiedLinkError("no " + name);
      }
      loaded = true;
    }

    @Override
    public void load(Path file) {
      assertThat(file).isAbsolute().isRegularFile();
      files.add(file);
      loaded = true;
      try {
        permissions =
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public int abiVersion() {
      if (!loaded) {
        throw new UnsatisfiedLinkError("not loaded");
      }
      return abi;
    }

    @Override
    public int init(byte[] seed) {
      assertThat(seed).hasSize(32).isNotEqualTo(new byte[32]);
      return 0;
    }

    @Override
    public int selftest() {
      return selftest;
    }
  }

  @BeforeEach
  void useAnEmptyLibraryPath() {
    System.setProperty(LIBRARY_PATH, folder.resolve("none").toString());
    System.setProperty(NativeLibrary.TMPDIR_PROPERTY, folder.toString());
  }

  @AfterEach
  void restoreProperties() {
    System.setProperty(LIBRARY_PATH, libraryPath);
    System.clearProperty(NativeLibrary.TMPDIR_PROPERTY);
    System.clearProperty(NativeLibrary.PATH_PROPERTY);
  }

  private static byte[] packedLibrary() throws IOException {
    String name = NativeLibrary.platform() + "/libnightjar.so";
    try (InputStream in = NativeLibrary.class.getResourceAsStream(name)) {
      assumeTrue(in != null, "no library is packed for " + NativeLibrary.platform());
      return in.readAllBytes();
    }
  }

  private List<Step> load() throws NativeLibraryException {
    NativeLibrary.load(loader);
    return NativeLibrary.lastSteps("notes");
  }

  private NativeLibraryException fail() {
    NativeLibraryException e = catchThrowableOfType(NativeLibraryException.class, this::load);
    assertThat(e).isNotNull();
    assertThat(NativeLibrary.lastSteps("notes")).isEqualTo(e.steps());
    return e;
  }

  private static List<String> names(List<Step> steps) {
    return steps.stream().map(Step::name).toList();
  }

  private boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  @Test
  void extractsToAPrivateFolderAndDeletesIt() throws Exception {
    packedLibrary();
    List<Step> steps = load();
    assertThat(names(steps))
        .containsExactly("already loaded", "java.library.path", "packed library", "self-test");
    assertThat(loader.permissions).isEqualTo("rwx------");
    assertThat(loader.files.get(0)).startsWithRaw(folder).doesNotExist();
    assertThat(isEmpty(folder)).isTrue();
  }

  @Test
  void everyLoadHasACopyOfItsOwn() throws Exception {
    packedLibrary();
    load();
    loader.loaded = false;
    load();
    assertThat(loader.files).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void takesWhatIsLoadedAlready() throws Exception {
    loader.loaded = true;
    assertThat(names(load())).containsExactly("already loaded", "self-test");
    assertThat(loader.files).isEmpty();
  }

  @Test
  void takesAFileOnTheLibraryPath() throws Exception {
    Path file = Files.write(folder.resolve("libnightjar.so"), packedLibrary());
    System.setProperty(LIBRARY_PATH, "/nowhere::" + folder);
    assertThat(names(load())).containsExactly("already loaded", "java.library.path", "self-test");
    assertThat(loader.files).containsExactly(file);
  }

  @Test
  void takesWhatTheSystemFindsByName() throws Exception {
    loader.installed = true;
    assertThat(names(load())).containsExactly("already loaded", "java.library.path", "self-test");
  }

  @Test
  void goesOnAfterADamagedFileOnTheLibraryPath() throws Exception {
    packedLibrary();
    Files.write(folder.resolve("libnightjar.so"), new byte[100]);
    System.setProperty(LIBRARY_PATH, folder.toString());
    List<Step> steps = load();
    assertThat(steps.get(1).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(steps.get(2).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void takesTheNamedFile() throws Exception {
    Path file = Files.write(folder.resolve("renamed.so"), packedLibrary());
    System.setProperty(NativeLibrary.PATH_PROPERTY, file.toString());
    assertThat(names(load())).containsExactly("property nightjar.library.path", "self-test");
    assertThat(loader.files).containsExactly(file);
  }

  @Test
  void nothingFollowsANamedFile() {
    System.setProperty(NativeLibrary.PATH_PROPERTY, folder.resolve("missing.so").toString());
    NativeLibraryException e = fail();
    assertThat(e)
        .hasMessageContaining("missing.so is no file")
        .hasMessageContaining("drop the property");
    assertThat(e.steps()).hasSize(1);
  }

  @Test
  void refusesAnotherBinaryInterface() {
    loader.loaded = true;
    loader.abi = 999;
    assertThat(fail())
        .hasMessageContaining(
            "binary interface 999, these classes need " + NativeLibrary.ABI_VERSION);
  }

  @Test
  void refusesALibraryThatFailsItsSelftest() {
    loader.loaded = true;
    loader.selftest = 901;
    assertThat(fail()).hasMessageContaining("self-test: ").hasMessageContaining("do not use it");
  }

  @Test
  void stopsWhereNativeAccessIsDenied() {
    loader.refusal = new IllegalCallerException("Illegal native access");
    NativeLibraryException e = fail();
    assertThat(e).hasMessageContaining("--enable-native-access=ALL-UNNAMED");
    assertThat(names(e.steps())).containsExactly("already loaded", "native access");
  }

  @Test
  void namesThePropertyWhenTheFolderCannotBeWritten() throws IOException {
    packedLibrary();
    System.setProperty(NativeLibrary.TMPDIR_PROPERTY, folder.resolve("missing").toString());
    assertThat(fail())
        .hasMessageContaining("missing")
        .hasMessageContaining("-Dnightjar.tmpdir=DIR");
  }

  @Test
  void saysWhenNoneIsPacked() {
    assertThatThrownBy(() -> PackedLibrary.extract("linux-none"))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessageContaining("install gcc and cmake, then build again");
  }
}
