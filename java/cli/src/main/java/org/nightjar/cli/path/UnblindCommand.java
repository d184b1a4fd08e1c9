package org.nightjar.cli.path;

import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;
import org.nightjar.cli.EncryptedDataFields;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "unblind",
    description = {
      "Open what a blinded path tells one node. Exit code 1 if it is not for this node.",
      HexBytes.HELP
    })
final class UnblindCommand extends Subcommand {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "HEX",
      description = "The node's secret key, 32 bytes; @file or - keep it from other users' eyes.")
  private SecretKey key;

  @Option(
      names = "--path-key",
      required = true,
      paramLabel = "HEX",
      description = "The path key that the node received, 33 bytes.")
  private PublicKey pathKey;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "HEX",
      description = "The encrypted_recipient_data of the node's hop.")
  private HexBytes data;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    Optional<UnblindedData> opened;
    try (SecretKey secret = key;
        NodeKey nodeKey = nightjar.nodeKey(secret)) {
      opened = nightjar.blindedPaths().unblind(nodeKey, pathKey, data.bytes());
    }
    if (opened.isEmpty()) {
      return refuse("the data were not encrypted for this node and path key");
    }
    try {
      EncryptedData decoded = EncryptedData.decode(opened.get().data());
      show(
          opened.get().data(),
          EncryptedDataFields.of(decoded),
          decoded.nextPathKeyOverride().orElse(opened.get().nextPathKey()));
      return DONE;
    } catch (WireException e) {
      show(opened.get().data(), new NamedFields(), opened.get().nextPathKey());
      return fail("the data break a rule of BOLT 4: " + e.getMessage());
    }
  }

  private void show(byte[] plain, NamedFields fields, PublicKey nextPathKey) {
    String hex = HexFormat.of().formatHex(plain);
    if (json()) {
      JsonObject json = new JsonObject();
      json.addProperty("encrypted_data_plain", hex);
      json.add("fields", fields.toJson());
      json.addProperty("next_path_key", nextPathKey.toString());
      print(json);
      return;
    }
    Table table = new Table(Style.DIM, Style.PLAIN).row("data", plain.length + " bytes");
    fields.addTo(table);
    table.row("next path key", nextPathKey.toString());
    table.print(terminal(), 0);
  }
}
