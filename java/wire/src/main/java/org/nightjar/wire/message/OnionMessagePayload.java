package org.nightjar.wire.message;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.async.AsyncMessage;

/**
 * What the sender of an onion message tells one hop: the TLV stream {@code onionmsg_tlv} (BOLT 4
 * "Onion Messages"). Numbers of both profiles are known, whichever is in use. Immutable.
 */
public final class OnionMessagePayload extends TlvValue {
  private static final long REPLY_PATH = 2;
  private static final long ENCRYPTED_RECIPIENT_DATA = 4;
  private static final Set<Long> KNOWN_EVEN =
      Set.of(
          REPLY_PATH,
          ENCRYPTED_RECIPIENT_DATA,
          ContentType.INVOICE_REQUEST,
          ContentType.INVOICE,
          ContentType.INVOICE_ERROR,
          ContentType.STATIC_INVOICE);

  private final @Nullable BlindedPath replyPath;
  private final byte @Nullable [] encryptedRecipientData;
  private final List<TlvRecord> contents;

  private OnionMessagePayload(TlvStream stream) throws WireException {
    super(stream, type -> KNOWN_EVEN.contains(type) || AsyncMessage.isType(type));
    replyPath = stream.read(REPLY_PATH, BlindedPath::read);
    encryptedRecipientData = stream.read(ENCRYPTED_RECIPIENT_DATA, WireReader::rest);
    contents = stream.records().stream().filter(OnionMessagePayload::isContent).toList();
  }

  private static boolean isContent(TlvRecord record) {
    return Long.compareUnsigned(record.type(), ContentType.FIRST) >= 0;
  }

  /**
   * Decodes a hop's payload, without the length in front.
   *
   * @throws WireException if the stream, the reply path or a value is malformed, or an even type is
   *     unknown. The content is not looked into
   */
  public static OnionMessagePayload decode(byte[] bytes) throws WireException {
    return new OnionMessagePayload(TlvStream.decode(bytes));
  }

  /** For a node that forwards. */
  public static OnionMessagePayload forward(byte[] encryptedRecipientData) {
    return valid(
        () ->
            new OnionMessagePayload(
                new TlvStreamBuilder()
                    .put(ENCRYPTED_RECIPIENT_DATA, encryptedRecipientData)
                    .build()));
  }

  /**
   * For the last node.
   *
   * @param replyPath where to answer, or null
   * @param content of a type from {@link ContentType#FIRST} on
   * @throws IllegalArgumentException if the type is another, or even and unknown
   */
  public static OnionMessagePayload last(
      byte[] encryptedRecipientData, @Nullable BlindedPath replyPath, TlvRecord content) {
    TlvStream records =
        lastStream(encryptedRecipientData, replyPath, TlvStream.of(List.of(content)));
    return valid(
        () -> {
          OnionMessagePayload payload = new OnionMessagePayload(records);
          payload.checkLast();
          return payload;
        });
  }

  /** The records for the last node, with whatever else a sender has for it. */
  static TlvStream lastStream(
      byte[] encryptedRecipientData, @Nullable BlindedPath replyPath, TlvStream others) {
    TlvStreamBuilder records =
        new TlvStreamBuilder(others).put(ENCRYPTED_RECIPIENT_DATA, encryptedRecipientData);
    if (replyPath != null) {
      records.put(REPLY_PATH, replyPath.encode());
    }
    return records.build();
  }

  /** Refuses records that are not for the sender to give as they are. */
  static void checkForeign(TlvStream records) {
    if (records.find(REPLY_PATH).isPresent()
        || records.find(ENCRYPTED_RECIPIENT_DATA).isPresent()) {
      throw new IllegalArgumentException(
          "types 2 and 4, reply_path and encrypted_recipient_data, are no content");
    }
  }

  /**
   * Checks the payload of a node that forwards: it has encrypted_recipient_data and nothing else.
   *
   * @throws WireException for the first type that is missing or not allowed; drop the message
   */
  public void checkForward() throws WireException {
    needEncryptedData();
    stream()
        .refuse(
            record -> record.type() != ENCRYPTED_RECIPIENT_DATA,
            Reason.FORBIDDEN_TYPE,
            "not allowed for a node that forwards");
  }

  /**
   * Checks the payload of the last node: it has encrypted_recipient_data and exactly one content.
   *
   * @throws WireException for the first type that is missing or not allowed; drop the message
   */
  public void checkLast() throws WireException {
    needEncryptedData();
    if (contents.isEmpty()) {
      throw WireException.missing(ContentType.FIRST, "a content of this type or a higher one");
    }
    checkOneContent();
  }

  /** Refuses a second content. */
  void checkOneContent() throws WireException {
    stream()
        .refuse(
            record -> isContent(record) && record != contents.get(0),
            Reason.FORBIDDEN_TYPE,
            "the message has one content already");
  }

  private void needEncryptedData() throws WireException {
    if (encryptedRecipientData == null) {
      throw WireException.missing(ENCRYPTED_RECIPIENT_DATA, "encrypted_recipient_data");
    }
  }

  /** What the path's maker encrypted for this hop; a copy. */
  public Optional<byte[]> encryptedRecipientData() {
    return Optional.ofNullable(encryptedRecipientData).map(byte[]::clone);
  }

  /** Where to answer. */
  public Optional<BlindedPath> replyPath() {
    return Optional.ofNullable(replyPath);
  }

  /** What the message says: the first content, the only one after {@link #checkLast}. */
  public Optional<TlvRecord> content() {
    return contents.stream().findFirst();
  }

  /** Content, and records whose types are not known. */
  public List<TlvRecord> otherRecords() {
    return stream().records().stream()
        .filter(r -> r.type() != REPLY_PATH && r.type() != ENCRYPTED_RECIPIENT_DATA)
        .toList();
  }
}
