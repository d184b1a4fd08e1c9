package org.nightjar.cli.ptlc;

import java.security.SecureRandom;
import org.nightjar.Nightjar;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import picocli.CommandLine.Command;

@Command(
    name = "single-nonce",
    description =
        "Forge a receipt of a recipient that publishes one nonce an index (nu = 1): 256 open"
            + " indices, 256 payments of 1 sat.")
final class SingleNonceCommand extends AttackDemo {
  @Override
  public Integer call() {
    Nightjar nightjar = open();
    tell(
        "A recipient publishes "
            + RosForgery.SLOTS
            + " indices with ONE nonce each, and will answer each index once.");
    Victim victim = new SingleNonceVictim(nightjar, RosForgery.SLOTS);
    return new ForgeryDemo(this, nightjar, victim, 1).run(prevention(nightjar));
  }

  private static String prevention(Nightjar nightjar) {
    ReusableInvoices invoices = nightjar.experimental().reusableInvoices();
    byte[] epochSecret = new byte[ReusableInvoices.EPOCH_SECRET_LENGTH];
    try (SecretKey key = SecretKey.random(new SecureRandom())) {
      return "two nonces an index, combined by a hash of the message, so that the nonce is fixed"
          + " only with it. Asked for one, Nightjar says "
          + refusalOf(() -> invoices.nonces(epochSecret, key, 0, 1, 1))
          + ".";
    }
  }
}
