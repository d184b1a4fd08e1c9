package org.nightjar.wire.delegation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;

/**
 * What payer and holding LSP say to each other about one HTLC, as a peer message over their
 * encrypted link. The payload is a TLV stream; unknown odd records are kept. Immutable.
 */
public abstract sealed class DelegationMessage extends TlvValue
    permits DelegationPut, DelegationAck, HoldStatus {
  /** Length of an HTLC's name: channel_id (32), id (u64). */
  public static final int HTLC_LENGTH = 40;

  /** The longest payload: a Lightning message (BOLT 1) without its type. */
  public static final int MAX_LENGTH = 65533;

  private static final long HTLC = 0;

  private final byte[] htlc;

  DelegationMessage(TlvStream stream, LongPredicate known) throws WireException {
    super(stream, type -> type == HTLC || known.test(type));
    htlc = need(stream, HTLC, "htlc", reader -> reader.bytes(HTLC_LENGTH));
  }

  /** Whether a peer message of this type is one of these. */
  public static boolean isType(int type) {
    return switch (type) {
      case OutboxPut.TYPE, OutboxAck.TYPE, OnionBookPut.TYPE, BookAck.TYPE, HoldStatus.TYPE -> true;
      default -> false;
    };
  }

  /**
   * Decodes a peer message.
   *
   * @param type of the peer message
   * @param payload without the type; any bytes
   * @throws WireException if it is none of these messages, is longer than a message can be, is
   *     malformed, or has an even type that is not known
   */
  public static DelegationMessage decode(int type, byte[] payload) throws WireException {
    if (payload.length > MAX_LENGTH) {
      throw WireException.of(Reason.TRAILING, "no message has " + payload.length + " bytes");
    }
    TlvStream stream = TlvStream.decode(payload);
    return switch (type) {
      case OutboxPut.TYPE -> new OutboxPut(stream);
      case OutboxAck.TYPE -> new OutboxAck(stream);
      case OnionBookPut.TYPE -> new OnionBookPut(stream);
      case BookAck.TYPE -> new BookAck(stream);
      case HoldStatus.TYPE -> new HoldStatus(stream);
      default ->
          throw WireException.of(Reason.VALUE, "peer message " + type + " delegates nothing");
    };
  }

  static TlvStreamBuilder records(byte[] htlc) {
    return new TlvStreamBuilder().put(HTLC, htlc);
  }

  /**
   * A message that this program made itself.
   *
   * @throws IllegalArgumentException if a peer would refuse it, or it is too long
   */
  static <T extends DelegationMessage> T made(Reading<T> reading) {
    T message = valid(reading);
    int length = message.encode().length;
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          length + " bytes do not fit a message, at most " + MAX_LENGTH + " do");
    }
    return message;
  }

  /** Reads entries that stand back to back until the end, one at least. */
  static <T> List<T> readAll(WireReader reader, int max, TlvStream.ValueReader<T> entry)
      throws WireException {
    List<T> entries = new ArrayList<>();
    do {
      if (entries.size() == max) {
        throw reader.fail(Reason.TRAILING, "more than " + max + " entries");
      }
      entries.add(entry.read(reader));
    } while (reader.remaining() > 0);
    return List.copyOf(entries);
  }

  /** Type of the peer message. */
  public abstract int type();

  /** Which HTLC, as both ends of the channel call it: channel_id, then id (u64); a copy. */
  public final byte[] htlc() {
    return htlc.clone();
  }
}
