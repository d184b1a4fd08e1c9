package org.nightjar.natives;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The header of a library file, checked before the operating system maps the file: it does not
 * check that the file is whole.
 */
final class ElfFile {
  private static final int HEADER_LENGTH = 64;
  private static final int MAGIC = 0x7f454c46;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int SHARED_OBJECT = 3;
  private static final int PROGRAM_HEADER_LENGTH = 56;

  private final Path file;
  private final FileChannel channel;

  private ElfFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Checks a file.
   *
   * @param machine the processor of this machine: x86_64, aarch64 or another, which is not checked
   * @throws UnsatisfiedLinkError if the file is damaged, cut short or made for another machine
   */
  static void check(Path file, String machine) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      new ElfFile(file, channel).check(machine);
    }
  }

  private void check(String machine) throws IOException {
    if (channel.size() < HEADER_LENGTH) {
      throw error(
          " has only " + channel.size() + " bytes: it is damaged, build or download it again");
    }
    ByteBuffer header = read(0, HEADER_LENGTH);
    if (header.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
      throw error(" is no library, or damaged: it does not start as an ELF file does");
    }
    header.order(ByteOrder.LITTLE_ENDIAN);
    if (header.get(4) != CLASS_64
        || header.get(5) != LITTLE_ENDIAN
        || header.getShort(16) != SHARED_OBJECT) {
      throw error(" is no 64-bit little-endian shared library");
    }
    checkMachine(Short.toUnsignedInt(header.getShort(18)), machine);
    checkWhole(header);
  }

  private void checkMachine(int number, String machine) {
    int wanted =
        switch (machine) {
          case "x86_64" -> 62;
          case "aarch64" -> 183;
          default -> number;
        };
    if (number != wanted) {
      throw error(
          " is made for another processor (ELF machine " + number + ") than this one, " + machine);
    }
  }

  /** Every segment and the section table, which comes last, lie inside the file. */
  private void checkWhole(ByteBuffer header) throws IOException {
    int count = Short.toUnsignedInt(header.getShort(56));
    long programHeaders = header.getLong(32);
    checkInside(programHeaders, (long) count * PROGRAM_HEADER_LENGTH);
    checkInside(
        header.getLong(40),
        (long) Short.toUnsignedInt(header.getShort(58)) * Short.toUnsignedInt(header.getShort(60)));
    for (int i = 0; i < count; i++) {
      ByteBuffer segment =
          read(programHeaders + (long) i * PROGRAM_HEADER_LENGTH, PROGRAM_HEADER_LENGTH);
      checkInside(segment.getLong(8), segment.getLong(32));
    }
  }

  private void checkInside(long offset, long length) throws IOException {
    if (offset < 0 || length < 0 || length > channel.size() || offset > channel.size() - length) {
      throw error(
          " is truncated or damaged: it ends at byte "
              + channel.size()
              + ", build or download it again");
    }
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {}
    return bytes;
  }

  private UnsatisfiedLinkError error(String text) {
    return new UnsatisfiedLinkError(file + text);
  }
}
