package org.nightjar.cli.demo;

import java.util.List;
import java.util.Locale;
import org.nightjar.Diagnostics;
import org.nightjar.OnionPacket;
import org.nightjar.cli.FailureCodes;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.PayloadFields;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.wire.BigSize;

/** A journey for people. */
final class DemoText {
  private static final int INDENT = 3;
  private static final int PACKET_START = 24;
  private static final int HMAC_LENGTH = 32;
  private static final int LONGEST_FIELD = 40;

  private final Terminal terminal;
  private final Journey journey;
  private final Diagnostics diagnostics;
  private int step;

  DemoText(Terminal terminal, Journey journey, Diagnostics diagnostics) {
    this.terminal = terminal;
    this.journey = journey;
    this.diagnostics = diagnostics;
  }

  void print() {
    introduce();
    build();
    journey.legs().forEach(this::open);
    refusals();
    summary();
  }

  private void introduce() {
    terminal.line(
        Style.BOLD,
        "Nightjar: a payment in an onion",
        "provider "
            + diagnostics.providerId()
            + (diagnostics.nativeCode() ? ", native" : ", Java"));
    terminal.rule();
    terminal.line(
        terminal.paint(
            Style.CYAN,
            String.join(" " + terminal.arrow() + " ", "Alice", "Bob", "Carol", "Dave")));
    terminal.line(
        "Alice pays Dave "
            + PayloadFields.msat(journey.amountMsat())
            + ". Bob and Carol carry the payment for a fee. Each of them learns");
    terminal.line(
        "where to send it next and how much, but not who pays, who is paid, or how far it goes.");
  }

  private void build() {
    title("Alice wraps three messages into one packet", "built in", journey.buildMicros());
    Table table = new Table(Style.DIM, Style.PLAIN);
    for (Leg leg : journey.legs()) {
      table.row(
          "for " + leg.person().name(),
          leg.payload().encode().length
              + " bytes, under the key "
              + terminal.start(leg.person().nodeId().toBytes(), 12));
    }
    table.row("inside", inside());
    packet(table, "packet", journey.packet());
    table.row("bound to", "payment hash " + terminal.start(journey.paymentHash(), 12));
    table.row("sends", PayloadFields.msat(journey.sentMsat()) + ", fees included");
    table.print(terminal, INDENT);
  }

  private String inside() {
    StringBuilder text = new StringBuilder();
    int left = OnionPacket.PAYMENT_PAYLOADS_LENGTH;
    for (Leg leg : journey.legs()) {
      int length = leg.payload().encode().length;
      int room = BigSize.length(length) + length + HMAC_LENGTH;
      text.append(leg.person().name()).append(' ').append(room).append(", ");
      left -= room;
    }
    return text + "noise " + left + " bytes: from outside all of it looks the same";
  }

  private void open(Leg leg) {
    String name = leg.person().name();
    title(
        name + (leg.last() ? " opens the last layer" : " opens one layer"),
        "peeled in",
        leg.peelMicros());
    Table table = new Table(Style.DIM, Style.PLAIN);
    packet(table, "packet in", leg.in());
    List<NamedFields.Field> fields = PayloadFields.of(leg.payload()).list();
    fields.forEach(field -> table.row("  " + field.name(), shortened(field.text())));
    if (leg.last()) {
      table.row("next HMAC", "all zero: " + name + " is the recipient");
      table.row("receipt", "SHA-256 of the preimage is the payment hash: " + name + " is paid");
    } else {
      table.row(
          name + " keeps",
          PayloadFields.msat(leg.feeMsat()) + " and " + leg.cltvBlocks() + " blocks of time");
      packet(table, "packet out", leg.out());
    }
    table.print(terminal, INDENT);
  }

  private void refusals() {
    title("Whatever is not right is refused", "answered with");
    Table table = new Table(Style.PLAIN, Style.RED, Style.DIM);
    for (Attempt attempt : journey.attempts()) {
      int code = attempt.rejected().failureCode();
      table.row(
          attempt.story(), "refused", String.format("%04x %s", code, FailureCodes.name(code)));
    }
    table.print(terminal, INDENT);
  }

  private void summary() {
    terminal.line();
    terminal.rule();
    double peel = journey.peelMicros();
    new Table(Style.BOLD, Style.PLAIN)
        .row(
            "shown",
            "One packet of 1366 bytes at every step; each node read its own message and no other.")
        .row(
            "time",
            String.format(
                Locale.ROOT,
                "build %s, peel %s (best of many): about %,d packets per second and core",
                micros(journey.buildMicros()),
                micros(peel),
                Math.round(1e6 / peel)))
        .row(
            "provider",
            diagnostics.providerId()
                + (diagnostics.nativeCode() ? ", native code: " : ", pure Java, not native: ")
                + diagnostics.details())
        .row("next", "nightjar onion trace --help    every intermediate value of a packet")
        .row("", "nightjar doctor                why this provider, what this machine can do")
        .row("", "nightjar bench --quick         how fast, against other libraries")
        .row(
            "to come",
            "The same payment while Dave's phone is asleep: held, safely, until it wakes.")
        .print(terminal, 0);
  }

  private void title(String text, String what, double micros) {
    title(text, what + " " + micros(micros));
  }

  private void title(String text, String right) {
    terminal.line();
    terminal.line(Style.BOLD, String.format("%-" + INDENT + "d%s", ++step, text), right);
  }

  private void packet(Table table, String name, OnionPacket packet) {
    table.row(name, packet.length() + " bytes  " + terminal.start(packet.toBytes(), PACKET_START));
  }

  private String shortened(String text) {
    return text.length() <= LONGEST_FIELD
        ? text
        : text.substring(0, LONGEST_FIELD / 2) + terminal.ellipsis();
  }

  private String micros(double value) {
    return String.format(Locale.ROOT, "%.1f %s", value, terminal.micros());
  }
}
