package org.nightjar.async.lsp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nightjar.ErrorCapability;
import org.nightjar.OnionPacket;
import org.nightjar.async.Effect;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxPut;
import org.nightjar.wire.message.OnionMessage;

/**
 * What payers delegated for their HTLCs: a record for each message to send and for each onion to
 * try, so that what is done with one need not write the others again. Keys are the HTLC, the part,
 * the index. The numbers are stored: never change one.
 */
final class Delegations {
  private static final int OUTBOX = 1;
  private static final int BOOK = 2;

  private static final long MESSAGE = 1;
  private static final long ONION = 2;
  private static final long CAPABILITY = 3;

  private static final Duration POSTPONED = Duration.ofMinutes(1);

  private final Store store;

  Delegations(Store store) {
    this.store = store;
  }

  /**
   * An onion to try.
   *
   * @param capability to read why it failed, if the payer gave one
   */
  record Page(int index, OnionPacket onion, Optional<ErrorCapability> capability) {
    /** Before this time the onion is not to be tried. */
    Instant notBefore() {
      return capability.map(c -> Instant.ofEpochSecond(c.notBefore())).orElse(Instant.EPOCH);
    }
  }

  private static Key key(HtlcId htlc, int... partAndIndex) {
    WireWriter writer = new WireWriter().bytes(htlc.encode());
    for (int number : partAndIndex) {
      writer.u8(number);
    }
    return Key.of(Kind.DELEGATION, writer.toBytes());
  }

  static HtlcId htlc(Stored stored) {
    return HtlcId.decode(Arrays.copyOf(stored.key().id(), HtlcId.LENGTH));
  }

  /** Puts an outbox in place of the one before; its first message is for now, or soon. */
  List<Write> put(HtlcId htlc, OutboxPut outbox, Instant now) throws StoreException {
    Duration shift =
        outbox.entries().stream()
            .map(entry -> Instant.ofEpochSecond(entry.notBefore()))
            .min(Instant::compareTo)
            .map(first -> ForeignTimes.shift(first, now))
            .orElse(Duration.ZERO);
    List<Write.Put> puts = new ArrayList<>();
    for (OutboxPut.Entry entry : outbox.entries()) {
      WireWriter message =
          new WireWriter().bytes(entry.to().toBytes()).bytes(entry.message().encode());
      puts.add(
          new Write.Put(
              key(htlc, OUTBOX, puts.size()),
              0,
              RecordFormat.encode(OUTBOX, new TlvStreamBuilder().put(MESSAGE, message).build()),
              Due.at(Instant.ofEpochSecond(entry.notBefore()).plus(shift))));
    }
    return replace(htlc, OUTBOX, puts);
  }

  /** Puts a book in place of the one before. */
  List<Write> put(HtlcId htlc, OnionBookPut book) throws StoreException {
    List<Write.Put> puts = new ArrayList<>();
    for (OnionBookPut.Entry entry : book.entries()) {
      TlvStreamBuilder fields = new TlvStreamBuilder().put(ONION, entry.onion().toBytes());
      entry.capability().ifPresent(c -> fields.put(CAPABILITY, c.exposeSecretBytes()));
      puts.add(
          new Write.Put(
              key(htlc, BOOK, entry.index()),
              0,
              RecordFormat.encode(BOOK, fields.build()),
              Due.NONE));
    }
    return replace(htlc, BOOK, puts);
  }

  private List<Write> replace(HtlcId htlc, int part, List<Write.Put> puts) throws StoreException {
    Map<Key, Long> versions = new HashMap<>();
    for (Stored stored : under(key(htlc, part))) {
      versions.put(stored.key(), stored.version());
    }
    List<Write> writes = new ArrayList<>();
    for (Write.Put put : puts) {
      Long version = versions.remove(put.key());
      long expected = version == null ? 0 : version;
      writes.add(new Write.Put(put.key(), expected, put.value(), put.due()));
    }
    versions.forEach((key, version) -> writes.add(new Write.Delete(key, version)));
    return writes;
  }

  /** Deletes all of an HTLC. */
  List<Write> drop(HtlcId htlc) throws StoreException {
    return under(key(htlc)).stream()
        .<Write>map(stored -> new Write.Delete(stored.key(), stored.version()))
        .toList();
  }

  /** All records whose keys begin so. */
  private List<Stored> under(Key prefix) throws StoreException {
    int most = OutboxPut.MAX_ENTRIES + OnionBookPut.MAX_ENTRIES;
    byte[] start = prefix.id();
    return store.scan(Kind.DELEGATION, prefix, most).stream()
        .filter(stored -> Arrays.equals(Arrays.copyOf(stored.key().id(), start.length), start))
        .toList();
  }

  /** Messages whose time has come. */
  List<Stored> dueMessages(Instant now, int limit) throws StoreException {
    return store.due(Kind.DELEGATION, now, limit);
  }

  /** What to do with a message of an outbox. */
  static Effect send(Stored stored) throws StoreException {
    return RecordFormat.read(
        stored,
        decoded -> {
          WireReader reader =
              new WireReader(HtlcCodec.need(decoded.fields(), MESSAGE, WireReader::rest));
          return new Effect.SendMessage(reader.point(), OnionMessage.decode(reader.rest()));
        });
  }

  /** Leaves a message alone whose HTLC is on its way. */
  static Write postpone(Stored stored, Instant now) {
    return new Write.Put(
        stored.key(), stored.version(), stored.value(), Due.at(now.plus(POSTPONED)));
  }

  /**
   * Makes the next message of an outbox due now; none if it is empty.
   *
   * @param sent messages that went out and are about to be deleted
   */
  List<Write> hurry(HtlcId htlc, Set<Key> sent, Instant now) throws StoreException {
    return under(key(htlc, OUTBOX)).stream()
        .filter(stored -> !sent.contains(stored.key()))
        .limit(1)
        .<Write>map(next -> new Write.Put(next.key(), next.version(), next.value(), Due.at(now)))
        .toList();
  }

  /** The onion of a book that has an index. */
  Optional<Page> page(HtlcId htlc, int index) throws StoreException {
    Optional<Stored> stored = store.load(key(htlc, BOOK, index));
    return stored.isEmpty() ? Optional.empty() : Optional.of(page(stored.get()));
  }

  /** The onions of a book after an index, in order. */
  List<Page> pagesAfter(HtlcId htlc, int index) throws StoreException {
    List<Page> pages = new ArrayList<>();
    for (Stored stored : under(key(htlc, BOOK))) {
      Page page = page(stored);
      if (page.index > index) {
        pages.add(page);
      }
    }
    return pages;
  }

  static Page page(Stored stored) throws StoreException {
    return RecordFormat.read(
        stored,
        decoded -> {
          byte[] onion = HtlcCodec.need(decoded.fields(), ONION, WireReader::rest);
          byte[] capability = decoded.fields().read(CAPABILITY, WireReader::rest);
          byte[] id = stored.key().id();
          return new Page(
              Byte.toUnsignedInt(id[id.length - 1]),
              OnionPacket.of(onion),
              Optional.ofNullable(capability).flatMap(ErrorCapability::decode));
        });
  }
}
