package org.nightjar.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.nightjar.NightjarException;

/** The benchmark program; {@link #USAGE} says what it can do. */
public final class Main {
  private static final String USAGE =
      """
      usage: java -XX:+UseSerialGC -jar nightjar-bench.jar [--quick] [--json]
             java ... -jar nightjar-bench.jar --soak [--seconds N] [--provider jni,jna,bc]
             java -Xmx512m ... -jar nightjar-bench.jar --holds|--replay [--json] [--url JDBC-URL]
             java ... -jar nightjar-bench.jar --jmh [arguments of JMH]
        --quick   two to three minutes instead of ten
        --json    print an array of {name, value, unit, against, other, ratio} instead of the table
        --soak    peel without end and tell whether memory stays flat
        --holds   hold 100,000 HTLCs on SQLite or PostgreSQL, restart, release
        --replay  claim 10 million onions, once each, on SQLite or PostgreSQL
        --jmh     run the JMH benchmarks; --jmh -h lists their arguments""";

  private static final int MISUSE = 2;

  private Main() {}

  /** Runs what the arguments ask for; exits with 0, with 1 for a failure, or with 2 for misuse. */
  public static void main(String[] args) throws IOException {
    String mode = args.length == 0 ? "" : args[0];
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (mode) {
      case "--jmh" -> org.openjdk.jmh.Main.main(rest);
      case "--holds" -> System.exit(Holds.run(rest));
      case "--replay" -> System.exit(Replays.run(rest));
      case "--soak" -> Soak.main(rest);
      default -> compare(List.of(args));
    }
  }

  private static void compare(List<String> args) {
    if (!Set.of("--quick", "--json").containsAll(args)) {
      System.err.println(USAGE);
      System.exit(MISUSE);
    }
    boolean quick = args.contains("--quick");
    try {
      ResultFile result = measure(quick);
      System.out.print(
          args.contains("--json") ? result.figuresJson() + "\n" : Table.of(result.figures()));
      System.err.println("written to " + result.write());
    } catch (NightjarException | IOException | IllegalStateException e) {
      System.err.println("nightjar bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private static ResultFile measure(boolean quick) throws IOException {
    Sampler sampler = quick ? new Sampler(2, 2) : new Sampler(10, 10);
    Measurements measurements = new Measurements(sampler, new NativeProgram(quick));
    List<Figure> figures = measurements.run();
    return ResultFile.now(quick ? "quick" : "full", measurements.description(), figures);
  }
}
