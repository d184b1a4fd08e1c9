package org.nightjar.cli.terminal;

/** How a piece of text looks on a terminal with colours. */
public enum Style {
  /** As it is. */
  PLAIN(""),
  /** Titles. */
  BOLD("1"),
  /** What matters less. */
  DIM("2"),
  /** Names. */
  CYAN("36"),
  /** Success, and what arrived. */
  GREEN("32"),
  /** Figures to notice. */
  YELLOW("33"),
  /** Failure, and what was refused. */
  RED("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String paint(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
  }
}
