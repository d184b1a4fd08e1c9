package org.nightjar.wire.bolt12;

import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.nightjar.Nightjar;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;

/**
 * Collects the fields of a document. What is built is decoded again, so that nothing comes out that
 * a reader would refuse. Not for use by two threads at once.
 *
 * @param <B> the builder itself
 */
public abstract sealed class DocumentBuilder<B extends DocumentBuilder<B>>
    permits Offer.Builder, InvoiceRequest.Builder, Invoice.Builder, StaticInvoice.Builder {
  private final SortedMap<Long, TlvRecord> records = new TreeMap<>(Long::compareUnsigned);
  private final LongPredicate copied;

  /**
   * A builder.
   *
   * @param source whose records go into the new document
   * @param copied types that come from there, and only from there
   */
  DocumentBuilder(TlvStream source, LongPredicate copied) {
    this.copied = copied;
    for (TlvRecord record : source.records()) {
      if (copied.test(record.type())) {
        records.put(record.type(), record);
      }
    }
  }

  /**
   * Sets a field.
   *
   * @throws IllegalArgumentException if the value does not fit, or the field is the signature or
   *     belongs to what this document answers
   */
  public final <T> B set(Field<T> field, T value) {
    return add(TlvRecord.of(field.type(), field.encode(value)));
  }

  /**
   * Adds a record of any type, known or not.
   *
   * @throws IllegalArgumentException if it is a signature or belongs to what this document answers
   */
  public final B add(TlvRecord record) {
    if (copied.test(record.type())) {
      throw new IllegalArgumentException(
          "type " + record.type() + " is copied from what this document answers");
    }
    if (Ranges.isSignature(record.type())) {
      throw new IllegalArgumentException("type " + record.type() + " is set by signing");
    }
    records.put(record.type(), record);
    return self();
  }

  @SuppressWarnings("unchecked") // every subclass names itself
  private B self() {
    return (B) this;
  }

  final boolean has(Field<?> field) {
    return records.containsKey(field.type());
  }

  final TlvStream stream() {
    return TlvStream.of(new ArrayList<>(records.values()));
  }

  final byte[] sign(String messageName, Signer signer) {
    byte[] hash = MerkleTree.signatureHash(messageName, MerkleTree.root(stream()));
    SortedMap<Long, TlvRecord> signed = new TreeMap<>(records);
    signed.put(
        Field.SIGNATURE.type(),
        TlvRecord.of(Field.SIGNATURE.type(), Field.SIGNATURE.encode(signer.sign(hash))));
    return TlvStream.of(new ArrayList<>(signed.values())).encode();
  }

  /** Decodes what was built. */
  interface Decoding<T> {
    T decode() throws WireException;
  }

  static <T> T valid(Decoding<T> decoding) {
    try {
      return decoding.decode();
    } catch (WireException e) {
      throw new IllegalArgumentException("a reader would refuse it: " + e.getMessage(), e);
    }
  }

  static <T extends SignedDocument> T validSigned(Nightjar nightjar, Decoding<T> decoding) {
    T document =
        valid(
            () -> {
              T decoded = decoding.decode();
              decoded.checkKeys(nightjar);
              return decoded;
            });
    if (!document.hasValidSignature(nightjar)) {
      throw new IllegalArgumentException(
          "the signer did not sign with the key of " + document.signingKey());
    }
    return document;
  }
}
