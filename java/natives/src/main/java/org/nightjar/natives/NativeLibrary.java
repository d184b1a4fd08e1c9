package org.nightjar.natives;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds libnightjar, loads it and checks it. The steps, in this order, until one has loaded it:
 *
 * <ol>
 *   <li>the file that the property {@code nightjar.library.path} names; no other step follows
 *   <li>already loaded by the provider's class loader
 *   <li>{@code libnightjar.so} in a folder of {@code java.library.path}, else what {@link
 *       System#loadLibrary} finds
 *   <li>the library packed in this module, extracted to a private folder (0700) below the one that
 *       {@code nightjar.tmpdir} names, or {@code java.io.tmpdir}, and deleted once it is loaded.
 *       Each load has a copy of its own, so that class loaders never share one.
 * </ol>
 *
 * <p>A step that finds a library which does not load has failed, and the next is tried. Only a file
 * that is whole and made for this machine is handed to the operating system, which would crash on a
 * truncated one. What is loaded must have the {@link #ABI_VERSION} of these classes, and pass its
 * self-test.
 */
public final class NativeLibrary {
  /** The binary interface that the Java classes are written for: {@code NJ_ABI_VERSION}. */
  public static final int ABI_VERSION = 2;

  /** The property that names a library file. */
  public static final String PATH_PROPERTY = "nightjar.library.path";

  /** The property that names a folder to extract to, which must not be mounted noexec. */
  public static final String TMPDIR_PROPERTY = "nightjar.tmpdir";

  private static final String NAME = "nightjar";
  private static final int SEED_LENGTH = 32;
  private static final Map<String, List<Step>> RUNS = new ConcurrentHashMap<>();

  private final Loader loader;
  private final List<Step> steps = new ArrayList<>();

  /** Whether this JVM forbids native code, whatever the file. */
  private boolean denied;

  private NativeLibrary(Loader loader) {
    this.loader = loader;
  }

  /**
   * How a provider loads and checks a library. A JNI library belongs to the class loader of the
   * class that calls {@link System#load}, so that class is the provider's own. Every method may
   * throw whatever loading throws.
   */
  public interface Loader {
    /** The id of the provider. */
    String provider();

    /** Loads by name, as {@link System#loadLibrary} does. */
    void loadByName(String name);

    /** Loads a file, as {@link System#load} does. */
    void load(Path file);

    /** {@code nj_abi_version} of what is loaded; {@link UnsatisfiedLinkError} if nothing is. */
    int abiVersion();

    /** Prepares what is loaded with 32 random bytes, and gives the {@code nj_status}. */
    int init(byte[] seed);

    /** {@code nj_selftest}. */
    int selftest();
  }

  /** What came of a step. */
  public enum Outcome {
    DONE,
    /** There was nothing to load. */
    ABSENT,
    /** There was something, and it could not be loaded; or there should have been. */
    FAILED
  }

  /**
   * One step of a search.
   *
   * @param name what was tried
   * @param outcome what came of it
   * @param detail where the library is, or why it was not loaded and what to do: for people, one
   *     line
   */
  public record Step(String name, Outcome outcome, String detail) {
    @Override
    public String toString() {
      return name + ": " + detail;
    }
  }

  /**
   * Loads libnightjar for a provider, seeds it and runs its self-test.
   *
   * @throws NativeLibraryException if it cannot be used; the message says why and what to do
   */
  public static void load(Loader loader) throws NativeLibraryException {
    List<Step> steps = List.copyOf(new NativeLibrary(loader).run());
    RUNS.put(loader.provider(), steps);
    if (steps.get(steps.size() - 1).outcome() != Outcome.DONE) {
      throw new NativeLibraryException(steps);
    }
  }

  /**
   * The steps that the last {@link #load} of a provider took, for {@code nightjar doctor}; empty if
   * there was none.
   */
  public static List<Step> lastSteps(String provider) {
    return RUNS.getOrDefault(provider, List.of());
  }

  /** The platform that a library is packed for, as in {@code linux-x86_64}. */
  public static String platform() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(" ", "")
        + "-"
        + machine();
  }

  static String machine() {
    String arch = System.getProperty("os.arch");
    return switch (arch) {
      case "amd64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> arch;
    };
  }

  /** A step on the way: gives what came of it, or throws why the library could not be loaded. */
  private interface Attempt {
    Result run() throws IOException;
  }

  private record Result(Outcome outcome, String detail) {}

  private List<Step> run() {
    if (found()) {
      tried("self-test", this::selftest);
    }
    return steps;
  }

  private boolean found() {
    if (!System.getProperty(PATH_PROPERTY, "").isEmpty()) {
      return tried("property " + PATH_PROPERTY, this::named);
    }
    return tried("already loaded", this::alreadyLoaded)
        || tried("java.library.path", this::onLibraryPath)
        || (!denied && tried("packed library", this::packed));
  }

  private boolean tried(String name, Attempt attempt) {
    try {
      Result result = attempt.run();
      steps.add(new Step(name, result.outcome(), result.detail()));
      return result.outcome() == Outcome.DONE;
    } catch (LinkageError | RuntimeException | IOException e) {
      denied = LoadFailure.isDenied(e);
      steps.add(
          new Step(
              denied ? "native access" : name,
              Outcome.FAILED,
              LoadFailure.explain(e, loader.getClass())));
      return false;
    }
  }

  private Result named() throws IOException {
    Path file = Paths.get(System.getProperty(PATH_PROPERTY));
    if (!Files.isRegularFile(file)) {
      throw new UnsatisfiedLinkError(
          file
              + " is no file: name libnightjar.so, or drop the property to use the packed library");
    }
    return load(file);
  }

  private Result alreadyLoaded() {
    try {
      checkAbi();
      return new Result(Outcome.DONE, "by this class loader");
    } catch (UnsatisfiedLinkError e) {
      return new Result(Outcome.ABSENT, "no");
    }
  }

  private Result onLibraryPath() throws IOException {
    String path = System.getProperty("java.library.path", "");
    for (String folder : path.split(File.pathSeparator)) {
      Path file = Paths.get(folder, System.mapLibraryName(NAME));
      if (!folder.isEmpty() && Files.isRegularFile(file)) {
        return load(file);
      }
    }
    try {
      loader.loadByName(NAME);
    } catch (UnsatisfiedLinkError e) {
      return new Result(Outcome.ABSENT, "no " + System.mapLibraryName(NAME) + " in " + path);
    }
    checkAbi();
    return new Result(Outcome.DONE, System.mapLibraryName(NAME) + ", as the system finds it");
  }

  private Result packed() throws IOException {
    try (PackedLibrary library = PackedLibrary.extract(platform())) {
      load(library.file());
      return new Result(Outcome.DONE, platform() + ", extracted to " + library.file().getParent());
    }
  }

  private Result load(Path file) throws IOException {
    if (platform().startsWith("linux-")) {
      ElfFile.check(file, machine());
    }
    loader.load(file.toAbsolutePath());
    try {
      checkAbi();
    } catch (UnsatisfiedLinkError e) {
      throw new LinkageError(
          file
              + " has no entry for "
              + loader.provider()
              + ": it is not libnightjar, or was built without a JDK's jni.h");
    }
    return new Result(Outcome.DONE, file.toString());
  }

  private void checkAbi() {
    int abi = loader.abiVersion();
    if (abi != ABI_VERSION) {
      throw new LinkageError(
          "the library has binary interface "
              + abi
              + ", these classes need "
              + ABI_VERSION
              + ": use a library and jars of one Nightjar version");
    }
  }

  private Result selftest() {
    byte[] seed = new byte[SEED_LENGTH];
    new SecureRandom().nextBytes(seed);
    int status = loader.init(seed);
    Arrays.fill(seed, (byte) 0);
    if (status == 0) {
      status = loader.selftest();
    }
    if (status != 0) {
      throw new LinkageError(
          "the library fails with status "
              + status
              + ": do not use it on this machine. Build Nightjar again, and report it if that does"
              + " not help");
    }
    return new Result(Outcome.DONE, "passed");
  }
}
