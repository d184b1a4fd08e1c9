package org.nightjar;

import java.util.Arrays;
import java.util.List;
import org.nightjar.spi.Backend;

/**
 * Blinded paths of one number of hops, whose data have the same lengths in every path, that are
 * created together: what {@link BlindedPaths#create} gives of each.
 */
public final class PathBatch extends Batch<List<BlindedHop>> {
  private final Backend backend;
  private final int[] dataLengths;
  private final Column sessionKeys = secretColumn(SecretKey.LENGTH);
  private final Column nodes;
  private final Column data;
  private final Column lengths;
  private final Column pathKeys;
  private final Column blindedIds;
  private final Column encrypted;
  private final Column statuses = column(Integer.BYTES);

  PathBatch(Backend backend, int capacity, int[] dataLengths) {
    super(capacity, dataLengths.length * PublicKey.LENGTH + encryptedLength(dataLengths));
    this.backend = backend;
    this.dataLengths = dataLengths.clone();
    int hopCount = inRange(dataLengths.length, 1, BlindedPaths.MAX_HOPS, "number of hops");
    for (int length : dataLengths) {
      inRange(length, 0, PathHop.MAX_DATA_LENGTH, "length of data");
    }
    nodes = column(hopCount, PublicKey.LENGTH);
    data = secretColumn(Arrays.stream(dataLengths).sum());
    lengths = column(hopCount, Integer.BYTES);
    pathKeys = column(hopCount * PublicKey.LENGTH);
    blindedIds = column(hopCount * PublicKey.LENGTH);
    encrypted = column(encryptedLength(dataLengths));
  }

  private static int encryptedLength(int[] dataLengths) {
    return Arrays.stream(dataLengths).map(length -> length + BlindedPaths.TAG_LENGTH).sum();
  }

  /**
   * Adds a path.
   *
   * @param sessionKey fresh for every path
   * @param hops the route, introduction node first
   * @throws IllegalStateException if the batch is full
   * @throws IllegalArgumentException if the number of hops, or the length of the data of one, is
   *     not that of this batch
   */
  public void add(SecretKey sessionKey, List<PathHop> hops) {
    int index = next();
    inRange(hops.size(), dataLengths.length, dataLengths.length, "number of hops");
    int at = index * data.width();
    for (int i = 0; i < dataLengths.length; i++) {
      byte[] ofHop = hops.get(i).rawData();
      inRange(ofHop.length, dataLengths[i], dataLengths[i], "length of data");
      nodes.put(index * dataLengths.length + i, hops.get(i).node().raw(), 0);
      lengths.putInt(index * dataLengths.length + i, dataLengths[i]);
      data.putAt(at, ofHop);
      at += ofHop.length;
    }
    sessionKeys.put(index, sessionKey.raw(), 0);
    added();
  }

  /** Creates every path. */
  public void create() {
    compute(
        () ->
            backend.blindedPathCreateBatch(
                pathKeys.buffer(),
                blindedIds.buffer(),
                encrypted.buffer(),
                statuses.buffer(),
                size(),
                sessionKeys.buffer(),
                dataLengths.length,
                nodes.buffer(),
                data.buffer(),
                size() * data.width(),
                lengths.buffer()));
  }

  @Override
  List<BlindedHop> read(int index) {
    Errors.check(statuses.getInt(index));
    return BlindedPaths.split(
        pathKeys.get(index), blindedIds.get(index), encrypted.get(index), dataLengths);
  }
}
