package org.nightjar.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in columns as wide as their longest cell, or as there is room for. */
public final class Table {
  private static final int GAP = 2;
  private static final int NARROWEST = 12;

  private final Style[] styles;
  private final List<String[]> rows = new ArrayList<>();

  /** A table with one column per style. */
  public Table(Style... styles) {
    this.styles = styles.clone();
  }

  /**
   * Adds a row; cells left out at its end are empty.
   *
   * @throws IllegalArgumentException if there are more cells than columns
   */
  public Table row(String... cells) {
    if (cells.length > styles.length) {
      throw new IllegalArgumentException(cells.length + " cells, " + styles.length + " columns");
    }
    rows.add(cells.clone());
    return this;
  }

  /** Prints the rows, {@code indent} columns from the left; long text goes on below itself. */
  public void print(Terminal terminal, int indent) {
    int[] widths = widths(terminal.width() - indent);
    rows.forEach(row -> print(terminal, indent, widths, row));
  }

  /** The widest columns give way, the last before others, until all have room. */
  private int[] widths(int room) {
    int[] widths = new int[styles.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    int over = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - room;
    while (over > 0) {
      int widest = widths.length - 1;
      for (int i = widest; i >= 0; i--) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
      over--;
    }
    return widths;
  }

  private void print(Terminal terminal, int indent, int[] widths, String[] row) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      cells.add(Terminal.wrap(row[i], widths[i], ""));
    }
    int lines = cells.stream().mapToInt(List::size).max().orElse(0);
    for (int line = 0; line < lines; line++) {
      StringBuilder text = new StringBuilder();
      int gap = indent;
      for (int i = 0; i < row.length; i++) {
        String part = line < cells.get(i).size() ? cells.get(i).get(line) : "";
        if (!part.isEmpty()) {
          text.append(" ".repeat(gap)).append(terminal.paint(styles[i], part));
          gap = 0;
        }
        gap += widths[i] - part.length() + GAP;
      }
      terminal.line(text.toString());
    }
  }
}
