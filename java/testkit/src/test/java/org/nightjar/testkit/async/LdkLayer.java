package org.nightjar.testkit.async;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PathStep;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.UnblindedData;
import org.nightjar.async.Effect;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.message.OnionMessagePayload;

/**
 * A layer of an onion that a role of ours sent, peeled with LDK's node keys. Data that cannot be
 * opened have LDK's own tag: they are at the end of one of its paths, for the node that peels.
 */
record LdkLayer(String node, TlvStream payload, SharedSecret secret) {
  private static final long PAYMENT_DATA = 10;
  private static final long MESSAGE_DATA = 4;
  private static final long PATH_KEY = 12;
  private static final byte[] NO_BYTES = {};

  static List<LdkLayer> of(LdkRun run, Nightjar nightjar, Effect.SendMessage send)
      throws WireException {
    return new Walk(run, nightjar, MESSAGE_DATA, NO_BYTES)
        .from(send.to(), send.message().packet(), Optional.of(send.message().pathKey()));
  }

  static List<LdkLayer> of(LdkRun run, Nightjar nightjar, PublicKey first, OutgoingHtlc htlc)
      throws WireException {
    return new Walk(run, nightjar, PAYMENT_DATA, htlc.paymentHash().toBytes())
        .from(first, htlc.onion(), htlc.pathKey());
  }

  private record Walk(LdkRun run, Nightjar nightjar, long dataType, byte[] assoc) {
    List<LdkLayer> from(PublicKey first, OnionPacket packet, Optional<PublicKey> with)
        throws WireException {
      List<LdkLayer> layers = new ArrayList<>();
      String name = run.name(first);
      OnionPacket next = packet;
      Optional<PublicKey> pathKey = with;
      while (true) {
        try (NodeKey key = nightjar.nodeKey(run.secret(name))) {
          Peeled.Accepted peeled =
              (Peeled.Accepted) nightjar.peel(key, next, assoc, pathKey.orElse(null));
          TlvStream payload = TlvStream.decode(peeled.payload());
          layers.add(new LdkLayer(name, payload, peeled.sharedSecret()));
          if (peeled instanceof Peeled.Final) {
            return layers;
          }
          Optional<byte[]> encrypted = payload.find(dataType).map(TlvRecord::value);
          next = peeled.nextPacket();
          if (dataType == PAYMENT_DATA && encrypted.isEmpty()) {
            name = run.name(next(name, channel(payload)));
            continue;
          }
          Optional<byte[]> data;
          if (pathKey.isPresent()) {
            PathStep step = peeled.path().orElseThrow();
            data = step.openRecipientData(encrypted.orElseThrow());
            pathKey = Optional.of(step.nextPathKey());
          } else {
            PublicKey own = PublicKey.of(payload.find(PATH_KEY).orElseThrow().value());
            UnblindedData opened =
                nightjar.blindedPaths().unblind(key, own, encrypted.orElseThrow()).orElseThrow();
            data = Optional.of(opened.data());
            pathKey = Optional.of(opened.nextPathKey());
          }
          if (data.isPresent()) {
            name = run.name(next(name, EncryptedData.decode(data.get())));
          }
        }
      }
    }

    private static ShortChannelId channel(TlvStream payload) throws WireException {
      return PaymentPayload.decode(payload.encode()).shortChannelId().orElseThrow();
    }

    private PublicKey next(String name, EncryptedData data) {
      return data.nextNodeId().orElseGet(() -> next(name, data.shortChannelId().orElseThrow()));
    }

    private PublicKey next(String name, ShortChannelId channel) {
      return new LdkRoutes(run, run.id(name)).peer(channel).orElseThrow();
    }
  }

  List<Long> types() {
    return payload.records().stream().map(TlvRecord::type).toList();
  }

  /** Of a layer as LDK sent it. */
  static List<Long> types(JsonObject layer) {
    return Json.tlvs(layer, "payload_tlvs").stream().map(tlv -> Long.valueOf(tlv.get(0))).toList();
  }

  static List<List<Long>> allTypes(List<LdkLayer> layers) {
    return layers.stream().map(LdkLayer::types).toList();
  }

  TlvRecord content() throws WireException {
    return OnionMessagePayload.decode(payload.encode()).content().orElseThrow();
  }

  Optional<BlindedPath> replyPath() throws WireException {
    return OnionMessagePayload.decode(payload.encode()).replyPath();
  }

  byte[] value(long type) {
    return payload.find(type).orElseThrow().value();
  }
}
