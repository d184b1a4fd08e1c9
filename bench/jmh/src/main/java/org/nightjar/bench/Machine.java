package org.nightjar.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a figure depends on besides the code. */
final class Machine {
  private static final String UNKNOWN = "unknown";

  private Machine() {}

  /**
   * Processor, kernel, JVM and library, for people.
   *
   * @param details {@link org.nightjar.Diagnostics#details} of the library
   */
  static Map<String, String> describe(String details) {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("cpu", processor());
    machine.put("features", detail(details, "cpu "));
    machine.put("cores", Integer.toString(cores()));
    machine.put("pinnedTo", procValue("/proc/self/status", "Cpus_allowed_list"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("arch", System.getProperty("os.arch"));
    machine.put(
        "jdk", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    machine.put(
        "gc",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", ")));
    machine.put("libsecp256k1", detail(details, "libsecp256k1 "));
    machine.put("commit", version("commit"));
    machine.put("lightning-kmp", lightningKmpVersion());
    return machine;
  }

  /** Processors of the machine, whether or not this process may use them all. */
  static int cores() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      long count = lines.filter(line -> line.startsWith("processor")).count();
      return Math.max((int) count, Runtime.getRuntime().availableProcessors());
    } catch (IOException | UncheckedIOException e) {
      return Runtime.getRuntime().availableProcessors();
    }
  }

  /** ARM kernels tell no name, only whose design it is and which. */
  private static String processor() {
    String name = procValue("/proc/cpuinfo", "model name");
    return name.equals(UNKNOWN)
        ? "implementer "
            + procValue("/proc/cpuinfo", "CPU implementer")
            + ", part "
            + procValue("/proc/cpuinfo", "CPU part")
        : name;
  }

  private static String detail(String details, String name) {
    return Arrays.stream(details.split("; "))
        .filter(part -> part.startsWith(name))
        .map(part -> part.substring(name.length()))
        .findFirst()
        .orElse(UNKNOWN);
  }

  static String lightningKmpVersion() {
    return version(Onions.LIGHTNING_KMP);
  }

  private static String version(String name) {
    Properties versions = new Properties();
    try (InputStream in = Machine.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(name);
  }

  /** Resident memory of this process in bytes, or 0 where the system does not tell. */
  static long residentBytes() {
    String kibibytes = procValue("/proc/self/status", "VmRSS").replace(" kB", "");
    return kibibytes.equals(UNKNOWN) ? 0 : Long.parseLong(kibibytes) * 1024;
  }

  static String procValue(String file, String name) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return UNKNOWN;
    }
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(UNKNOWN);
  }
}
