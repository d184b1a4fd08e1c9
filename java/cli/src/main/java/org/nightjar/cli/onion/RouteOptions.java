package org.nightjar.cli.onion;

import java.util.List;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.SecretKey;
import picocli.CommandLine.Option;

/** What an onion is built from. */
final class RouteOptions {
  @Option(
      names = "--session-key",
      required = true,
      paramLabel = "HEX",
      description = "32 bytes, fresh for every onion; @file or - keep it from other users' eyes.")
  private SecretKey sessionKey;

  @Option(
      names = "--hop",
      required = true,
      paramLabel = "PUBKEY:PAYLOAD",
      description =
          "A node and its TLV stream (without length in front), both in hexadecimal;"
              + " once per hop, first hop first.")
  private List<Hop> hops;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "" + OnionPacket.PAYMENT_PAYLOADS_LENGTH,
      description = "Room for the hop payloads (default: ${DEFAULT-VALUE}).")
  private int size;

  SecretKey sessionKey() {
    return sessionKey;
  }

  List<Hop> hops() {
    return hops;
  }

  int size() {
    return size;
  }
}
