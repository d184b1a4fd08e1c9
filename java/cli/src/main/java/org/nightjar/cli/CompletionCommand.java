package org.nightjar.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
    name = "completion",
    description = "Print the completion script of bash and zsh: source <(nightjar completion).")
final class CompletionCommand extends Subcommand {
  @Override
  public Integer call() {
    out().print(AutoComplete.bash("nightjar", rootSpec().commandLine()));
    return DONE;
  }
}
