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
import java.util.List;
import java.util.stream.Stream;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.OnionMessage;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads option values, most of them in hexadecimal: the digits themselves, {@code @file} for a file
 * that holds them, or {@code -} for the next line of standard input. Errors do not repeat the
 * value, which may be secret.
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
        .registerConverter(PublicKey.class, value -> checked(PublicKey::of, bytes(value)))
        .registerConverter(OnionPacket.class, value -> OnionPacket.of(bytes(value)))
        .registerConverter(Hop.class, this::hop)
        .registerConverter(SharedSecret.class, value -> checked(SharedSecret::of, bytes(value)))
        .registerConverter(FailurePacket.class, value -> checked(FailurePacket::of, bytes(value)))
        .registerConverter(
            AttributionData.class, value -> checked(AttributionData::of, bytes(value)))
        .registerConverter(BlindedPath.class, value -> checked(BlindedPath::decode, bytes(value)))
        .registerConverter(OnionMessage.class, value -> checked(OnionMessage::decode, bytes(value)))
        .registerConverter(TlvRecord.class, this::record)
        .registerConverter(PaymentInfo.class, HexReader::paymentInfo)
        .registerConverter(Chain.class, HexReader::chain)
        .registerConverter(PlainText.class, value -> new PlainText(text(value).strip()));
  }

  /** Makes a value of bytes. */
  private interface Decoding<T> {
    T decode(byte[] bytes) throws WireException;
  }

  private static <T> T checked(Decoding<T> decoding, byte[] bytes) {
    try {
      return decoding.decode(bytes);
    } catch (IllegalArgumentException | WireException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private SecretKey secretKey(String value) throws IOException {
    byte[] bytes = bytes(value);
    try {
      return checked(SecretKey::of, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private Hop hop(String value) throws IOException {
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw new TypeConversionException("a hop is <public key>:<payload>");
    }
    PublicKey node = checked(PublicKey::of, bytes(value.substring(0, colon)));
    return checked(payload -> Hop.of(node, payload), bytes(value.substring(colon + 1)));
  }

  private TlvRecord record(String value) throws IOException {
    int colon = value.indexOf(':');
    try {
      long type = Long.parseUnsignedLong(value.substring(0, Math.max(0, colon)));
      return TlvRecord.of(type, bytes(value.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("a record is <type>:<value in hexadecimal>");
    }
  }

  private static PaymentInfo paymentInfo(String value) {
    String[] parts = value.split(":", -1);
    try {
      if (parts.length == 5) {
        return new PaymentInfo(
            Long.parseLong(parts[0]),
            Long.parseLong(parts[1]),
            Integer.parseInt(parts[2]),
            Long.parseUnsignedLong(parts[3]),
            Long.parseUnsignedLong(parts[4]),
            Features.NONE);
      }
    } catch (NumberFormatException e) {
      throw new TypeConversionException("a part is no number: " + value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
    throw new TypeConversionException("a payment info is <base>:<ppm>:<delta>:<min>:<max>");
  }

  private static Chain chain(String value) {
    return Stream.of(Chain.values())
        .filter(chain -> chain.toString().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("a chain is one of " + List.of(Chain.values())));
  }

  private String text(String value) throws IOException {
    if (value.equals("-")) {
      return nextLine();
    }
    return value.startsWith("@") ? file(value.substring(1)) : value;
  }

  private byte[] bytes(String value) throws IOException {
    String digits = text(value);
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
