package org.nightjar.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads option values in hexadecimal: the digits themselves, {@code @file} for a file that holds
 * them, or {@code -} for the next line of standard input. Errors do not repeat the value, which may
 * be secret.
 */
final class HexReader {
  private static final long MAX_FILE_SIZE = 1 << 20;

  private final InputStream in;

  HexReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  void registerWith(CommandLine commandLine) {
    commandLine
        .registerConverter(HexBytes.class, value -> new HexBytes(bytes(value)))
        .registerConverter(SecretKey.class, this::secretKey)
        .registerConverter(PublicKey.class, value -> publicKey(bytes(value)))
        .registerConverter(OnionPacket.class, value -> OnionPacket.of(bytes(value)))
        .registerConverter(Hop.class, this::hop);
  }

  private SecretKey secretKey(String value) throws IOException {
    byte[] bytes = bytes(value);
    try {
      return SecretKey.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static PublicKey publicKey(byte[] bytes) {
    try {
      return PublicKey.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private Hop hop(String value) throws IOException {
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw new TypeConversionException("a hop is <public key>:<payload>");
    }
    PublicKey node = publicKey(bytes(value.substring(0, colon)));
    try {
      return Hop.of(node, bytes(value.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private byte[] bytes(String value) throws IOException {
    String digits;
    if (value.equals("-")) {
      digits = nextLine();
    } else if (value.startsWith("@")) {
      digits = file(value.substring(1));
    } else {
      digits = value;
    }
    try {
      return HexFormat.of().parseHex(digits.strip());
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "not hexadecimal: give digits, @file, or - for standard input");
    }
  }

  private String nextLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      throw new TypeConversionException("standard input has no more lines");
    }
    for (; b >= 0 && b != '\n' && line.size() <= MAX_FILE_SIZE; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static String file(String name) {
    try {
      Path path = Path.of(name);
      if (Files.size(path) > MAX_FILE_SIZE) {
        throw new TypeConversionException(name + " is larger than " + MAX_FILE_SIZE + " bytes");
      }
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException e) {
      throw new TypeConversionException("cannot read the file " + name);
    }
  }
}
