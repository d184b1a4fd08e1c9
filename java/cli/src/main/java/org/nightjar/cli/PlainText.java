package org.nightjar.cli;

/**
 * A text given on the command line, in a file or on standard input; see {@link HexReader}.
 *
 * @param text without white space around it
 */
public record PlainText(String text) {}
