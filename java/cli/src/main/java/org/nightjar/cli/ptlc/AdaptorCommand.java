package org.nightjar.cli.ptlc;

import picocli.CommandLine.Command;

/** The group of adaptor commands. */
@Command(
    name = "adaptor",
    description =
        "EXPERIMENTAL. The four steps of adaptor signatures, Schnorr and ECDSA: presign, preverify,"
            + " adapt, extract.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PresignCommand.class,
      PreverifyCommand.class,
      AdaptCommand.class,
      ExtractCommand.class
    })
final class AdaptorCommand {}
