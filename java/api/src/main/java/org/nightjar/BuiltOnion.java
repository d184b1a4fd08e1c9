package org.nightjar;

import java.util.List;

/**
 * A packet and the secrets shared with its hops, first hop first: the sender decrypts failures with
 * them. Immutable.
 */
public record BuiltOnion(OnionPacket packet, List<SharedSecret> sharedSecrets) {
  public BuiltOnion {
    sharedSecrets = List.copyOf(sharedSecrets);
  }
}
