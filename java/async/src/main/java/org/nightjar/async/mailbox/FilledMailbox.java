package org.nightjar.async.mailbox;

import java.util.List;

/**
 * Messages wait; they themselves are stored apart, by their numbers.
 *
 * @param nextNumber of the next message
 * @param letters in the order of their numbers; at least one
 * @param wakes how often the client was woken for them
 * @param lastWake seconds since 1970
 */
record FilledMailbox(long nextNumber, List<Letter> letters, int wakes, long lastWake)
    implements Mailbox {
  FilledMailbox {
    letters = List.copyOf(letters);
  }
}
