package org.nightjar;

import java.util.Arrays;
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
  }

  /** There is a next node. */
  final class Forward extends Layer implements Accepted {
    Forward(byte[] layout, int onionLength) {
      super(layout, onionLength);
    }
  }

  /** This node is the last. */
  final class Final extends Layer implements Accepted {
    Final(byte[] layout, int onionLength) {
      super(layout, onionLength);
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
    private final byte[] layout;
    private final int onionLength;

    private Layer(byte[] layout, int onionLength) {
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

    static SharedSecret sharedSecret(byte[] layout) {
      return SharedSecret.of(
          Arrays.copyOfRange(layout, PeeledLayout.SHARED_SECRET, PeeledLayout.NEXT));
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
