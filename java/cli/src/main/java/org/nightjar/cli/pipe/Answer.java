package org.nightjar.cli.pipe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One answer in the making: fields in the order of adding. */
final class Answer {
  private static final HexFormat HEX = HexFormat.of();

  private final JsonObject fields = new JsonObject();

  private Answer() {}

  static Answer ok() {
    return new Answer().with("ok", true);
  }

  /** What a peer sent, and cryptography refuses. */
  static Answer rejected(String reason) {
    return ok().with("rejected", reason);
  }

  static Answer error(String text) {
    return new Answer().with("ok", false).with("error", text);
  }

  Answer with(String field, String value) {
    fields.add(field, new JsonPrimitive(value));
    return this;
  }

  Answer with(String field, byte[] value) {
    return with(field, HEX.formatHex(value));
  }

  Answer with(String field, boolean value) {
    fields.add(field, new JsonPrimitive(value));
    return this;
  }

  Answer with(String field, int value) {
    fields.add(field, new JsonPrimitive(value));
    return this;
  }

  Answer with(String field, List<byte[]> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(HEX.formatHex(value)));
    fields.add(field, array);
    return this;
  }

  /** A value that may be missing: then null. */
  Answer with(String field, Optional<byte[]> value) {
    fields.add(
        field,
        value.<JsonElement>map(v -> new JsonPrimitive(HEX.formatHex(v))).orElse(JsonNull.INSTANCE));
    return this;
  }

  Answer with(String field, JsonElement value) {
    fields.add(field, value);
    return this;
  }

  Answer withAnswers(String field, List<JsonObject> answers) {
    JsonArray array = new JsonArray();
    answers.forEach(array::add);
    fields.add(field, array);
    return this;
  }

  /** The answer as JSON, with the request's {@code id} first if it had one. */
  JsonObject toJson(@Nullable JsonElement id) {
    if (id == null) {
      return fields;
    }
    JsonObject json = new JsonObject();
    json.add("id", id);
    fields.entrySet().forEach(field -> json.add(field.getKey(), field.getValue()));
    return json;
  }
}
