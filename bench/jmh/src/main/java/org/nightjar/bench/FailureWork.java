package org.nightjar.bench;

import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.utils.Try;
import fr.acinq.lightning.crypto.sphinx.DecryptedFailurePacket;
import fr.acinq.lightning.crypto.sphinx.SharedSecrets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import kotlin.Pair;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.SharedSecret;

/** A failure of the route's last hop, read by the sender. */
final class FailureWork {
  /** temporary_node_failure. */
  private static final byte[] MESSAGE = {0x20, 0x02};

  private FailureWork() {}

  static Beside decrypt(NightjarOnions jni, Route route) {
    Failures failures = jni.nightjar().failures();
    List<SharedSecret> secrets = route.payloads().stream().map(SharedSecret::of).toList();
    List<Pair<ByteVector32, PublicKey>> theirs =
        IntStream.range(0, secrets.size())
            .mapToObj(
                i ->
                    new Pair<>(
                        new ByteVector32(route.payloads().get(i)),
                        new PublicKey(route.nodes().get(i))))
            .toList();
    FailurePacket packet = failures.create(secrets.get(secrets.size() - 1), MESSAGE);
    for (int i = secrets.size() - 1; i > 0; i--) {
      packet = failures.wrap(packet, secrets.get(i - 1));
    }
    FailurePacket received = packet;
    byte[] bytes = received.toBytes();
    return Beside.checked(
        () -> failures.decrypt(received, secrets),
        found -> {
          int hop = ((FailureOrigin) ((Optional<?>) found).orElseThrow()).hop();
          return HexFormat.of().formatHex(route.nodes().get(hop));
        },
        () ->
            fr.acinq.lightning.crypto.sphinx.FailurePacket.INSTANCE.decrypt(
                bytes, new SharedSecrets(theirs)),
        found -> ((DecryptedFailurePacket) ((Try<?>) found).get()).getOriginNode().toHex());
  }
}
