package org.nightjar.cli.demo;

import java.util.List;

/**
 * A message in words.
 *
 * @param title its name in the BOLTs, or in Nightjar's own messages
 * @param detail what matters of it, in a few words; may be empty
 * @param sections all of it, decoded
 */
record Telling(String title, String detail, List<Section> sections) {
  /** Takes a copy. */
  Telling {
    sections = List.copyOf(sections);
  }
}
