package org.nightjar.cli.sim;

import picocli.CommandLine.Command;

/** Simulations. */
@Command(
    name = "sim",
    description = "Payments on a simulated network, with real cryptography and faults.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = RunCommand.class)
public final class SimCommand {}
