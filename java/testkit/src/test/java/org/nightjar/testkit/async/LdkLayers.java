package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nightjar.KeyType;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.wire.PayloadRules;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.AsyncMessage;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;
import org.nightjar.wire.blinded.PathPadding;
import org.nightjar.wire.message.OnionMessagePayload;

/**
 * The layers of an onion that one node peels in a captured run: its own, and those of its dummy
 * hops.
 */
final class LdkLayers {
  /** LDK's payment_secret in its own paths. */
  private static final Set<Long> LDK_OWN_TYPES = Set.of(65536L);

  /** LDK's mark of a dummy hop. */
  private static final long LDK_DUMMY = 65539;

  private static final byte[] NO_BYTES = {};
  private static final byte[] NO_NONCE = new byte[12];

  private final Nightjar nightjar;
  private final JsonObject message;
  private final List<JsonObject> layers;
  private final boolean payment;

  LdkLayers(Nightjar nightjar, JsonObject message) {
    this.nightjar = nightjar;
    this.message = message;
    layers = Json.objects(message, "opened");
    payment = message.has("payment_hash");
  }

  /**
   * Peels every layer, and compares payload, secret and next packet with the capture.
   *
   * @return the packet for the next node, or null at the last
   */
  @Nullable OnionPacket peel(String nodeSecret, OnionPacket packet, @Nullable PublicKey pathKey) {
    byte[] assoc = payment ? Json.hex(message, "payment_hash") : NO_BYTES;
    OnionPacket next = packet;
    try (SecretKey secret = SecretKey.of(Hex.bytes(nodeSecret));
        NodeKey key = nightjar.nodeKey(secret)) {
      for (int i = 0; i < layers.size(); i++) {
        JsonObject layer = layers.get(i);
        PublicKey with = i == 0 ? pathKey : Json.key(layer, "path_key");
        Peeled.Accepted peeled = (Peeled.Accepted) nightjar.peel(key, next, assoc, with);
        assertThat(peeled.payload()).isEqualTo(Json.hex(layer, "payload"));
        assertThat(peeled.sharedSecret().exposeSecretBytes())
            .isEqualTo(Json.hex(layer, "ss_onion"));
        assertThat(peeled instanceof Peeled.Final).isEqualTo(kind(layer).equals("final"));
        next = peeled.nextPacket();
        if (layer.has("next_hmac")) {
          String text = Hex.text(next.toBytes());
          assertThat(text).startsWith("00" + Json.text(layer, "next_ephemeral_key"));
          assertThat(text).endsWith(Json.text(layer, "next_hmac"));
        }
        checkDecryption(layer, secret);
      }
    }
    return kind(layers.get(layers.size() - 1)).equals("final") ? null : next;
  }

  private static String kind(JsonObject layer) {
    return Json.text(layer, "kind");
  }

  /** LDK's local tag, which is not that of RFC 8439, verifies for nobody else. */
  private void checkDecryption(JsonObject layer, SecretKey nodeSecret) {
    if (!layer.has("erd_plain")) {
      return;
    }
    PublicKey with = Json.key(layer, layer.has("path_key") ? "path_key" : "current_path_key");
    byte[] secret = nightjar.ecdh(nodeSecret, with).exposeSecretBytes();
    if (layer.has("ss_path")) {
      assertThat(secret).isEqualTo(Json.hex(layer, "ss_path"));
    }
    byte[] rho = nightjar.primitives().deriveKey(KeyType.RHO, secret);
    byte[] plain = nightjar.primitives().aeadDecrypt(rho, NO_NONCE, NO_BYTES, encrypted(layer));
    if (Json.text(layer, "erd_tag").equals("standard")) {
      assertThat(plain).isEqualTo(Json.hex(layer, "erd_plain"));
    } else {
      assertThat(plain).isNull();
    }
  }

  private byte[] encrypted(JsonObject layer) {
    String type = payment ? "10" : "4";
    return Json.tlvs(layer, "payload_tlvs").stream()
        .filter(tlv -> tlv.get(0).equals(type))
        .map(tlv -> Hex.bytes(tlv.get(1)))
        .findFirst()
        .orElseThrow();
  }

  /** Decodes every payload and all encrypted data, and encodes them again. */
  void decode() throws WireException {
    for (JsonObject layer : layers) {
      if (payment) {
        paymentPayload(layer);
      } else {
        messagePayload(layer);
      }
      if (layer.has("erd_plain")) {
        encryptedData(layer);
      }
    }
  }

  private static void paymentPayload(JsonObject layer) throws WireException {
    byte[] bytes = Json.hex(layer, "payload");
    PaymentPayload payload = PaymentPayload.decode(bytes);
    assertThat(payload.encode()).isEqualTo(bytes);
    assertThat(Json.tlvs(payload.stream())).isEqualTo(Json.tlvs(layer, "payload_tlvs"));
    boolean withPathKey = layer.has("path_key") && payload.currentPathKey().isEmpty();
    if (!kind(layer).equals("final")) {
      PayloadRules.checkForward(payload, withPathKey);
      return;
    }
    PayloadRules.checkFinal(payload, withPathKey, PayloadRules.staticInvoice(WireProfile.LDK));
    assertThat(payload.exposeKeysendPreimage()).isPresent();
    assertThat(payload.invoiceRequest(WireProfile.LDK).isPresent()).isEqualTo(withPathKey);
    assertThat(payload.invoiceRequest(WireProfile.DRAFT)).isEmpty();
  }

  private static void messagePayload(JsonObject layer) throws WireException {
    byte[] bytes = Json.hex(layer, "payload");
    OnionMessagePayload payload = OnionMessagePayload.decode(bytes);
    assertThat(payload.encode()).isEqualTo(bytes);
    assertThat(Json.tlvs(payload.stream())).isEqualTo(Json.tlvs(layer, "payload_tlvs"));
    if (!kind(layer).equals("final")) {
      payload.checkForward();
      return;
    }
    payload.checkLast();
    assertThat(payload.content().orElseThrow().type())
        .isEqualTo(layer.get("content_type").getAsLong());
    assertThat(payload.content().orElseThrow().value()).isEqualTo(Json.hex(layer, "content"));
    assertThat(payload.replyPath().isPresent())
        .isEqualTo(layer.has("reply_path") && !layer.get("reply_path").isJsonNull());
    if (AsyncMessage.isType(payload.content().orElseThrow().type())) {
      AsyncMessage content = AsyncMessage.decode(payload.content().orElseThrow(), WireProfile.LDK);
      assertThat(content.content(WireProfile.LDK)).isEqualTo(payload.content().orElseThrow());
    }
  }

  private void encryptedData(JsonObject layer) throws WireException {
    byte[] bytes = Json.hex(layer, "erd_plain");
    EncryptedData data = EncryptedData.decode(bytes, LDK_OWN_TYPES);
    assertThat(data.encode()).isEqualTo(bytes);
    assertThat(Json.tlvs(data.stream())).isEqualTo(Json.tlvs(layer, "erd_tlvs"));
    assertThat(data.stream().find(LDK_DUMMY).isPresent()).isEqualTo(kind(layer).equals("dummy"));
    if (kind(layer).equals("forward") && payment) {
      EncryptedDataRules.checkPaymentForward(data);
    } else if (kind(layer).equals("forward")) {
      EncryptedDataRules.checkMessageForward(data);
    } else if (!payment) {
      EncryptedDataRules.checkMessageFinal(data);
    }
    int multiple = payment ? PathPadding.LDK_PAYMENT_MULTIPLE : PathPadding.LDK_MESSAGE_MULTIPLE;
    if (bytes.length % multiple == 0) {
      assertThat(PathPadding.pad(data, multiple)).isEqualTo(data);
    }
  }
}
