package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.nightjar.AttributionData;
import org.nightjar.PublicKey;
import org.nightjar.testkit.Hex;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.htlc.AttributionTlvs;
import org.nightjar.wire.htlc.RevokeAndAckTlvs;
import org.nightjar.wire.htlc.RevokeAndAckTlvs.ReleasePath;
import org.nightjar.wire.htlc.UpdateAddHtlcTlvs;

/** Peer messages about HTLCs as LDK sent them. */
final class LdkMessages {
  /** What stands in front of the TLV stream: type, channel id, and the fields of BOLT 2. */
  private static final int ADD_LENGTH = 2 + 32 + 8 + 8 + 32 + 4 + 1366;

  private static final int REVOKE_LENGTH = 2 + 32 + 32 + 33;
  private static final int FULFILL_LENGTH = 2 + 32 + 8 + 32;
  private static final int FAIL_LENGTH = 2 + 32 + 8;

  private LdkMessages() {}

  /** What came with the HTLC for a node in a blinded path. */
  static Optional<PublicKey> pathKey(JsonObject add) {
    return add.has("path_key") ? Optional.of(Json.key(add, "path_key")) : Optional.empty();
  }

  /** Of a fulfilment or a failure: its only record. */
  static AttributionData attribution(JsonObject message) {
    List<String> record = Json.tlvs(message, "tlvs").get(0);
    assertThat(record.get(0)).isEqualTo("1");
    return AttributionData.of(Hex.bytes(record.get(1)));
  }

  /** Decodes the TLV stream of a message and encodes it again. Others are left alone. */
  static boolean check(JsonObject message) throws WireException {
    byte[] raw = Json.hex(message, "raw");
    switch (Json.text(message, "name")) {
      case "update_add_htlc" -> add(message, Arrays.copyOfRange(raw, ADD_LENGTH, raw.length));
      case "revoke_and_ack" -> revoke(message, Arrays.copyOfRange(raw, REVOKE_LENGTH, raw.length));
      case "update_fulfill_htlc" ->
          attribution(message, Arrays.copyOfRange(raw, FULFILL_LENGTH, raw.length));
      case "update_fail_htlc" -> {
        WireReader reader = new WireReader(raw);
        reader.bytes(FAIL_LENGTH);
        assertThat(reader.bytes(reader.u16())).isEqualTo(Json.hex(message, "reason"));
        attribution(message, reader.rest());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void add(JsonObject message, byte[] bytes) throws WireException {
    UpdateAddHtlcTlvs tlvs = UpdateAddHtlcTlvs.decode(bytes, WireProfile.LDK);
    assertThat(tlvs.encode()).isEqualTo(bytes).isEqualTo(Json.hex(message, "tlv_stream"));
    assertThat(Json.tlvs(tlvs.stream())).isEqualTo(Json.tlvs(message, "tlvs"));
    assertThat(tlvs.holdHtlc()).isEqualTo(message.get("hold_htlc").getAsBoolean());
    assertThat(tlvs.pathKey().isPresent()).isEqualTo(message.has("path_key"));
    tlvs.pathKey().ifPresent(key -> assertThat(key).isEqualTo(Json.key(message, "path_key")));
  }

  private static void revoke(JsonObject message, byte[] bytes) throws WireException {
    RevokeAndAckTlvs tlvs = RevokeAndAckTlvs.decode(bytes, WireProfile.LDK);
    assertThat(tlvs.encode()).isEqualTo(bytes);
    assertThat(Json.tlvs(tlvs.stream())).isEqualTo(Json.tlvs(message, "tlvs"));
    assertThat(tlvs.releasePaths().isEmpty()).isEqualTo(!message.has("release_htlc_message_paths"));
    if (tlvs.releasePaths().isEmpty()) {
      return;
    }
    assertThat(RevokeAndAckTlvs.of(tlvs.releasePaths(), WireProfile.LDK)).isEqualTo(tlvs);
    List<JsonObject> expected = Json.objects(message, "release_htlc_message_paths");
    assertThat(tlvs.releasePaths()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      ReleasePath path = tlvs.releasePaths().get(i);
      assertThat(path.htlcId())
          .isEqualTo(OptionalLong.of(expected.get(i).get("htlc_id").getAsLong()));
      JsonElement raw = expected.get(i).getAsJsonObject("path").get("raw");
      assertThat(path.path()).isEqualTo(BlindedPath.decode(Hex.bytes(raw.getAsString())));
    }
  }

  private static void attribution(JsonObject message, byte[] bytes) throws WireException {
    AttributionTlvs tlvs = AttributionTlvs.decode(bytes);
    assertThat(tlvs.encode()).isEqualTo(bytes);
    assertThat(Json.tlvs(tlvs.stream())).isEqualTo(Json.tlvs(message, "tlvs"));
    assertThat(tlvs.attributionData().orElseThrow()).hasSize(AttributionTlvs.LENGTH);
  }
}
