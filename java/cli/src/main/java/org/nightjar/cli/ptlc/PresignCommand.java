package org.nightjar.cli.ptlc;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "presign",
    description = {
      "Pre-sign a message for an adaptor point: who knows its discrete logarithm can make a signature"
          + " of it.",
      HexBytes.HELP
    })
final class PresignCommand extends LabCommand {
  @Mixin private KindOption kind;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "HEX",
      description = "The signer's secret key, 32 bytes.")
  private SecretKey key;

  @Option(
      names = "--msg",
      required = true,
      paramLabel = "HEX",
      description = "What is signed, 32 bytes: a hash.")
  private HexBytes message;

  @Option(
      names = "--point",
      required = true,
      paramLabel = "HEX",
      description = "The adaptor point, 33 bytes.")
  private PublicKey point;

  @Option(
      names = "--aux",
      paramLabel = "HEX",
      description = "32 bytes that the nonce is hashed from too (default: random).")
  private @Nullable HexBytes aux;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    byte[] presignature;
    byte[] signer;
    try (SecretKey secret = key) {
      presignature =
          kind.kind()
              .of(nightjar)
              .presign(secret, point, message.bytes(), aux == null ? fresh : aux.bytes());
      signer = kind.kind().signer(nightjar.publicKey(secret));
    }
    Steps steps = new Steps();
    if (trace()) {
      kind.kind().trace(nightjar).verify(steps, presignature, signer, point, message.bytes());
    }
    show(new NamedFields().add("pubkey", signer).add("presig", presignature), steps);
    return DONE;
  }
}
