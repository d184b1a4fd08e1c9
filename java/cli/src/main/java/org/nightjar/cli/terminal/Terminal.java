package org.nightjar.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Where text for people goes: with colours where they are wanted, in ASCII where nothing else can
 * be shown.
 */
public final class Terminal {
  /** Columns of text where it is not known how many are there. */
  public static final int WIDTH = 100;

  private final PrintWriter out;
  private final boolean colour;
  private final boolean unicode;
  private final int width;

  /**
   * @param out takes the lines
   * @param colour whether styles show
   * @param unicode whether characters beyond ASCII show
   * @param width columns that text keeps to, save for single values that are longer
   */
  public Terminal(PrintWriter out, boolean colour, boolean unicode, int width) {
    this.out = out;
    this.colour = colour;
    this.unicode = unicode;
    this.width = width;
  }

  /** Columns that text keeps to. */
  public int width() {
    return width;
  }

  /** Whether characters beyond ASCII show. */
  public boolean unicode() {
    return unicode;
  }

  /** Whether the character set of this machine's locale has more than ASCII. */
  public static boolean localeHasUnicode() {
    return System.getProperty("native.encoding", "").toUpperCase(Locale.ROOT).startsWith("UTF");
  }

  /** Prints a line. */
  public void line(String text) {
    out.println(text);
  }

  /** Prints text that goes on in the next line where it must. */
  public void paragraph(Style style, String text) {
    wrap(text, width, "").forEach(line -> out.println(paint(style, line)));
  }

  /**
   * Cuts text into lines, between words where it can.
   *
   * @param room columns of a line
   * @param indent in front of every line but the first
   */
  public static List<String> wrap(String text, int room, String indent) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > room) {
      int cut = rest.lastIndexOf(' ', room);
      cut = cut <= indent.length() ? room : cut;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = indent + rest.substring(cut).strip();
    }
    lines.add(rest);
    return lines;
  }

  /** Prints an empty line. */
  public void line() {
    out.println();
  }

  /**
   * Prints {@code left}, and {@code right} at the right margin. Both plain; {@code left} takes the
   * style.
   */
  public void line(Style style, String left, String right) {
    String gap = " ".repeat(Math.max(2, width - left.length() - right.length()));
    out.println(paint(style, left) + gap + paint(Style.DIM, right));
  }

  /** Prints a line across the page. */
  public void rule() {
    out.println(paint(Style.DIM, (unicode ? "─" : "-").repeat(width)));
  }

  /** The text in this style, if styles show. */
  public String paint(Style style, String text) {
    return colour ? style.paint(text) : text;
  }

  /** What stands for text left out. */
  public String ellipsis() {
    return unicode ? "…" : "...";
  }

  /** The first bytes in hexadecimal, and a sign that there are more. */
  public String start(byte[] bytes, int count) {
    HexFormat hex = HexFormat.of();
    return bytes.length <= count
        ? hex.formatHex(bytes)
        : hex.formatHex(bytes, 0, count) + ellipsis();
  }
}
