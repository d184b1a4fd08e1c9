package org.nightjar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nightjar.NightjarException;
import org.nightjar.bench.report.Page;

/** The benchmark program; {@link #USAGE} says what it can do. */
public final class Main {
  private static final String USAGE =
      """
      usage: java -XX:+UseSerialGC -jar nightjar-bench.jar [--quick] [--json] [--aarch64] [--report FILE]
             java -jar nightjar-bench.jar --report FILE --from RESULT.json [--from RESULT.json]...
             java ... -jar nightjar-bench.jar --soak [--seconds N] [--provider jni,jna,bc]
             java -Xmx512m ... -jar nightjar-bench.jar --holds|--replay|--flood|--ptlc [--json] [--url JDBC-URL]
             java ... -jar nightjar-bench.jar --jmh [arguments of JMH]
        --quick    about three minutes instead of fifteen
        --json     print an array of {name, value, unit, against, other, ratio, noise, samples}
                   instead of the table
        --aarch64  count the instructions of operations on 64-bit ARM too, under emulation
        --report   where the page with plots goes; else beside the result
        --from     measure nothing: a page of results from earlier, or from other machines
        --soak     peel without end and tell whether memory stays flat
        --holds    hold 100,000 HTLCs on SQLite or PostgreSQL, restart, release
        --replay   claim 10 million onions, once each, on SQLite or PostgreSQL
        --flood    what one peer that sends as many messages as it can costs an LSP
        --ptlc     experimental: nonces, durable claims and points of reusable PTLC invoices
        --jmh      run the JMH benchmarks; --jmh -h lists their arguments""";

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
      case "--flood" -> System.exit(Flood.run(rest));
      case "--ptlc" -> System.exit(Ptlcs.run(rest));
      case "--soak" -> Soak.main(rest);
      default -> compare(List.of(args));
    }
  }

  private static void compare(List<String> words) {
    try {
      Arguments arguments = Arguments.parse(words);
      if (arguments.from().isEmpty()) {
        measure(arguments);
      } else {
        report(arguments);
      }
    } catch (IllegalArgumentException e) {
      System.err.println("nightjar bench: " + e.getMessage() + "\n" + USAGE);
      System.exit(MISUSE);
    } catch (NightjarException | IOException | IllegalStateException e) {
      System.err.println("nightjar bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void measure(Arguments arguments) throws IOException {
    ResultFile result = new Measurements(arguments).result();
    System.out.print(arguments.json() ? result.figuresJson() + "\n" : Table.of(result.figures()));
    System.err.println("written to " + result.write());
    Path page = arguments.report().isPresent() ? arguments.report().get() : result.path(".html");
    write(page, List.of(result));
  }

  private static void report(Arguments arguments) throws IOException {
    List<ResultFile> results = new ArrayList<>();
    for (Path file : arguments.from()) {
      results.add(ResultFile.read(file));
    }
    write(arguments.report().orElseThrow(), results);
  }

  private static void write(Path page, List<ResultFile> results) throws IOException {
    System.err.println("the page: " + Files.writeString(page, Page.of(results)).toUri());
  }
}
