package org.nightjar.cli.onion;

import org.jspecify.annotations.Nullable;
import org.nightjar.cli.HexBytes;
import picocli.CommandLine.Option;

/** What a packet is bound to. */
final class AssocOption {
  @Option(
      names = "--assoc",
      paramLabel = "HEX",
      description = "Associated data: the payment hash (default: none, as in onion messages).")
  private @Nullable HexBytes assoc;

  byte[] bytes() {
    return assoc == null ? new byte[0] : assoc.bytes();
  }
}
