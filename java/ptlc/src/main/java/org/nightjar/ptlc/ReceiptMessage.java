package org.nightjar.ptlc;

import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.ReusableInvoices;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/**
 * What a receipt says: 237 bytes, of which the recipient's receipt key signs the hash. Immutable.
 *
 * <pre>
 * u8 version = 1 | chain 32 | offer 32 | payee 32 | payer key 32 | payer nonce 32
 * | u64 amount msat | u64 timestamp | u64 expiry | epoch 16 | u32 index | note hash 32
 * </pre>
 */
public final class ReceiptMessage {
  /** Length in bytes. */
  public static final int LENGTH = ReusableInvoices.MESSAGE_LENGTH;

  private static final int VERSION = 1;

  private final byte[] bytes;
  private final ChainHash chain;
  private final OfferId offer;
  private final XOnlyKey payee;
  private final EpochId epoch;
  private final long index;
  private final PaymentTerms terms;

  private ReceiptMessage(
      ChainHash chain,
      OfferId offer,
      XOnlyKey payee,
      EpochId epoch,
      long index,
      PaymentTerms terms) {
    this.chain = chain;
    this.offer = offer;
    this.payee = payee;
    this.epoch = epoch;
    this.index = index;
    this.terms = terms;
    this.bytes =
        new WireWriter()
            .u8(VERSION)
            .bytes(chain.toBytes())
            .bytes(offer.raw())
            .bytes(payee.raw())
            .bytes(terms.payerKey().raw())
            .bytes(terms.payerNonce().raw())
            .u64(terms.amountMsat())
            .u64(terms.timestamp())
            .u64(terms.expiry())
            .bytes(epoch.raw())
            .u32(index)
            .bytes(terms.noteHash().raw())
            .toBytes();
  }

  /**
   * A message.
   *
   * @param index 0 to 2^32 - 1
   * @throws IllegalArgumentException if the index is none
   */
  public static ReceiptMessage of(OfferTerms offer, EpochId epoch, long index, PaymentTerms terms) {
    return new ReceiptMessage(offer.chain(), offer.offer(), offer.payee(), epoch, index, terms);
  }

  /**
   * Reads a peer's message. What it says is not judged.
   *
   * @throws RefusalException if length or version are others
   */
  public static ReceiptMessage decode(byte[] bytes) throws RefusalException {
    RefusalException.refuseIf(bytes.length != LENGTH, Refusal.ERR_LENGTH);
    WireReader reader = new WireReader(bytes);
    try {
      RefusalException.refuseIf(reader.u8() != VERSION, Refusal.ERR_VERSION);
      ChainHash chain = ChainHash.read(reader);
      OfferId offer = OfferId.of(reader.bytes(OfferId.LENGTH));
      XOnlyKey payee = XOnlyKey.of(reader.bytes(XOnlyKey.LENGTH));
      XOnlyKey payerKey = XOnlyKey.of(reader.bytes(XOnlyKey.LENGTH));
      Hash32 payerNonce = Hash32.of(reader.bytes(Hash32.LENGTH));
      long amountMsat = reader.u64();
      long timestamp = reader.u64();
      long expiry = reader.u64();
      EpochId epoch = EpochId.of(reader.bytes(EpochId.LENGTH));
      long index = reader.u32();
      Hash32 noteHash = Hash32.of(reader.bytes(Hash32.LENGTH));
      return new ReceiptMessage(
          chain,
          offer,
          payee,
          epoch,
          index,
          new PaymentTerms(payerKey, payerNonce, amountMsat, timestamp, expiry, noteHash));
    } catch (WireException e) {
      throw new RefusalException(Refusal.ERR_LENGTH);
    }
  }

  /** The {@link #LENGTH} bytes. */
  public byte[] encode() {
    return bytes.clone();
  }

  byte[] raw() {
    return bytes;
  }

  /** What the receipt's signature signs. */
  public Hash32 hash(Nightjar nightjar) {
    return Hash32.of(nightjar.experimental().reusableInvoices().hash(bytes));
  }

  public ChainHash chain() {
    return chain;
  }

  public OfferId offer() {
    return offer;
  }

  /** The recipient's receipt key. */
  public XOnlyKey payee() {
    return payee;
  }

  public EpochId epoch() {
    return epoch;
  }

  /** 0 to 2^32 - 1. */
  public long index() {
    return index;
  }

  /** The payer's part. */
  public PaymentTerms terms() {
    return terms;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReceiptMessage message && Arrays.equals(bytes, message.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Epoch and index; the rest is between payer and recipient. */
  @Override
  public String toString() {
    return "ReceiptMessage[" + epoch + ":" + index + "]";
  }
}
