package org.nightjar.cli.ptlc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Terminal;

/** The public values of a computation, in its order, each with the equation that gives it. */
public final class Steps {
  private final List<Step> all = new ArrayList<>();

  private record Step(String name, String equation, String value) {}

  /** Adds bytes. */
  public Steps add(String name, String equation, byte[] value) {
    return addText(name, equation, HexFormat.of().formatHex(value));
  }

  Steps add(String name, String equation, BigInteger value) {
    return add(name, equation, Scalars.bytes(value));
  }

  Steps add(String name, String equation, CurvePoint value) {
    return addText(name, equation, value.toString());
  }

  Steps addText(String name, String equation, String value) {
    all.add(new Step(name, equation, value));
    return this;
  }

  JsonArray toJson() {
    JsonArray json = new JsonArray();
    for (Step step : all) {
      JsonObject object = new JsonObject();
      object.addProperty("name", step.name);
      object.addProperty("equation", step.equation);
      object.addProperty("value", step.value);
      json.add(object);
    }
    return json;
  }

  /** Prints each in two lines: what it is, and below it the value. */
  void print(Terminal terminal) {
    for (Step step : all) {
      terminal.line(
          terminal.paint(Style.CYAN, step.name) + " = " + terminal.paint(Style.DIM, step.equation));
      Terminal.wrap(step.value, terminal.width() - 4, "")
          .forEach(line -> terminal.line("    " + line));
    }
  }
}
