package org.nightjar.cli.ptlc;

import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "preverify",
    description = {
      "Verify a pre-signature: whether the adaptor point's discrete logarithm makes a valid signature"
          + " of it. Exit code 1 if not.",
      HexBytes.HELP
    })
final class PreverifyCommand extends LabCommand {
  @Mixin private KindOption kind;

  @Option(
      names = "--pubkey",
      required = true,
      paramLabel = "HEX",
      description = "The signer's key: 32 bytes, or of the ECDSA kind 33.")
  private HexBytes publicKey;

  @Option(
      names = "--msg",
      required = true,
      paramLabel = "HEX",
      description = "What is signed, 32 bytes.")
  private HexBytes message;

  @Option(
      names = "--point",
      required = true,
      paramLabel = "HEX",
      description = "The adaptor point, 33 bytes.")
  private PublicKey point;

  @Option(
      names = "--presig",
      required = true,
      paramLabel = "HEX",
      description = "The pre-signature: 65 bytes, or of the ECDSA kind 162.")
  private HexBytes presignature;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    boolean valid =
        kind.kind()
            .of(nightjar)
            .verify(presignature.bytes(), publicKey.bytes(), point, message.bytes());
    Steps steps = new Steps();
    if (trace()) {
      traceInto(steps, nightjar);
    }
    if (!valid && !trace()) {
      return refuse(
          "the pre-signature is not valid for this key, point and message: do not use it");
    }
    show(new NamedFields().add("valid", valid), steps);
    return valid
        ? DONE
        : fail(
            "the pre-signature is not valid: the trace's last value is not the one it should be");
  }

  /** What a peer sent may be nothing that equations can be written of. */
  private void traceInto(Steps steps, Nightjar nightjar) {
    try {
      kind.kind()
          .trace(nightjar)
          .verify(steps, presignature.bytes(), publicKey.bytes(), point, message.bytes());
    } catch (IllegalArgumentException | ArithmeticException e) {
      steps.addText("no more", "the pre-signature is malformed", String.valueOf(e.getMessage()));
    }
  }
}
