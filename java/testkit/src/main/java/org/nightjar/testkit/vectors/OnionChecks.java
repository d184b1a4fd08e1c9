package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.testkit.vectors.VectorSubject.bytes;
import static org.nightjar.testkit.vectors.VectorSubject.objects;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** Builds and peels the packets of a file; each is a case. */
final class OnionChecks {
  private static final int PACKET_OVERHEAD = 66;

  private final Nightjar nightjar;
  private final Vectors.Cases cases;
  private final byte[] assoc;

  OnionChecks(Nightjar nightjar, Vectors.Cases cases, byte[] assoc) {
    this.nightjar = nightjar;
    this.cases = cases;
    this.assoc = assoc;
  }

  /**
   * A hop from the file's node id and payload, of which the latter comes with its BigSize in front.
   */
  static Hop hop(byte[] node, byte[] payloadWithLength) {
    return Hop.of(PublicKey.of(node), withoutLength(payloadWithLength));
  }

  /** The route of a file whose hops have a public key and a payload. */
  static List<Hop> route(JsonObject from) {
    return objects(from, "hops")
        .map(hop -> hop(bytes(hop, "pubkey"), bytes(hop, "payload")))
        .toList();
  }

  static byte[] withoutLength(byte[] payload) {
    int prefix = Byte.toUnsignedInt(payload[0]) < 0xfd ? 1 : 3;
    return Arrays.copyOfRange(payload, prefix, payload.length);
  }

  void builds(byte[] expected, byte[] sessionKey, List<Hop> hops) {
    OnionPacket built =
        nightjar
            .buildOnion(SecretKey.of(sessionKey), hops, assoc, expected.length - PACKET_OVERHEAD)
            .packet();
    assertThat(Hex.text(built.toBytes())).isEqualTo(Hex.text(expected));
    cases.ran();
  }

  /**
   * Peels a packet and compares the payload.
   *
   * @return the packet for the next node, or null at the last
   */
  byte @Nullable [] peels(
      byte[] packet, byte[] nodeKey, byte @Nullable [] pathKey, byte[] payload) {
    return next(accepts(packet, nodeKey, pathKey, payload));
  }

  /** The packet for the next node, or null at the last. */
  static byte @Nullable [] next(Peeled.Accepted peeled) {
    return peeled instanceof Peeled.Final ? null : peeled.nextPacket().toBytes();
  }

  /** As {@link #peels}, and gives all that was found. */
  Peeled.Accepted accepts(
      byte[] packet, byte[] nodeKey, byte @Nullable [] pathKey, byte[] payload) {
    try (NodeKey key = nightjar.nodeKey(SecretKey.of(nodeKey))) {
      PublicKey path = pathKey == null ? null : PublicKey.of(pathKey);
      Peeled peeled = nightjar.peel(key, OnionPacket.of(packet), assoc, path);
      assertThat(peeled).isInstanceOf(Peeled.Accepted.class);
      Peeled.Accepted accepted = (Peeled.Accepted) peeled;
      assertThat(Hex.text(accepted.payload())).isEqualTo(Hex.text(payload));
      assertThat(accepted.path().isPresent()).isEqualTo(path != null);
      cases.ran();
      return accepted;
    }
  }
}
