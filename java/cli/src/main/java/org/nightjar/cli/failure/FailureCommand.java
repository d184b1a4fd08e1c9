package org.nightjar.cli.failure;

import picocli.CommandLine.Command;

/** The group of failure commands. */
@Command(
    name = "failure",
    description = "Read what comes back when a payment fails.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = DecodeCommand.class)
public final class FailureCommand {}
