package org.nightjar.cli.demo;

/** Builds HTML; all text goes through {@link #text}. */
final class Markup {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup as it is. */
  Markup raw(String markup) {
    out.append(markup).append('\n');
    return this;
  }

  /** Adds an element with text in it. */
  Markup element(String name, String content) {
    return raw("<" + name + ">" + text(content) + "</" + name + ">");
  }

  /** Adds an element of a class with text in it. */
  Markup element(String name, String style, String content) {
    return raw("<" + name + " class=\"" + style + "\">" + text(content) + "</" + name + ">");
  }

  /** Text as markup that shows it. */
  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
