package org.nightjar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A packet and the secrets shared with its hops, first hop first: the sender decrypts failures with
 * them. Immutable.
 */
public record BuiltOnion(OnionPacket packet, List<SharedSecret> sharedSecrets) {
  public BuiltOnion {
    sharedSecrets = List.copyOf(sharedSecrets);
  }

  /**
   * What a provider built; wipes the secrets' array.
   *
   * @param onion nobody changes it any more
   * @param secrets [hops * 32]
   */
  static BuiltOnion of(byte[] onion, byte[] secrets) {
    List<SharedSecret> sharedSecrets = new ArrayList<>(secrets.length / SharedSecret.LENGTH);
    for (int i = 0; i < secrets.length; i += SharedSecret.LENGTH) {
      sharedSecrets.add(SharedSecret.of(Arrays.copyOfRange(secrets, i, i + SharedSecret.LENGTH)));
    }
    Arrays.fill(secrets, (byte) 0);
    return new BuiltOnion(OnionPacket.view(onion, 0, onion.length), sharedSecrets);
  }
}
