package org.nightjar;

import java.util.Optional;

/**
 * Reads failures that one hop made ({@link ErrorCapability.Level#REMOTE_HOP}); those of any other
 * hop stay noise.
 */
public final class RemoteHopReader implements ErrorReader {
  private final Primitives primitives;
  private final int hop;
  private final byte[] stream;
  private final byte[] um;

  /**
   * @param stream of all hops up to this one together
   * @param um of this hop
   */
  RemoteHopReader(Primitives primitives, int hop, byte[] stream, byte[] um) {
    this.primitives = primitives;
    this.hop = hop;
    this.stream = stream;
    this.um = um;
  }

  @Override
  public Optional<FailureOrigin> read(FailurePacket packet) {
    byte[] plain = packet.toBytes();
    if (plain.length > stream.length) {
      return Optional.empty();
    }
    for (int i = 0; i < plain.length; i++) {
      plain[i] ^= stream[i];
    }
    return PlainFailure.message(primitives, um, plain)
        .map(message -> new FailureOrigin(hop, message));
  }

  @Override
  public String toString() {
    return "RemoteHopReader[hop " + hop + "]";
  }
}
