package org.nightjar.cli.demo;

import java.util.List;
import org.nightjar.Diagnostics;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.sim.scenario.Comparison;
import org.nightjar.sim.scenario.Finding;
import org.nightjar.sim.scenario.Hold;
import org.nightjar.sim.scenario.PartyFigures;
import org.nightjar.sim.scenario.Play;

/** A play for people at a terminal. */
final class PlayText {
  /** What is compared. */
  static final List<String> COMPARED =
      List.of("STATIC HTLC INVOICE", "THE SAME, WITH CLAIM RECEIPT", "REUSABLE PTLC INVOICE");

  /** What an asterisk says. */
  static final String SEEN = "* as this run's own messages, records and signatures have it";

  private static final int INDENT = 2;

  private final Terminal terminal;
  private final Play play;
  private final Diagnostics diagnostics;

  PlayText(Terminal terminal, Play play, Diagnostics diagnostics) {
    this.terminal = terminal;
    this.play = play;
    this.diagnostics = diagnostics;
  }

  void print() {
    terminal.line(
        Style.BOLD,
        "Nightjar: " + play.scenario().title(),
        "provider "
            + diagnostics.providerId()
            + (diagnostics.nativeCode() ? ", native" : ", Java")
            + ", seed "
            + play.seed());
    terminal.paragraph(Style.PLAIN, play.scenario().inOneLine() + ".");
    terminal.paragraph(
        Style.DIM,
        "The network and its time are simulated; keys, onions, paths, invoices and signatures are"
            + " real. What is sealed, who passes it on cannot read. z: asleep.");
    terminal.rule();
    new Chart(terminal, play).print(Rows.folded(play));
    terminal.rule();
    figures();
    terminal.line();
    holds();
    wakeUp();
    terminal.line();
    findings();
    terminal.line();
    comparison();
    terminal.paragraph(play.isAsExpected() ? Style.BOLD : Style.RED, play.conclusion());
  }

  private void comparison() {
    if (play.comparison().isEmpty()) {
      return;
    }
    Table table = new Table(Style.DIM, Style.PLAIN, Style.PLAIN, Style.PLAIN);
    table.row("", COMPARED.get(0), COMPARED.get(1), COMPARED.get(2));
    for (Comparison.Row row : play.comparison().get().rows()) {
      table.row("");
      table.row(row.question() + (row.seen() ? " *" : ""), row.htlc(), row.receipt(), row.ptlc());
    }
    table.print(terminal, INDENT);
    terminal.line(terminal.paint(Style.DIM, " ".repeat(INDENT) + SEEN));
    terminal.line();
  }

  private void figures() {
    Table table =
        new Table(Style.BOLD, Style.PLAIN, Style.PLAIN, Style.PLAIN, Style.PLAIN, Style.PLAIN);
    table.row("", "gain", "sent", "received", "CPU", "asleep");
    for (PartyFigures figures : play.figures()) {
      table.row(
          figures.party().name(),
          Amounts.change(figures.gainMsat()),
          messages(figures.sentMessages(), figures.sentBytes()),
          messages(figures.receivedMessages(), figures.receivedBytes()),
          Amounts.cpu(figures.cpu()),
          figures.asleep().isZero() ? "-" : Amounts.time(figures.asleep()));
    }
    table.print(terminal, INDENT);
  }

  /** Messages with their bytes. */
  static String messages(long count, long bytes) {
    return count + ", " + Amounts.bytes(bytes);
  }

  private void holds() {
    for (Hold hold : play.holds()) {
      terminal.line(" ".repeat(INDENT) + told(hold));
    }
  }

  /** A hold in words. */
  static String told(Hold hold) {
    return hold.node()
        + " held "
        + Amounts.sat(hold.amountMsat())
        + " for "
        + Amounts.time(hold.time())
        + (hold.released() ? ", then released it." : ", then gave it back.");
  }

  private void wakeUp() {
    wakeUp(play).forEach(line -> terminal.line(" ".repeat(INDENT) + line));
  }

  /** What the recipient's wake-up cost, in lines; none if there was none. */
  static List<String> wakeUp(Play play) {
    return play.wakeUp()
        .map(
            wakeUp ->
                List.of(
                    wakeUp.phone()
                        + "'s phone from wake to claim: "
                        + Amounts.time(wakeUp.time())
                        + ", "
                        + Amounts.cpu(wakeUp.cpu())
                        + " of CPU,",
                    "of that "
                        + Amounts.cpu(wakeUp.core())
                        + " to peel and answer the first message, peel and claim the payment;",
                    "messages: "
                        + messages(wakeUp.sentMessages(), wakeUp.sentBytes())
                        + " sent, "
                        + messages(wakeUp.receivedMessages(), wakeUp.receivedBytes())
                        + " received."))
        .orElse(List.of());
  }

  private void findings() {
    String good = terminal.unicode() ? "✓" : "ok";
    for (Finding finding : play.findings()) {
      terminal.line(
          " ".repeat(INDENT)
              + (finding.holds()
                  ? terminal.paint(Style.GREEN, good)
                  : terminal.paint(Style.RED, "NOT SO:"))
              + " "
              + finding.what());
    }
  }
}
