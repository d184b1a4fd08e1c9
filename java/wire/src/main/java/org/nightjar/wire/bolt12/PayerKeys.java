package org.nightjar.wire.bolt12;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireWriter;

/**
 * A payer's transient keys and metadata, derived from one local key so that nothing is stored for a
 * request, and an invoice alone shows that it answers one of ours.
 *
 * <pre>
 * payer secret    = HMAC-SHA256(local key, "nightjar invreq_payer_id" || nonce || offer)
 * tag             = HMAC-SHA256(local key, "nightjar invreq_metadata" || nonce || request)
 * invreq_metadata = nonce || tag
 * </pre>
 *
 * <p>The nonce is 16 random bytes of each request. {@code offer} are the encoded records of the
 * offer, {@code request} all those of the request but the metadata and the signature, the payer id
 * included. An invoice repeats them all, so its tag is right only if nothing of our request was
 * changed. To anybody else metadata and payer id are random, and those of two requests have nothing
 * in common. Safe for many threads.
 */
public final class PayerKeys {
  private static final byte[] PAYER_ID = ascii("nightjar invreq_payer_id");
  private static final byte[] METADATA = ascii("nightjar invreq_metadata");
  private static final int NONCE_LENGTH = 16;
  private static final int TAG_LENGTH = 32;

  private final Nightjar nightjar;
  private final SecretKey localKey;

  /**
   * Keys of a wallet.
   *
   * @param localKey for this purpose alone; the caller closes it
   */
  public PayerKeys(Nightjar nightjar, SecretKey localKey) {
    this.nightjar = nightjar;
    this.localKey = localKey;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sets metadata and payer id of a request for an offer, and signs it.
   *
   * @throws IllegalArgumentException if a reader would refuse it
   */
  public InvoiceRequest sign(InvoiceRequest.Builder builder, SecureRandom random) {
    try (SecretKey payerKey = prepare(builder, random)) {
      return builder.build(nightjar, Signer.of(nightjar, payerKey));
    }
  }

  /**
   * Sets metadata and payer id of a request without an offer, which has no signature.
   *
   * @throws IllegalArgumentException if a reader would refuse it
   */
  public InvoiceRequest complete(InvoiceRequest.Builder builder, SecureRandom random) {
    prepare(builder, random).close();
    return builder.buildUnsigned(nightjar);
  }

  private SecretKey prepare(InvoiceRequest.Builder builder, SecureRandom random) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    SecretKey payerKey = derive(nonce, builder.stream());
    builder.set(Field.INVREQ_PAYER_ID, nightjar.publicKey(payerKey));
    byte[] metadata = Arrays.copyOf(nonce, NONCE_LENGTH + TAG_LENGTH);
    System.arraycopy(tag(nonce, builder.stream()), 0, metadata, NONCE_LENGTH, TAG_LENGTH);
    builder.set(Field.INVREQ_METADATA, metadata);
    return payerKey;
  }

  /** Whether a request is ours, or an invoice repeats one of ours without a change. */
  public boolean isOurs(SignedDocument document) {
    return ourNonce(document).isPresent();
  }

  /**
   * The secret key of {@code invreq_payer_id}, to prove who asked for an invoice; close it.
   *
   * @return empty if the document {@linkplain #isOurs is not ours}
   */
  public Optional<SecretKey> payerKey(SignedDocument document) {
    return ourNonce(document).map(nonce -> derive(nonce, document.stream()));
  }

  private Optional<byte[]> ourNonce(SignedDocument document) {
    byte[] metadata = document.get(Field.INVREQ_METADATA).orElse(new byte[0]);
    if (metadata.length != NONCE_LENGTH + TAG_LENGTH) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(metadata, NONCE_LENGTH);
    byte[] tag = Arrays.copyOfRange(metadata, NONCE_LENGTH, metadata.length);
    return MessageDigest.isEqual(tag, tag(nonce, document.stream()))
        ? Optional.of(nonce)
        : Optional.empty();
  }

  private SecretKey derive(byte[] nonce, TlvStream stream) {
    byte[] secret = hmac(PAYER_ID, nonce, stream, Ranges::isOffer);
    SecretKey key = SecretKey.of(secret);
    Arrays.fill(secret, (byte) 0);
    return key;
  }

  private byte[] tag(byte[] nonce, TlvStream stream) {
    return hmac(
        METADATA,
        nonce,
        stream,
        type -> Ranges.isInvoiceRequest(type) && type != Field.INVREQ_METADATA.type());
  }

  private byte[] hmac(byte[] label, byte[] nonce, TlvStream stream, LongPredicate range) {
    byte[] records = TlvStream.of(Mirror.records(stream, range)).encode();
    byte[] key = localKey.exposeSecretBytes();
    try {
      return nightjar
          .primitives()
          .hmacSha256(key, new WireWriter().bytes(label).bytes(nonce).bytes(records).toBytes());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
