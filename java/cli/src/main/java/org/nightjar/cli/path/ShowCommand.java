package org.nightjar.cli.path;

import org.nightjar.Nightjar;
import org.nightjar.cli.BlindedPathJson;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.wire.BlindedPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "Print the parts of a blinded path. Exit code 1 if a key is no point of the curve.",
      HexBytes.HELP
    })
final class ShowCommand extends Subcommand {
  @Parameters(paramLabel = "HEX", description = "The path.")
  private BlindedPath path;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    if (json()) {
      print(BlindedPathJson.of(path));
    } else {
      Table table =
          new Table(Style.DIM, Style.PLAIN, Style.DIM)
              .row("introduction node", DocumentFields.firstText(path.firstNode()))
              .row("first path key", path.firstPathKey().toString());
      for (int i = 0; i < path.hops().size(); i++) {
        BlindedPath.Hop hop = path.hops().get(i);
        table.row(
            "hop " + (i + 1),
            hop.blindedNodeId().toString(),
            hop.encryptedRecipientData().length + " bytes");
      }
      table.print(terminal(), 0);
    }
    return path.hasValidKeys(nightjar) ? DONE : fail("a key of the path is no point of secp256k1");
  }
}
