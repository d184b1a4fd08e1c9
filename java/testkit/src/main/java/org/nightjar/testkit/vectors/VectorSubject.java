package org.nightjar.testkit.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nightjar.Nightjar;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** The provider under test, and the files to test it with. */
public interface VectorSubject {
  /** The facade over the provider. */
  Nightjar nightjar();

  /** Finds and counts. */
  Vectors vectors();

  /** The bytes of a field that holds hexadecimal digits. */
  static byte[] bytes(JsonObject object, String name) {
    return Hex.bytes(object.get(name).getAsString());
  }

  /** The objects of an array. */
  static Stream<JsonObject> objects(JsonObject object, String name) {
    JsonArray array = object.getAsJsonArray(name);
    return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
  }
}
