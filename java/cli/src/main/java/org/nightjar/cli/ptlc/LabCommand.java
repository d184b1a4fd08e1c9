package org.nightjar.cli.ptlc;

import com.google.gson.JsonObject;
import org.nightjar.cli.NamedFields;
import org.nightjar.cli.Subcommand;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the lab's commands share: a trace, and that everything is experimental. */
@Command(footer = {"", "Experimental: nobody outside the project has reviewed this."})
abstract class LabCommand extends Subcommand {
  @Option(
      names = "--trace",
      description = "Print each intermediate public value too, with its equation.")
  private boolean trace;

  final boolean trace() {
    return trace;
  }

  /** Prints results, and the steps that led to them if they were asked for. */
  final void show(NamedFields results, Steps steps) {
    if (json()) {
      JsonObject json = new JsonObject();
      json.addProperty("experimental", true);
      results.list().forEach(field -> json.add(field.name(), field.json()));
      if (trace) {
        json.add("trace", steps.toJson());
      }
      print(json);
      return;
    }
    if (trace) {
      steps.print(terminal());
      terminal().line();
    }
    Table table = new Table(Style.DIM, Style.PLAIN);
    results.list().forEach(field -> table.row(field.name(), field.text()));
    table.print(terminal(), 0);
    terminal().line(terminal().paint(Style.YELLOW, "experimental: reviewed by nobody outside"));
  }
}
