package org.nightjar.cli.path;

import picocli.CommandLine.Command;

/** The group of path commands. */
@Command(
    name = "path",
    description = "Create, show and open blinded paths.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CreateCommand.class, ShowCommand.class, UnblindCommand.class})
public final class PathCommand {}
