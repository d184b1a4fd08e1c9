package org.nightjar.async;

import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;

/** Why an HTLC failed, as a channel carries it. */
public sealed interface HtlcFailure {
  /** BOLT 2 {@code update_fail_htlc}: for the payer's eyes. */
  record Encrypted(FailurePacket packet, Optional<AttributionData> attribution)
      implements HtlcFailure {}

  /**
   * BOLT 2 {@code update_fail_malformed_htlc}: the peer could not, or in a blinded path would not,
   * encrypt it.
   *
   * @param code with the BADONION bit
   * @param sha256OfOnion 32 bytes; zeros in a blinded path
   */
  record Malformed(int code, byte[] sha256OfOnion) implements HtlcFailure {}

  /**
   * Nobody behind this node failed it: the HTLC never left this node, or its channel is closed and
   * the chain gave it back.
   */
  record Local(Cause cause) implements HtlcFailure {}

  /** Why it was not added, or came back. */
  enum Cause {
    /** No channel has that short channel id. */
    UNKNOWN_CHANNEL,
    /** The peer is not there, or the channel is not usable. */
    PEER_UNUSABLE,
    /** Amount or number of HTLCs is more than the channel has room for. */
    NO_CAPACITY,
    /** The peer does not offer to hold. */
    NO_HOLD_FEATURE,
    /** It was withdrawn, and had not been added. */
    TOO_LATE,
    /** The channel was closed: the HTLC was not in the last commitment, or timed out on chain. */
    CHANNEL_CLOSED
  }
}
