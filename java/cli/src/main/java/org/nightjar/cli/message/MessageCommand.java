package org.nightjar.cli.message;

import picocli.CommandLine.Command;

/** The group of message commands. */
@Command(
    name = "message",
    description = "Build and peel onion messages.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BuildCommand.class, PeelCommand.class})
public final class MessageCommand {}
