package org.nightjar.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;

/**
 * What the sender of a payment tells one hop: the TLV stream {@code payload} (BOLT 4 "payload
 * format", keysend: bLIP 3). A payload that was decoded encodes to the same bytes. Which types a
 * hop needs depends on its place in the route: see {@link PayloadRules}. Immutable.
 */
public final class PaymentPayload {
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
  private final TrampolineFields trampoline;
  private final byte @Nullable [] keysendPreimage;

  private PaymentPayload(TlvStream stream) throws WireException {
    stream.refuseUnknownEven(PayloadTypes::isKnown);
    this.stream = stream;
    amtToForward = stream.read(PayloadTypes.AMT_TO_FORWARD, WireReader::tu64Msat);
    outgoingCltvValue = stream.read(PayloadTypes.OUTGOING_CLTV_VALUE, WireReader::tu32);
    shortChannelId =
        stream.read(PayloadTypes.SHORT_CHANNEL_ID, reader -> ShortChannelId.fromLong(reader.u64()));
    paymentData = stream.read(PayloadTypes.PAYMENT_DATA, PaymentData::read);
    encryptedRecipientData = stream.read(PayloadTypes.ENCRYPTED_RECIPIENT_DATA, WireReader::rest);
    currentPathKey = stream.read(PayloadTypes.CURRENT_PATH_KEY, WireReader::point);
    paymentMetadata = stream.read(PayloadTypes.PAYMENT_METADATA, WireReader::rest);
    totalAmountMsat = stream.read(PayloadTypes.TOTAL_AMOUNT_MSAT, WireReader::tu64Msat);
    trampoline = TrampolineFields.read(stream);
    keysendPreimage =
        stream.read(PayloadTypes.KEYSEND_PREIMAGE, reader -> reader.bytes(PREIMAGE_LENGTH));
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

  /** What it has for a trampoline payment. */
  public TrampolineFields trampoline() {
    return trampoline;
  }

  /**
   * The invoice request that a payment of a static invoice answers to, so that the recipient knows
   * what is paid: its whole TLV stream, not decoded; a copy. For the final hop (bolts#1149).
   */
  public Optional<byte[]> invoiceRequest(WireProfile profile) {
    return stream.find(AsyncTypes.invoiceRequest(profile)).map(TlvRecord::value);
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
        .filter(record -> !PayloadTypes.isKnown(record.type()))
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
    add(text, "trampoline", trampoline.isEmpty() ? null : trampoline);
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
    private final TlvStreamBuilder records = new TlvStreamBuilder();

    private Builder() {}

    /** Type 2, in millisatoshi. */
    public Builder amtToForward(long msat) {
      return put(PayloadTypes.AMT_TO_FORWARD, new WireWriter().tu64(msat));
    }

    /**
     * Type 4, a block height.
     *
     * @throws IllegalArgumentException if it does not fit 32 bits, unsigned
     */
    public Builder outgoingCltvValue(long height) {
      return put(PayloadTypes.OUTGOING_CLTV_VALUE, new WireWriter().tu32(height));
    }

    /** Type 6. */
    public Builder shortChannelId(ShortChannelId id) {
      return put(PayloadTypes.SHORT_CHANNEL_ID, new WireWriter().u64(id.toLong()));
    }

    /** Type 8. */
    public Builder paymentData(PaymentData data) {
      return put(PayloadTypes.PAYMENT_DATA, data.encode());
    }

    /** Type 10. */
    public Builder encryptedRecipientData(byte[] data) {
      return put(PayloadTypes.ENCRYPTED_RECIPIENT_DATA, data);
    }

    /** Type 12. */
    public Builder currentPathKey(PublicKey pathKey) {
      return put(PayloadTypes.CURRENT_PATH_KEY, pathKey.toBytes());
    }

    /** Type 16. */
    public Builder paymentMetadata(byte[] metadata) {
      return put(PayloadTypes.PAYMENT_METADATA, metadata);
    }

    /** Type 18, in millisatoshi. */
    public Builder totalAmountMsat(long msat) {
      return put(PayloadTypes.TOTAL_AMOUNT_MSAT, new WireWriter().tu64(msat));
    }

    /** Types 14, 20, 21, 22. */
    public Builder trampoline(TrampolineFields fields) {
      fields.write(records);
      return this;
    }

    /** Type 77777 or 1: the whole TLV stream of the invoice request. */
    public Builder invoiceRequest(byte[] invoiceRequest, WireProfile profile) {
      return put(AsyncTypes.invoiceRequest(profile), invoiceRequest);
    }

    /** Type 5482373484: 32 bytes whose SHA-256 is the payment hash. */
    public Builder keysendPreimage(byte[] preimage) {
      return put(PayloadTypes.KEYSEND_PREIMAGE, preimage);
    }

    /** Any record, such as one of an odd type that Nightjar does not know. */
    public Builder record(TlvRecord record) {
      records.put(record);
      return this;
    }

    private Builder put(long type, byte[] value) {
      records.put(type, value);
      return this;
    }

    private Builder put(long type, WireWriter value) {
      records.put(type, value);
      return this;
    }

    /**
     * The payload.
     *
     * @throws IllegalArgumentException if a peer's decoder would refuse it: see {@link
     *     PaymentPayload#decode}
     */
    public PaymentPayload build() {
      try {
        return new PaymentPayload(records.build());
      } catch (WireException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }
}
