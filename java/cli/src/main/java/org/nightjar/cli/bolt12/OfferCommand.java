package org.nightjar.cli.bolt12;

import picocli.CommandLine.Command;

/** The group of offer commands. */
@Command(
    name = "offer",
    description = "Create and read offers of BOLT 12.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CreateOfferCommand.class, DecodeCommand.class})
public final class OfferCommand {}
