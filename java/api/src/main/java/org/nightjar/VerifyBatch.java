package org.nightjar;

import org.nightjar.spi.Backend;
import org.nightjar.spi.Status;

/** Signatures of messages of one length: what {@link Nightjar#verify} gives of each. */
public final class VerifyBatch extends Batch<Boolean> {
  private final Backend backend;
  private final int messageLength;
  private final Column publicKeys = column(PublicKey.X_ONLY_LENGTH);
  private final Column messages;
  private final Column signatures = column(SchnorrSignature.LENGTH);
  private final Column statuses = column(Integer.BYTES);

  VerifyBatch(Backend backend, int capacity, int messageLength) {
    super(capacity, Math.max(messageLength, SchnorrSignature.LENGTH));
    this.backend = backend;
    this.messageLength = inRange(messageLength, 0, Integer.MAX_VALUE, "message length");
    messages = column(messageLength);
  }

  /**
   * Adds a signature.
   *
   * @param publicKey 32 bytes, x-only; a value that is no point's x makes any signature invalid
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if the public key does not have 32 bytes, or the message not
   *     the length of this batch
   */
  public void add(byte[] publicKey, byte[] message, SchnorrSignature signature) {
    int index = next();
    inRange(publicKey.length, PublicKey.X_ONLY_LENGTH, PublicKey.X_ONLY_LENGTH, "x-only length");
    inRange(message.length, messageLength, messageLength, "message length");
    publicKeys.put(index, publicKey, 0);
    messages.put(index, message, 0);
    signatures.put(index, signature.raw(), 0);
    added();
  }

  /** Verifies every signature. */
  public void verify() {
    compute(
        () ->
            backend.schnorrVerifyBatch(
                statuses.buffer(),
                size(),
                publicKeys.buffer(),
                messages.buffer(),
                messageLength,
                signatures.buffer()));
  }

  @Override
  Boolean read(int index) {
    return Errors.isOk(statuses.getInt(index), Status.PEER_SIGNATURE);
  }
}
