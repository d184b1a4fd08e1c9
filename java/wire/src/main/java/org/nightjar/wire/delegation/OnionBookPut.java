package org.nightjar.wire.delegation;

import java.util.List;
import java.util.Optional;
import org.nightjar.ErrorCapability;
import org.nightjar.OnionPacket;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * {@code nj_onion_book_put}, payer to its LSP: if an attempt fails, try the next of these onions.
 * All are for the LSP as first hop and for the same payment hash, each with a session key of its
 * own. Entry 0 is the onion of the HTLC itself: its capability lets the LSP read why it failed.
 */
public final class OnionBookPut extends DelegationPut {
  /** Type of the peer message. */
  public static final int TYPE = 49735;

  /** The most entries of one book; so many fit a message with any capability. */
  public static final int MAX_ENTRIES = 19;

  private final List<Entry> entries;

  /**
   * An onion to try.
   *
   * @param index 0 for the onion of the HTLC, 1 and more for those that follow; at most 255
   * @param onion {@value OnionPacket#PAYMENT_LENGTH} bytes
   * @param amountMsat that the LSP forwards with it, as its layer of the onion says; 0 if the LSP
   *     is the introduction node of a blinded path, which alone knows
   * @param outgoingCltv that the LSP forwards with it, as its layer of the onion says; 0 likewise
   * @param capability to read why it failed; nothing if the payer gives none
   */
  public record Entry(
      int index,
      OnionPacket onion,
      long amountMsat,
      long outgoingCltv,
      Optional<ErrorCapability> capability) {

    private static Entry read(WireReader reader) throws WireException {
      int index = reader.u8();
      OnionPacket onion = OnionPacket.of(reader.bytes(OnionPacket.PAYMENT_LENGTH));
      long amountMsat = reader.u64();
      if (amountMsat < 0 || amountMsat > WireReader.MAX_MSAT) {
        throw reader.fail(Reason.VALUE, "the amount is above 21 million bitcoin");
      }
      return new Entry(index, onion, amountMsat, reader.u32(), readCapability(reader));
    }

    private static Optional<ErrorCapability> readCapability(WireReader reader)
        throws WireException {
      byte[] record = reader.bytes(reader.u16());
      Optional<ErrorCapability> capability = ErrorCapability.decode(record);
      if (record.length > 0 && capability.isEmpty()) {
        throw reader.fail(Reason.VALUE, "the capability is none");
      }
      return capability;
    }

    private void write(WireWriter writer) {
      byte[] record = capability.map(ErrorCapability::exposeSecretBytes).orElse(new byte[0]);
      writer
          .u8(index)
          .bytes(onion.toBytes())
          .u64(amountMsat)
          .u32(outgoingCltv)
          .u16(record.length)
          .bytes(record);
    }
  }

  OnionBookPut(TlvStream stream) throws WireException {
    super(stream);
    entries = need(stream, ENTRIES, "entries", OnionBookPut::readEntries);
  }

  private static List<Entry> readEntries(WireReader reader) throws WireException {
    List<Entry> entries = readAll(reader, MAX_ENTRIES, Entry::read);
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).index <= entries.get(i - 1).index) {
        throw reader.fail(Reason.VALUE, "the indexes of the entries do not strictly increase");
      }
    }
    return entries;
  }

  /**
   * A message.
   *
   * @param htlc as both ends of the channel call it, {@value #HTLC_LENGTH} bytes
   * @param paymentHash 32 bytes
   * @param entries 1 to {@value #MAX_ENTRIES}, with strictly increasing indexes
   * @throws IllegalArgumentException if a length, number, count or order is another
   */
  public static OnionBookPut create(byte[] htlc, byte[] paymentHash, List<Entry> entries) {
    WireWriter writer = new WireWriter();
    entries.forEach(entry -> entry.write(writer));
    return made(() -> new OnionBookPut(records(htlc, paymentHash).put(ENTRIES, writer).build()));
  }

  @Override
  public int type() {
    return TYPE;
  }

  /** The onions, 1 to {@value #MAX_ENTRIES} with strictly increasing indexes; unmodifiable. */
  public List<Entry> entries() {
    return entries;
  }
}
