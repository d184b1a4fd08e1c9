package org.nightjar;

import java.util.Optional;
import org.nightjar.spi.Backend;

/**
 * The {@code encrypted_recipient_data}, of one length, of many hops that this node is: what {@link
 * BlindedPaths#unblind} gives of each.
 */
public final class UnblindBatch extends Batch<Optional<UnblindedData>> {
  private final Backend backend;
  private final int encryptedLength;
  private final Column pathKeys = column(PublicKey.LENGTH);
  private final Column encrypted;
  private final Column data;
  private final Column nextPathKeys = column(PublicKey.LENGTH);
  private final Column statuses = column(Integer.BYTES);

  UnblindBatch(Backend backend, int capacity, int encryptedLength) {
    super(capacity, Math.max(encryptedLength, PublicKey.LENGTH));
    this.backend = backend;
    this.encryptedLength =
        inRange(
            encryptedLength,
            BlindedPaths.TAG_LENGTH,
            PathHop.MAX_DATA_LENGTH + BlindedPaths.TAG_LENGTH,
            "length of encrypted data");
    encrypted = column(encryptedLength);
    data = secretColumn(encryptedLength - BlindedPaths.TAG_LENGTH);
  }

  /**
   * Adds a hop.
   *
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if the data do not have the length of this batch
   */
  public void add(PublicKey pathKey, byte[] encryptedData) {
    int index = next();
    inRange(encryptedData.length, encryptedLength, encryptedLength, "length of encrypted data");
    pathKeys.put(index, pathKey.raw(), 0);
    encrypted.put(index, encryptedData, 0);
    added();
  }

  /**
   * Opens every hop's data.
   *
   * @throws IllegalStateException if the key is closed
   */
  public void unblind(NodeKey key) {
    compute(
        backend,
        key,
        handle ->
            backend.blindedUnblindBatch(
                data.buffer(),
                nextPathKeys.buffer(),
                statuses.buffer(),
                handle,
                size(),
                pathKeys.buffer(),
                encrypted.buffer(),
                encryptedLength));
  }

  @Override
  Optional<UnblindedData> read(int index) {
    return BlindedPaths.isPeerError(statuses.getInt(index))
        ? Optional.empty()
        : Optional.of(new UnblindedData(data.get(index), PublicKey.of(nextPathKeys.get(index))));
  }
}
