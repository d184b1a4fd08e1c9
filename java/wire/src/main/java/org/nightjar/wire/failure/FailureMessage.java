package org.nightjar.wire.failure;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.nightjar.internal.ByteArrays;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * A failure as the payer reads it after decryption: a code, data that depend on the code, and a TLV
 * stream (BOLT 4 "Failure Messages"). Whatever was decoded encodes to the same bytes. Immutable.
 */
public final class FailureMessage {
  private final byte[] bytes;
  private final int code;
  private final Map<FailureField, Object> values;
  private final boolean malformed;
  private final int tailOffset;

  private FailureMessage(byte[] bytes) throws WireException {
    WireReader reader = new WireReader(bytes);
    this.bytes = bytes;
    code = reader.u16();
    Map<FailureField, Object> read = new EnumMap<>(FailureField.class);
    boolean cut = false;
    try {
      for (FailureField field : known().map(FailureCode::fields).orElse(Collections.emptyList())) {
        read.put(field, field.read(reader));
      }
    } catch (WireException e) {
      cut = true;
    }
    malformed = cut;
    values = cut ? Collections.emptyMap() : read;
    tailOffset = cut ? bytes.length : reader.position();
  }

  /**
   * Decodes a failure. Codes that are not known are one too, and so are data that are cut short:
   * the code alone tells the payer what to do.
   *
   * @throws WireException if there are less than the two bytes of a code
   */
  public static FailureMessage decode(byte[] bytes) throws WireException {
    return new FailureMessage(bytes.clone());
  }

  /**
   * A failure of numbers, or of nothing. A channel_update is left empty, as BOLT 4 advises, and a
   * hash of the onion all zero, as on a blinded path.
   *
   * @param numbers one for each field of the code that is a number, in their order
   * @throws IllegalArgumentException if the count is another, or a number does not fit
   */
  public static FailureMessage of(FailureCode code, long... numbers) {
    if (numbers.length != code.fields().stream().filter(FailureField::isNumber).count()) {
      throw new IllegalArgumentException(
          code + " has " + code.fields() + ", not " + numbers.length + " numbers");
    }
    WireWriter writer = new WireWriter().u16(code.code());
    int at = 0;
    for (FailureField field : code.fields()) {
      field.write(writer, field.isNumber() ? numbers[at++] : 0);
    }
    return written(writer);
  }

  /**
   * A failure about an onion that cannot be read: what the node before makes of
   * update_fail_malformed_htlc.
   *
   * @param code any with {@link FailureCode#BADONION}, also one that is not known
   * @param sha256OfOnion 32 bytes
   * @throws IllegalArgumentException if the flag is not set or the length is another
   */
  public static FailureMessage ofBadOnion(int code, byte[] sha256OfOnion) {
    if ((code & FailureCode.BADONION) == 0 || sha256OfOnion.length != 32) {
      throw new IllegalArgumentException(
          "a failure with BADONION and 32 bytes is needed, not "
              + Integer.toHexString(code)
              + " and "
              + sha256OfOnion.length
              + " bytes");
    }
    return written(new WireWriter().u16(code).bytes(sha256OfOnion));
  }

  /**
   * This failure with a TLV stream after its data, in place of what was there.
   *
   * @throws IllegalStateException if the data end nobody knows where: the code is not known, or
   *     they are cut short
   */
  public FailureMessage withTlvs(TlvStream tlvs) {
    if (malformed || known().isEmpty()) {
      throw new IllegalStateException("nobody knows where the data of " + this + " end");
    }
    return written(new WireWriter().bytes(Arrays.copyOf(bytes, tailOffset)).bytes(tlvs.encode()));
  }

  private static FailureMessage written(WireWriter writer) {
    try {
      return new FailureMessage(writer.toBytes());
    } catch (WireException e) {
      throw new IllegalStateException("a code was written, so there is one", e);
    }
  }

  /** The bytes; the same that it was decoded from. */
  public byte[] encode() {
    return bytes.clone();
  }

  /** The code, 16 bits, flags included. */
  public int code() {
    return code;
  }

  /** The failure, if the code is known. */
  public Optional<FailureCode> known() {
    return FailureCode.of(code);
  }

  /**
   * Whether a flag is set; also right for codes that are not known.
   *
   * @param flag such as {@link FailureCode#PERM}
   */
  public boolean has(int flag) {
    return (code & flag) != 0;
  }

  /** Whether the data are shorter than the code wants: then there are no values. */
  public boolean isMalformed() {
    return malformed;
  }

  /** The value of a field, unsigned, if it is there and a number. */
  public OptionalLong number(FailureField field) {
    return values.get(field) instanceof Long number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /** A copy of the value of a field, if it is there and not a number. */
  public Optional<byte[]> bytes(FailureField field) {
    return values.get(field) instanceof byte[] value
        ? Optional.of(value.clone())
        : Optional.empty();
  }

  /** A copy of what follows the data; for a code that is not known, of all that follows it. */
  public byte[] tail() {
    return Arrays.copyOfRange(bytes, tailOffset, bytes.length);
  }

  /** The TLV stream after the data; empty if that is not one, which readers ignore. */
  public Optional<TlvStream> tlvs() {
    try {
      return known().isPresent() ? Optional.of(TlvStream.decode(tail())) : Optional.empty();
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FailureMessage message && Arrays.equals(bytes, message.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Name, code, what it means, values. */
  @Override
  public String toString() {
    StringJoiner data = new StringJoiner(", ", " [", "]").setEmptyValue("");
    values.forEach((field, value) -> data.add(field + "=" + text(value)));
    if (malformed) {
      data.add("data are cut short");
    }
    return String.format(
        "%s (%04x): %s%s",
        known().map(FailureCode::toString).orElse("unknown failure"),
        code,
        known().map(FailureCode::text).orElseGet(this::unknownText),
        data);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? ByteArrays.hex(bytes)
        : Long.toUnsignedString((Long) value);
  }

  /** What the flags tell of a code that is not known. */
  private String unknownText() {
    return (has(FailureCode.NODE) ? "the node" : "the payment or channel")
        + " has a problem that "
        + (has(FailureCode.PERM) ? "stays" : "passes")
        + (has(FailureCode.BADONION) ? ", the onion cannot be read" : "");
  }
}
