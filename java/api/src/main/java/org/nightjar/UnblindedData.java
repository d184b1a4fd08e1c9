package org.nightjar;

/** What a node of a blinded path finds in its {@code encrypted_recipient_data}. Immutable. */
public final class UnblindedData {
  private final byte[] data;
  private final PublicKey nextPathKey;

  UnblindedData(byte[] data, PublicKey nextPathKey) {
    this.data = data;
    this.nextPathKey = nextPathKey;
  }

  /** A copy of the {@code encrypted_data_tlv} stream. */
  public byte[] data() {
    return data.clone();
  }

  /** The path key for the next node, unless the data name another (next_path_key_override). */
  public PublicKey nextPathKey() {
    return nextPathKey;
  }

  @Override
  public String toString() {
    return "UnblindedData[" + data.length + " bytes, next path key " + nextPathKey + "]";
  }
}
