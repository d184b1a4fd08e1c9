package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nightjar.KeyType;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.TrampolineRules;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.blinded.BlindedPayments;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.EncryptedDataRules;
import org.nightjar.wire.blinded.PathPadding;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessagePayload;

/** The published vectors of blinded paths, of what travels on them, and of trampoline payloads. */
final class BoltBlinded {
  private static final byte[] NO_BYTES = {};

  private final Nightjar nightjar;

  BoltBlinded(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  /** A case is a hop. */
  void route(Vectors.Cases cases) throws WireException {
    List<EncryptedData> path = new ArrayList<>();
    for (JsonObject hop : Json.objects(cases.json().getAsJsonObject("generate"), "hops")) {
      EncryptedData data = EncryptedData.decode(Json.hex(hop, "encoded_tlvs"));
      assertThat(data.encode()).isEqualTo(Json.hex(hop, "encoded_tlvs"));
      JsonObject tlvs = hop.getAsJsonObject("tlvs");
      assertThat(data.paymentRelay().isPresent()).isEqualTo(tlvs.has("payment_relay"));
      data.paymentRelay()
          .ifPresent(r -> assertThat(r).isEqualTo(relay(tlvs.getAsJsonObject("payment_relay"))));
      JsonObject constraints = tlvs.getAsJsonObject("payment_constraints");
      assertThat(data.paymentConstraints().orElseThrow().maxCltvExpiry())
          .isEqualTo(constraints.get("max_cltv_expiry").getAsLong());
      assertThat(data.shortChannelId().map(Object::toString).orElse(""))
          .isEqualTo(tlvs.has("short_channel_id") ? Json.text(tlvs, "short_channel_id") : "");
      assertThat(data.pathId().map(Hex::text).orElse(""))
          .isEqualTo(tlvs.has("path_id") ? Json.text(tlvs, "path_id") : "");
      assertThat(data.nextPathKeyOverride().isPresent())
          .isEqualTo(tlvs.has("next_path_key_override"));
      if (data.pathId().isEmpty()) {
        EncryptedDataRules.checkPaymentForward(data);
      }
      path.add(data);
      cases.ran();
    }
    assertThat(PathPadding.padAll(path)).isEqualTo(path);
  }

  private static PaymentRelay relay(JsonObject relay) {
    return new PaymentRelay(
        relay.get("cltv_expiry_delta").getAsInt(),
        relay.get("fee_proportional_millionths").getAsLong(),
        relay.has("fee_base_msat") ? relay.get("fee_base_msat").getAsLong() : 0);
  }

  /** A case is a blinded hop: what it decrypts lets exactly the recipient's amount arrive. */
  void payment(Vectors.Cases cases) throws WireException {
    JsonObject generate = cases.json().getAsJsonObject("generate");
    List<JsonObject> hops = Json.objects(generate.getAsJsonObject("blinded_route"), "hops");
    List<JsonObject> nodes = Json.objects(cases.json().getAsJsonObject("decrypt"), "hops");
    PublicKey pathKey = Json.key(generate.getAsJsonObject("blinded_route"), "first_path_key");
    List<EncryptedData> path = new ArrayList<>();
    for (int i = 0; i < hops.size(); i++) {
      JsonObject node = nodes.get(i + 1);
      path.add(decrypt(node, pathKey, Json.hex(hops.get(i), "encrypted_data")));
      pathKey = Json.key(node, "next_path_key");
      cases.ran();
    }
    List<PaymentRelay> relays =
        path.stream().flatMap(data -> data.paymentRelay().stream()).toList();
    PaymentRelay sum = relay(generate.getAsJsonObject("blinded_payinfo"));
    assertThat(BlindedPayments.aggregate(relays, 0)).isEqualTo(sum);
    long finalAmount = generate.get("final_amount_msat").getAsLong();
    long amount = BlindedPayments.payerAmount(finalAmount, info(sum));
    long expiry = generate.get("final_cltv").getAsLong() + sum.cltvExpiryDelta();
    for (EncryptedData data : path) {
      EncryptedDataRules.checkConstraints(data, amount, expiry);
      if (data.paymentRelay().isPresent()) {
        amount = BlindedPayments.forwardAmount(amount, data.paymentRelay().get());
        expiry = BlindedPayments.forwardCltv(expiry, data.paymentRelay().get());
      }
    }
    assertThat(amount).isEqualTo(finalAmount);
    assertThat(expiry).isEqualTo(generate.get("final_cltv").getAsLong());
    assertThat(BlindedPayments.maxCltvExpiries(750_000, 0, relays))
        .isEqualTo(
            path.stream()
                .mapToLong(data -> data.paymentConstraints().orElseThrow().maxCltvExpiry())
                .toArray());
  }

  private static PaymentInfo info(PaymentRelay sum) {
    return new PaymentInfo(
        sum.feeBaseMsat(),
        sum.feeProportionalMillionths(),
        sum.cltvExpiryDelta(),
        0,
        0,
        Features.NONE);
  }

  private EncryptedData decrypt(JsonObject node, PublicKey pathKey, byte[] encrypted)
      throws WireException {
    try (SecretKey secret = SecretKey.of(Json.hex(node, "node_privkey"))) {
      byte[] rho =
          nightjar
              .primitives()
              .deriveKey(KeyType.RHO, nightjar.ecdh(secret, pathKey).exposeSecretBytes());
      byte[] plain = nightjar.primitives().aeadDecrypt(rho, new byte[12], NO_BYTES, encrypted);
      assertThat(plain).isNotNull();
      EncryptedData data = EncryptedData.decode(plain);
      assertThat(data.encode()).isEqualTo(plain);
      return data;
    }
  }

  /** A case is what the maker encrypts for a hop, or what a node receives. */
  void message(Vectors.Cases cases) throws WireException {
    List<JsonObject> hops = Json.objects(cases.json().getAsJsonObject("generate"), "hops");
    List<JsonObject> nodes = Json.objects(cases.json().getAsJsonObject("decrypt"), "hops");
    for (int i = 0; i < hops.size(); i++) {
      byte[] bytes = Json.hex(hops.get(i), "encrypted_data_tlv");
      EncryptedData data = EncryptedData.decode(bytes);
      assertThat(data.encode()).isEqualTo(bytes);
      byte[] raw = Json.hex(nodes.get(i), "onion_message");
      OnionMessage message = OnionMessage.decode(raw);
      assertThat(message.encode()).isEqualTo(raw);
      OnionMessagePayload payload = peel(Json.hex(nodes.get(i), "privkey"), message);
      assertThat(payload.encryptedRecipientData())
          .contains(Json.hex(hops.get(i), "encrypted_recipient_data"));
      if (i < hops.size() - 1) {
        EncryptedDataRules.checkMessageForward(data);
        assertThat(data.nextNodeId()).contains(Json.key(nodes.get(i), "next_node_id"));
        payload.checkForward();
      } else {
        EncryptedDataRules.checkMessageFinal(data);
        assertThat(payload.stream().find(1).orElseThrow().value()).asString().isEqualTo("hello");
      }
      cases.ran();
      cases.ran();
    }
  }

  private OnionMessagePayload peel(byte[] nodeSecret, OnionMessage message) throws WireException {
    try (SecretKey secret = SecretKey.of(nodeSecret);
        NodeKey key = nightjar.nodeKey(secret)) {
      Peeled.Accepted peeled =
          (Peeled.Accepted) nightjar.peel(key, message.packet(), NO_BYTES, message.pathKey());
      OnionMessagePayload payload = OnionMessagePayload.decode(peeled.payload());
      assertThat(payload.encode()).isEqualTo(peeled.payload());
      return payload;
    }
  }

  /** A case is a payload. */
  void trampoline(Vectors.Cases cases) throws WireException {
    JsonObject generate = cases.json().getAsJsonObject("generate_alice");
    for (String list : List.of("trampoline_hops", "hops")) {
      for (JsonObject hop : Json.objects(generate, list)) {
        JsonObject expected = hop.getAsJsonObject("payload");
        PaymentPayload payload = payload(expected);
        assertThat(payload.amtToForward()).hasValue(expected.get("amt_to_forward").getAsLong());
        assertThat(payload.trampoline().outgoingNodeId().map(PublicKey::toString).orElse(""))
            .isEqualTo(
                expected.has("outgoing_node_id") ? Json.text(expected, "outgoing_node_id") : "");
        assertThat(payload.trampoline().onionPacket().map(o -> Hex.text(o.toBytes())).orElse(""))
            .isEqualTo(
                expected.has("trampoline_onion") ? Json.text(expected, "trampoline_onion") : "");
        cases.ran();
      }
    }
    List<JsonObject> inner = Json.objects(generate, "trampoline_hops");
    JsonObject carol = Json.objects(generate, "hops").get(1);
    JsonObject eve = Json.objects(cases.json().getAsJsonObject("generate_carol"), "hops").get(1);
    assertThat(role(carol, inner.get(0), false)).isEqualTo(TrampolineRules.Role.FORWARD_TO_NODE);
    assertThat(role(eve, inner.get(1), true)).isEqualTo(TrampolineRules.Role.RECIPIENT);
  }

  private static TrampolineRules.Role role(JsonObject outer, JsonObject inner, boolean lastLayer)
      throws WireException {
    return TrampolineRules.check(
        payload(outer.getAsJsonObject("payload")),
        payload(inner.getAsJsonObject("payload")),
        lastLayer,
        Set.of());
  }

  private static PaymentPayload payload(JsonObject expected) throws WireException {
    WireReader reader = new WireReader(Json.hex(expected, "hex"));
    byte[] bytes = reader.bytes(reader.bigSize());
    PaymentPayload payload = PaymentPayload.decode(bytes);
    assertThat(payload.encode()).isEqualTo(bytes);
    return payload;
  }
}
