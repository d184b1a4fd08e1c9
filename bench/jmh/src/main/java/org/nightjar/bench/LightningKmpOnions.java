package org.nightjar.bench;

import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.utils.Either;
import fr.acinq.lightning.crypto.sphinx.DecryptedPacket;
import fr.acinq.lightning.crypto.sphinx.PacketAndSecrets;
import fr.acinq.lightning.crypto.sphinx.Sphinx;
import fr.acinq.lightning.wire.OnionRoutingPacket;
import fr.acinq.lightning.wire.OnionRoutingPacketSerializer;
import java.util.List;
import java.util.function.Supplier;

/**
 * lightning-kmp, the library behind a widely used Lightning wallet, on its own native secp256k1.
 */
final class LightningKmpOnions implements Onions {
  private static final int PAYLOADS_LENGTH = 1300;

  @Override
  public Supplier<Object> create(Route route) {
    List<PublicKey> nodes = route.nodes().stream().map(PublicKey::new).toList();
    List<byte[]> payloads = route.payloads().stream().map(LightningKmpOnions::withLength).toList();
    ByteVector32 assoc = new ByteVector32(route.assoc());
    return RoundRobin.of(
        i -> new PrivateKey(route.sessionKey(i)),
        sessionKey -> Sphinx.INSTANCE.create(sessionKey, nodes, payloads, assoc, PAYLOADS_LENGTH));
  }

  /** lightning-kmp takes payloads with their length in front, a BigSize: one byte up to 252. */
  private static byte[] withLength(byte[] payload) {
    byte[] out = new byte[1 + payload.length];
    out[0] = (byte) payload.length;
    System.arraycopy(payload, 0, out, 1, payload.length);
    return out;
  }

  @Override
  public Supplier<Object> peel(Route route) {
    PrivateKey key = new PrivateKey(route.nodeSecrets().get(0));
    ByteVector32 assoc = new ByteVector32(route.assoc());
    Supplier<Object> create = create(route);
    return RoundRobin.of(
        i -> ((PacketAndSecrets) create.get()).getPacket(),
        packet -> Sphinx.INSTANCE.peel(key, assoc, packet));
  }

  @Override
  public byte[] packet(Object created) {
    return bytes(((PacketAndSecrets) created).getPacket());
  }

  @Override
  public byte[] nextPacket(Object peeled) {
    return bytes(((DecryptedPacket) ((Either<?, ?>) peeled).getRight()).getNextPacket());
  }

  private static byte[] bytes(OnionRoutingPacket packet) {
    return new OnionRoutingPacketSerializer(PAYLOADS_LENGTH).write(packet);
  }
}
