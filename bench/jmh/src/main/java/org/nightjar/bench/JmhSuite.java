package org.nightjar.bench;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Peels under JMH, on one thread and on all cores: averages, where the side-by-side figures are
 * minimums. A figure is the time per onion of all threads together.
 */
final class JmhSuite {
  private static final int BATCH_SIZE = 64;

  private final boolean quick;

  JmhSuite(boolean quick) {
    this.quick = quick;
  }

  /**
   * Runs the benchmarks, each in a JVM of its own.
   *
   * @throws IOException if JMH cannot be run or fails
   */
  List<Figure> run() throws IOException {
    List<Figure> figures = new ArrayList<>();
    if (!quick) {
      figures.addAll(figures("jmh-", List.of(), 1));
    }
    figures.addAll(figures("jmh-all-cores-", everyCore(), Machine.cores()));
    return figures;
  }

  /** What frees the program from the one core that this JVM may be pinned to. */
  private static List<String> everyCore() {
    return Runtime.getRuntime().availableProcessors() == Machine.cores()
        ? List.of()
        : List.of("taskset", "-c", "0-" + (Machine.cores() - 1));
  }

  private List<Figure> figures(String prefix, List<String> launcher, int threads)
      throws IOException {
    List<Run> runs = runs(launcher, threads);
    double kmp =
        runs.stream()
            .filter(run -> run.implementation().equals(Onions.LIGHTNING_KMP))
            .mapToDouble(run -> run.microsPerOnion(threads))
            .findFirst()
            .orElseThrow(() -> new IOException("JMH measured no " + Onions.LIGHTNING_KMP));
    String against =
        Onions.LIGHTNING_KMP + " " + Machine.lightningKmpVersion() + ", threads: " + threads;
    return runs.stream()
        .filter(run -> !run.implementation().equals(Onions.LIGHTNING_KMP))
        .map(
            run ->
                Figure.of(prefix + run.name(), "us", run.microsPerOnion(threads), against, kmp)
                    .withNoise(run.error(), iterations()))
        .toList();
  }

  private int iterations() {
    return quick ? 3 : 10;
  }

  private List<Run> runs(List<String> launcher, int threads) throws IOException {
    Path file = Files.createTempFile("nightjar-jmh", ".json");
    try {
      List<String> command = new ArrayList<>(launcher);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-jar", System.getProperty("java.class.path"), "--jmh"));
      command.addAll(List.of("org.nightjar.bench.Peel(Batch)?Benchmark"));
      command.addAll(List.of("-p", "implementation=jni,bc," + Onions.LIGHTNING_KMP));
      command.addAll(List.of("-p", "provider=jni", "-p", "size=" + BATCH_SIZE));
      command.addAll(List.of("-t", Integer.toString(threads), "-f", "1"));
      command.addAll(List.of("-wi", quick ? "1" : "5", "-i", Integer.toString(iterations())));
      command.addAll(List.of("-rf", "json", "-rff", file.toString()));
      NativeProgram.finish(
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start(),
          "JMH");
      return read(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static List<Run> read(Path file) throws IOException {
    try {
      Run[] runs = new Gson().fromJson(Files.readString(file), Run[].class);
      if (runs == null) {
        throw new IOException("JMH wrote no results");
      }
      return List.of(runs);
    } catch (JsonParseException e) {
      throw new IOException("JMH wrote what cannot be read", e);
    }
  }

  /** One result, in the shape in which JMH writes it. */
  private record Run(String benchmark, Map<String, String> params, Metric primaryMetric) {
    private record Metric(double score, double scoreError) {}

    boolean isBatch() {
      return params.containsKey("size");
    }

    String implementation() {
      return params.getOrDefault("implementation", params.getOrDefault("provider", ""));
    }

    String name() {
      String name = isBatch() ? "peel-batch-" + params.get("size") : "peel";
      return implementation().equals("jni") ? name : name + "-" + implementation();
    }

    double microsPerOnion(int threads) {
      int onions = isBatch() ? Integer.parseInt(params.get("size")) : 1;
      return primaryMetric.score() / onions / threads;
    }

    /** The half width of JMH's confidence interval, as a part of the score. */
    double error() {
      double error = primaryMetric.scoreError() / primaryMetric.score();
      return Double.isFinite(error) ? error : 0;
    }
  }
}
