package org.nightjar.cli.onion;

import org.jspecify.annotations.Nullable;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import picocli.CommandLine.Option;

/** A packet, and the key that opens it. */
final class PacketOptions {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "HEX",
      description = "The node's secret key, 32 bytes; @file or - keep it from other users' eyes.")
  private SecretKey key;

  @Option(
      names = "--onion",
      required = true,
      paramLabel = "HEX",
      description = "The packet: digits, @file, or - for standard input.")
  private OnionPacket onion;

  @Option(
      names = "--path-key",
      paramLabel = "HEX",
      description = "The path key that came with the packet on a blinded route, 33 bytes.")
  private @Nullable PublicKey pathKey;

  SecretKey key() {
    return key;
  }

  OnionPacket onion() {
    return onion;
  }

  @Nullable PublicKey pathKey() {
    return pathKey;
  }
}
