import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.Logger;
import org.codehaus.mojo.animal_sniffer.logging.PrintWriterLogger;

/**
 * Fails if classes use what an Android of some API level lacks: the signature file, then jars or
 * folders of classes. Animal Sniffer, whose Maven plugin takes no signatures with a classifier.
 */
final class CheckSignatures extends SignatureChecker {
  /** Not looked for: our own, what lies beside it, and what D8 replaces. */
  private static final Set<String> PRESENT =
      Set.of("org/nightjar/*", "org/jspecify/*", "java/lang/Record", "java/lang/runtime/ObjectMethods");

  /**
   * Classes that an Android never runs, or that catch what it lacks: the log line of a fallback, the
   * flag of JDK 24, a library packed in a jar.
   */
  private static final Set<String> GUARDED =
      Set.of("Providers$Log.class", "LoadFailure$NativeAccess.class", "PackedLibrary.class");

  private CheckSignatures(InputStream signatures, Logger logger) throws IOException {
    super(signatures, PRESENT, logger);
  }

  @Override
  protected void process(String name, InputStream image) throws IOException {
    if (GUARDED.stream().noneMatch(name::endsWith)) {
      super.process(name, image);
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (InputStream signatures = new FileInputStream(arguments[0])) {
      CheckSignatures checker = new CheckSignatures(signatures, new PrintWriterLogger(System.out));
      checker.setSourcePath(List.of());
      for (String path : Arrays.asList(arguments).subList(1, arguments.length)) {
        checker.process(new File(path));
      }
      System.exit(checker.isSignatureBroken() ? 1 : 0);
    }
  }
}
