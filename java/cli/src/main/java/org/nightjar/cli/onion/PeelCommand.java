package org.nightjar.cli.onion;

import com.google.gson.JsonObject;
import java.util.HexFormat;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.Peeled;
import org.nightjar.cli.FailureCodes;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.PayloadFields;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.wire.WireException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "peel",
    description = {
      "Open one layer of a packet: print the payload field by field, and the next packet."
          + " Exit code 1 if the packet is refused.",
      HexBytes.HELP
    })
final class PeelCommand extends Subcommand {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SHORTENED = 32;

  @Mixin private PacketOptions packet;
  @Mixin private AssocOption assoc;

  @Option(names = "--full", description = "Print the next packet whole.")
  private boolean full;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    Peeled peeled;
    try (NodeKey key = nightjar.nodeKey(packet.key())) {
      packet.key().close();
      peeled = nightjar.peel(key, packet.onion(), assoc.bytes(), packet.pathKey());
    }
    if (peeled instanceof Peeled.Rejected rejected) {
      refuse(rejected);
      return FAILED;
    }
    Peeled.Accepted accepted = (Peeled.Accepted) peeled;
    if (json()) {
      print(toJson(accepted));
    } else {
      print(accepted, terminal());
    }
    return DONE;
  }

  private void refuse(Peeled.Rejected rejected) {
    if (json()) {
      print(FailureCodes.toJson(rejected));
    }
    err().println("nightjar: the packet is refused: " + FailureCodes.describe(rejected));
  }

  private static JsonObject toJson(Peeled.Accepted accepted) {
    JsonObject json = new JsonObject();
    json.addProperty("is_last", accepted instanceof Peeled.Final);
    json.addProperty("payload", HEX.formatHex(accepted.payload()));
    try {
      json.add("fields", PayloadFields.decode(accepted.payload()).toJson());
    } catch (WireException e) {
      json.addProperty("not_a_payment_payload", e.getMessage());
    }
    json.addProperty("shared_secret", HEX.formatHex(accepted.sharedSecret().exposeSecretBytes()));
    json.addProperty("next_onion", HEX.formatHex(accepted.nextPacket().toBytes()));
    return json;
  }

  private void print(Peeled.Accepted accepted, Terminal terminal) {
    byte[] payload = accepted.payload();
    Table table = new Table(Style.DIM, Style.PLAIN);
    table.row("this node", accepted instanceof Peeled.Final ? "is the last" : "forwards");
    table.row("payload", payload.length + " bytes");
    try {
      PayloadFields.decode(payload).addTo(table);
    } catch (WireException e) {
      table.row("  as it is", HEX.formatHex(payload));
      table.row("  no payment payload", e.getMessage());
    }
    byte[] next = accepted.nextPacket().toBytes();
    table.row("next packet", next.length + " bytes");
    table.row("", terminal.start(next, full ? next.length : SHORTENED));
    table.print(terminal, 0);
  }
}
