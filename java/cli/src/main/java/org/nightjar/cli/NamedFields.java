package org.nightjar.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.nightjar.cli.terminal.Table;
import org.nightjar.wire.TlvRecord;

/** Names and values for people and for JSON. */
public final class NamedFields {
  private static final HexFormat HEX = HexFormat.of();

  private final List<Field> fields = new ArrayList<>();

  /**
   * One field.
   *
   * @param name in the specification
   * @param text for people, with its unit
   * @param json number, or text in hexadecimal
   */
  public record Field(String name, String text, JsonElement json) {}

  /**
   * Adds a number.
   *
   * @param value unsigned
   */
  public NamedFields add(String name, String text, long value) {
    fields.add(
        new Field(name, text, new JsonPrimitive(new BigInteger(Long.toUnsignedString(value)))));
    return this;
  }

  /** Adds a text. */
  public NamedFields add(String name, String value) {
    fields.add(new Field(name, value, new JsonPrimitive(value)));
    return this;
  }

  /** Adds a yes or no. */
  public NamedFields add(String name, boolean value) {
    fields.add(new Field(name, Boolean.toString(value), new JsonPrimitive(value)));
    return this;
  }

  /** Adds several texts: one after the other, in JSON a list. */
  public NamedFields add(String name, List<String> values) {
    JsonArray json = new JsonArray();
    values.forEach(json::add);
    fields.add(new Field(name, String.join(" ", values), json));
    return this;
  }

  /** Adds somebody else's words, which must not command the terminal. */
  public NamedFields addText(String name, String value) {
    fields.add(new Field(name, DocumentFields.printable(value), new JsonPrimitive(value)));
    return this;
  }

  /** Adds bytes. */
  public NamedFields add(String name, byte[] value) {
    return add(name, HEX.formatHex(value));
  }

  /** Adds a record of a type without a name. */
  public NamedFields add(TlvRecord record) {
    return add("type " + Long.toUnsignedString(record.type()), record.value());
  }

  /** The fields in the order of adding. */
  public List<Field> list() {
    return List.copyOf(fields);
  }

  /** Adds a row for each field. */
  public void addTo(Table table) {
    fields.forEach(field -> table.row("  " + field.name(), field.text()));
  }

  /** The fields as a JSON object. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    fields.forEach(field -> json.add(field.name(), field.json()));
    return json;
  }
}
