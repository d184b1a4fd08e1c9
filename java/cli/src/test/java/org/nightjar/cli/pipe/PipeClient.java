package org.nightjar.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nightjar.Nightjar;

/** Talks to a pipe in this process. */
final class PipeClient {
  private static final Nightjar NIGHTJAR = Nightjar.open("bc");
  private static final Gson GSON = new Gson();

  private PipeClient() {}

  /** Names and values alternate: strings, numbers, lists, or JSON. */
  static JsonObject request(Object... namesAndValues) {
    JsonObject request = new JsonObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.add((String) namesAndValues[i], GSON.toJsonTree(namesAndValues[i + 1]));
    }
    return request;
  }

  static JsonObject ask(JsonObject request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      new Pipe(NIGHTJAR, "test").run(new ByteArrayInputStream(line), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    List<String> answers = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(answers).hasSize(1);
    return JsonParser.parseString(answers.get(0)).getAsJsonObject();
  }

  /** An answer that is neither an error nor a refusal. */
  static JsonObject answer(Object... namesAndValues) {
    JsonObject answer = ask(request(namesAndValues));
    assertThat(answer.get("ok").getAsBoolean()).as("%s", answer).isTrue();
    assertThat(answer.has("rejected")).as("%s", answer).isFalse();
    return answer;
  }

  static String rejected(Object... namesAndValues) {
    JsonObject answer = ask(request(namesAndValues));
    assertThat(answer.get("ok").getAsBoolean()).as("%s", answer).isTrue();
    return answer.get("rejected").getAsString();
  }

  static String error(Object... namesAndValues) {
    JsonObject answer = ask(request(namesAndValues));
    assertThat(answer.get("ok").getAsBoolean()).as("%s", answer).isFalse();
    assertThat(answer.get("error").getAsString()).startsWith("BadRequest: ");
    return answer.get("error").getAsString();
  }
}
