package org.nightjar;

import org.nightjar.spi.Backend;

/** Shared secrets of many pairs of keys: what {@link Nightjar#ecdh} gives of each. */
public final class EcdhBatch extends Batch<SharedSecret> {
  private final Backend backend;
  private final Column secretKeys = secretColumn(SecretKey.LENGTH);
  private final Column publicKeys = column(PublicKey.LENGTH);
  private final Column sharedSecrets = secretColumn(SharedSecret.LENGTH);
  private final Column statuses = column(Integer.BYTES);

  EcdhBatch(Backend backend, int capacity) {
    super(capacity, PublicKey.LENGTH);
    this.backend = backend;
  }

  /**
   * Adds a pair.
   *
   * @throws IllegalStateException if the batch is full
   */
  public void add(SecretKey secretKey, PublicKey publicKey) {
    int index = next();
    secretKeys.put(index, secretKey.raw(), 0);
    publicKeys.put(index, publicKey.raw(), 0);
    added();
  }

  /** Computes every shared secret. */
  public void ecdh() {
    compute(
        () ->
            backend.ecdhBatch(
                sharedSecrets.buffer(),
                statuses.buffer(),
                size(),
                secretKeys.buffer(),
                publicKeys.buffer()));
  }

  @Override
  SharedSecret read(int index) {
    Errors.check(statuses.getInt(index));
    return SharedSecret.of(sharedSecrets.get(index));
  }
}
