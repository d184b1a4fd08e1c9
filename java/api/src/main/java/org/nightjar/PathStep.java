package org.nightjar;

import java.util.Objects;
import java.util.Optional;

/**
 * What a node of a blinded path has besides the packet (BOLT 4 "Route Blinding"): the key of its
 * data, and the path key for the next node. Immutable.
 */
public final class PathStep {
  private static final byte[] NONCE = new byte[12];
  private static final byte[] NO_AAD = new byte[0];

  private final Primitives primitives;
  private final byte[] dataKey;
  private final PublicKey nextPathKey;

  PathStep(Primitives primitives, byte[] dataKey, PublicKey nextPathKey) {
    this.primitives = primitives;
    this.dataKey = dataKey;
    this.nextPathKey = nextPathKey;
  }

  /**
   * Opens this node's {@code encrypted_recipient_data}.
   *
   * @param encrypted from the payload, any length
   * @return the {@code encrypted_data_tlv} stream, or nothing if the path's maker did not encrypt
   *     this for this node: answer {@code invalid_onion_blinding}, or drop the message
   */
  public Optional<byte[]> openRecipientData(byte[] encrypted) {
    Objects.requireNonNull(encrypted, "encrypted");
    return Optional.ofNullable(primitives.aeadDecrypt(dataKey, NONCE, NO_AAD, encrypted));
  }

  /** The path key for the next node, unless the data name another (next_path_key_override). */
  public PublicKey nextPathKey() {
    return nextPathKey;
  }

  @Override
  public String toString() {
    return "PathStep[next path key " + nextPathKey + "]";
  }
}
