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
 * Peels under JMH, each benchmark in a JVM of its own: averages, where the side-by-side figures are
 * minimums. A figure is the time per onion of all threads together.
 */
final class JmhSuite {
  private static final int BATCH_SIZE = 64;

  private final boolean quick;

  JmhSuite(boolean quick) {
    this.quick = quick;
  }

  /**
   * Runs the benchmarks on one thread.
   *
   * @throws IOException if JMH cannot be run or fails
   */
  List<Figure> onOneThread() throws IOException {
    return figures("jmh-", 1);
  }

  /**
   * Runs them with a thread for each processor that this process may use.
   *
   * @throws IOException if JMH cannot be run or fails
   */
  List<Figure> onAllCores() throws IOException {
    return figures("jmh-all-cores-", Runtime.getRuntime().availableProcessors());
  }

  private List<Figure> figures(String prefix, int threads) throws IOException {
    List<Run> runs = runs(threads);
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

  private List<Run> runs(int threads) throws IOException {
    Path file = Files.createTempFile("nightjar-jmh", ".json");
    try {
      List<String> command = new ArrayList<>();
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
