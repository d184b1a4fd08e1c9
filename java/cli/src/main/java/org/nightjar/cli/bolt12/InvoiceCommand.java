package org.nightjar.cli.bolt12;

import picocli.CommandLine.Command;

/** The group of invoice commands. */
@Command(
    name = "invoice",
    description = "Read invoices of BOLT 12, and create static ones.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DecodeCommand.class, CreateStaticCommand.class})
public final class InvoiceCommand {}
