package org.nightjar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads failures and hold times of the hops from 1 to a last one ({@link
 * ErrorCapability.Level#ALL_HOPS}). The number of layers that it takes off does not depend on which
 * hop failed.
 */
public final class AllHopsReader implements ErrorReader {
  /** What a hop's keys are for, in their order. */
  static final List<KeyType> KEYS = List.of(KeyType.AMMAG, KeyType.UM, KeyType.AMMAGEXT);

  private static final int KEY_LENGTH = 32;

  private final Primitives primitives;
  private final byte[] keys;
  private final int hops;

  /**
   * @param keys three for every hop, hop 1 first
   */
  AllHopsReader(Primitives primitives, byte[] keys) {
    this.primitives = primitives;
    this.keys = keys;
    this.hops = keys.length / (KEYS.size() * KEY_LENGTH);
  }

  private byte[] key(KeyType type, int index) {
    int from = (index * KEYS.size() + KEYS.indexOf(type)) * KEY_LENGTH;
    return Arrays.copyOfRange(keys, from, from + KEY_LENGTH);
  }

  @Override
  public Optional<FailureOrigin> read(FailurePacket packet) {
    Optional<FailureOrigin> origin = Optional.empty();
    byte[] layers = packet.raw();
    for (int i = 0; i < hops; i++) {
      layers = PlainFailure.cipher(primitives, key(KeyType.AMMAG, i), layers);
      Optional<byte[]> message = PlainFailure.message(primitives, key(KeyType.UM, i), layers);
      if (origin.isEmpty() && message.isPresent()) {
        origin = Optional.of(new FailureOrigin(i + 1, message.get()));
      }
    }
    return origin;
  }

  /**
   * Finds which hop failed, what it said, and how long every hop held the HTLC.
   *
   * @param packet what the next hop sent
   * @param attribution what came with it
   * @return hops are counted as in the payer's onion, but the first hold time is that of hop 1
   */
  public DecryptedFailure read(FailurePacket packet, AttributionData attribution) {
    List<Long> units = new ArrayList<>();
    byte[] layers = packet.raw();
    byte[] data = attribution.raw();
    for (int i = 0; i < hops && units.size() == i; i++) {
      layers = PlainFailure.cipher(primitives, key(KeyType.AMMAG, i), layers);
      data = PlainFailure.cipher(primitives, key(KeyType.AMMAGEXT, i), data);
      AttributionTable table = new AttributionTable(data);
      if (table.verifies(primitives, key(KeyType.UM, i), layers, hops - 1 - i)) {
        units.add(table.holdTime());
        data = table.withoutFirstHop();
      }
    }
    return DecryptedFailure.of(read(packet), units, 1, hops);
  }

  @Override
  public String toString() {
    return "AllHopsReader[hops 1 to " + hops + "]";
  }
}
