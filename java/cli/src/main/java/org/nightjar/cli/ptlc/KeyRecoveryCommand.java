package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.ReusableInvoices;
import org.nightjar.SecretKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "key-recovery",
    description =
        "Compute the receipt key of a recipient that answers nu + 1 messages with the nu nonces of"
            + " one index, as after a restored backup.")
final class KeyRecoveryCommand extends AttackDemo {
  private static final int MOST = 32;

  private static final String PREVENTION =
      "a recipient of Nightjar writes down which message an index answers before it computes"
          + " anything, and refuses another (ERR_INDEX_USED). The secret that nonces are made of is"
          + " in no backup, and an epoch whose journal is missing or older than the counter that"
          + " the LSP keeps is dead (ERR_EPOCH).";

  @Option(
      names = "--nu",
      paramLabel = "COUNT",
      defaultValue = "2",
      description = "Nonces of the index, 2 to 32 (default: ${DEFAULT-VALUE}).")
  private int nu;

  @Override
  public Integer call() {
    if (nu < 2 || nu > MOST) {
      throw new IllegalArgumentException("--nu is 2 to " + MOST + ", not " + nu);
    }
    Nightjar nightjar = open();
    int claims = nu + 1;
    Victim victim = new ForgetfulVictim(nightjar, nu, claims);
    AttackMessages messages = new AttackMessages(nightjar, victim);
    List<PublicKey> nonces = victim.nonces(0);
    tell(
        "A recipient publishes an index with "
            + nu
            + " nonces; then its journal is lost, and it answers "
            + claims
            + " messages.");
    Steps steps = new Steps();
    BigInteger[][] equations = new BigInteger[claims][];
    for (int i = 0; i < claims; i++) {
      equations[i] = equation(nightjar, victim, nonces, messages.cheap(0), steps, i);
    }
    tell(
        "Each answer is a linear equation s = +-(r_0 + b r_1 + b^2 r_2 + ...) + e d in the same "
            + claims
            + " unknowns, of which d is the receipt key: they are solved.");
    BigInteger key = LinearSystem.solve(equations)[nu];
    byte[] bytes = Scalars.bytes(key);
    steps.add("d", "the last unknown: the receipt key, with an even y", bytes);
    byte[] wanted = messages.wanted(note());
    ReusableInvoices invoices = nightjar.experimental().reusableInvoices();
    try (SecretKey secret = SecretKey.of(bytes)) {
      tell(
          "d G is "
              + (nightjar.publicKey(secret).toBytes()[0] == 2
                      && Arrays.equals(nightjar.publicKey(secret).toXOnly(), victim.payee())
                  ? "the recipient's public key."
                  : "another key.")
              + " With it the attacker signs what it likes: \""
              + note()
              + "\".");
      byte[] signature = nightjar.sign(secret, invoices.hash(wanted), null).toBytes();
      return judge(nightjar, victim, claims, wanted, signature, steps, PREVENTION);
    }
  }

  /** What an answer says: factors of r_0, r_1, ... and d, and then s. */
  private static BigInteger[] equation(
      Nightjar nightjar,
      Victim victim,
      List<PublicKey> nonces,
      byte[] message,
      Steps steps,
      int number) {
    byte[] hash = nightjar.experimental().reusableInvoices().hash(message);
    PaymentEquations equations =
        PaymentEquations.of(nightjar, victim.payee(), victim.epochId(), 0, nonces, hash);
    List<BigInteger> powers = PaymentEquations.powers(equations.coefficient(), nonces.size());
    BigInteger answer = new BigInteger(1, victim.claim(message));
    BigInteger[] row = new BigInteger[nonces.size() + 2];
    for (int j = 0; j < powers.size(); j++) {
      row[j] = Scalars.negateIf(equations.nonce().hasOddY(), powers.get(j));
    }
    row[nonces.size()] = equations.challenge();
    row[nonces.size() + 1] = answer;
    String sign = equations.nonce().hasOddY() ? "-" : "";
    steps
        .add("b_" + number, "the nonce coefficient of message " + number, equations.coefficient())
        .add("e_" + number, "its challenge", equations.challenge())
        .add("s_" + number, sign + "(r_0 + b r_1 + ...) + e d", answer);
    return row;
  }
}
