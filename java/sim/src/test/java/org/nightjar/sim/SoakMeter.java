package org.nightjar.sim;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Memory over a long run, once a minute: does it stay flat? What is resident of this process is the
 * heap, what the virtual machine keeps of classes and compiled code, and the rest: native memory,
 * where a leak of ours would be. The split is right to a page where the heap is of a fixed size and
 * touched, as the profile soak has it.
 */
final class SoakMeter {
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final double MIB = 1 << 20;

  private final List<Sample> samples = new ArrayList<>();
  private final long begun = System.nanoTime();

  /**
   * At one time; sizes in MiB, 0 where the system does not tell.
   *
   * @param heap in use after a collection
   * @param resident of this process
   * @param code classes and compiled code
   * @param rest resident beside the whole heap and {@code code}
   * @param children resident of all its children together
   */
  private record Sample(
      double minutes, double heap, double resident, double code, double rest, double children) {}

  /** Whether the next minute is over. */
  boolean isDue() {
    return System.nanoTime() - begun >= samples.size() * MINUTE_NANOS;
  }

  double minutes() {
    return (System.nanoTime() - begun) / (double) MINUTE_NANOS;
  }

  /** Measures; gives a line about it. */
  String sample() {
    System.gc();
    trim();
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    double code = memory.getNonHeapMemoryUsage().getCommitted() / MIB;
    double resident = resident(ProcessHandle.current().pid());
    double rest = resident - heap.getCommitted() / MIB - code;
    double children =
        ProcessHandle.current().children().mapToDouble(child -> resident(child.pid())).sum();
    Sample sample = new Sample(minutes(), heap.getUsed() / MIB, resident, code, rest, children);
    samples.add(sample);
    return text(
        "minute %.1f: heap %.1f MiB, resident %.1f MiB (classes and code %.1f, rest %.1f), store"
            + " processes %.0f MiB",
        sample.minutes, sample.heap, sample.resident, sample.code, sample.rest, sample.children);
  }

  /**
   * Has the C library give back what is free: the compilers of the virtual machine leave tens of
   * MiB. One that cannot keeps it, and the rest looks larger.
   */
  private static void trim() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "systemTrimNativeHeap",
              null,
              null);
    } catch (JMException e) {
      // not every virtual machine has the command
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static double resident(long process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  /** How much was in use in the end beside the beginning, and how fast it grew. */
  String summary() {
    return "heap "
        + trend(Sample::heap)
        + "; resident "
        + trend(Sample::resident)
        + "; classes and code "
        + trend(Sample::code)
        + "; rest "
        + trend(Sample::rest)
        + "; store processes "
        + trend(Sample::children);
  }

  /** MiB by which the heap grows in a minute, by least squares; 0 if the run was too short. */
  double heapGrowth() {
    return growth(Sample::heap);
  }

  /** MiB by which native memory beside classes and code grows in a minute, as above. */
  double restGrowth() {
    return growth(Sample::rest);
  }

  private String trend(ToDoubleFunction<Sample> what) {
    double first = what.applyAsDouble(warm().get(0));
    double last = what.applyAsDouble(samples.get(samples.size() - 1));
    return text("%.1f to %.1f MiB, %+.3f MiB a minute", first, last, growth(what));
  }

  /** The last two thirds: by then everything that is made once is made. */
  private List<Sample> warm() {
    return samples.subList(samples.size() / 3, samples.size());
  }

  private double growth(ToDoubleFunction<Sample> what) {
    List<Sample> warm = warm();
    double time = warm.stream().mapToDouble(Sample::minutes).average().orElse(0);
    double mean = warm.stream().mapToDouble(what).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Sample sample : warm) {
      double past = sample.minutes - time;
      above += past * (what.applyAsDouble(sample) - mean);
      below += past * past;
    }
    return below == 0 ? 0 : above / below;
  }
}
