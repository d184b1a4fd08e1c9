package org.nightjar.bench;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.utils.Either;
import fr.acinq.lightning.crypto.RouteBlinding;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import kotlin.Pair;
import org.nightjar.BlindedHop;
import org.nightjar.BlindedPaths;
import org.nightjar.NodeKey;
import org.nightjar.PathHop;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;

/** Blinded paths, created and opened. Each hop is told 32 bytes. */
final class BlindedPathWork {
  private BlindedPathWork() {}

  /** Creates a path over the route. */
  static Beside create(NightjarOnions jni, Route route) {
    BlindedPaths paths = jni.nightjar().blindedPaths();
    List<PathHop> hops =
        IntStream.range(0, route.nodes().size())
            .mapToObj(
                i ->
                    PathHop.of(
                        org.nightjar.PublicKey.of(route.nodes().get(i)), route.payloads().get(i)))
            .toList();
    List<PublicKey> nodes = route.nodes().stream().map(PublicKey::new).toList();
    List<ByteVector> payloads = route.payloads().stream().map(ByteVector::new).toList();
    return Beside.checked(
        RoundRobin.of(i -> SecretKey.of(route.sessionKey(i)), key -> paths.create(key, hops)),
        BlindedPathWork::ours,
        RoundRobin.of(
            i -> new PrivateKey(route.sessionKey(i)),
            key -> RouteBlinding.INSTANCE.create(key, nodes, payloads)),
        BlindedPathWork::theirs);
  }

  private static Object ours(Object created) {
    List<String> words = new ArrayList<>();
    for (Object hop : (List<?>) created) {
      words.add(((BlindedHop) hop).blindedNodeId().toString());
      words.add(HexFormat.of().formatHex(((BlindedHop) hop).encryptedRecipientData()));
    }
    return words;
  }

  private static Object theirs(Object created) {
    List<String> words = new ArrayList<>();
    for (RouteBlinding.BlindedNode node :
        ((RouteBlinding.BlindedRouteDetails) created).getRoute().getBlindedNodes()) {
      words.add(node.getBlindedPublicKey().toHex());
      words.add(node.getEncryptedPayload().toHex());
    }
    return words;
  }

  /** Opens the first hop's data, and derives the next path key. */
  static Beside unblind(NightjarOnions jni, Route route) {
    BlindedPaths paths = jni.nightjar().blindedPaths();
    NodeKey key = jni.nodeKey(route);
    PathHop hop =
        PathHop.of(org.nightjar.PublicKey.of(route.nodes().get(0)), route.payloads().get(0));
    List<BlindedHop> hops =
        IntStream.range(0, Route.ONIONS)
            .mapToObj(i -> paths.create(SecretKey.of(route.sessionKey(i)), List.of(hop)).get(0))
            .toList();
    List<byte[]> encrypted = hops.stream().map(BlindedHop::encryptedRecipientData).toList();
    PrivateKey theirKey = new PrivateKey(route.nodeSecrets().get(0));
    return Beside.checked(
        RoundRobin.of(i -> i, i -> paths.unblind(key, hops.get(i).pathKey(), encrypted.get(i))),
        opened -> {
          UnblindedData data = (UnblindedData) ((Optional<?>) opened).orElseThrow();
          return HexFormat.of().formatHex(data.data()) + data.nextPathKey();
        },
        RoundRobin.of(
            i ->
                new Pair<>(
                    new PublicKey(hops.get(i).pathKey().toBytes()),
                    new ByteVector(encrypted.get(i))),
            in -> RouteBlinding.INSTANCE.decryptPayload(theirKey, in.getFirst(), in.getSecond())),
        opened -> {
          Pair<?, ?> data = (Pair<?, ?>) ((Either<?, ?>) opened).getRight();
          return ((ByteVector) data.getFirst()).toHex() + ((PublicKey) data.getSecond()).toHex();
        });
  }
}
