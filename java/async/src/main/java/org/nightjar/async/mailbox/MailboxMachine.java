package org.nightjar.async.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nightjar.PublicKey;

/** How a mailbox goes from state to state. */
final class MailboxMachine {
  private final MailboxPolicy policy;

  MailboxMachine(MailboxPolicy policy) {
    this.policy = policy;
  }

  /**
   * A message was put in.
   *
   * @param added the newest
   * @param dropped what had to go for it
   */
  record Deposit(FilledMailbox mailbox, Letter added, List<Letter> dropped) {}

  static boolean contains(Mailbox mailbox, PacketHmac hmac) {
    return letters(mailbox).stream().anyMatch(letter -> letter.hmac().equals(hmac));
  }

  static List<Letter> letters(Mailbox mailbox) {
    return mailbox instanceof FilledMailbox filled ? filled.letters() : List.of();
  }

  /**
   * Puts a message in. If there is no room the oldest goes: of its own source, if that has used up
   * its share; else of the source with the most. A source never makes one give way that has no more
   * than itself.
   *
   * @return empty if there is no room at all
   */
  Optional<Deposit> deposit(Mailbox mailbox, PacketHmac hmac, PublicKey source, Instant now) {
    List<Letter> letters = new ArrayList<>(letters(mailbox));
    List<Letter> dropped = new ArrayList<>();
    Map<PublicKey, Integer> counts = new HashMap<>();
    letters.forEach(letter -> counts.merge(letter.source(), 1, Integer::sum));
    int own = counts.getOrDefault(source, 0);
    boolean full = letters.size() >= policy.maxPerClient();
    if (own >= policy.maxPerSource() || full) {
      PublicKey heaviest = own >= policy.maxPerSource() ? source : heaviest(counts, source);
      Optional<Letter> oldest =
          letters.stream().filter(letter -> letter.source().equals(heaviest)).findFirst();
      if (oldest.isEmpty()) {
        return Optional.empty();
      }
      letters.remove(oldest.get());
      dropped.add(oldest.get());
    }
    FilledMailbox before =
        mailbox instanceof FilledMailbox filled ? filled : new FilledMailbox(0, List.of(), 0, 0);
    long expiry = now.plus(policy.lifetime()).getEpochSecond();
    Letter added = new Letter(before.nextNumber(), hmac, source, expiry);
    letters.add(added);
    return Optional.of(
        new Deposit(
            new FilledMailbox(before.nextNumber() + 1, letters, before.wakes(), before.lastWake()),
            added,
            dropped));
  }

  /** The source with the most letters, if it has more than the given one; else the given one. */
  private static PublicKey heaviest(Map<PublicKey, Integer> counts, PublicKey source) {
    Map.Entry<PublicKey, Integer> most =
        counts.entrySet().stream()
            .max(
                Map.Entry.<PublicKey, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .orElseThrow();
    // one that would only have as many after this deposit does not give way
    return most.getValue() > counts.getOrDefault(source, 0) + 1 ? most.getKey() : source;
  }

  /** Without some letters: they were handed over, or have expired. */
  static Mailbox without(FilledMailbox mailbox, Collection<Letter> gone) {
    List<Letter> rest = new ArrayList<>(mailbox.letters());
    rest.removeAll(gone);
    return rest.isEmpty()
        ? new EmptyMailbox()
        : new FilledMailbox(mailbox.nextNumber(), rest, mailbox.wakes(), mailbox.lastWake());
  }

  static List<Letter> expired(FilledMailbox mailbox, Instant now) {
    return mailbox.letters().stream()
        .filter(letter -> now.getEpochSecond() >= letter.expiry())
        .toList();
  }

  /** When the client is to be woken, should it not come. */
  Instant nextWake(FilledMailbox mailbox) {
    return mailbox.wakes() == 0
        ? Instant.EPOCH
        : policy.wakes().next(mailbox.wakes(), Instant.ofEpochSecond(mailbox.lastWake()));
  }

  static FilledMailbox woken(FilledMailbox mailbox, Instant now) {
    return new FilledMailbox(
        mailbox.nextNumber(), mailbox.letters(), mailbox.wakes() + 1, now.getEpochSecond());
  }

  /** When the mailbox wants attention next. */
  Instant due(FilledMailbox mailbox) {
    Instant expiry =
        Instant.ofEpochSecond(
            mailbox.letters().stream().mapToLong(Letter::expiry).min().orElseThrow());
    Instant wake = nextWake(mailbox);
    return wake.isBefore(expiry) ? wake : expiry;
  }
}
