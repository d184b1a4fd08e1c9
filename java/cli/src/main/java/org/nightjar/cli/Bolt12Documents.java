package org.nightjar.cli;

import org.nightjar.Nightjar;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.bolt12.Document;

/** Reads BOLT 12 documents of either profile. */
public final class Bolt12Documents {
  private Bolt12Documents() {}

  /**
   * Decodes a text of any kind.
   *
   * @throws WireException why it is none that LDK would read, if it is none of the drafts either
   */
  public static Document decode(Nightjar nightjar, String text) throws WireException {
    try {
      return Document.decode(nightjar, text, WireProfile.LDK);
    } catch (WireException e) {
      try {
        return Document.decode(nightjar, text, WireProfile.DRAFT);
      } catch (WireException ignored) {
        throw e;
      }
    }
  }
}
