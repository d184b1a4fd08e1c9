package org.nightjar.cli;

import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description =
        "Explain which provider is used and why, the library search, CPU features and call costs.")
final class DoctorCommand extends Subcommand {
  @Override
  public Integer call() {
    Doctor doctor = Doctor.examine(root().provider());
    if (json()) {
      print(doctor.toJson());
    } else {
      doctor.print(terminal());
    }
    return doctor.healthy() ? DONE : FAILED;
  }
}
