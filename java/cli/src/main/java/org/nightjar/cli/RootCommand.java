package org.nightjar.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.cli.bolt12.InvoiceCommand;
import org.nightjar.cli.bolt12.OfferCommand;
import org.nightjar.cli.demo.DemoCommand;
import org.nightjar.cli.failure.FailureCommand;
import org.nightjar.cli.message.MessageCommand;
import org.nightjar.cli.onion.OnionCommand;
import org.nightjar.cli.path.PathCommand;
import org.nightjar.cli.ptlc.PtlcCommand;
import org.nightjar.cli.sim.SimCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that every command has, and the streams of this run. */
@Command(
    name = "nightjar",
    description = "Lightning payments to phones that are asleep: onions, keys and signatures.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      SimCommand.class,
      DoctorCommand.class,
      SelftestCommand.class,
      VersionCommand.class,
      OnionCommand.class,
      PathCommand.class,
      MessageCommand.class,
      FailureCommand.class,
      OfferCommand.class,
      InvoiceCommand.class,
      PtlcCommand.class,
      PipeCommand.class,
      CompletionCommand.class
    })
final class RootCommand {
  static final String NO_COLOR = "--no-color";

  private final InputStream in;
  private final OutputStream out;

  @Spec private CommandSpec spec;

  private @Nullable String provider;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, for programs.")
  private boolean json;

  @Option(
      names = NO_COLOR,
      scope = ScopeType.INHERIT,
      description = "No colours; so does the environment variable NO_COLOR.")
  private boolean noColor;

  RootCommand(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Option(
      names = "--provider",
      paramLabel = "jni|jna|bc",
      scope = ScopeType.INHERIT,
      completionCandidates = ProviderIds.class,
      description = "Use this provider and no other (default: jni, else bc).")
  void provider(String id) {
    if (!ProviderIds.ALL.contains(id)) {
      throw new ParameterException(
          spec.commandLine(), "--provider is one of " + ProviderIds.ALL + ", not '" + id + "'");
    }
    provider = id;
  }

  /** What {@code --provider} can be. */
  private static final class ProviderIds implements Iterable<String> {
    static final List<String> ALL = List.of("jni", "jna", "bc");

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  @Nullable String provider() {
    return provider;
  }

  boolean json() {
    return json;
  }

  boolean noColor() {
    return noColor;
  }
}
