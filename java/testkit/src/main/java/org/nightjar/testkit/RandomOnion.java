package org.nightjar.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.KeyType;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/**
 * What a packet is made from. Comes from {@link RandomOnions}.
 *
 * @param assoc 32 bytes or none
 * @param payloadsLength room for the hop payloads
 */
public record RandomOnion(
    SecretKey sessionKey, List<Stop> stops, byte[] assoc, int payloadsLength) {

  /**
   * One node of the route.
   *
   * @param nodeKey the node's secret key
   * @param pathKey the path key that comes with the packet if the node is blinded, else null
   * @param peelKey what the packet is made for: the secret key as the path key blinds it, else the
   *     node's
   * @param hop the public key of {@code peelKey}, and the payload
   */
  public record Stop(SecretKey nodeKey, @Nullable PublicKey pathKey, SecretKey peelKey, Hop hop) {

    /** A node, blinded if there is a path key (BOLT 4 "Route Blinding"). */
    static Stop of(
        Nightjar nightjar, SecretKey nodeKey, @Nullable PublicKey pathKey, byte[] payload) {
      SecretKey peelKey = pathKey == null ? nodeKey : blind(nightjar, nodeKey, pathKey);
      return new Stop(nodeKey, pathKey, peelKey, Hop.of(nightjar.publicKey(peelKey), payload));
    }

    /** Node key times a factor that node and path creator share. */
    private static SecretKey blind(Nightjar nightjar, SecretKey nodeKey, PublicKey pathKey) {
      byte[] secret = nightjar.ecdh(nodeKey, pathKey).exposeSecretBytes();
      byte[] factor = nightjar.primitives().deriveKey(KeyType.BLINDED_NODE_ID, secret);
      return SecretKey.of(Scalars.multiply(nodeKey.exposeSecretBytes(), factor));
    }
  }

  /** Builds the packet. */
  public BuiltOnion build(Nightjar nightjar) {
    List<Hop> hops = stops.stream().map(Stop::hop).toList();
    return nightjar.buildOnion(sessionKey, hops, assoc, payloadsLength);
  }

  /** The same route with another first node, which gets the first payload. */
  public RandomOnion startingAt(Nightjar nightjar, byte[] nodeKey, @Nullable PublicKey pathKey) {
    Stop first = Stop.of(nightjar, SecretKey.of(nodeKey), pathKey, stops.get(0).hop().payload());
    List<Stop> changed = new ArrayList<>(stops);
    changed.set(0, first);
    return new RandomOnion(sessionKey, changed, assoc, payloadsLength);
  }

  /**
   * What a failure needs to be repeated without its seed: sizes only, keys follow from the seed.
   */
  @Override
  public String toString() {
    String payloads =
        stops.stream()
            .map(stop -> stop.hop().payload().length + (stop.pathKey() == null ? "" : "b"))
            .collect(Collectors.joining(","));
    return stops.size()
        + " hops, payloads "
        + payloads
        + " (b: blinded) in "
        + payloadsLength
        + ", assoc "
        + assoc.length;
  }
}
