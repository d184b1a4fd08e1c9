package org.nightjar.cli.ptlc;

import picocli.CommandLine.Command;

/** The group of attacks. */
@Command(
    name = "attack",
    description =
        "EXPERIMENTAL. What becomes of a recipient that breaks a rule of the scheme: each attack is"
            + " computed, on keys that are made for it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SingleNonceCommand.class, NuBelowTwoQCommand.class, KeyRecoveryCommand.class})
final class AttackCommand {}
