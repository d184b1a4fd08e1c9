package org.nightjar;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.PeeledLayout;

/** What came out of peeling an onion packet (BOLT 4 "Onion Decryption"). Immutable. */
public sealed interface Peeled {

  /** A payload for this node. */
  sealed interface Accepted extends Peeled {
    /** This node's TLV stream, without length in front; a copy. */
    byte[] payload();

    /** The secret shared with the sender, to encrypt a failure with. */
    SharedSecret sharedSecret();

    /**
     * The packet as the next node would get it. Its HMAC is all zero when this node is the last.
     */
    OnionPacket nextPacket();

    /** What belongs to the blinded path; nothing if the packet came without a path key. */
    Optional<PathStep> path();
  }

  /** There is a next node. */
  final class Forward extends Layer implements Accepted {
    Forward(Primitives primitives, byte[] layout, int onionLength) {
      super(primitives, layout, onionLength);
    }
  }

  /** This node is the last. */
  final class Final extends Layer implements Accepted {
    Final(Primitives primitives, byte[] layout, int onionLength) {
      super(primitives, layout, onionLength);
    }
  }

  /**
   * The packet is refused: normal in production, since a peer may send anything.
   *
   * @param reason what was wrong
   * @param failureCode what to answer, BOLT 4 "Failure Messages"; {@code invalid_onion_blinding}
   *     whatever the reason if a path key came with the onion
   * @param sharedSecret known for {@link RejectReason#ONION_PAYLOAD} only
   */
  record Rejected(RejectReason reason, int failureCode, @Nullable SharedSecret sharedSecret)
      implements Peeled {}

  /** What {@link Forward} and {@link Final} share: views of one array. */
  abstract sealed class Layer permits Forward, Final {
    private final Primitives primitives;
    private final byte[] layout;
    private final int onionLength;

    private Layer(Primitives primitives, byte[] layout, int onionLength) {
      this.primitives = primitives;
      this.layout = layout;
      this.onionLength = onionLength;
    }

    public byte[] payload() {
      int from = PeeledLayout.payload(onionLength);
      return Arrays.copyOfRange(
          layout, from, from + Bytes.readInt(layout, PeeledLayout.PAYLOAD_LENGTH));
    }

    public SharedSecret sharedSecret() {
      return sharedSecret(layout);
    }

    public OnionPacket nextPacket() {
      return OnionPacket.view(layout, PeeledLayout.NEXT, onionLength);
    }

    public Optional<PathStep> path() {
      if (layout[PeeledLayout.NEXT_PATH_KEY] == 0) {
        return Optional.empty();
      }
      byte[] dataKey =
          Arrays.copyOfRange(layout, PeeledLayout.DATA_KEY, PeeledLayout.NEXT_PATH_KEY);
      byte[] nextPathKey =
          Arrays.copyOfRange(layout, PeeledLayout.NEXT_PATH_KEY, PeeledLayout.NEXT);
      return Optional.of(new PathStep(primitives, dataKey, PublicKey.of(nextPathKey)));
    }

    static SharedSecret sharedSecret(byte[] layout) {
      return SharedSecret.of(
          Arrays.copyOfRange(layout, PeeledLayout.SHARED_SECRET, PeeledLayout.DATA_KEY));
    }

    /** The sizes; the payload may hold a preimage. */
    @Override
    public String toString() {
      return "Peeled."
          + getClass().getSimpleName()
          + "["
          + Bytes.readInt(layout, PeeledLayout.PAYLOAD_LENGTH)
          + " bytes of payload]";
    }
  }
}
