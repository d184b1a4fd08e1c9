package org.nightjar.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A look at SQLite's write-ahead log before SQLite opens it after a crash. SQLite takes the first
 * frame with a wrong checksum for the end, as a frame that was being written when the power failed
 * is; so of damage on the disk it would say nothing, and forget all that was committed from there
 * on. Two things tell damage from what was half written, whatever the order in which a disk writes:
 *
 * <ul>
 *   <li>a frame with a flipped bit becomes right, by 64 bits of checksum, when that bit is turned;
 *   <li>a commit is synced before the next frame is written, which goes on from its checksum. So
 *       where two such frames are, all that is before them was whole.
 * </ul>
 *
 * <p>Format: https://sqlite.org/fileformat2.html#the_write_ahead_log.
 */
final class WriteAheadLog {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int MAGIC = 0x377f0682; // with 1 more: words of the checksum are big-endian
  private static final int MIN_PAGE = 512;
  private static final int MAX_PAGE = 65_536;

  private final byte[] header = new byte[HEADER];

  private WriteAheadLog() {}

  /**
   * Whether the first part of a log that has a wrong checksum, the header or a frame, is damaged.
   * Reads the log once, as SQLite will; once more to be sure that a part which looks damaged was
   * not being written by another process.
   *
   * @return where in the file that part begins; empty if nothing is damaged or there is no log
   * @throws IOException if the log cannot be read
   */
  static OptionalLong damage(Path log) throws IOException {
    OptionalLong damage = look(log);
    return damage.isEmpty() || damage.equals(look(log)) ? damage : OptionalLong.empty();
  }

  private static OptionalLong look(Path log) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 20)) {
      return new WriteAheadLog().look(in);
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  private OptionalLong look(InputStream in) throws IOException {
    if (!read(in, header)) {
      return OptionalLong.empty();
    }
    if (!isHeader(header)) {
      return hasFlippedBit(header, WriteAheadLog::isHeader)
          ? OptionalLong.of(0)
          : OptionalLong.empty();
    }
    int page = ByteBuffer.wrap(header).getInt(8);
    if (page < MIN_PAGE || page > MAX_PAGE) {
      return OptionalLong.empty();
    }
    byte[] frame = new byte[FRAME_HEADER + page];
    long sum = ByteBuffer.wrap(header).getLong(24);
    for (long at = HEADER; read(in, frame); at += frame.length) {
      long before = sum;
      if (!isFrame(frame, before)) {
        return hasFlippedBit(frame, turned -> isFrame(turned, before)) || goesOn(in, frame)
            ? OptionalLong.of(at)
            : OptionalLong.empty();
      }
      sum = sumIn(frame);
    }
    return OptionalLong.empty();
  }

  private static boolean read(InputStream in, byte[] part) throws IOException {
    return in.readNBytes(part, 0, part.length) == part.length;
  }

  /** Whether after a frame there is a commit, and a frame that was written when it was synced. */
  private boolean goesOn(InputStream in, byte[] frame) throws IOException {
    boolean committed = false;
    long sum = sumIn(frame);
    while (read(in, frame)) {
      boolean isRight = isFrame(frame, sum);
      if (isRight && committed) {
        return true;
      }
      committed = isRight && ByteBuffer.wrap(frame).getInt(4) != 0;
      sum = sumIn(frame);
    }
    return false;
  }

  private static boolean hasFlippedBit(byte[] part, Predicate<byte[]> isRight) {
    for (int bit = 0; bit < 8 * part.length; bit++) {
      part[bit / 8] ^= (byte) (1 << bit % 8);
      if (isRight.test(part)) {
        return true;
      }
      part[bit / 8] ^= (byte) (1 << bit % 8);
    }
    return false;
  }

  private static boolean isHeader(byte[] bytes) {
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    return (fields.getInt(0) & ~1) == MAGIC && sum(0, bytes, 0, 24, bytes) == fields.getLong(24);
  }

  /**
   * Whether a frame has the header's salts, and the checksum of all that is before it and of it.
   */
  private boolean isFrame(byte[] bytes, long before) {
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    return fields.getLong(8) == ByteBuffer.wrap(header).getLong(16)
        && sum(sum(before, bytes, 0, 8, header), bytes, FRAME_HEADER, bytes.length, header)
            == sumIn(bytes);
  }

  private static long sumIn(byte[] frame) {
    return ByteBuffer.wrap(frame).getLong(16);
  }

  /** The checksum goes on, in the byte order of a header. */
  private static long sum(long before, byte[] bytes, int from, int to, byte[] header) {
    boolean bigEndian = (ByteBuffer.wrap(header).getInt(0) & 1) == 1;
    ByteBuffer words =
        ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int first = (int) (before >> Integer.SIZE);
    int second = (int) before;
    for (int i = from; i < to; i += 8) {
      first += words.getInt(i) + second;
      second += words.getInt(i + 4) + first;
    }
    return (long) first << Integer.SIZE | second & 0xffffffffL;
  }
}
