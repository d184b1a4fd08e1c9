package org.nightjar.cli.onion;

import picocli.CommandLine.Command;

/** The group of onion commands. */
@Command(
    name = "onion",
    description = "Build, peel and explain onion packets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BuildCommand.class, PeelCommand.class, TraceCommand.class})
public final class OnionCommand {}
