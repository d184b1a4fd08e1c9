package org.nightjar.cli;

import com.google.gson.JsonArray;
import java.util.List;
import org.nightjar.cli.terminal.Terminal;
import picocli.CommandLine.Command;

@Command(
    name = "selftest",
    description = "Check every provider, or the one given, against known answers.")
final class SelftestCommand extends Subcommand {
  @Override
  public Integer call() {
    List<ProviderCheck> checks = ProviderCheck.run(root().provider());
    if (json()) {
      JsonArray json = new JsonArray();
      checks.forEach(check -> json.add(check.toJson()));
      print(json);
    } else {
      Terminal terminal = terminal();
      checks.forEach(check -> check.print(terminal));
    }
    return checks.stream().allMatch(ProviderCheck::passed) ? DONE : FAILED;
  }
}
