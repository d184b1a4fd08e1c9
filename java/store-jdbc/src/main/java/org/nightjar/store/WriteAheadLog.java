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
 * is; so of a bit that flipped on the disk it would say nothing, and forget all that was committed
 * from there on. What was half written is told apart by its 64 bits of checksum: they do not become
 * right when one bit is turned.
 *
 * <p>Nothing is assumed of the order in which a disk writes, and another process may write to the
 * log meanwhile. Format: https://sqlite.org/fileformat2.html#the_write_ahead_log.
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
   * Whether a bit flipped in the first part of a log that has a wrong checksum, the header or a
   * frame. Reads the log once, as SQLite will. Which bit it was the checksum does not always tell:
   * of the upper ones of a word several come to the same.
   *
   * @return where in the file that part begins; empty if no bit flipped or there is no log
   * @throws IOException if the log cannot be read
   */
  static OptionalLong damage(Path log) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 20)) {
      return new WriteAheadLog().search(in);
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  private OptionalLong search(InputStream in) throws IOException {
    if (in.readNBytes(header, 0, HEADER) < HEADER) {
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
    for (long at = HEADER; in.readNBytes(frame, 0, frame.length) == frame.length; ) {
      long before = sum;
      if (!isFrame(frame, before)) {
        return hasFlippedBit(frame, turned -> isFrame(turned, before))
            ? OptionalLong.of(at)
            : OptionalLong.empty();
      }
      sum = ByteBuffer.wrap(frame).getLong(16);
      at += frame.length;
    }
    return OptionalLong.empty();
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
            == fields.getLong(16);
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
