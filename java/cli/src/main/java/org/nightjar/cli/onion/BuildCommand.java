package org.nightjar.cli.onion;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import org.nightjar.BuiltOnion;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "build",
    description = {
      "Build a packet and print it in hexadecimal; --json adds the secrets shared with the hops.",
      HexBytes.HELP
    })
final class BuildCommand extends Subcommand {
  @Mixin private RouteOptions route;
  @Mixin private AssocOption assoc;

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    HexFormat hex = HexFormat.of();
    BuiltOnion built;
    try (SecretKey sessionKey = route.sessionKey()) {
      built = nightjar.buildOnion(sessionKey, route.hops(), assoc.bytes(), route.size());
    }
    String onion = hex.formatHex(built.packet().toBytes());
    if (json()) {
      JsonObject json = new JsonObject();
      json.addProperty("onion", onion);
      JsonArray secrets = new JsonArray();
      built.sharedSecrets().forEach(s -> secrets.add(hex.formatHex(s.exposeSecretBytes())));
      json.add("shared_secrets", secrets);
      print(json);
    } else {
      out().println(onion);
    }
    return DONE;
  }
}
