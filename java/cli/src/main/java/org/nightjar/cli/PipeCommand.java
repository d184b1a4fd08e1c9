package org.nightjar.cli;

import java.io.IOException;
import org.nightjar.cli.pipe.Pipe;
import picocli.CommandLine.Command;

@Command(
    name = "pipe",
    description = {
      "Answer requests from any language: one JSON object per line on"
          + " standard input, one answer per line on standard output.",
      "Example: {\"id\": 1, \"cmd\": \"version\"}"
    })
final class PipeCommand extends Subcommand {
  @Override
  public Integer call() throws IOException {
    new Pipe(open(), Version.text()).run(root().in(), root().out());
    return DONE;
  }
}
