package org.nightjar.cli.ptlc;

import java.util.Arrays;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.ReusableInvoices;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.ptlc.Receipt;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.RefusalException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "receipt",
    description = {
      "The payer's end: take the blinds off what the payment was claimed with, and have the"
          + " receipt's signature. Exit code 1 if it is none.",
      HexBytes.HELP
    })
final class ReceiptCommand extends LabCommand {
  @Option(
      names = "--receipt",
      required = true,
      paramLabel = "HEX",
      description = "The message, 237 bytes.")
  private HexBytes receipt;

  @Option(
      names = "--nonce-point",
      required = true,
      paramLabel = "HEX",
      description = "x of R, 32 bytes, as `point` printed it.")
  private HexBytes noncePoint;

  @Option(
      names = "--scalar",
      required = true,
      paramLabel = "HEX",
      description = "What the first of the points was claimed with.")
  private SecretKey scalar;

  @Option(
      names = "--hop-secret",
      required = true,
      paramLabel = "HEX",
      description = "The shared secrets of hop_secrets; once per node, in their order.")
  private List<SharedSecret> secrets;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    ReusableInvoices invoices = nightjar.experimental().reusableInvoices();
    SecretKey at = scalar;
    for (SharedSecret secret : secrets) {
      try (SecretKey before = at;
          SecretKey blind = invoices.blind(secret)) {
        at = invoices.unblindScalar(before, blind);
      }
    }
    byte[] s = at.exposeSecretBytes();
    byte[] signature = Scalars.concat(noncePoint.bytes(), s);
    at.close();
    Arrays.fill(s, (byte) 0);
    try {
      ReceiptMessage message = ReceiptMessage.decode(receipt.bytes());
      if (signature.length != SchnorrSignature.LENGTH
          || !new Receipt(message, SchnorrSignature.of(signature))
              .verify(nightjar, message.payee())) {
        return refuse(
            "the scalar does not open this payment's point: another message, nonce point, hop"
                + " secret, or a forged claim");
      }
    } catch (RefusalException e) {
      return refuse(Hints.of(e.refusal()));
    }
    Steps steps =
        new Steps()
            .addText("s", "t - y_1 - ... - z, y_k and z hashed from the hops' secrets", "(below)")
            .add("x(R)", "the signature's first half", noncePoint.bytes());
    show(new NamedFields().add("sig", signature).add("valid", true), steps);
    return DONE;
  }
}
