package org.nightjar.wire.bolt12;

import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;

/**
 * A document that somebody signs. One that was only decoded is not to be believed: {@link
 * PayerRules} and {@link IssuerRules} check the signature, and that every key is a point.
 * Immutable.
 */
public abstract sealed class SignedDocument extends Document permits InvoiceRequest, AnyInvoice {
  private final String messageName;

  SignedDocument(FieldValues fields, String prefix, String messageName) {
    super(fields, prefix);
    this.messageName = messageName;
  }

  /** Whose signature it must have. */
  public abstract PublicKey signingKey();

  /** What is signed, 32 bytes. */
  public final byte[] signatureHash() {
    return MerkleTree.signatureHash(messageName, merkleRoot());
  }

  /**
   * Whether there is a signature, and by the right key. To be asked before anything is believed.
   */
  public final boolean hasValidSignature(Nightjar nightjar) {
    SchnorrSignature signature = fields().get(Field.SIGNATURE);
    return signature != null && nightjar.verify(signingKey().toXOnly(), signatureHash(), signature);
  }
}
