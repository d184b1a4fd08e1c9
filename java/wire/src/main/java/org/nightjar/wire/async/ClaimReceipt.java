package org.nightjar.wire.async;

import java.util.Arrays;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.TlvStreamBuilder;
import org.nightjar.wire.TlvValue;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireException.Reason;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.bolt12.MerkleTree;
import org.nightjar.wire.bolt12.Signer;
import org.nightjar.wire.message.ContentType;

/**
 * {@code claim_receipt}, recipient to payer: a payment of a static invoice was claimed, signed in
 * the way of BOLT 12. Such a payment has no other proof, since the payer chose its preimage.
 * Content {@link ContentType#CLAIM_RECEIPT} of an onion message; a proposal of Nightjar. What it
 * says is worth nothing before {@link #check}. Immutable.
 */
public final class ClaimReceipt extends TlvValue {
  /** Length of a payment hash. */
  public static final int PAYMENT_HASH_LENGTH = 32;

  static final long PAYMENT_HASH = 1;
  static final long AMOUNT_MSAT = 3;
  static final long TIME = 5;
  static final long SIGNATURE = 240;

  private static final String MESSAGE_NAME = "claim_receipt";

  private final byte[] paymentHash;
  private final long amountMsat;
  private final long time;
  private final SchnorrSignature signature;

  private ClaimReceipt(TlvStream stream) throws WireException {
    super(stream, type -> type == SIGNATURE);
    paymentHash =
        need(stream, PAYMENT_HASH, "payment_hash", reader -> reader.bytes(PAYMENT_HASH_LENGTH));
    amountMsat = need(stream, AMOUNT_MSAT, "amount_msat", WireReader::tu64Msat);
    time = need(stream, TIME, "time", WireReader::tu64);
    signature =
        need(
            stream,
            SIGNATURE,
            "signature",
            reader -> SchnorrSignature.of(reader.bytes(SchnorrSignature.LENGTH)));
  }

  /**
   * Decodes a receipt; its signature is not checked here.
   *
   * @throws WireException if it is malformed, or an even type is unknown
   */
  public static ClaimReceipt decode(byte[] bytes) throws WireException {
    return new ClaimReceipt(TlvStream.decode(bytes));
  }

  /**
   * A receipt.
   *
   * @param paymentHash 32 bytes
   * @param amountMsat of all parts that were claimed, 0 to {@link WireReader#MAX_MSAT}
   * @param time of the claim, in seconds since 1970
   * @param signer with the key of {@code invoice_node_id}, which is the offer's {@code
   *     offer_issuer_id} if it has one
   * @throws IllegalArgumentException if the hash has another length, or the amount is out of range
   */
  public static ClaimReceipt create(byte[] paymentHash, long amountMsat, long time, Signer signer) {
    TlvStreamBuilder records =
        new TlvStreamBuilder()
            .put(PAYMENT_HASH, paymentHash)
            .put(AMOUNT_MSAT, new WireWriter().tu64(amountMsat))
            .put(TIME, new WireWriter().tu64(time));
    records.put(SIGNATURE, signer.sign(signatureHash(records.build())).toBytes());
    return valid(() -> new ClaimReceipt(records.build()));
  }

  private static byte[] signatureHash(TlvStream stream) {
    return MerkleTree.signatureHash(MESSAGE_NAME, MerkleTree.root(stream));
  }

  /**
   * Checks that it is the receipt of a payment.
   *
   * @param issuer {@code invoice_node_id} of the static invoice that was paid
   * @param paymentHash of the payment, 32 bytes
   * @param leastMsat what the recipient must have got
   * @throws WireException of reason MISMATCH if it is for another payment, VALUE if the amount is
   *     less, SIGNATURE if it is not by the issuer
   */
  public void check(Nightjar nightjar, PublicKey issuer, byte[] paymentHash, long leastMsat)
      throws WireException {
    if (!Arrays.equals(this.paymentHash, paymentHash)) {
      throw WireException.ofType(Reason.MISMATCH, PAYMENT_HASH, "is that of another payment");
    }
    if (amountMsat < leastMsat) {
      throw WireException.ofType(
          Reason.VALUE, AMOUNT_MSAT, "is " + amountMsat + " msat, less than " + leastMsat);
    }
    if (!nightjar.verify(issuer.toXOnly(), signatureHash(stream()), signature)) {
      throw WireException.ofType(Reason.SIGNATURE, SIGNATURE, "is not by the issuer " + issuer);
    }
  }

  /** A copy of the payment hash, 32 bytes. */
  public byte[] paymentHash() {
    return paymentHash.clone();
  }

  /** What was claimed, in millisatoshi. */
  public long amountMsat() {
    return amountMsat;
  }

  /** When it was claimed, in seconds since 1970, unsigned. */
  public long time() {
    return time;
  }
}
