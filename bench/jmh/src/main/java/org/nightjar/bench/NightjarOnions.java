package org.nightjar.bench;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nightjar.BuildBatch;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PeelBatch;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/** Nightjar through its public API, on one provider. */
final class NightjarOnions implements Onions {
  private final Nightjar nightjar;

  NightjarOnions(String providerId) {
    nightjar = Nightjar.open(providerId);
  }

  Nightjar nightjar() {
    return nightjar;
  }

  private static List<Hop> hops(Route route) {
    return IntStream.range(0, route.nodes().size())
        .mapToObj(i -> Hop.of(PublicKey.of(route.nodes().get(i)), route.payloads().get(i)))
        .toList();
  }

  /** The route's session keys, {@link Route#ONIONS} of them. */
  List<SecretKey> sessionKeys(Route route) {
    return IntStream.range(0, Route.ONIONS)
        .mapToObj(i -> SecretKey.of(route.sessionKey(i)))
        .toList();
  }

  @Override
  public Supplier<Object> create(Route route) {
    List<Hop> hops = hops(route);
    byte[] assoc = route.assoc();
    return RoundRobin.of(
        i -> SecretKey.of(route.sessionKey(i)),
        sessionKey -> nightjar.buildPaymentOnion(sessionKey, hops, assoc));
  }

  @Override
  public Supplier<Object> peel(Route route) {
    NodeKey key = nodeKey(route);
    byte[] assoc = route.assoc();
    List<OnionPacket> packets = packets(route);
    return RoundRobin.of(packets::get, packet -> nightjar.peel(key, packet, assoc));
  }

  /** Work that peels {@code size} packets through one {@link PeelBatch} and reads every result. */
  Supplier<Object> peelBatch(Route route, int size) {
    NodeKey key = nodeKey(route);
    byte[] assoc = route.assoc();
    List<OnionPacket> packets = packets(route);
    PeelBatch batch = nightjar.newPeelBatch(size, OnionPacket.PAYMENT_LENGTH, assoc.length);
    return BatchWork.of(
        batch,
        size,
        i -> batch.add(packets.get(i % Route.ONIONS), assoc, null),
        () -> batch.peel(key),
        peeled -> peeled);
  }

  /** {@link Route#ONIONS} onions for the route, created in one batch. */
  Supplier<Object> createBatch(Route route) {
    List<Hop> hops = hops(route);
    List<SecretKey> sessions = sessionKeys(route);
    byte[] assoc = route.assoc();
    BuildBatch batch =
        nightjar.newBuildBatch(
            Route.ONIONS, hops.size(), OnionPacket.PAYMENT_PAYLOADS_LENGTH, assoc.length);
    return BatchWork.of(
        batch,
        Route.ONIONS,
        i -> batch.add(sessions.get(i), hops, assoc),
        batch::build,
        built -> built);
  }

  /** Work that moves bytes to the provider and back, and nothing else. */
  Supplier<Object> echo(int length) {
    byte[] in = new byte[length];
    byte[] out = new byte[length];
    return () -> {
      nightjar.echo(out, in);
      return out;
    };
  }

  /** The key of the route's first hop. Lives as long as the benchmark: nobody closes it. */
  NodeKey nodeKey(Route route) {
    try (SecretKey secretKey = SecretKey.of(route.nodeSecrets().get(0))) {
      return nightjar.nodeKey(secretKey);
    }
  }

  /** The onions of the route, {@link Route#ONIONS} of them. */
  List<OnionPacket> packets(Route route) {
    Supplier<Object> create = create(route);
    return IntStream.range(0, Route.ONIONS)
        .mapToObj(i -> ((BuiltOnion) create.get()).packet())
        .toList();
  }

  @Override
  public byte[] packet(Object created) {
    return ((BuiltOnion) created).packet().toBytes();
  }

  @Override
  public byte[] nextPacket(Object peeled) {
    return ((Peeled.Accepted) peeled).nextPacket().toBytes();
  }
}
