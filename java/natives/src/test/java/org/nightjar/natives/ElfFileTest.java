package org.nightjar.natives;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
  private static final int X86_64 = 62;
  private static final int AARCH64 = 183;

  @TempDir Path folder;

  /**
   * A header, one segment that reaches to byte 200, and an empty section table of 2 * 64 bytes at
   * its end.
   */
  private static byte[] library(int machine) {
    ByteBuffer elf = ByteBuffer.allocate(328).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putShort(16, (short) 3).putShort(18, (short) machine);
    elf.putLong(32, 64).putLong(40, 200);
    elf.putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putShort(58, (short) 64).putShort(60, (short) 2);
    elf.putLong(64 + 8, 0).putLong(64 + 32, 200);
    return elf.array();
  }

  private void check(byte[] bytes) throws IOException {
    ElfFile.check(Files.write(folder.resolve("lib.so"), bytes), "x86_64");
  }

  private void refused(byte[] bytes, String why) {
    assertThatThrownBy(() -> check(bytes))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessageContaining("lib.so")
        .hasMessageContaining(why);
  }

  @Test
  void acceptsAWholeLibraryOfThisMachine() {
    assertThatCode(() -> check(library(X86_64))).doesNotThrowAnyException();
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = library(X86_64);
    refused(new byte[0], "only 0 bytes");
    for (int length = 1; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), length < 64 ? "only" : "truncated");
    }
  }

  @Test
  void refusesAnotherMachine() {
    refused(library(AARCH64), "another processor");
  }

  @Test
  void refusesWhatIsNoSharedLibrary() {
    byte[] class32 = library(X86_64);
    class32[4] = 1;
    refused(class32, "64-bit");
    byte[] executable = library(X86_64);
    executable[16] = 2;
    refused(executable, "shared library");
    refused("#!/bin/sh\n".repeat(50).getBytes(), "ELF");
  }

  @Test
  void refusesOffsetsThatOverflow() {
    for (int field : new int[] {32, 40, 64 + 8, 64 + 32}) {
      for (long value : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 200}) {
        byte[] bytes = library(X86_64);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(field, value);
        refused(bytes, "damaged");
      }
    }
  }

  @Test
  void refusesRandomBytes() {
    long seed = Long.getLong("nightjar.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] bytes = new byte[4096];
    for (int i = 0; i < 100; i++) {
      random.nextBytes(bytes);
      assertThatThrownBy(() -> check(bytes))
          .as("seed %d", seed)
          .isInstanceOf(UnsatisfiedLinkError.class);
    }
  }
}
