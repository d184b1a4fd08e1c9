package org.nightjar.cli.ptlc;

import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "adapt",
    description = {
      "Make the signature of a pre-signature, with the adaptor point's discrete logarithm. It is"
          + " valid if the pre-signature was verified before.",
      HexBytes.HELP
    })
final class AdaptCommand extends LabCommand {
  @Mixin private KindOption kind;

  @Option(
      names = "--presig",
      required = true,
      paramLabel = "HEX",
      description = "The pre-signature.")
  private HexBytes presignature;

  @Option(
      names = "--secret",
      required = true,
      paramLabel = "HEX",
      description = "The adaptor point's discrete logarithm, 32 bytes.")
  private SecretKey secret;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    Optional<byte[]> signature;
    try (SecretKey adaptor = secret) {
      signature = kind.kind().of(nightjar).adapt(presignature.bytes(), adaptor);
    }
    if (signature.isEmpty()) {
      return refuse("the pre-signature is malformed, or of the other --kind");
    }
    Steps steps = new Steps();
    if (trace()) {
      kind.kind().trace(nightjar).adapt(steps, presignature.bytes(), signature.get());
    }
    show(new NamedFields().add("sig", signature.get()), steps);
    return DONE;
  }
}
