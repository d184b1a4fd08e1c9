package org.nightjar.cli.terminal;

import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Where text for people goes: with colours where they are wanted, in ASCII where nothing else can
 * be shown.
 */
public final class Terminal {
  /** Text keeps to this many columns, save for single values that are longer. */
  public static final int WIDTH = 100;

  private final PrintWriter out;
  private final boolean colour;
  private final boolean unicode;

  /**
   * @param out takes the lines
   * @param colour whether styles show
   * @param unicode whether characters beyond ASCII show
   */
  public Terminal(PrintWriter out, boolean colour, boolean unicode) {
    this.out = out;
    this.colour = colour;
    this.unicode = unicode;
  }

  /** Whether the character set of this machine's locale has more than ASCII. */
  public static boolean localeHasUnicode() {
    return System.getProperty("native.encoding", "").toUpperCase(Locale.ROOT).startsWith("UTF");
  }

  /** Prints a line. */
  public void line(String text) {
    out.println(text);
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
    String gap = " ".repeat(Math.max(2, WIDTH - left.length() - right.length()));
    out.println(paint(style, left) + gap + paint(Style.DIM, right));
  }

  /** Prints a line across the page. */
  public void rule() {
    out.println(paint(Style.DIM, (unicode ? "─" : "-").repeat(WIDTH)));
  }

  /** The text in this style, if styles show. */
  public String paint(Style style, String text) {
    return colour ? style.paint(text) : text;
  }

  /** An arrow to the right. */
  public String arrow() {
    return unicode ? "──▶" : "-->";
  }

  /** What stands for text left out. */
  public String ellipsis() {
    return unicode ? "…" : "...";
  }

  /** The unit of a microsecond. */
  public String micros() {
    return unicode ? "µs" : "us";
  }

  /** The first bytes in hexadecimal, and a sign that there are more. */
  public String start(byte[] bytes, int count) {
    HexFormat hex = HexFormat.of();
    return bytes.length <= count
        ? hex.formatHex(bytes)
        : hex.formatHex(bytes, 0, count) + ellipsis();
  }
}
