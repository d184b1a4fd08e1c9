package org.nightjar.wire.blinded;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.wire.Features;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What the maker of a blinded path tells one hop: the TLV stream {@code encrypted_data_tlv}, before
 * encryption or after decryption (BOLT 4 "encrypted_data_tlv"). What was decoded encodes to the
 * same bytes. What a hop must have depends on its place and on what travels: see {@link
 * EncryptedDataRules}. Immutable.
 */
public final class EncryptedData extends TlvValue {
  static final long PADDING = 1;
  static final long SHORT_CHANNEL_ID = 2;
  static final long NEXT_NODE_ID = 4;
  static final long PATH_ID = 6;
  static final long NEXT_PATH_KEY_OVERRIDE = 8;
  static final long PAYMENT_RELAY = 10;
  static final long PAYMENT_CONSTRAINTS = PaymentConstraints.TYPE;
  static final long ALLOWED_FEATURES = 14;

  private static final Set<Long> KNOWN =
      Set.of(
          PADDING,
          SHORT_CHANNEL_ID,
          NEXT_NODE_ID,
          PATH_ID,
          NEXT_PATH_KEY_OVERRIDE,
          PAYMENT_RELAY,
          PAYMENT_CONSTRAINTS,
          ALLOWED_FEATURES);

  private final @Nullable ShortChannelId shortChannelId;
  private final @Nullable PublicKey nextNodeId;
  private final byte @Nullable [] pathId;
  private final @Nullable PublicKey nextPathKeyOverride;
  private final @Nullable PaymentRelay paymentRelay;
  private final @Nullable PaymentConstraints paymentConstraints;
  private final Features allowedFeatures;

  private EncryptedData(TlvStream stream, Set<Long> ownTypes) throws WireException {
    super(stream, type -> KNOWN.contains(type) || ownTypes.contains(type));
    shortChannelId = stream.read(SHORT_CHANNEL_ID, r -> ShortChannelId.fromLong(r.u64()));
    nextNodeId = stream.read(NEXT_NODE_ID, WireReader::point);
    pathId = stream.read(PATH_ID, WireReader::rest);
    nextPathKeyOverride = stream.read(NEXT_PATH_KEY_OVERRIDE, WireReader::point);
    paymentRelay = stream.read(PAYMENT_RELAY, PaymentRelay::read);
    paymentConstraints = stream.read(PAYMENT_CONSTRAINTS, PaymentConstraints::read);
    byte[] features = stream.read(ALLOWED_FEATURES, WireReader::rest);
    allowedFeatures = features == null ? Features.NONE : Features.of(features);
  }

  /**
   * Decodes what a hop decrypted.
   *
   * @throws WireException if the stream or a value is malformed, or an even type is unknown.
   *     Unknown odd types are kept
   */
  public static EncryptedData decode(byte[] bytes) throws WireException {
    return decode(bytes, Set.of());
  }

  /**
   * Decodes what a hop decrypted that may have made the path itself.
   *
   * @param ownTypes even types that this node puts into its own paths, and nobody else reads
   * @throws WireException as {@link #decode(byte[])}
   */
  public static EncryptedData decode(byte[] bytes, Set<Long> ownTypes) throws WireException {
    return new EncryptedData(TlvStream.decode(bytes), ownTypes);
  }

  /** A builder without any type. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder of a dummy hop: it stands after the last real hop and leads the node to itself, so
   * that nobody can count the hops of a path. See {@link #isDummyOf}.
   */
  public static Builder dummy(PublicKey ownNodeId) {
    return new Builder().nextNodeId(ownNodeId);
  }

  /** The same without padding. */
  EncryptedData withoutPadding() {
    return repadded(new TlvStreamBuilder(stream()).remove(PADDING));
  }

  /** The same with this many zeros as padding, whatever it had. */
  EncryptedData withPadding(int length) {
    return repadded(new TlvStreamBuilder(stream()).put(PADDING, new byte[length]));
  }

  private EncryptedData repadded(TlvStreamBuilder records) {
    Set<Long> types = stream().records().stream().map(TlvRecord::type).collect(Collectors.toSet());
    return valid(() -> new EncryptedData(records.build(), types));
  }

  /** The channel to forward on. */
  public Optional<ShortChannelId> shortChannelId() {
    return Optional.ofNullable(shortChannelId);
  }

  /** The node to forward to. */
  public Optional<PublicKey> nextNodeId() {
    return Optional.ofNullable(nextNodeId);
  }

  /**
   * Whether this is a dummy hop: the next layer is for this node too.
   *
   * @param ownNodeId of the node that decrypted it
   */
  public boolean isDummyOf(PublicKey ownNodeId) {
    return ownNodeId.equals(nextNodeId);
  }

  /** What only the path's maker could know, to recognise its own path; a copy. */
  public Optional<byte[]> pathId() {
    return Optional.ofNullable(pathId).map(byte[]::clone);
  }

  /** The path key to send on instead of the derived one: here two paths are joined. */
  public Optional<PublicKey> nextPathKeyOverride() {
    return Optional.ofNullable(nextPathKeyOverride);
  }

  /** What this hop takes for forwarding a payment. */
  public Optional<PaymentRelay> paymentRelay() {
    return Optional.ofNullable(paymentRelay);
  }

  /** Which payments may pass. */
  public Optional<PaymentConstraints> paymentConstraints() {
    return Optional.ofNullable(paymentConstraints);
  }

  /** The features that what travels here may use; none, if it does not say. */
  public Features allowedFeatures() {
    return allowedFeatures;
  }

  /** The records of types that BOLT 4 does not name. */
  public List<TlvRecord> unknownRecords() {
    return stream().records().stream().filter(record -> !KNOWN.contains(record.type())).toList();
  }

  /** Without path id and the values of unknown types. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "EncryptedData[", "]");
    add(text, "short_channel_id", shortChannelId);
    add(text, "next_node_id", nextNodeId);
    add(text, "path_id", pathId == null ? null : "redacted");
    add(text, "next_path_key_override", nextPathKeyOverride);
    add(text, "payment_relay", paymentRelay);
    add(text, "payment_constraints", paymentConstraints);
    add(
        text,
        "allowed_features",
        stream().find(ALLOWED_FEATURES).map(f -> allowedFeatures).orElse(null));
    stream().find(PADDING).ifPresent(padding -> text.add("padding=" + padding));
    unknownRecords().forEach(record -> text.add(record.toString()));
    return text.toString();
  }

  private static void add(StringJoiner text, String name, @Nullable Object value) {
    if (value != null) {
      text.add(name + "=" + value);
    }
  }

  /**
   * Collects the types; a type given twice has its last value. Not for use by two threads at once.
   */
  public static final class Builder {
    private final TlvStreamBuilder records = new TlvStreamBuilder();

    private Builder() {}

    /** Type 2. */
    public Builder shortChannelId(ShortChannelId id) {
      return put(SHORT_CHANNEL_ID, new WireWriter().u64(id.toLong()));
    }

    /** Type 4. */
    public Builder nextNodeId(PublicKey nodeId) {
      return put(NEXT_NODE_ID, new WireWriter().bytes(nodeId.toBytes()));
    }

    /** Type 6; of a path to oneself, {@link OwnPaths} makes it. */
    public Builder pathId(byte[] pathId) {
      return put(PATH_ID, new WireWriter().bytes(pathId));
    }

    /** Type 8. */
    public Builder nextPathKeyOverride(PublicKey pathKey) {
      return put(NEXT_PATH_KEY_OVERRIDE, new WireWriter().bytes(pathKey.toBytes()));
    }

    /** Type 10. */
    public Builder paymentRelay(PaymentRelay relay) {
      return put(PAYMENT_RELAY, relay.encode());
    }

    /** Type 12. */
    public Builder paymentConstraints(PaymentConstraints constraints) {
      return put(PAYMENT_CONSTRAINTS, constraints.encode());
    }

    /** Type 14. */
    public Builder allowedFeatures(Features features) {
      return put(ALLOWED_FEATURES, new WireWriter().bytes(features.toBytes()));
    }

    /** Any record, such as one of an odd type of one's own. */
    public Builder record(TlvRecord record) {
      records.put(record);
      return this;
    }

    private Builder put(long type, WireWriter value) {
      records.put(type, value);
      return this;
    }

    /**
     * The data, without padding yet: see {@link PathPadding}.
     *
     * @throws IllegalArgumentException if a reader would refuse them: an even type is unknown
     */
    public EncryptedData build() {
      return valid(() -> new EncryptedData(records.build(), Set.of()));
    }
  }
}
