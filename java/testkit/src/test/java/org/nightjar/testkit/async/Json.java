package org.nightjar.testkit.async;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.nightjar.PublicKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.wire.Corpus;
import org.nightjar.wire.TlvStream;

/** Reading captured runs. */
final class Json {
  private Json() {}

  static List<JsonObject> lines(Path file) throws IOException {
    return Corpus.lines(file).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  static List<JsonObject> objects(JsonObject object, String name) {
    return StreamSupport.stream(object.getAsJsonArray(name).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  static byte[] hex(JsonObject object, String name) {
    return Hex.bytes(text(object, name));
  }

  static PublicKey key(JsonObject object, String name) {
    return PublicKey.fromHex(text(object, name));
  }

  /** The records as the capture lists them: type and value. */
  static List<List<String>> tlvs(JsonObject object, String name) {
    return StreamSupport.stream(object.getAsJsonArray(name).spliterator(), false)
        .map(JsonElement::getAsJsonArray)
        .map(tlv -> List.of(tlv.get(0).getAsString(), tlv.get(1).getAsString()))
        .toList();
  }

  /** The records as they were decoded, in the same form. */
  static List<List<String>> tlvs(TlvStream stream) {
    return stream.records().stream()
        .map(record -> List.of(Long.toUnsignedString(record.type()), Hex.text(record.value())))
        .toList();
  }
}
