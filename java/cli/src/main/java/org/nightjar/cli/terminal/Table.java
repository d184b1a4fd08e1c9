package org.nightjar.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their longest cell. */
public final class Table {
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

  /**
   * Prints the rows, {@code indent} columns from the left; the text of a last column that is too
   * long goes on below itself.
   */
  public void print(Terminal terminal, int indent) {
    int[] widths = new int[styles.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    rows.forEach(row -> print(terminal, indent, widths, row));
  }

  private void print(Terminal terminal, int indent, int[] widths, String[] row) {
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    int column = indent;
    for (int i = 0; i < row.length; i++) {
      boolean last = i == row.length - 1;
      String cell = row[i];
      if (last) {
        int room = Math.max(24, terminal.width() - column);
        while (cell.length() > room) {
          int cut = cell.lastIndexOf(' ', room);
          cut = cut <= 0 ? room : cut;
          terminal.line(line + terminal.paint(styles[i], cell.substring(0, cut)));
          line = new StringBuilder(" ".repeat(column));
          cell = cell.substring(cut).strip();
        }
        terminal.line(line + terminal.paint(styles[i], cell));
      } else {
        line.append(terminal.paint(styles[i], cell))
            .append(" ".repeat(widths[i] - cell.length() + 2));
        column += widths[i] + 2;
      }
    }
  }
}
