package org.nightjar.bench;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.lightning.crypto.RouteBlinding;
import fr.acinq.lightning.crypto.sphinx.DecryptedPacket;
import fr.acinq.lightning.crypto.sphinx.Sphinx;
import fr.acinq.lightning.wire.LightningMessage;
import fr.acinq.lightning.wire.MessageOnion;
import fr.acinq.lightning.wire.RouteBlindingEncryptedData;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import kotlin.Pair;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PeelBatch;
import org.nightjar.SecretKey;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/** An onion message of three hops at the first of them: from its bytes to those for the next. */
final class OnionMessageWork {
  private static final byte[] NOTHING = new byte[0];
  private static final ByteVector NO_ASSOC = new ByteVector(NOTHING);

  private OnionMessageWork() {}

  static Beside peel(NightjarOnions jni, Route route) {
    OnionMessagePeeler peeler = new OnionMessagePeeler(jni.nightjar(), jni.nodeKey(route));
    return Beside.checked(
        RoundRobin.of(i -> message(jni, route, i), message -> forward(peeler, message)),
        OnionMessageWork::text,
        theirs(jni, route),
        OnionMessageWork::text);
  }

  /** {@link Route#ONIONS} messages in one batch, each from its bytes to those for the next node. */
  static Beside peelBatch(NightjarOnions jni, Route route) {
    List<byte[]> messages =
        IntStream.range(0, Route.ONIONS).mapToObj(i -> message(jni, route, i)).toList();
    NodeKey key = jni.nodeKey(route);
    PeelBatch batch = jni.nightjar().newPeelBatch(Route.ONIONS, OnionPacket.PAYMENT_LENGTH, 0);
    return Beside.checkedBatch(
        BatchWork.of(
            batch,
            Route.ONIONS,
            i -> add(batch, messages.get(i)),
            () -> batch.peel(key),
            peeled -> ((PeeledMessage.Forward) OnionMessagePeeler.read(peeled)).next().encode()),
        OnionMessageWork::text,
        theirs(jni, route),
        OnionMessageWork::text);
  }

  private static void add(PeelBatch batch, byte[] bytes) {
    try {
      OnionMessage message = OnionMessage.decode(bytes);
      batch.add(message.packet(), NOTHING, message.pathKey());
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Supplier<Object> theirs(NightjarOnions jni, Route route) {
    PrivateKey key = new PrivateKey(route.nodeSecrets().get(0));
    return RoundRobin.of(i -> message(jni, route, i), message -> forward(key, message));
  }

  private static Object text(Object next) {
    return HexFormat.of().formatHex((byte[]) next);
  }

  private static byte[] message(NightjarOnions jni, Route route, int index) {
    List<org.nightjar.PublicKey> nodes =
        IntStream.range(0, route.nodes().size())
            .mapToObj(i -> org.nightjar.PublicKey.of(route.nodes().get(i)))
            .toList();
    int last = nodes.size() - 1;
    return OnionMessageBuilder.toNode(jni.nightjar(), nodes.get(last))
        .via(nodes.subList(0, last))
        .content(TlvRecord.of(ContentType.INVOICE_REQUEST, route.payloads().get(0)))
        .build(
            SecretKey.of(route.sessionKey(index)),
            SecretKey.of(route.sessionKey(Route.ONIONS + index)))
        .encode();
  }

  private static byte[] forward(OnionMessagePeeler peeler, byte[] message) {
    try {
      return ((PeeledMessage.Forward) peeler.peel(OnionMessage.decode(message))).next().encode();
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Its own steps for a message to itself, without the last: it is a wallet's, and forwards none.
   */
  private static byte[] forward(PrivateKey key, byte[] bytes) {
    fr.acinq.lightning.wire.OnionMessage message =
        (fr.acinq.lightning.wire.OnionMessage) LightningMessage.Companion.decode(bytes);
    PublicKey pathKey = message.getBlindingKey();
    PrivateKey blindedKey = RouteBlinding.INSTANCE.derivePrivateKey(key, pathKey);
    DecryptedPacket peeled =
        Sphinx.INSTANCE.peel(blindedKey, NO_ASSOC, message.getOnionRoutingPacket()).getRight();
    MessageOnion payload = MessageOnion.Companion.read(peeled.getPayload().toByteArray());
    Pair<ByteVector, PublicKey> opened =
        RouteBlinding.INSTANCE.decryptPayload(key, pathKey, payload.getEncryptedData()).getRight();
    RouteBlindingEncryptedData data =
        RouteBlindingEncryptedData.Companion.read(opened.getFirst().toByteArray()).getRight();
    PublicKey override = data.getNextBlindingOverride();
    return LightningMessage.Companion.encode(
        new fr.acinq.lightning.wire.OnionMessage(
            override == null ? opened.getSecond() : override, peeled.getNextPacket()));
  }
}
