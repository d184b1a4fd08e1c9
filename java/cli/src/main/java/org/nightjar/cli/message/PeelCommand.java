package org.nightjar.cli.message;

import com.google.gson.JsonObject;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.SecretKey;
import org.nightjar.cli.DocumentFields;
import org.nightjar.cli.EncryptedDataFields;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessagePayload;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "peel",
    description = {
      "Open an onion message as one node, dummy layers included: print what it says, or the next"
          + " message. Exit code 1 if it is to be dropped.",
      HexBytes.HELP
    })
final class PeelCommand extends Subcommand {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SHORTENED = 32;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "HEX",
      description = "The node's secret key, 32 bytes; @file or - keep it from other users' eyes.")
  private SecretKey key;

  @Option(
      names = "--message",
      required = true,
      paramLabel = "HEX",
      description = "The message of type 513, its type included.")
  private OnionMessage message;

  @Option(names = "--full", description = "Print the next message whole.")
  private boolean full;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    PeeledMessage peeled;
    try (SecretKey secret = key;
        NodeKey nodeKey = nightjar.nodeKey(secret)) {
      peeled = new OnionMessagePeeler(nightjar, nodeKey).peel(message);
    }
    if (peeled instanceof PeeledMessage.Dropped dropped) {
      return refuse("the message is dropped: " + dropped.reason());
    } else if (peeled instanceof PeeledMessage.Forward forward) {
      show(forward.payload(), forward.data(), forward.next());
    } else {
      PeeledMessage.Last last = (PeeledMessage.Last) peeled;
      show(last.payload(), last.data(), null);
    }
    return DONE;
  }

  private void show(OnionMessagePayload payload, EncryptedData data, @Nullable OnionMessage next) {
    if (json()) {
      print(toJson(payload, data, next));
    } else {
      print(payload, data, next, terminal());
    }
  }

  private static JsonObject toJson(
      OnionMessagePayload payload, EncryptedData data, @Nullable OnionMessage next) {
    JsonObject json = new JsonObject();
    json.addProperty("is_last", next == null);
    json.add("encrypted_data", EncryptedDataFields.of(data).toJson());
    json.add("content", contents(payload).toJson());
    json.addProperty(
        "reply_path", payload.replyPath().map(path -> HEX.formatHex(path.encode())).orElse(null));
    json.addProperty("next_message", next == null ? null : HEX.formatHex(next.encode()));
    return json;
  }

  private static NamedFields contents(OnionMessagePayload payload) {
    NamedFields contents = new NamedFields();
    payload.otherRecords().forEach(contents::add);
    return contents;
  }

  private void print(
      OnionMessagePayload payload,
      EncryptedData data,
      @Nullable OnionMessage next,
      Terminal terminal) {
    Table table = new Table(Style.DIM, Style.PLAIN);
    table.row("this node", next == null ? "is the last" : "forwards");
    EncryptedDataFields.of(data).addTo(table);
    for (TlvRecord record : payload.otherRecords()) {
      String type = "type " + Long.toUnsignedString(record.type());
      table.row("content", type + ", " + record.value().length + " bytes");
      table.row("", HEX.formatHex(record.value()));
    }
    payload.replyPath().ifPresent(path -> table.row("reply path", DocumentFields.pathText(path)));
    if (next != null) {
      byte[] bytes = next.encode();
      table.row("next message", bytes.length + " bytes");
      table.row("", terminal.start(bytes, full ? bytes.length : SHORTENED));
    }
    table.print(terminal, 0);
  }
}
