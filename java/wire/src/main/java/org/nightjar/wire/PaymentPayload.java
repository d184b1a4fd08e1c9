package org.nightjar.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;

/**
 * What the sender of a payment tells one hop: the TLV stream {@code payload} (BOLT 4 "payload
 * format", keysend: bLIP 3). A payload that was decoded encodes to the same bytes. Which types a
 * hop needs depends on its place in the route: see {@link PayloadRules}. Immutable.
 */
public final class PaymentPayload {
  static final long AMT_TO_FORWARD = 2;
  static final long OUTGOING_CLTV_VALUE = 4;
  static final long SHORT_CHANNEL_ID = 6;
  static final long PAYMENT_DATA = 8;
  static final long ENCRYPTED_RECIPIENT_DATA = 10;
  static final long CURRENT_PATH_KEY = 12;
  static final long PAYMENT_METADATA = 16;
  static final long TOTAL_AMOUNT_MSAT = 18;
  static final long KEYSEND_PREIMAGE = 5482373484L;

  private static final Set<Long> KNOWN =
      Set.of(
          AMT_TO_FORWARD,
          OUTGOING_CLTV_VALUE,
          SHORT_CHANNEL_ID,
          PAYMENT_DATA,
          ENCRYPTED_RECIPIENT_DATA,
          CURRENT_PATH_KEY,
          PAYMENT_METADATA,
          TOTAL_AMOUNT_MSAT,
          KEYSEND_PREIMAGE);
  private static final int PREIMAGE_LENGTH = 32;

  private final TlvStream stream;
  private final @Nullable Long amtToForward;
  private final @Nullable Long outgoingCltvValue;
  private final @Nullable ShortChannelId shortChannelId;
  private final @Nullable PaymentData paymentData;
  private final byte @Nullable [] encryptedRecipientData;
  private final @Nullable PublicKey currentPathKey;
  private final byte @Nullable [] paymentMetadata;
  private final @Nullable Long totalAmountMsat;
  private final byte @Nullable [] keysendPreimage;

  private PaymentPayload(TlvStream stream) throws WireException {
    stream.refuseUnknownEven(KNOWN::contains);
    this.stream = stream;
    amtToForward = stream.read(AMT_TO_FORWARD, WireReader::tu64Msat);
    outgoingCltvValue = stream.read(OUTGOING_CLTV_VALUE, WireReader::tu32);
    shortChannelId = stream.read(SHORT_CHANNEL_ID, reader -> ShortChannelId.fromLong(reader.u64()));
    paymentData = stream.read(PAYMENT_DATA, PaymentData::read);
    encryptedRecipientData = stream.read(ENCRYPTED_RECIPIENT_DATA, WireReader::rest);
    currentPathKey = stream.read(CURRENT_PATH_KEY, WireReader::point);
    paymentMetadata = stream.read(PAYMENT_METADATA, WireReader::rest);
    totalAmountMsat = stream.read(TOTAL_AMOUNT_MSAT, WireReader::tu64Msat);
    keysendPreimage = stream.read(KEYSEND_PREIMAGE, reader -> reader.bytes(PREIMAGE_LENGTH));
  }

  /**
   * Decodes a hop's payload, without the length in front: {@code Peeled.Accepted.payload()}.
   *
   * @throws WireException with type and offset where known, for {@code invalid_onion_payload}: if
   *     the TLV stream or a value is malformed, an amount is above 21 million bitcoin, or an even
   *     type is unknown. Unknown odd types are kept
   */
  public static PaymentPayload decode(byte[] bytes) throws WireException {
    return new PaymentPayload(TlvStream.decode(bytes));
  }

  /** A builder without any type. */
  public static Builder builder() {
    return new Builder();
  }

  /** Encodes the TLV stream, without length in front, for {@code Hop.of}. */
  public byte[] encode() {
    return stream.encode();
  }

  /** The TLV stream itself. */
  public TlvStream stream() {
    return stream;
  }

  /**
   * The amount to forward, or for the final node to receive, in millisatoshi, at most {@link
   * WireReader#MAX_MSAT}.
   */
  public OptionalLong amtToForward() {
    return optional(amtToForward);
  }

  /**
   * The block height at which the outgoing HTLC, or for the final node the incoming one, expires;
   * 32 bits, unsigned.
   */
  public OptionalLong outgoingCltvValue() {
    return optional(outgoingCltvValue);
  }

  /** The outgoing channel. */
  public Optional<ShortChannelId> shortChannelId() {
    return Optional.ofNullable(shortChannelId);
  }

  /** Payment secret and total, for the final node. */
  public Optional<PaymentData> paymentData() {
    return Optional.ofNullable(paymentData);
  }

  /** What the recipient encrypted for this hop of a blinded path; a copy. */
  public Optional<byte[]> encryptedRecipientData() {
    return Optional.ofNullable(encryptedRecipientData).map(byte[]::clone);
  }

  /** The path key for the introduction node of a blinded path. */
  public Optional<PublicKey> currentPathKey() {
    return Optional.ofNullable(currentPathKey);
  }

  /** What the recipient's invoice asked to be sent along; a copy. */
  public Optional<byte[]> paymentMetadata() {
    return Optional.ofNullable(paymentMetadata).map(byte[]::clone);
  }

  /**
   * The amount of the whole payment in millisatoshi, at most {@link WireReader#MAX_MSAT}; for the
   * last hop of a blinded path.
   */
  public OptionalLong totalAmountMsat() {
    return optional(totalAmountMsat);
  }

  /**
   * A copy of the keysend preimage, 32 bytes. Named to be found: every use of it is a place where a
   * secret leaves.
   */
  public Optional<byte[]> exposeKeysendPreimage() {
    return Optional.ofNullable(keysendPreimage).map(byte[]::clone);
  }

  /** The records of unknown, odd types. */
  public List<TlvRecord> unknownRecords() {
    return stream.records().stream()
        .filter(record -> !KNOWN.contains(record.type()))
        .collect(Collectors.toUnmodifiableList());
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Constant time in the values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PaymentPayload payload && stream.equals(payload.stream);
  }

  /** Of types and lengths only: a hash code of the values would tell about secrets. */
  @Override
  public int hashCode() {
    return stream.hashCode();
  }

  /** Without payment secret, preimage, and the bytes of what is for others to read. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "PaymentPayload[", "]");
    add(text, "amt_to_forward", amtToForward);
    add(text, "outgoing_cltv_value", outgoingCltvValue);
    add(text, "short_channel_id", shortChannelId);
    add(text, "payment_data", paymentData);
    add(text, "encrypted_recipient_data", lengthOf(encryptedRecipientData));
    add(text, "current_path_key", currentPathKey);
    add(text, "payment_metadata", lengthOf(paymentMetadata));
    add(text, "total_amount_msat", totalAmountMsat);
    add(text, "keysend_preimage", keysendPreimage == null ? null : "redacted");
    unknownRecords().forEach(record -> text.add(record.toString()));
    return text.toString();
  }

  private static void add(StringJoiner text, String name, @Nullable Object value) {
    if (value != null) {
      text.add(name + "=" + value);
    }
  }

  private static @Nullable String lengthOf(byte @Nullable [] value) {
    return value == null ? null : value.length + " bytes";
  }

  /**
   * Collects the types of a payload; a type given twice has its last value. Not for use by two
   * threads at once.
   */
  public static final class Builder {
    private final TreeMap<Long, TlvRecord> records = new TreeMap<>(Long::compareUnsigned);

    private Builder() {}

    /** Type 2, in millisatoshi. */
    public Builder amtToForward(long msat) {
      return record(AMT_TO_FORWARD, new WireWriter().tu64(msat).toBytes());
    }

    /**
     * Type 4, a block height.
     *
     * @throws IllegalArgumentException if it does not fit 32 bits, unsigned
     */
    public Builder outgoingCltvValue(long height) {
      return record(OUTGOING_CLTV_VALUE, new WireWriter().tu32(height).toBytes());
    }

    /** Type 6. */
    public Builder shortChannelId(ShortChannelId id) {
      return record(SHORT_CHANNEL_ID, new WireWriter().u64(id.toLong()).toBytes());
    }

    /** Type 8. */
    public Builder paymentData(PaymentData data) {
      return record(PAYMENT_DATA, data.encode());
    }

    /** Type 10. */
    public Builder encryptedRecipientData(byte[] data) {
      return record(ENCRYPTED_RECIPIENT_DATA, data.clone());
    }

    /** Type 12. */
    public Builder currentPathKey(PublicKey pathKey) {
      return record(CURRENT_PATH_KEY, pathKey.toBytes());
    }

    /** Type 16. */
    public Builder paymentMetadata(byte[] metadata) {
      return record(PAYMENT_METADATA, metadata.clone());
    }

    /** Type 18, in millisatoshi. */
    public Builder totalAmountMsat(long msat) {
      return record(TOTAL_AMOUNT_MSAT, new WireWriter().tu64(msat).toBytes());
    }

    /** Type 5482373484: 32 bytes whose SHA-256 is the payment hash. */
    public Builder keysendPreimage(byte[] preimage) {
      return record(KEYSEND_PREIMAGE, preimage.clone());
    }

    /** Any record, such as one of an odd type that Nightjar does not know. */
    public Builder record(TlvRecord record) {
      records.put(record.type(), record);
      return this;
    }

    private Builder record(long type, byte[] value) {
      return record(TlvRecord.view(type, value));
    }

    /**
     * The payload.
     *
     * @throws IllegalArgumentException if a peer's decoder would refuse it: see {@link
     *     PaymentPayload#decode}
     */
    public PaymentPayload build() {
      try {
        return new PaymentPayload(TlvStream.of(List.copyOf(records.values())));
      } catch (WireException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }
}
