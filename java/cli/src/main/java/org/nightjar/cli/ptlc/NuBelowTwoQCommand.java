package org.nightjar.cli.ptlc;

import org.nightjar.Nightjar;
import org.nightjar.ptlc.PoolParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "nu-below-2q",
    description =
        "Forge a receipt of a recipient whose indices answer q messages with 2 q - 1 nonces:"
            + " 256 open indices, 256 q payments of 1 sat.")
final class NuBelowTwoQCommand extends AttackDemo {
  private static final int MOST = 8;

  @Option(
      names = "--q",
      paramLabel = "COUNT",
      defaultValue = "2",
      description = "Answers of each index, 2 to 8 (default: ${DEFAULT-VALUE}).")
  private int q;

  @Override
  public Integer call() {
    if (q < 2 || q > MOST) {
      throw new IllegalArgumentException(
          "--q is 2 to " + MOST + ", not " + q + "; for 1 there is `attack single-nonce`");
    }
    Nightjar nightjar = open();
    int nu = 2 * q - 1;
    tell(
        "A recipient publishes "
            + RosForgery.SLOTS
            + " indices with "
            + nu
            + " nonces each, and will answer each index "
            + q
            + " times: nu = 2 q - 1.");
    Victim victim = new ForgetfulVictim(nightjar, nu, q);
    String refused = refusalOf(() -> new PoolParameters(nu, q, RosForgery.SLOTS));
    return new ForgeryDemo(this, nightjar, victim, q)
        .run(
            "with nu >= 2 q no two sets of q answers meet in one nonce. Of a pool with these"
                + " numbers Nightjar says "
                + refused
                + ".");
  }
}
