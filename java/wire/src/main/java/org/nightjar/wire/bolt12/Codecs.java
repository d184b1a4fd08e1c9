package org.nightjar.wire.bolt12;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentInfo;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * How the values of BOLT 12 are written. Writing checks only what would not fit; that a value is
 * allowed shows when the finished document is decoded.
 */
final class Codecs {
  static final Field.Codec<byte[]> BYTES = of(WireReader::rest, WireWriter::bytes);
  static final Field.Codec<byte[]> SHA256 = of(reader -> reader.bytes(32), WireWriter::bytes);
  static final Field.Codec<Long> TU64 = of(WireReader::tu64, WireWriter::tu64);
  static final Field.Codec<Long> TU32 = of(WireReader::tu32, WireWriter::tu32);
  static final Field.Codec<Long> MSAT = of(WireReader::tu64Msat, WireWriter::tu64);
  static final Field.Codec<String> UTF8 = of(Codecs::readUtf8, Codecs::writeUtf8);
  static final Field.Codec<String> CURRENCY = of(Codecs::readCurrency, Codecs::writeUtf8);
  static final Field.Codec<Bip353Name> BIP_353_NAME =
      of(Bip353Name::read, (writer, name) -> name.write(writer));
  static final Field.Codec<Features> FEATURES =
      of(
          reader -> Features.of(reader.rest()),
          (writer, features) -> writer.bytes(features.toBytes()));
  static final Field.Codec<ChainHash> CHAIN =
      of(ChainHash::read, (writer, chain) -> writer.bytes(chain.toBytes()));
  static final Field.Codec<List<ChainHash>> CHAINS = listOf(CHAIN);
  static final Field.Codec<List<PaymentInfo>> BLINDEDPAY =
      listOf(of(PaymentInfo::read, (writer, info) -> info.write(writer)));
  static final Field.Codec<List<FallbackAddress>> FALLBACKS =
      listOf(of(FallbackAddress::read, (writer, address) -> address.write(writer)));
  static final Field.Codec<SchnorrSignature> SIGNATURE =
      of(
          reader -> SchnorrSignature.of(reader.bytes(SchnorrSignature.LENGTH)),
          (writer, signature) -> writer.bytes(signature.toBytes()));

  static final Field.Codec<PublicKey> POINT =
      new Field.Codec<>() {
        @Override
        public PublicKey read(WireReader reader) throws WireException {
          return reader.point();
        }

        @Override
        public void write(WireWriter writer, PublicKey key) {
          writer.bytes(key.toBytes());
        }

        @Override
        public boolean hasValidKeys(Nightjar nightjar, PublicKey key) {
          return nightjar.isValid(key);
        }
      };

  static final Field.Codec<List<BlindedPath>> PATHS =
      new Field.Codec<>() {
        @Override
        public List<BlindedPath> read(WireReader reader) throws WireException {
          return BlindedPath.readAll(reader);
        }

        @Override
        public void write(WireWriter writer, List<BlindedPath> paths) {
          paths.forEach(path -> path.write(writer));
        }

        @Override
        public boolean hasValidKeys(Nightjar nightjar, List<BlindedPath> paths) {
          return paths.stream().allMatch(path -> path.hasValidKeys(nightjar));
        }
      };

  private Codecs() {}

  private interface Reading<T> {
    T read(WireReader reader) throws WireException;
  }

  private interface Writing<T> {
    void write(WireWriter writer, T value);
  }

  private static <T> Field.Codec<T> of(Reading<T> reading, Writing<T> writing) {
    return new Field.Codec<>() {
      @Override
      public T read(WireReader reader) throws WireException {
        return reading.read(reader);
      }

      @Override
      public void write(WireWriter writer, T value) {
        writing.write(writer, value);
      }
    };
  }

  /** Back to back; at least one. */
  private static <T> Field.Codec<List<T>> listOf(Field.Codec<T> item) {
    return of(
        reader -> {
          List<T> items = new ArrayList<>();
          do {
            items.add(item.read(reader));
          } while (reader.remaining() > 0);
          return List.copyOf(items);
        },
        (writer, items) -> items.forEach(value -> item.write(writer, value)));
  }

  private static String readUtf8(WireReader reader) throws WireException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(reader.rest())).toString();
    } catch (CharacterCodingException e) {
      throw reader.fail(WireException.Reason.VALUE, "the text is not UTF-8");
    }
  }

  private static void writeUtf8(WireWriter writer, String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] out = new byte[bytes.remaining()];
      bytes.get(out);
      writer.bytes(out);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the text has half a surrogate pair", e);
    }
  }

  private static String readCurrency(WireReader reader) throws WireException {
    String code = readUtf8(reader);
    if (code.length() != 3 || !code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      throw reader.fail(
          WireException.Reason.VALUE, "the currency is not three letters of ISO 4217");
    }
    return code;
  }
}
