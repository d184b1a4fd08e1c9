package org.nightjar.cli.failure;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.AttributionData;
import org.nightjar.DecryptedFailure;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.HoldTimes;
import org.nightjar.SharedSecret;
import org.nightjar.cli.HexBytes;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.PayloadFields;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.wire.WireException;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureField;
import org.nightjar.wire.failure.FailureMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "decode",
    description = {
      "Decrypt a failure as the sender: which hop failed, why, and how long each held the payment."
          + " Exit code 1 if no hop made it.",
      HexBytes.HELP
    })
final class DecodeCommand extends Subcommand {
  private static final HexFormat HEX = HexFormat.of();

  @Option(
      names = "--packet",
      required = true,
      paramLabel = "HEX",
      description = "The reason of update_fail_htlc.")
  private FailurePacket packet;

  @Option(
      names = "--secret",
      required = true,
      paramLabel = "HEX",
      description = "The secret shared with a hop, 32 bytes; once per hop, first hop first.")
  private List<SharedSecret> secrets;

  @Option(
      names = "--attribution",
      paramLabel = "HEX",
      description = "The attribution data that came with it, 920 bytes.")
  private @Nullable AttributionData attribution;

  @Override
  public Integer call() {
    Failures failures = open().failures();
    Optional<FailureOrigin> origin;
    @Nullable HoldTimes holdTimes = null;
    if (attribution == null) {
      origin = failures.decrypt(packet, secrets);
    } else {
      DecryptedFailure failure = failures.decryptAttributed(packet, attribution, secrets);
      origin = failure.origin();
      holdTimes = failure.holdTimes();
    }
    if (json()) {
      print(toJson(origin, holdTimes));
    } else {
      print(origin, holdTimes);
    }
    return origin.isPresent() ? DONE : fail("no hop of these made this failure");
  }

  private static JsonObject toJson(Optional<FailureOrigin> origin, @Nullable HoldTimes holdTimes) {
    JsonObject json = new JsonObject();
    if (origin.isPresent()) {
      json.addProperty("index", origin.get().hop());
      json.addProperty("failure", HEX.formatHex(origin.get().message()));
      decode(origin.get())
          .ifPresent(
              message -> {
                json.addProperty("code", message.code());
                json.addProperty("name", name(message));
                json.add("fields", fields(message).toJson());
              });
    }
    if (holdTimes != null) {
      JsonArray units = new JsonArray();
      holdTimes.units().forEach(units::add);
      json.add("hold_times", units);
      json.addProperty(
          "blame", holdTimes.blame().isPresent() ? holdTimes.blame().getAsInt() : null);
    }
    return json;
  }

  private void print(Optional<FailureOrigin> origin, @Nullable HoldTimes holdTimes) {
    Table table = new Table(Style.DIM, Style.PLAIN);
    origin.ifPresent(from -> addOrigin(table, from));
    if (holdTimes != null) {
      for (int i = 0; i < holdTimes.units().size(); i++) {
        long millis = HoldTimes.UNIT_MILLIS * holdTimes.units().get(i);
        table.row("hop " + (i + 1), "held it " + PayloadFields.grouped(millis) + " ms");
      }
      holdTimes
          .blame()
          .ifPresent(
              hop ->
                  table.row("to blame", "hop " + (hop + 1) + (hop == 0 ? "" : ", or hop " + hop)));
    }
    table.print(terminal(), 0);
  }

  private void addOrigin(Table table, FailureOrigin origin) {
    table.row("failed at", "hop " + (origin.hop() + 1) + " of " + secrets.size());
    Optional<FailureMessage> message = decode(origin);
    if (message.isEmpty()) {
      table.row("failure", "none that can be read");
      return;
    }
    table.row("failure", String.format("%s (%04x)", name(message.get()), message.get().code()));
    message.get().known().ifPresent(known -> table.row("", known.text()));
    fields(message.get()).addTo(table);
  }

  /** Empty where a hop authenticated what is no message. */
  private static Optional<FailureMessage> decode(FailureOrigin origin) {
    try {
      return Optional.of(FailureMessage.decode(origin.message()));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  private static String name(FailureMessage message) {
    return message.known().map(FailureCode::toString).orElse("unknown failure");
  }

  private static NamedFields fields(FailureMessage message) {
    NamedFields all = new NamedFields();
    List<FailureField> fields = message.known().map(FailureCode::fields).orElse(List.of());
    for (FailureField field : fields) {
      message.number(field).ifPresent(n -> all.add(field.toString(), Long.toUnsignedString(n), n));
      message.bytes(field).ifPresent(bytes -> all.add(field.toString(), bytes));
    }
    return all;
  }
}
