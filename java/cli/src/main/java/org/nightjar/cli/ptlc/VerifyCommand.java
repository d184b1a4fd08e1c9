package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.SchnorrSignature;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.ptlc.PaymentTerms;
import org.nightjar.ptlc.Receipt;
import org.nightjar.ptlc.ReceiptMessage;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.ptlc.XOnlyKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = {
      "Verify a receipt, as anyone can: a BIP340 signature of its message by the payee. Exit code 1"
          + " if it is not valid.",
      HexBytes.HELP
    })
final class VerifyCommand extends LabCommand {
  @Option(
      names = "--payee",
      required = true,
      paramLabel = "HEX",
      description = "The receipt key, 32 bytes, known from the offer and not from the receipt.")
  private HexBytes payee;

  @Option(
      names = "--receipt",
      required = true,
      paramLabel = "HEX",
      description = "The message, 237 bytes.")
  private HexBytes receipt;

  @Option(
      names = "--sig",
      required = true,
      paramLabel = "HEX",
      description = "The signature, 64 bytes.")
  private HexBytes signature;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    XOnlyKey key = XOnlyKey.of(payee.bytes());
    SchnorrSignature signed = SchnorrSignature.of(signature.bytes());
    ReceiptMessage message;
    try {
      message = ReceiptMessage.decode(receipt.bytes());
    } catch (RefusalException e) {
      return refuse(Hints.of(e.refusal()));
    }
    if (!message.payee().equals(key)) {
      return refuse("the receipt is another payee's: " + message.payee());
    }
    if (!new Receipt(message, signed).verify(nightjar, key)) {
      return refuse("the signature is not one of this message by this payee");
    }
    PaymentTerms terms = message.terms();
    show(
        new NamedFields()
            .add("valid", true)
            .add("amount_msat", Long.toUnsignedString(terms.amountMsat()), terms.amountMsat())
            .add("timestamp", Long.toUnsignedString(terms.timestamp()), terms.timestamp())
            .add("payer", terms.payerKey().toString())
            .add("epoch_id", message.epoch().toString())
            .add("index", Long.toString(message.index()), message.index())
            .add("note_hash", terms.noteHash().toString()),
        trace() ? steps(nightjar, message, key) : new Steps());
    return DONE;
  }

  private Steps steps(Nightjar nightjar, ReceiptMessage message, XOnlyKey key) {
    byte[] r = Arrays.copyOf(signature.bytes(), Scalars.LENGTH);
    BigInteger s =
        new BigInteger(
            1, Arrays.copyOfRange(signature.bytes(), Scalars.LENGTH, 2 * Scalars.LENGTH));
    byte[] hash = message.hash(nightjar).toBytes();
    BigInteger e = TaggedHash.challenge(nightjar, r, key.toBytes(), hash);
    CurvePoint p = CurvePoint.even(key.toBytes());
    return new Steps()
        .add("m", "H_receipt(the 237 bytes)", hash)
        .add("e", "H_BIP0340/challenge(x(R) || payee || m)", e)
        .add("s G", "the signature's second half times G", CurvePoint.GENERATOR.multiply(s))
        .add("R + e P", "the same, if the receipt is valid", CurvePoint.even(r).add(p.multiply(e)));
  }
}
