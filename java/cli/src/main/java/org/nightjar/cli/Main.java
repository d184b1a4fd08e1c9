package org.nightjar.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nightjar.NightjarException;
import org.nightjar.async.store.StoreException;
import org.nightjar.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code nightjar} command. Exit codes: 0 done, 1 failed, 2 the command line was wrong. */
public final class Main {
  /** One line for a fallback to another provider, not two with a time. */
  private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

  private Main() {}

  /** Runs one command and exits. */
  public static void main(String[] args) {
    if (System.getProperty(LOG_FORMAT) == null) {
      System.setProperty(LOG_FORMAT, "nightjar: %5$s%n");
    }
    System.exit(
        run(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            args));
  }

  /** Runs one command on these streams and gives its exit code. */
  static int run(InputStream in, OutputStream out, OutputStream err, String... args) {
    PrintWriter outWriter = writer(out);
    PrintWriter errWriter = writer(err);
    int exitCode = commandLine(in, out, outWriter, errWriter, args).execute(args);
    outWriter.flush();
    errWriter.flush();
    return exitCode == ExitCode.OK && outWriter.checkError() ? ExitCode.SOFTWARE : exitCode;
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
  }

  private static CommandLine commandLine(
      InputStream in,
      OutputStream out,
      PrintWriter outWriter,
      PrintWriter errWriter,
      String[] args) {
    CommandLine command =
        new CommandLine(new RootCommand(in, out))
            .setExpandAtFiles(false)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(outWriter)
            .setErr(errWriter)
            .setUsageHelpWidth(Terminal.WIDTH)
            .setParameterExceptionHandler(Main::usageError)
            .setExecutionExceptionHandler((e, line, parsed) -> failure(e, line));
    new HexReader(in).registerWith(command);
    if (List.of(args).contains(RootCommand.NO_COLOR)) {
      command.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    }
    return command;
  }

  private static int usageError(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    StringBuilder text = new StringBuilder(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        text.append(" (did you mean ").append(String.join(" or ", suggestions)).append("?)");
      }
    }
    String name = line.getCommandSpec().qualifiedName();
    report(line, text + "; try " + name + " --help");
    return ExitCode.USAGE;
  }

  private static int failure(Exception e, CommandLine line) {
    if (e instanceof IllegalArgumentException) {
      report(line, e.getMessage());
      return ExitCode.USAGE;
    }
    boolean expected =
        e instanceof NightjarException || e instanceof IOException || e instanceof StoreException;
    report(line, expected ? e.getMessage() : "this is a bug, please report it: " + e);
    return ExitCode.SOFTWARE;
  }

  /** One line, whatever the text. */
  private static void report(CommandLine line, String text) {
    line.getErr().println("nightjar: " + text.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
