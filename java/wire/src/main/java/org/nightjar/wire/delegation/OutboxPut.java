package org.nightjar.wire.delegation;

import java.util.List;
import org.nightjar.PublicKey;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.message.OnionMessage;

/**
 * {@code nj_outbox_put}, payer to its LSP: send these onion messages for me while you hold my HTLC.
 * They are held_htlc_available, built by the payer, each with keys of its own; the LSP cannot read
 * them.
 */
public final class OutboxPut extends DelegationPut {
  /** Type of the peer message. */
  public static final int TYPE = 49731;

  /** The most entries of one outbox. */
  public static final int MAX_ENTRIES = 32;

  private final List<Entry> entries;

  /**
   * A message to send.
   *
   * @param notBefore Unix time in seconds, 0 .. 2^32 - 1
   * @param to the peer of the LSP to hand it to
   * @param message whole, for that peer
   */
  public record Entry(long notBefore, PublicKey to, OnionMessage message) {
    private static Entry read(WireReader reader) throws WireException {
      long notBefore = reader.u32();
      PublicKey to = reader.point();
      return new Entry(notBefore, to, OnionMessage.decode(reader.bytes(reader.u16())));
    }

    private void write(WireWriter writer) {
      byte[] bytes = message.encode();
      writer.u32(notBefore).bytes(to.toBytes()).u16(bytes.length).bytes(bytes);
    }
  }

  OutboxPut(TlvStream stream) throws WireException {
    super(stream);
    entries = need(stream, ENTRIES, "entries", OutboxPut::readEntries);
  }

  private static List<Entry> readEntries(WireReader reader) throws WireException {
    List<Entry> entries = readAll(reader, MAX_ENTRIES, Entry::read);
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).notBefore < entries.get(i - 1).notBefore) {
        throw reader.fail(Reason.VALUE, "entries are not in the order of their times");
      }
    }
    return entries;
  }

  /**
   * A message.
   *
   * @param htlc as both ends of the channel call it, {@value #HTLC_LENGTH} bytes
   * @param paymentHash 32 bytes
   * @param entries 1 to {@value #MAX_ENTRIES}, in the order of their times
   * @throws IllegalArgumentException if a length, count or order is another, or they do not fit one
   *     message
   */
  public static OutboxPut create(byte[] htlc, byte[] paymentHash, List<Entry> entries) {
    WireWriter writer = new WireWriter();
    entries.forEach(entry -> entry.write(writer));
    return made(() -> new OutboxPut(records(htlc, paymentHash).put(ENTRIES, writer).build()));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The messages, 1 to {@value #MAX_ENTRIES} in the order of their times; unmodifiable. */
  public List<Entry> entries() {
    return entries;
  }
}
