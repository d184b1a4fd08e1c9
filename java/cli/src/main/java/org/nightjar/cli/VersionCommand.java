package org.nightjar.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import org.nightjar.Diagnostics;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version, the provider and what it runs on.")
final class VersionCommand extends Subcommand {
  @Override
  public Integer call() throws IOException {
    Diagnostics diagnostics = open().diagnostics();
    if (json()) {
      JsonObject json = new JsonObject();
      json.addProperty("version", Version.text());
      json.addProperty("provider", diagnostics.providerId());
      json.addProperty("native", diagnostics.nativeCode());
      json.addProperty("provider_version", diagnostics.version());
      json.addProperty("details", diagnostics.details());
      json.addProperty("java", Runtime.version().toString());
      print(json);
    } else {
      new Table(Style.DIM, Style.PLAIN)
          .row("nightjar", Version.text())
          .row("provider", diagnostics.providerId() + " " + diagnostics.version())
          .row("runs on", diagnostics.details())
          .row("java", Runtime.version().toString())
          .print(terminal(), 0);
    }
    return DONE;
  }
}
