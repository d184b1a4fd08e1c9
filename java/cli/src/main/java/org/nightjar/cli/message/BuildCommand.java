package org.nightjar.cli.message;

import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.Subcommand;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "build",
    description = {"Build an onion message and print it in hexadecimal.", HexBytes.HELP})
final class BuildCommand extends Subcommand {
  @ArgGroup(multiplicity = "1")
  private Destination destination;

  @Option(
      names = "--via",
      paramLabel = "PUBKEY",
      description = "A node on the way there; once per node, the first is a peer.")
  private List<PublicKey> via = List.of();

  @Option(
      names = "--content",
      required = true,
      paramLabel = "TYPE:HEX",
      description = "What it says, such as 64:HEX for an invoice request.")
  private TlvRecord content;

  @Option(names = "--reply-path", paramLabel = "HEX", description = "Where to answer.")
  private @Nullable BlindedPath replyPath;

  @Option(
      names = "--session-key",
      paramLabel = "HEX",
      description = "32 bytes, fresh for every message (default: random).")
  private @Nullable SecretKey sessionKey;

  @Option(
      names = "--path-key-secret",
      paramLabel = "HEX",
      description = "32 other bytes, fresh for every message (default: random).")
  private @Nullable SecretKey pathKeySecret;

  /** Who gets it. */
  private static final class Destination {
    @Option(names = "--to", paramLabel = "PUBKEY", description = "The node that gets it.")
    private @Nullable PublicKey node;

    @Option(names = "--path", paramLabel = "HEX", description = "The blinded path to who gets it.")
    private @Nullable BlindedPath path;
  }

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    OnionMessageBuilder builder =
        destination.path == null
            ? OnionMessageBuilder.toNode(nightjar, destination.node)
            : OnionMessageBuilder.toPath(nightjar, destination.path);
    builder.via(via).content(content);
    if (replyPath != null) {
      builder.replyPath(replyPath);
    }
    OnionMessage message;
    try (SecretKey session = orFresh(sessionKey);
        SecretKey pathKey = orFresh(pathKeySecret)) {
      message = builder.build(session, pathKey);
    }
    HexFormat hex = HexFormat.of();
    if (json()) {
      JsonObject json = new JsonObject();
      json.addProperty("path_key", message.pathKey().toString());
      json.addProperty("onion", hex.formatHex(message.packet().toBytes()));
      json.addProperty("message", hex.formatHex(message.encode()));
      print(json);
    } else {
      out().println(hex.formatHex(message.encode()));
    }
    return DONE;
  }
}
