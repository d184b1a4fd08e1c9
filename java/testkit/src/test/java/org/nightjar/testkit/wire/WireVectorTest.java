package org.nightjar.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.nightjar.Nightjar;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BigSize;
import org.nightjar.wire.PayloadRules;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** Published and captured encodings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WireVectorTest {
  /** The types of a static invoice's payment that BOLT 4 does not allow on a blinded path yet. */
  private static final List<Long> ASYNC_TYPES = List.of(77777L, 5482373484L);

  private final Vectors vectors = new Vectors("wire");
  private final Parsers parsers = new Parsers(Nightjar.open());

  @Test
  void bolt_1_big_size() throws WireException {
    try (Vectors.Cases cases = vectors.open("derived/bolt01-appendix-json.json")) {
      JsonArray blocks = cases.json().getAsJsonArray("blocks");
      for (JsonObject vector : objects(blocks.get(0).getAsJsonArray())) {
        byte[] bytes = hex(vector, "bytes");
        if (vector.has("exp_error")) {
          assertThat(catchThrowableOfType(WireException.class, () -> BigSize.decode(bytes)))
              .as(vector.get("name").getAsString())
              .isNotNull();
        } else {
          assertThat(BigSize.decode(bytes)).isEqualTo(number(vector));
        }
        cases.ran();
      }
      for (JsonObject vector : objects(blocks.get(1).getAsJsonArray())) {
        assertThat(BigSize.encode(number(vector))).isEqualTo(hex(vector, "bytes"));
        cases.ran();
      }
    }
  }

  @Test
  void bolt_4_payloads() throws WireException {
    try (Vectors.Cases cases = vectors.open("bolts/bolt04/onion-test.json")) {
      List<JsonObject> hops =
          objects(cases.json().getAsJsonObject("generate").getAsJsonArray("hops"));
      for (int i = 0; i < hops.size(); i++) {
        PaymentPayload payload = withLength(hex(hops.get(i), "payload"));
        if (i < hops.size() - 1) {
          PayloadRules.checkForward(payload, false);
          assertThat(payload.shortChannelId()).hasValue(ShortChannelId.fromLong(i + 1));
        } else {
          PayloadRules.checkFinal(payload, false);
          assertThat(payload.amtToForward()).hasValue(10000);
        }
        cases.ran();
      }
    }
  }

  @Test
  void bolt_4_blinded_payloads() throws WireException {
    try (Vectors.Cases cases = vectors.open("bolts/bolt04/blinded-payment-onion-test.json")) {
      JsonObject route = cases.json().getAsJsonObject("generate").getAsJsonObject("full_route");
      List<JsonObject> hops = objects(route.getAsJsonArray("hops"));
      for (int i = 0; i < hops.size(); i++) {
        PaymentPayload payload = withLength(hex(hops.get(i), "payload"));
        JsonObject fields = hops.get(i).getAsJsonObject("tlvs");
        boolean withPathKey = i > 1;
        if (i < hops.size() - 1) {
          PayloadRules.checkForward(payload, withPathKey);
        } else {
          PayloadRules.checkFinal(payload, withPathKey);
          assertThat(payload.totalAmountMsat())
              .hasValue(fields.get("total_amount_msat").getAsLong());
        }
        if (fields.has("amt_to_forward")) {
          assertThat(payload.amtToForward()).hasValue(fields.get("amt_to_forward").getAsLong());
          assertThat(payload.outgoingCltvValue())
              .hasValue(fields.get("outgoing_cltv_value").getAsLong());
        }
        cases.ran();
      }
    }
  }

  /** Every payment payload that LDK made in the captured runs, dummy hops included. */
  @Test
  void ldk_payloads() throws WireException, IOException {
    try (Vectors.Cases cases = vectors.open("ldk/htlc_messages.jsonl.gz")) {
      for (String line : Corpus.lines(cases.file())) {
        JsonObject message = JsonParser.parseString(line).getAsJsonObject();
        if (message.has("opened")) {
          for (JsonObject opened : objects(message.getAsJsonArray("opened"))) {
            ldkPayload(opened);
            cases.ran();
          }
        }
      }
    }
  }

  private static void ldkPayload(JsonObject opened) throws WireException {
    byte[] bytes = hex(opened, "payload");
    PaymentPayload payload = PaymentPayload.decode(bytes);
    assertThat(payload.encode()).isEqualTo(bytes);
    assertThat(payload.stream().records())
        .extracting(record -> List.of(record.type(), Hex.text(record.value())))
        .isEqualTo(
            StreamSupport.stream(opened.getAsJsonArray("payload_tlvs").spliterator(), false)
                .map(JsonElement::getAsJsonArray)
                .map(tlv -> List.of(tlv.get(0).getAsLong(), tlv.get(1).getAsString()))
                .toList());
    boolean withPathKey = opened.has("path_key") && payload.currentPathKey().isEmpty();
    if (!opened.get("kind").getAsString().equals("final")) {
      PayloadRules.checkForward(payload, withPathKey);
    } else if (payload.encryptedRecipientData().isEmpty()) {
      PayloadRules.checkFinal(payload, withPathKey);
    } else {
      WireException e =
          catchThrowableOfType(
              WireException.class, () -> PayloadRules.checkFinal(payload, withPathKey));
      assertThat(e.reason()).isEqualTo(WireException.Reason.FORBIDDEN_TYPE);
      assertThat(ASYNC_TYPES).contains(e.type().orElseThrow());
    }
  }

  /** Seeds of Core Lightning's fuzzer: numbers of eight bytes, one after the other. */
  @Test
  void cln_big_size_corpus() throws WireException, IOException {
    try (Vectors.Cases cases = vectors.open("corpora-cln/fuzz-bigsize.tar.gz")) {
      for (byte[] seed : Corpus.tarFiles(cases.file())) {
        survives(seed);
        WireReader numbers = new WireReader(seed);
        while (numbers.remaining() >= Long.BYTES) {
          long number = numbers.u64();
          assertThat(BigSize.decode(new WireWriter().bigSize(number).toBytes())).isEqualTo(number);
        }
        cases.ran();
      }
    }
  }

  @Test
  void cln_onion_message_corpus() throws IOException {
    try (Vectors.Cases cases = vectors.open("corpora-cln/fuzz-wire-onion_message.tar.gz")) {
      for (byte[] seed : Corpus.tarFiles(cases.file())) {
        survives(seed);
        cases.ran();
      }
    }
  }

  /** From every byte on, whatever the seed is taken for. */
  private void survives(byte[] seed) {
    for (int from = 0; from < Math.min(seed.length, 64); from++) {
      parsers.survive(Arrays.copyOfRange(seed, from, seed.length));
    }
  }

  /** The last of all. */
  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }

  /** A payload with its length in front, as it stands in a packet. */
  private static PaymentPayload withLength(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    byte[] stream = reader.bytes(reader.bigSize());
    reader.expectEnd();
    PaymentPayload payload = PaymentPayload.decode(stream);
    assertThat(payload.encode()).isEqualTo(stream);
    return payload;
  }

  private static List<JsonObject> objects(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static long number(JsonObject vector) {
    return vector.get("value").getAsBigInteger().longValue();
  }

  private static byte[] hex(JsonObject object, String name) {
    return Hex.bytes(object.get(name).getAsString());
  }
}
