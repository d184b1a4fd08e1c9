package org.nightjar.sim.channel;

import java.util.List;
import java.util.Optional;
import org.nightjar.AttributionData;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.async.HtlcFailure;
import org.nightjar.wire.BlindedPath;

/** What the ends of a channel say to each other (BOLT 2). */
public sealed interface ChannelMessage {
  /**
   * {@code update_add_htlc}, or its counterpart for PTLCs.
   *
   * @param presignature of the claim, with a PTLC
   */
  record UpdateAddHtlc(
      long id,
      long amountMsat,
      Lock lock,
      long cltvExpiry,
      OnionPacket onion,
      Optional<PublicKey> pathKey,
      boolean hold,
      Optional<Presignature> presignature)
      implements ChannelMessage {}

  /** {@code update_fulfill_htlc}, or its counterpart for PTLCs. */
  record UpdateFulfillHtlc(long id, Secret secret, Optional<AttributionData> attribution)
      implements ChannelMessage {}

  /**
   * {@code update_fail_htlc} or {@code update_fail_malformed_htlc}, or their counterparts for
   * PTLCs.
   *
   * @param ptlc whether a PTLC fails
   */
  record UpdateFailHtlc(long id, HtlcFailure failure, boolean ptlc) implements ChannelMessage {}

  /**
   * {@code commitment_signed}.
   *
   * @param htlcs how many signatures of HTLCs are in it
   */
  record CommitmentSigned(int htlcs) implements ChannelMessage {}

  /** {@code revoke_and_ack}, with a path for each HTLC that it acknowledges and holds. */
  record RevokeAndAck(List<Release> releases) implements ChannelMessage {
    /** Takes a copy. */
    public RevokeAndAck {
      releases = List.copyOf(releases);
    }
  }

  /** Where to release an HTLC. */
  record Release(long id, BlindedPath path) {}

  /**
   * {@code channel_reestablish}.
   *
   * @param commitmentsReceived one less than its next_commitment_number
   * @param revocationsReceived its next_revocation_number
   */
  record ChannelReestablish(long commitmentsReceived, long revocationsReceived)
      implements ChannelMessage {}
}
