package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.utils.Either;
import fr.acinq.lightning.crypto.sphinx.DecryptedPacket;
import fr.acinq.lightning.crypto.sphinx.PacketAndSecrets;
import fr.acinq.lightning.crypto.sphinx.Sphinx;
import fr.acinq.lightning.wire.FailureMessage;
import fr.acinq.lightning.wire.OnionRoutingPacket;
import fr.acinq.lightning.wire.OnionRoutingPacketSerializer;
import java.util.List;

/** The onions of lightning-kmp, in bytes. */
final class LightningKmp {
  private static final int PACKET_OVERHEAD = 66;

  private LightningKmp() {}

  /**
   * What it peels from a packet.
   *
   * @param payload with its BigSize in front
   */
  record Layer(byte[] payload, byte[] next, byte[] sharedSecret, boolean last) {}

  static byte[] build(RandomOnion onion) {
    List<PublicKey> nodes =
        onion.stops().stream()
            .map(stop -> new PublicKey(new ByteVector(stop.hop().node().toBytes())))
            .toList();
    List<byte[]> payloads =
        onion.stops().stream().map(stop -> withLength(stop.hop().payload())).toList();
    PacketAndSecrets built =
        Sphinx.INSTANCE.create(
            privateKey(onion.sessionKey()),
            nodes,
            payloads,
            onion.assoc().length == 0 ? null : new ByteVector32(onion.assoc()),
            onion.payloadsLength());
    return new OnionRoutingPacketSerializer(onion.payloadsLength()).write(built.getPacket());
  }

  static Layer peel(org.nightjar.SecretKey nodeKey, byte[] assoc, byte[] packet) {
    OnionRoutingPacketSerializer serializer =
        new OnionRoutingPacketSerializer(packet.length - PACKET_OVERHEAD);
    Either<FailureMessage, DecryptedPacket> peeled =
        Sphinx.INSTANCE.peel(privateKey(nodeKey), new ByteVector(assoc), serializer.read(packet));
    assertThat(peeled.getLeft()).isNull();
    DecryptedPacket layer = peeled.getRight();
    OnionRoutingPacket next = layer.getNextPacket();
    return new Layer(
        layer.getPayload().toByteArray(),
        serializer.write(next),
        layer.getSharedSecret().toByteArray(),
        layer.isLastPacket());
  }

  private static PrivateKey privateKey(org.nightjar.SecretKey key) {
    return new PrivateKey(new ByteVector32(key.exposeSecretBytes()));
  }

  /** It takes and gives payloads with their BigSize in front. */
  static byte[] withLength(byte[] payload) {
    byte[] length =
        payload.length < 0xfd
            ? new byte[] {(byte) payload.length}
            : CraftedOnion.bigSize(0xfd, payload.length);
    return Hex.concat(length, payload);
  }
}
