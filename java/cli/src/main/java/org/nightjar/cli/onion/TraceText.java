package org.nightjar.cli.onion;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.Map;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Table;
import org.nightjar.cli.terminal.Terminal;

/** A trace for people: names and values, long values shortened to their start. */
final class TraceText {
  private static final int SHORTENED = 33;

  private TraceText() {}

  static void print(JsonObject trace, Terminal terminal, boolean full) {
    print(trace, terminal, full, 0);
  }

  private static void print(JsonObject object, Terminal terminal, boolean full, int indent) {
    Table table = table();
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      if (entry.getValue() instanceof JsonArray list) {
        table.print(terminal, indent);
        table = table();
        print(entry.getKey(), list, terminal, full, indent);
      } else {
        table.row(entry.getKey(), text(entry.getValue().getAsString(), terminal, full));
      }
    }
    table.print(terminal, indent);
  }

  private static void print(
      String name, JsonArray list, Terminal terminal, boolean full, int indent) {
    for (int i = 0; i < list.size(); i++) {
      String title = name.substring(0, name.length() - 1) + " " + (i + 1) + " of " + list.size();
      terminal.line(terminal.paint(Style.BOLD, title));
      print(list.get(i).getAsJsonObject(), terminal, full, indent + 2);
    }
  }

  private static Table table() {
    return new Table(Style.CYAN, Style.PLAIN);
  }

  private static String text(String value, Terminal terminal, boolean full) {
    if (full || value.length() <= 2 * SHORTENED) {
      return value.isEmpty() ? "(none)" : value;
    }
    byte[] bytes = HexFormat.of().parseHex(value);
    return terminal.start(bytes, 16) + " " + bytes.length + " bytes";
  }
}
