package org.nightjar;

import org.nightjar.spi.Backend;

/** Public keys of many secret keys: what {@link Nightjar#publicKey} gives of each. */
public final class PublicKeyBatch extends Batch<PublicKey> {
  private final Backend backend;
  private final Column secretKeys = secretColumn(SecretKey.LENGTH);
  private final Column publicKeys = column(PublicKey.LENGTH);
  private final Column statuses = column(Integer.BYTES);

  PublicKeyBatch(Backend backend, int capacity) {
    super(capacity, PublicKey.LENGTH);
    this.backend = backend;
  }

  /**
   * Adds a secret key.
   *
   * @throws IllegalStateException if the batch is full
   */
  public void add(SecretKey secretKey) {
    secretKeys.put(next(), secretKey.raw(), 0);
    added();
  }

  /** Creates every public key. */
  public void create() {
    compute(
        () ->
            backend.publicKeyCreateBatch(
                publicKeys.buffer(), statuses.buffer(), size(), secretKeys.buffer()));
  }

  @Override
  PublicKey read(int index) {
    Errors.check(statuses.getInt(index));
    return PublicKey.of(publicKeys.get(index));
  }
}
