package org.nightjar.cli.ptlc;

import java.util.Arrays;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "extract",
    description = {
      "Learn an adaptor point's discrete logarithm from a pre-signature and its signature. Exit code"
          + " 1 if they do not belong together.",
      HexBytes.HELP
    })
final class ExtractCommand extends LabCommand {
  @Mixin private KindOption kind;

  @Option(
      names = "--presig",
      required = true,
      paramLabel = "HEX",
      description = "The pre-signature, verified before.")
  private HexBytes presignature;

  @Option(
      names = "--sig",
      required = true,
      paramLabel = "HEX",
      description = "The signature, 64 bytes.")
  private HexBytes signature;

  @Option(
      names = "--point",
      required = true,
      paramLabel = "HEX",
      description = "The adaptor point, 33 bytes.")
  private PublicKey point;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    Optional<SecretKey> found =
        kind.kind().of(nightjar).extract(presignature.bytes(), signature.bytes(), point);
    if (found.isEmpty()) {
      return refuse("the signature was not made of this pre-signature for this point");
    }
    Steps steps = new Steps();
    if (trace()) {
      kind.kind().trace(nightjar).extract(steps, presignature.bytes(), signature.bytes(), point);
    }
    try (SecretKey secret = found.get()) {
      byte[] bytes = secret.exposeSecretBytes();
      show(new NamedFields().add("secret", bytes), steps);
      Arrays.fill(bytes, (byte) 0);
    }
    return DONE;
  }
}
