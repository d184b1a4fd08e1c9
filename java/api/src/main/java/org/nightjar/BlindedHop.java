package org.nightjar;

/** One node of a blinded path that was created (BOLT 4 "Route Blinding"). Immutable. */
public final class BlindedHop {
  private final PublicKey pathKey;
  private final PublicKey blindedNodeId;
  private final byte[] encryptedRecipientData;

  BlindedHop(PublicKey pathKey, PublicKey blindedNodeId, byte[] encryptedRecipientData) {
    this.pathKey = pathKey;
    this.blindedNodeId = blindedNodeId;
    this.encryptedRecipientData = encryptedRecipientData;
  }

  /**
   * The path key that this hop receives. Only the first goes with the path: every hop derives the
   * next one.
   */
  public PublicKey pathKey() {
    return pathKey;
  }

  /** The key that packets for this hop are built with. */
  public PublicKey blindedNodeId() {
    return blindedNodeId;
  }

  /** A copy of what only this hop can read. */
  public byte[] encryptedRecipientData() {
    return encryptedRecipientData.clone();
  }

  @Override
  public String toString() {
    return "BlindedHop[" + blindedNodeId + ", " + encryptedRecipientData.length + " bytes]";
  }
}
