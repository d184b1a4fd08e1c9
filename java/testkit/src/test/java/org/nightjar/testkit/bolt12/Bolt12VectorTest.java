package org.nightjar.testkit.bolt12;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.Nightjar;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.testkit.wire.Corpus;
import org.nightjar.testkit.wire.Parsers;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt11.UnverifiedBolt11;
import org.nightjar.wire.bolt12.Bolt12Text;
import org.nightjar.wire.bolt12.Document;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.Invoice;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.MerkleTree;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.SignedDocument;
import org.nightjar.wire.bolt12.StaticInvoice;

/**
 * Published vectors, documents captured from LDK, and seeds of Core Lightning's fuzzers, on every
 * provider.
 */
@ParameterizedClass
@ValueSource(strings = {"jni", "jna", "bc"})
final class Bolt12VectorTest {
  private static final Vectors VECTORS = new Vectors("bolt12");

  private final Nightjar nightjar;
  private final Parsers parsers;

  Bolt12VectorTest(String provider) {
    nightjar = Nightjar.open(provider);
    parsers = new Parsers(nightjar);
  }

  @Test
  void format_strings() {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt12/format-string-test.json")) {
      for (JsonObject vector : cases.jsonArray()) {
        String text = vector.get("string").getAsString();
        assertThat(decodes(text))
            .as(vector.get("comment").getAsString())
            .isEqualTo(vector.get("valid").getAsBoolean());
        cases.ran();
      }
    }
  }

  @Test
  void offers() throws WireException {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt12/offers-test.json")) {
      for (JsonObject vector : cases.jsonArray()) {
        String text = vector.get("bolt12").getAsString();
        boolean valid = vector.get("valid").getAsBoolean();
        assertThat(decodes(text)).as(vector.get("description").getAsString()).isEqualTo(valid);
        if (valid) {
          offer(Offer.decode(nightjar, text), text, vector.getAsJsonArray("fields"));
        }
        cases.ran();
      }
    }
  }

  private static void offer(Offer offer, String text, JsonArray fields) {
    assertThat(offer).hasToString(text);
    assertThat(offer.stream().records())
        .extracting(record -> List.of(record.type(), Hex.text(record.value())))
        .isEqualTo(
            objects(fields).stream()
                .map(
                    field ->
                        List.of(
                            field.get("type").getAsLong(),
                            field.has("hex") ? field.get("hex").getAsString() : ""))
                .toList());
  }

  @Test
  void signatures() throws WireException {
    try (Vectors.Cases cases = VECTORS.open("bolts/bolt12/signature-test.json")) {
      for (JsonObject vector : cases.jsonArray()) {
        TlvStream stream;
        if (vector.has("bolt12")) {
          InvoiceRequest request = InvoiceRequest.decode(vector.get("bolt12").getAsString());
          assertThat(request.hasValidSignature(nightjar)).isTrue();
          assertThat(Hex.text(request.get(Field.SIGNATURE).orElseThrow().toBytes()))
              .isEqualTo(vector.get("signature").getAsString());
          stream = request.stream();
        } else {
          stream = TlvStream.decode(leaves(vector));
        }
        assertThat(Hex.text(MerkleTree.root(stream))).isEqualTo(vector.get("merkle").getAsString());
        cases.ran();
      }
    }
  }

  /** The records stand in the names of their hashes. */
  private static byte[] leaves(JsonObject vector) {
    StringBuilder hex = new StringBuilder();
    for (JsonObject leaf : objects(vector.getAsJsonArray("leaves"))) {
      for (String name : leaf.keySet()) {
        if (name.startsWith("H(`LnLeaf`,")) {
          hex.append(name, name.indexOf(',') + 1, name.indexOf(')'));
        }
      }
    }
    return Hex.bytes(hex.toString());
  }

  /** Every document that LDK made in the captured runs. */
  @Test
  void ldk_documents() throws IOException, WireException {
    try (Vectors.Cases cases = VECTORS.open("ldk/bolt12_documents.jsonl.gz")) {
      for (String line : Corpus.lines(cases.file())) {
        ldk(JsonParser.parseString(line).getAsJsonObject());
        cases.ran();
      }
    }
  }

  private void ldk(JsonObject vector) throws WireException {
    byte[] raw = hex(vector, "raw");
    Document document =
        switch (vector.get("kind").getAsString()) {
          case "offer" -> Offer.decode(nightjar, raw);
          case "invoice_request" -> InvoiceRequest.decode(raw);
          case "invoice" -> Invoice.decode(raw);
          default -> StaticInvoice.decode(raw, WireProfile.LDK);
        };
    assertThat(document.encode()).isEqualTo(raw);
    assertThat(Document.decode(nightjar, document.toString(), WireProfile.LDK)).isEqualTo(document);
    assertThat(document.merkleRoot()).isEqualTo(hex(vector, "merkle_root"));
    if (document instanceof SignedDocument signed) {
      assertThat(signed.signatureHash()).isEqualTo(hex(vector, "sighash"));
      assertThat(signed.signingKey().toBytes()).isEqualTo(hex(vector, "signing_pubkey"));
      assertThat(signed.hasValidSignature(nightjar))
          .isEqualTo(vector.get("signature_valid").getAsBoolean());
    }
    Map<String, Field<List<BlindedPath>>> paths =
        Map.of(
            "offer_paths", Field.OFFER_PATHS,
            "invoice_paths", Field.INVOICE_PATHS,
            "invoice_message_paths", Field.staticInvoiceMessagePaths(WireProfile.LDK));
    for (String name : paths.keySet()) {
      if (vector.has(name)) {
        assertThat(document.get(paths.get(name)).orElseThrow())
            .extracting(Bolt12VectorTest::text)
            .isEqualTo(
                objects(vector.getAsJsonArray(name)).stream().map(Bolt12VectorTest::text).toList());
      }
    }
    Map<String, Field<Long>> numbers =
        Map.of(
            "offer_absolute_expiry", Field.OFFER_ABSOLUTE_EXPIRY,
            "invreq_amount", Field.INVREQ_AMOUNT,
            "invoice_created_at", Field.INVOICE_CREATED_AT,
            "invoice_relative_expiry", Field.INVOICE_RELATIVE_EXPIRY);
    for (String name : numbers.keySet()) {
      if (vector.has(name)) {
        assertThat(document.get(numbers.get(name))).hasValue(vector.get(name).getAsLong());
      }
    }
    if (document instanceof StaticInvoice) {
      anotherProfile(document);
    }
  }

  /** A reader of the other profile must refuse: it cannot know where the recipient is told. */
  private void anotherProfile(Document document) {
    WireException e =
        catchThrowableOfType(
            WireException.class, () -> StaticInvoice.decode(document.encode(), WireProfile.DRAFT));
    assertThat(e.reason()).isEqualTo(WireException.Reason.UNKNOWN_EVEN_TYPE);
    assertThat(e.type()).hasValue(236);
  }

  private static String text(BlindedPath path) {
    StringBuilder text = new StringBuilder();
    if (path.firstNode() instanceof FirstNode.ChannelEnd end) {
      text.append(end.direction()).append(String.format("%016x", end.shortChannelId().toLong()));
    } else {
      text.append(((FirstNode.NodeId) path.firstNode()).nodeId());
    }
    text.append(' ').append(path.firstPathKey());
    for (BlindedPath.Hop hop : path.hops()) {
      text.append(' ').append(hop.blindedNodeId());
      text.append(' ').append(Hex.text(hop.encryptedRecipientData()));
    }
    return text.toString();
  }

  private static String text(JsonObject path) {
    JsonObject first = path.getAsJsonObject("introduction");
    StringBuilder text = new StringBuilder();
    if (first.has("direction")) {
      text.append(first.get("direction").getAsInt()).append(first.get("scid").getAsString());
    } else {
      text.append(first.get("node_id").getAsString());
    }
    text.append(' ').append(path.get("first_path_key").getAsString());
    for (JsonObject hop : objects(path.getAsJsonArray("hops"))) {
      text.append(' ').append(hop.get("blinded_node_id").getAsString());
      text.append(' ').append(hop.get("encrypted_recipient_data").getAsString());
    }
    return text.toString();
  }

  @Test
  void cln_bolt12_text_corpus() throws IOException {
    survivors("corpora-cln/fuzz-bolt12-bech32-decode.tar.gz", 0);
  }

  @Test
  void cln_offer_corpus() throws IOException {
    survivors("corpora-cln/fuzz-bolt12-offer-decode.tar.gz", 0);
  }

  /** Some of these seeds are invoices, but for their signatures. */
  @Test
  void cln_bolt11_corpus() throws IOException {
    survivors("corpora-cln/fuzz-bolt11.tar.gz", 18);
  }

  @Test
  void cln_bech32_corpus() throws IOException {
    survivors("corpora-cln/fuzz-bech32.tar.gz", 0);
  }

  private void survivors(String path, int atLeast) throws IOException {
    try (Vectors.Cases cases = VECTORS.open(path)) {
      int decoded = 0;
      for (byte[] seed : Corpus.tarFiles(cases.file())) {
        String text = new String(seed, StandardCharsets.ISO_8859_1);
        decoded += survives(text) | survives("lno1" + text) ? 1 : 0;
        parsers.survive(seed);
        cases.ran();
      }
      System.out.println("vectors: " + path + ": " + decoded + " decoded");
      assertThat(decoded).isGreaterThanOrEqualTo(atLeast);
    }
  }

  /** It is refused, or comes back. */
  private boolean survives(String text) {
    boolean decoded = false;
    try {
      assertThat(UnverifiedBolt11.decode(text).signatureHash()).hasSize(32);
      decoded = true;
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      Bolt12Text joined = Bolt12Text.decode(text);
      assertThat(Bolt12Text.decode(joined.toString())).isEqualTo(joined);
      parsers.survive(joined.bytes());
      Document document = Document.decode(nightjar, text, WireProfile.LDK);
      assertThat(document).hasToString(joined.toString());
      decoded = true;
    } catch (WireException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    return decoded;
  }

  @AfterAll
  static void every_expected_file_ran() {
    VECTORS.assertAllRan();
  }

  private boolean decodes(String text) {
    try {
      Offer offer = Offer.decode(nightjar, text);
      assertThat(Offer.decode(nightjar, offer.encode())).isEqualTo(offer);
      return true;
    } catch (WireException e) {
      return false;
    }
  }

  private static List<JsonObject> objects(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  private static byte[] hex(JsonObject object, String name) {
    return Hex.bytes(object.get(name).getAsString());
  }
}
