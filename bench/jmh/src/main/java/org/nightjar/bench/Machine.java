package org.nightjar.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** What a figure depends on besides the code. */
final class Machine {
  private static final String UNKNOWN = "unknown";

  private Machine() {}

  /** Processor, kernel and JVM, for people. */
  static Map<String, String> describe() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("cpu", procValue("/proc/cpuinfo", "model name"));
    machine.put("cores", procValue("/proc/cpuinfo", "cpu cores"));
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
    machine.put("lightning-kmp", lightningKmpVersion());
    return machine;
  }

  static String lightningKmpVersion() {
    Properties versions = new Properties();
    try (InputStream in = Machine.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(Onions.LIGHTNING_KMP);
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
