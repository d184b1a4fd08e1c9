package org.nightjar.cli.ptlc;

import picocli.CommandLine.Command;

/** The group of pool commands. */
@Command(
    name = "pool",
    description = "EXPERIMENTAL. The nonces that a recipient publishes before it sleeps.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CreatePoolCommand.class)
final class PoolCommand {}
