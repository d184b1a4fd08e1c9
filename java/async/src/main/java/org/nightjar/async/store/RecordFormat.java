package org.nightjar.async.store;

import java.time.DateTimeException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * How states lie in a store: format version (u8), state (u8), a TLV stream, and the CRC-32C of all
 * that (u32), which finds every single and double bit that flipped. Old versions stay readable; a
 * newer one than this program knows is refused, so nothing is lost by an old program.
 */
public final class RecordFormat {
  /** The version that is written. */
  public static final int VERSION = 1;

  private static final int CHECKSUM_LENGTH = 4;
  private static final int PAGE = 1_000;
  private static final Set<Kind> JOURNALS =
      EnumSet.of(Kind.PTLC_EPOCH, Kind.PTLC_ANSWER, Kind.PTLC_COUNTER);

  private RecordFormat() {}

  /**
   * A state as it was read.
   *
   * @param state its number
   */
  public record Decoded(int state, TlvStream fields) {}

  /**
   * Encodes a state.
   *
   * @param state its number, 0 .. 255
   */
  public static byte[] encode(int state, TlvStream fields) {
    byte[] body = new WireWriter().u8(VERSION).u8(state).bytes(fields.encode()).toBytes();
    return new WireWriter().bytes(body).u32(Crc32c.of(body, body.length)).toBytes();
  }

  /**
   * Decodes a state.
   *
   * @throws StoreException if the record is damaged or from a newer program
   */
  public static Decoded decode(Stored stored) throws StoreException {
    byte[] bytes = stored.value();
    int bodyLength = bytes.length - CHECKSUM_LENGTH;
    try {
      if (bodyLength < 2) {
        throw damaged(stored, "cut short", null);
      }
      WireReader reader = new WireReader(bytes);
      byte[] body = reader.bytes(bodyLength);
      if (reader.u32() != Crc32c.of(body, bodyLength)) {
        throw damaged(stored, "checksum differs", null);
      }
      WireReader fields = new WireReader(body);
      int version = fields.u8();
      if (version != VERSION) {
        throw new StoreException(
            "record "
                + stored.key()
                + " has format "
                + version
                + ", this program reads up to "
                + VERSION
                + ": use the newer program that wrote it");
      }
      return new Decoded(fields.u8(), TlvStream.decode(fields.rest()));
    } catch (WireException e) {
      throw damaged(stored, e.getMessage(), e);
    }
  }

  /** Makes a value of a state and its fields. */
  @FunctionalInterface
  public interface Reading<T> {
    /** The value; whatever is wrong with the fields may be thrown as it comes. */
    T read(Decoded decoded) throws WireException, StoreException;
  }

  /**
   * Reads a record. What the types of its values refuse is damage too: nobody but this program
   * wrote it.
   *
   * @throws StoreException if the record is damaged or from a newer program
   */
  public static <T> T read(Stored stored, Reading<T> reading) throws StoreException {
    Decoded decoded = decode(stored);
    try {
      return reading.read(decoded);
    } catch (WireException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw damaged(stored, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Looks at every record once: to be done when a node starts, before a role acts on any of them.
   * The journals of PTLC epochs are left to their roles: of damage in them an epoch dies, alone.
   *
   * @throws StoreException for the first that is damaged or from a newer program
   */
  public static void checkAll(Store store) throws StoreException {
    for (Kind kind : Kind.values()) {
      if (!kind.isClaimed() && !JOURNALS.contains(kind)) {
        List<Stored> page = store.scan(kind, null, PAGE);
        while (!page.isEmpty()) {
          for (Stored stored : page) {
            decode(stored);
          }
          page = store.scan(kind, page.get(page.size() - 1).key(), PAGE);
        }
      }
    }
  }

  /** What to throw when a field of a record is not what it must be. */
  public static StoreException damaged(
      Stored stored, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new StoreException(
        "record "
            + stored.key()
            + " is damaged ("
            + what
            + "): mend the disk; an older copy of the store is no remedy, it has forgotten"
            + " promises",
        cause);
  }
}
