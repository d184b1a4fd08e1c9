package org.nightjar.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.cli.terminal.TerminalWidth;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command can use. {@link #call} gives the exit code. */
public abstract class Subcommand implements Callable<Integer> {
  /** The command did what it is for. */
  protected static final int DONE = ExitCode.OK;

  /** It did not. */
  protected static final int FAILED = ExitCode.SOFTWARE;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  @Spec private CommandSpec spec;

  /** The options before and after the command's name. */
  final RootCommand root() {
    return (RootCommand) spec.root().userObject();
  }

  /** The model of the whole command line. */
  final CommandSpec rootSpec() {
    return spec.root();
  }

  /**
   * Opens the provider that was asked for, else the best.
   *
   * @throws org.nightjar.NightjarException if it cannot be used
   */
  protected final Nightjar open() {
    return provider().map(Nightjar::open).orElseGet(Nightjar::open);
  }

  /** The provider that was asked for, if one was. */
  protected final Optional<String> provider() {
    return Optional.ofNullable(root().provider());
  }

  /** The key that was given, else a fresh one. */
  protected static SecretKey orFresh(@Nullable SecretKey given) {
    return given == null ? SecretKey.random(new SecureRandom()) : given;
  }

  /** What to throw if the command line is wrong in a way that only the command can tell. */
  protected final ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** Says on standard error why the command did not do what it is for. */
  protected final int fail(String why) {
    err().println("nightjar: " + why);
    return FAILED;
  }

  /** As {@link #fail}, of what somebody else made; JSON has it as {@code rejected}. */
  protected final int refuse(String why) {
    if (json()) {
      JsonObject json = new JsonObject();
      json.addProperty("rejected", why);
      print(json);
    }
    return fail(why);
  }

  /** Whether JSON was asked for. */
  protected final boolean json() {
    return root().json();
  }

  /** Prints JSON on standard output. */
  protected final void print(JsonElement json) {
    out().println(GSON.toJson(json));
  }

  /** Standard output for plain text. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Standard error. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Standard output for people. */
  protected final Terminal terminal() {
    boolean colour = !root().noColor() && Help.Ansi.AUTO.enabled();
    return new Terminal(out(), colour, Terminal.localeHasUnicode(), TerminalWidth.here());
  }
}
