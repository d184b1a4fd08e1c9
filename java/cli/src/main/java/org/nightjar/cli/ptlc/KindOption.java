package org.nightjar.cli.ptlc;

import picocli.CommandLine.Option;

/** Which kind of adaptor signature. */
final class KindOption {
  @Option(
      names = "--kind",
      paramLabel = "schnorr|ecdsa",
      defaultValue = "schnorr",
      description = "The kind of signature (default: ${DEFAULT-VALUE}).")
  private Kind kind;

  Kind kind() {
    return kind;
  }
}
