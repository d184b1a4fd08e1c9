package org.nightjar.async.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.message.OnionMessage;

/**
 * The mailboxes in the store: for each client one record of what waits, under its node id, and one
 * for each message, under node id and number. The first has a version, so that two processes never
 * both change a mailbox; the others are written once.
 */
final class Mailboxes {
  /** Of a record that was put once. */
  private static final long FIRST_VERSION = 1;

  private final Store store;
  private final MailboxMachine machine;

  Mailboxes(Store store, MailboxMachine machine) {
    this.store = store;
    this.machine = machine;
  }

  /**
   * A mailbox as it was loaded.
   *
   * @param version 0 if it is not stored
   */
  record Loaded(PublicKey client, long version, Mailbox mailbox) {}

  private static Key key(PublicKey client) {
    return Key.of(Kind.MAIL, client.toBytes());
  }

  private static Key key(PublicKey client, Letter letter) {
    byte[] id = new WireWriter().bytes(client.toBytes()).u64(letter.number()).toBytes();
    return Key.of(Kind.MAIL, id);
  }

  Loaded load(PublicKey client) throws StoreException {
    Optional<Stored> stored = store.load(key(client));
    return new Loaded(client, stored.map(Stored::version).orElse(0L), MailboxCodec.decode(stored));
  }

  /** Mailboxes that want attention, the most urgent first. */
  List<Loaded> due(Instant now, int limit) throws StoreException {
    List<Loaded> due = new ArrayList<>();
    for (Stored stored : store.due(Kind.MAIL, now, limit)) {
      due.add(
          new Loaded(
              PublicKey.of(stored.key().id()), stored.version(), MailboxCodec.decode(stored)));
    }
    return due;
  }

  /** All messages of a mailbox, in order. */
  List<OnionMessage> messages(Loaded loaded) throws StoreException {
    int count = MailboxMachine.letters(loaded.mailbox()).size();
    List<OnionMessage> messages = new ArrayList<>();
    if (count > 0) {
      for (Stored stored : store.scan(Kind.MAIL, key(loaded.client()), count)) {
        if (isOf(loaded.client(), stored.key())) {
          messages.add(MailboxCodec.decodeMessage(stored));
        }
      }
    }
    return messages;
  }

  private static boolean isOf(PublicKey client, Key key) {
    byte[] id = key.id();
    return id.length > PublicKey.LENGTH
        && Arrays.equals(Arrays.copyOf(id, PublicKey.LENGTH), client.toBytes());
  }

  List<Write> write(Loaded loaded, MailboxMachine.Deposit deposit, OnionMessage message) {
    List<Write> writes = new ArrayList<>(write(loaded, deposit.mailbox(), deposit.dropped()));
    writes.add(
        new Write.Put(
            key(loaded.client(), deposit.added()), 0, MailboxCodec.encode(message), Due.NONE));
    return writes;
  }

  /** What makes a mailbox what it is to be. */
  List<Write> write(Loaded loaded, Mailbox next, Collection<Letter> gone) {
    List<Write> writes = new ArrayList<>();
    for (Letter letter : gone) {
      writes.add(new Write.Delete(key(loaded.client(), letter), FIRST_VERSION));
    }
    writes.add(
        next instanceof FilledMailbox filled
            ? new Write.Put(
                key(loaded.client()),
                loaded.version(),
                MailboxCodec.encode(filled),
                Due.at(machine.due(filled)))
            : new Write.Delete(key(loaded.client()), loaded.version()));
    return writes;
  }
}
