package org.nightjar.cli.ptlc;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** Which lab. */
final class FolderParameter {
  @Parameters(
      paramLabel = "FOLDER",
      description = "The lab's folder, with recipient and LSP in it.")
  private Path folder;

  Path path() {
    return folder;
  }

  LabFolder open() throws IOException {
    return LabFolder.open(folder);
  }
}
