package org.nightjar.cli.pipe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;

/** Answers requests, line by line and in order. No line ends it; the end of input does. */
public final class Pipe {
  /** The longest request line, in bytes. */
  static final int MAX_LINE = 16 << 20;

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final Map<String, Command> commands = new LinkedHashMap<>();

  /**
   * @param nightjar does the work
   * @param version of the program, for {@code version}
   */
  public Pipe(Nightjar nightjar, String version) {
    commands.put("version", request -> version(nightjar, version));
    commands.putAll(new PrimitiveCommands(nightjar).commands());
    commands.putAll(new OnionCommands(nightjar).commands());
    commands.putAll(new FailureCommands(nightjar).commands());
    commands.putAll(new PathCommands(nightjar).commands());
    commands.putAll(new MessageCommands(nightjar).commands());
    commands.putAll(new Bolt12Commands(nightjar).commands());
    commands.putAll(new ExperimentalCommands(nightjar).commands());
  }

  /** Does one kind of request. An {@link IllegalArgumentException} is the caller's error too. */
  interface Command {
    Answer answer(Request request) throws BadRequestException;
  }

  /**
   * Reads requests until the end of input; each answer is flushed.
   *
   * @throws IOException if input or output fails
   */
  public void run(InputStream in, OutputStream out) throws IOException {
    Lines lines = new Lines(in, MAX_LINE);
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      if (line.tooLong() || !isBlank(line.bytes())) {
        out.write(respond(line));
        out.flush();
      }
    }
  }

  private byte[] respond(Lines.Line line) {
    try {
      return encode(answer(line));
    } catch (OutOfMemoryError e) {
      return encode(
          Answer.error("BadRequest: the line needs more memory than there is").toJson(null));
    }
  }

  private JsonObject answer(Lines.Line line) {
    if (line.tooLong()) {
      return Answer.error("BadRequest: the line is longer than " + MAX_LINE + " bytes")
          .toJson(null);
    }
    try {
      return answer(Request.parse(line.bytes()), this::dispatch);
    } catch (BadRequestException e) {
      return Answer.error(e.getMessage()).toJson(null);
    }
  }

  /** Runs a command, and turns whatever goes wrong into an answer. */
  static JsonObject answer(Request request, Command command) {
    return run(request, command).toJson(request.id());
  }

  private static Answer run(Request request, Command command) {
    try {
      return command.answer(request);
    } catch (BadRequestException e) {
      return Answer.error(e.getMessage());
    } catch (IllegalArgumentException e) {
      return Answer.error("BadRequest: " + e.getMessage());
    } catch (RuntimeException e) {
      return Answer.error("InternalError: " + e);
    }
  }

  private Answer dispatch(Request request) throws BadRequestException {
    String name = request.text("cmd");
    @Nullable Command command = commands.get(name);
    if (command == null) {
      throw BadRequestException.unknownCommand(name, String.join(", ", commands.keySet()));
    }
    return command.answer(request);
  }

  private static Answer version(Nightjar nightjar, String version) {
    return Answer.ok()
        .with("peer", "nightjar")
        .with("version", version)
        .with("provider", nightjar.diagnostics().providerId())
        .with("cpu", nightjar.diagnostics().details());
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static byte[] encode(JsonElement json) {
    return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
