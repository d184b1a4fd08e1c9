package org.nightjar.cli.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.nightjar.cli.terminal.Style;
import org.nightjar.cli.terminal.Terminal;
import org.nightjar.sim.scenario.Party;
import org.nightjar.sim.scenario.Play;

/** A sequence chart: time, a lifeline for each party, and what was said in words. */
final class Chart {
  private static final int TEXT_SHARE = 56;
  private static final int WIDEST_GAP = 14;
  private static final int NARROWEST_GAP = 8;
  private static final int MARGIN = 4;
  private static final Duration LONG = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final Play play;
  private final List<String> names;
  private final int timeWidth;
  private final int gap;
  private final int textColumn;

  Chart(Terminal terminal, Play play) {
    this.terminal = terminal;
    this.play = play;
    names = play.parties().stream().map(Party::name).toList();
    timeWidth = Amounts.clock(play.begun(), play.ended()).length();
    int room = (terminal.width() - timeWidth - TEXT_SHARE) / Math.max(1, names.size() - 1);
    gap = Math.max(NARROWEST_GAP, Math.min(WIDEST_GAP, room));
    textColumn = timeWidth + MARGIN + gap * (names.size() - 1) + MARGIN + 1;
  }

  void print(List<Row> rows) {
    head();
    long hidden = 0;
    for (Row row : rows) {
      if (row.minor()) {
        hidden += row.count();
      } else {
        print(row);
      }
    }
    if (hidden > 0) {
      terminal.line(
          terminal.paint(
              Style.DIM,
              " ".repeat(timeWidth + 1)
                  + "and "
                  + hidden
                  + " commitment_signed, revoke_and_ack and channel_reestablish"));
    }
  }

  /** Names above their lifelines, a word on each line. */
  private void head() {
    int lines = names.stream().mapToInt(name -> name.split(" ").length).max().orElse(0);
    for (int i = 0; i < lines; i++) {
      char[] line = blank();
      for (int party = 0; party < names.size(); party++) {
        String[] words = names.get(party).split(" ");
        int word = i - (lines - words.length);
        if (word >= 0) {
          put(line, column(party) - words[word].length() / 2, words[word]);
        }
      }
      terminal.line(terminal.paint(Style.BOLD, new String(line).stripTrailing()));
    }
  }

  private void print(Row row) {
    String time = Amounts.clock(play.begun(), row.at());
    String title = row.title();
    StringBuilder more = new StringBuilder();
    if (row.count() > 1) {
      more.append(terminal.unicode() ? " ×" : " x").append(row.count());
    }
    if (!row.detail().isEmpty()) {
      more.append("  ").append(row.detail());
    }
    if (Duration.between(row.at(), row.last()).compareTo(LONG) > 0) {
      more.append(", until ").append(Amounts.clock(play.begun(), row.last()));
    }
    if (row.isOfOneNode()) {
      title = row.from() + " " + title;
    }
    List<String> lines = wrap(title + more);
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      int styled = i == 0 ? Math.min(title.length(), text.length()) : 0;
      String start = " ".repeat(timeWidth - (i == 0 ? time.length() : 0)) + (i == 0 ? time : "");
      terminal.line(
          (terminal.paint(Style.DIM, start)
                  + lifelines(row, i == 0)
                  + terminal.paint(style(row), text.substring(0, styled))
                  + (row.kind() == Row.Kind.REFUSED
                      ? terminal.paint(Style.DIM, text.substring(styled))
                      : text.substring(styled)))
              .stripTrailing());
    }
  }

  private static Style style(Row row) {
    return switch (row.kind()) {
      case MESSAGE -> row.lost() ? Style.DIM : Style.CYAN;
      case PUSH, REFUSED -> Style.DIM;
      case SAID -> Style.GREEN;
      case POWER -> Style.YELLOW;
    };
  }

  /** The part between time and text. */
  private String lifelines(Row row, boolean first) {
    char[] line = blank();
    for (int i = 0; i < names.size(); i++) {
      boolean asleep = row.asleep().contains(names.get(i));
      line[column(i)] = asleep ? 'z' : terminal.unicode() ? '│' : '|';
    }
    int from = column(names.indexOf(row.from()));
    int to = column(names.indexOf(row.to()));
    if (first && row.isOfOneNode()) {
      line[from] = terminal.unicode() ? '●' : '*';
    } else if (first) {
      arrow(line, from, to, row.lost(), row.kind() == Row.Kind.PUSH);
    }
    return new String(line, timeWidth, textColumn - timeWidth);
  }

  private void arrow(char[] line, int from, int to, boolean lost, boolean dotted) {
    int step = from < to ? 1 : -1;
    char shaft = dotted ? (terminal.unicode() ? '·' : '.') : terminal.unicode() ? '─' : '-';
    for (int at = from + step; at != to; at += step) {
      line[at] = shaft;
    }
    int head = lost ? to - 2 * step : to - step;
    for (int at = head + step; at != to; at += step) {
      line[at] = ' ';
    }
    line[head] = lost ? 'x' : terminal.unicode() ? (step > 0 ? '▶' : '◀') : step > 0 ? '>' : '<';
  }

  private int column(int party) {
    return timeWidth + MARGIN + gap * party;
  }

  private char[] blank() {
    char[] line = new char[textColumn];
    Arrays.fill(line, ' ');
    return line;
  }

  private static void put(char[] line, int at, String text) {
    for (int i = 0; i < text.length() && at + i < line.length; i++) {
      line[Math.max(0, at) + i] = text.charAt(i);
    }
  }

  private List<String> wrap(String text) {
    return Terminal.wrap(text, Math.max(20, terminal.width() - textColumn), "  ");
  }
}
