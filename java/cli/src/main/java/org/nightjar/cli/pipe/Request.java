package org.nightjar.cli.pipe;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;

/** The fields of one request, read with their types; a field that is null counts as missing. */
final class Request {
  private static final HexFormat HEX = HexFormat.of();
  private static final TypeAdapter<JsonElement> JSON = new Gson().getAdapter(JsonElement.class);

  private final JsonObject fields;

  private Request(JsonObject fields) {
    this.fields = fields;
  }

  /** Reads a line: one JSON object in UTF-8 and nothing after it. */
  static Request parse(byte[] line) throws BadRequestException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JSON.read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw BadRequestException.of("there is more than one JSON value on the line");
      }
      return of(element, "the line");
    } catch (CharacterCodingException e) {
      throw BadRequestException.of("the line is not UTF-8");
    } catch (IOException | JsonParseException | NumberFormatException e) {
      throw BadRequestException.of("the line is not JSON, or is nested too deep");
    }
  }

  static Request of(JsonElement element, String what) throws BadRequestException {
    if (!(element instanceof JsonObject object)) {
      throw BadRequestException.of(what + " is not a JSON object");
    }
    return new Request(object);
  }

  /** The request's {@code id}, any JSON value, or null if it has none. */
  @Nullable JsonElement id() {
    return fields.get("id");
  }

  boolean has(String field) {
    JsonElement value = fields.get(field);
    return value != null && !value.isJsonNull();
  }

  String text(String field) throws BadRequestException {
    return text(required(field), field);
  }

  /** Bytes of any length. */
  byte[] bytes(String field) throws BadRequestException {
    return bytes(required(field), field);
  }

  byte[] bytes(String field, int length) throws BadRequestException {
    byte[] bytes = bytes(field);
    if (bytes.length != length) {
      throw BadRequestException.of(field + " has " + bytes.length + " bytes, needs " + length);
    }
    return bytes;
  }

  byte @Nullable [] optionalBytes(String field) throws BadRequestException {
    return has(field) ? bytes(field) : null;
  }

  /** A key that a peer sent: null if it does not have the form of one. */
  @Nullable PublicKey peerKey(String field) throws BadRequestException {
    byte[] bytes = bytes(field);
    boolean compressed = bytes.length == PublicKey.LENGTH && (bytes[0] == 2 || bytes[0] == 3);
    return compressed ? PublicKey.of(bytes) : null;
  }

  List<byte[]> byteStrings(String field) throws BadRequestException {
    List<byte[]> list = new ArrayList<>();
    for (JsonElement element : array(field)) {
      list.add(bytes(element, field + "[" + list.size() + "]"));
    }
    return list;
  }

  /** A whole number of at most nine digits. */
  int number(String field, int ifMissing) throws BadRequestException {
    return has(field) ? (int) number(field, 999_999_999L) : ifMissing;
  }

  /** A whole number of 32 bits. */
  long u32(String field) throws BadRequestException {
    return number(field, 0xffff_ffffL);
  }

  private long number(String field, long max) throws BadRequestException {
    if (required(field) instanceof JsonPrimitive primitive
        && primitive.isNumber()
        && primitive.getAsString().matches("[0-9]{1,10}")) {
      long number = Long.parseLong(primitive.getAsString());
      if (number <= max) {
        return number;
      }
    }
    throw BadRequestException.of(field + " is not a whole number from 0 to " + max);
  }

  JsonArray array(String field) throws BadRequestException {
    if (!(required(field) instanceof JsonArray array)) {
      throw BadRequestException.of(field + " is not a list");
    }
    return array;
  }

  private JsonElement required(String field) throws BadRequestException {
    if (!has(field)) {
      throw BadRequestException.of("missing field " + field);
    }
    return fields.get(field);
  }

  private static String text(JsonElement value, String what) throws BadRequestException {
    if (!(value instanceof JsonPrimitive primitive) || !primitive.isString()) {
      throw BadRequestException.of(what + " is not a string");
    }
    return primitive.getAsString();
  }

  private static byte[] bytes(JsonElement value, String what) throws BadRequestException {
    try {
      return HEX.parseHex(text(value, what));
    } catch (IllegalArgumentException e) {
      throw BadRequestException.of(what + " is not hexadecimal");
    }
  }
}
