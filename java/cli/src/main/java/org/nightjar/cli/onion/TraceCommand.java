package org.nightjar.cli.onion;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.Subcommand;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "trace",
    description = {
      "Print every intermediate value of building a packet (--session-key, --hop) or of"
          + " opening one (--key, --onion). The output holds secrets.",
      HexBytes.HELP
    })
final class TraceCommand extends Subcommand {
  @ArgGroup(multiplicity = "1")
  private Subject subject;

  @Mixin private AssocOption assoc;

  @Option(names = "--full", description = "Print long values whole; --json always does.")
  private boolean full;

  /** What is traced. */
  private static final class Subject {
    @ArgGroup(exclusive = false, heading = "To build a packet:%n")
    private @Nullable RouteOptions route;

    @ArgGroup(exclusive = false, heading = "To open a packet:%n")
    private @Nullable PacketOptions packet;
  }

  @Override
  public Integer call() {
    Nightjar nightjar = open();
    err().println("nightjar: this output holds secret keys and payloads: keep it to yourself");
    JsonObject trace = trace(nightjar);
    if (json()) {
      print(trace);
    } else {
      TraceText.print(trace, terminal(), full);
    }
    return trace.has("rejected") ? FAILED : DONE;
  }

  private JsonObject trace(Nightjar nightjar) {
    if (subject.route != null) {
      RouteOptions route = subject.route;
      try (SecretKey sessionKey = route.sessionKey()) {
        return BuildTrace.of(nightjar, sessionKey, route.hops(), assoc.bytes(), route.size());
      }
    }
    PacketOptions packet = subject.packet;
    try (SecretKey key = packet.key()) {
      return PeelTrace.of(nightjar, key, packet.onion(), assoc.bytes(), packet.pathKey());
    }
  }
}
