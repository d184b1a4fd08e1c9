package org.nightjar.cli.onion;

import picocli.CommandLine.Command;

/** The group of onion commands. */
@Command(
    name = "onion",
    description = "Build, peel and explain onion packets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BuildCommand.class, PeelCommand.class, TraceCommand.class})
public final class OnionCommand {
  /** What every command says that takes keys. */
  static final String HEX_HELP =
      "Any HEX may be the digits, @file, or - for the next line of standard input: what stands on"
          + " a command line, every user of the machine can read.";
}
