package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.terminal.Style;
import picocli.CommandLine.Option;

/** What the attacks share: they tell what they do, and end with a forged receipt. */
abstract class AttackDemo extends LabCommand {
  @Option(
      names = "--note",
      paramLabel = "TEXT",
      defaultValue = "one house, paid in full",
      description = "What the forged receipt is for (default: ${DEFAULT-VALUE}).")
  private String note;

  private int told;

  /** What the forged receipt is for. */
  final String note() {
    return note;
  }

  /** Tells people the next thing that happens. */
  final void tell(String what) {
    if (!json()) {
      terminal().paragraph(Style.PLAIN, ++told + ". " + what);
      out().flush();
    }
  }

  /**
   * Shows a forged receipt to a plain BIP340 verifier, and says what prevents it.
   *
   * @param paid how many payments it took
   * @param nonceAndScalar the forged signature, 64 bytes
   */
  final int judge(
      Nightjar nightjar,
      Victim victim,
      int paid,
      byte[] message,
      byte[] nonceAndScalar,
      Steps steps,
      String prevention) {
    byte[] hash = nightjar.experimental().reusableInvoices().hash(message);
    boolean valid = nightjar.verify(victim.payee(), hash, SchnorrSignature.of(nonceAndScalar));
    tell(
        "A plain BIP340 verifier says of this receipt, which the recipient never saw: "
            + (valid ? "VALID." : "not valid."));
    NamedFields results =
        new NamedFields()
            .add("payments", Integer.toString(paid), paid)
            .add("payee", victim.payee())
            .add("receipt", message)
            .add("msg", hash)
            .add("signature", nonceAndScalar)
            .add("valid", valid);
    if (json()) {
      results.add("prevented_by", prevention);
    }
    show(results, steps);
    if (!json()) {
      terminal().line();
      terminal().paragraph(Style.GREEN, "What prevents it: " + prevention);
    }
    return valid ? DONE : fail("the forgery failed: this is a bug, please report it");
  }

  /** A signature of a nonce and a scalar. */
  static byte[] signature(byte[] nonce, BigInteger scalar) {
    return Scalars.concat(nonce, Scalars.bytes(scalar));
  }

  /** What the library says to who tries. */
  static String refusalOf(Runnable attempt) {
    try {
      attempt.run();
    } catch (IllegalArgumentException e) {
      return '"' + e.getMessage() + '"';
    }
    throw new IllegalStateException("the library did not refuse");
  }
}
