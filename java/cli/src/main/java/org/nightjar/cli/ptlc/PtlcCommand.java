package org.nightjar.cli.ptlc;

import picocli.CommandLine.Command;

/** The group of PTLC commands. */
@Command(
    name = "ptlc",
    description =
        "EXPERIMENTAL. A lab for reusable PTLC invoices and adaptor signatures; nobody outside the"
            + " project has reviewed the scheme.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PoolCommand.class,
      IssueCommand.class,
      PointCommand.class,
      ClaimCommand.class,
      ReceiptCommand.class,
      VerifyCommand.class,
      AdaptorCommand.class,
      AttackCommand.class
    })
public final class PtlcCommand {}
