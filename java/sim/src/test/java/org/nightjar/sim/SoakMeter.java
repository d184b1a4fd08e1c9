package org.nightjar.sim;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Memory over a long run, once a minute: does it stay flat? */
final class SoakMeter {
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final double MIB = 1 << 20;

  /** Samples until everything that is made once is made. */
  private static final int WARM_UP = 3;

  private final List<Sample> samples = new ArrayList<>();
  private final long begun = System.nanoTime();

  /**
   * At one time; sizes in MiB, 0 where the system does not tell.
   *
   * @param heap in use after a collection
   * @param resident of this process
   * @param children resident of all its children together
   */
  private record Sample(double minutes, double heap, double resident, double children) {}

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
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    double children =
        ProcessHandle.current().children().mapToDouble(child -> resident(child.pid())).sum();
    Sample sample =
        new Sample(minutes(), heap / MIB, resident(ProcessHandle.current().pid()), children);
    samples.add(sample);
    return text(
        "minute %.1f: heap %.1f MiB, resident %.0f MiB, store processes %.0f MiB",
        sample.minutes, sample.heap, sample.resident, sample.children);
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
        + "; store processes "
        + trend(Sample::children);
  }

  /** MiB by which the heap grows in a minute, by least squares; 0 if the run was too short. */
  double heapGrowth() {
    return growth(Sample::heap);
  }

  private String trend(ToDoubleFunction<Sample> what) {
    double first = what.applyAsDouble(samples.get(Math.min(WARM_UP, samples.size() - 1)));
    double last = what.applyAsDouble(samples.get(samples.size() - 1));
    return text("%.1f to %.1f MiB, %+.3f MiB a minute", first, last, growth(what));
  }

  private double growth(ToDoubleFunction<Sample> what) {
    List<Sample> warm = samples.subList(Math.min(WARM_UP, samples.size()), samples.size());
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
