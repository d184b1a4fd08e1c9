package org.nightjar.testkit.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Packed test data. */
public final class Corpus {
  private static final int TAR_BLOCK = 512;
  private static final int TAR_SIZE_OFFSET = 124;
  private static final int TAR_SIZE_LENGTH = 11;
  private static final int TAR_TYPE_OFFSET = 156;

  private Corpus() {}

  /** The contents of the files in a {@code .tar.gz}. */
  public static List<byte[]> tarFiles(Path archive) throws IOException {
    List<byte[]> files = new ArrayList<>();
    DataInputStream tar = new DataInputStream(new ByteArrayInputStream(unpack(archive)));
    byte[] header = new byte[TAR_BLOCK];
    for (tar.readFully(header); header[0] != 0; tar.readFully(header)) {
      String size = new String(header, TAR_SIZE_OFFSET, TAR_SIZE_LENGTH, StandardCharsets.US_ASCII);
      byte[] content = new byte[Integer.parseInt(size, 8)];
      tar.readFully(content);
      tar.skipNBytes(Math.floorMod(-content.length, TAR_BLOCK));
      if (header[TAR_TYPE_OFFSET] == '0') {
        files.add(content);
      }
    }
    return files;
  }

  /** The lines of a {@code .gz}. */
  public static List<String> lines(Path file) throws IOException {
    return new String(unpack(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] unpack(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
