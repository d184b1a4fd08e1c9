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
import java.util.function.Supplier;
import java.util.stream.IntStream;
import kotlin.Pair;
import org.nightjar.BlindedHop;
import org.nightjar.BlindedPaths;
import org.nightjar.NodeKey;
import org.nightjar.PathBatch;
import org.nightjar.PathHop;
import org.nightjar.SecretKey;
import org.nightjar.UnblindBatch;
import org.nightjar.UnblindedData;

/** Blinded paths, created and opened. Each hop is told 32 bytes. */
final class BlindedPathWork {
  private BlindedPathWork() {}

  /** Creates a path over the route. */
  static Beside create(NightjarOnions jni, Route route) {
    BlindedPaths paths = jni.nightjar().blindedPaths();
    List<PathHop> hops = hops(route);
    return Beside.checked(
        RoundRobin.of(i -> SecretKey.of(route.sessionKey(i)), key -> paths.create(key, hops)),
        BlindedPathWork::ours,
        createTheirs(route),
        BlindedPathWork::theirs);
  }

  /** Creates {@link Route#ONIONS} paths over the route in one batch. */
  static Beside createBatch(NightjarOnions jni, Route route) {
    List<PathHop> hops = hops(route);
    int[] dataLengths = route.payloads().stream().mapToInt(payload -> payload.length).toArray();
    PathBatch batch = jni.nightjar().newPathBatch(Route.ONIONS, dataLengths);
    List<SecretKey> sessions = jni.sessionKeys(route);
    return Beside.checkedBatch(
        BatchWork.of(
            batch,
            Route.ONIONS,
            i -> batch.add(sessions.get(i), hops),
            batch::create,
            path -> path),
        BlindedPathWork::ours,
        createTheirs(route),
        BlindedPathWork::theirs);
  }

  private static List<PathHop> hops(Route route) {
    return IntStream.range(0, route.nodes().size())
        .mapToObj(
            i ->
                PathHop.of(
                    org.nightjar.PublicKey.of(route.nodes().get(i)), route.payloads().get(i)))
        .toList();
  }

  private static Supplier<Object> createTheirs(Route route) {
    List<PublicKey> nodes = route.nodes().stream().map(PublicKey::new).toList();
    List<ByteVector> payloads = route.payloads().stream().map(ByteVector::new).toList();
    return RoundRobin.of(
        i -> new PrivateKey(route.sessionKey(i)),
        key -> RouteBlinding.INSTANCE.create(key, nodes, payloads));
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
    List<Encrypted> encrypted = encrypted(jni, route);
    return Beside.checked(
        RoundRobin.of(encrypted::get, in -> paths.unblind(key, in.pathKey, in.data)),
        BlindedPathWork::opened,
        unblindTheirs(route, encrypted),
        BlindedPathWork::openedTheirs);
  }

  /** Opens the data of {@link Route#ONIONS} first hops in one batch. */
  static Beside unblindBatch(NightjarOnions jni, Route route) {
    NodeKey key = jni.nodeKey(route);
    List<Encrypted> encrypted = encrypted(jni, route);
    UnblindBatch batch = jni.nightjar().newUnblindBatch(Route.ONIONS, encrypted.get(0).data.length);
    return Beside.checkedBatch(
        BatchWork.of(
            batch,
            Route.ONIONS,
            i -> batch.add(encrypted.get(i).pathKey, encrypted.get(i).data),
            () -> batch.unblind(key),
            found -> found),
        BlindedPathWork::opened,
        unblindTheirs(route, encrypted),
        BlindedPathWork::openedTheirs);
  }

  /** What comes to a node of a path. */
  private record Encrypted(org.nightjar.PublicKey pathKey, byte[] data) {}

  private static List<Encrypted> encrypted(NightjarOnions jni, Route route) {
    List<PathHop> first = hops(route).subList(0, 1);
    return jni.sessionKeys(route).stream()
        .map(session -> jni.nightjar().blindedPaths().create(session, first).get(0))
        .map(hop -> new Encrypted(hop.pathKey(), hop.encryptedRecipientData()))
        .toList();
  }

  private static Supplier<Object> unblindTheirs(Route route, List<Encrypted> encrypted) {
    PrivateKey key = new PrivateKey(route.nodeSecrets().get(0));
    return RoundRobin.of(
        i ->
            new Pair<>(
                new PublicKey(encrypted.get(i).pathKey.toBytes()),
                new ByteVector(encrypted.get(i).data)),
        in -> RouteBlinding.INSTANCE.decryptPayload(key, in.getFirst(), in.getSecond()));
  }

  private static Object opened(Object found) {
    UnblindedData data = (UnblindedData) ((Optional<?>) found).orElseThrow();
    return HexFormat.of().formatHex(data.data()) + data.nextPathKey();
  }

  private static Object openedTheirs(Object found) {
    Pair<?, ?> data = (Pair<?, ?>) ((Either<?, ?>) found).getRight();
    return ((ByteVector) data.getFirst()).toHex() + ((PublicKey) data.getSecond()).toHex();
  }
}
