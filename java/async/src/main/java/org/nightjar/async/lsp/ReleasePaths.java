package org.nightjar.async.lsp;

import java.util.List;
import java.util.Optional;
import org.nightjar.PublicKey;
import org.nightjar.async.Environment;
import org.nightjar.async.HtlcId;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.blinded.EncryptedData;

/**
 * Where a recipient releases an HTLC. The context names the HTLC and its peer, and expires with the
 * HTLC, at a height: nothing in it depends on the clock, so the path is the same whenever
 * revoke_and_ack is sent again.
 */
final class ReleasePaths {
  private final Environment environment;

  ReleasePaths(Environment environment) {
    this.environment = environment;
  }

  /**
   * What a release names.
   *
   * @param peer who added the HTLC
   * @param expiry height at which the HTLC expires, and the path with it
   */
  record Release(HtlcId htlc, PublicKey peer, long expiry) {
    boolean isExpired(long height) {
      return height >= expiry;
    }
  }

  BlindedPath create(HtlcId htlc, PublicKey peer, long expiry) {
    byte[] context =
        new WireWriter().u64(expiry).bytes(htlc.encode()).bytes(peer.toBytes()).toBytes();
    return environment.contexts().steadyMessagePath(List.of(), Purpose.HOLD_RELEASE, context);
  }

  /** Nothing if the message did not come over such a path. */
  Optional<Release> read(EncryptedData data) {
    return environment.contexts().open(Purpose.HOLD_RELEASE, data).flatMap(ReleasePaths::decode);
  }

  private static Optional<Release> decode(byte[] context) {
    WireReader reader = new WireReader(context);
    try {
      long expiry = reader.u64();
      HtlcId htlc = HtlcId.decode(reader.bytes(HtlcId.LENGTH));
      Release release = new Release(htlc, reader.point(), expiry);
      reader.expectEnd();
      return Optional.of(release);
    } catch (WireException e) {
      return Optional.empty();
    }
  }
}
