package org.nightjar.cli.pipe;

import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.RejectReason;
import org.nightjar.SecretKey;
import org.nightjar.cli.FailureCodes;

/**
 * The fields of {@code peel}. The node key is our own and must be right; onion and path key came
 * from a peer and may be anything.
 */
record PeelRequest(
    SecretKey nodeKey,
    OnionPacket packet,
    byte[] assoc,
    @Nullable PublicKey pathKey,
    boolean pathKeyMalformed)
    implements AutoCloseable {

  static PeelRequest read(Request request) throws BadRequestException {
    OnionPacket packet = OnionPacket.of(request.bytes("onion"));
    byte[] assoc = request.bytes("assoc");
    boolean onPath = request.has("path_key");
    @Nullable PublicKey pathKey = onPath ? request.peerKey("path_key") : null;
    return new PeelRequest(
        PrimitiveCommands.secretKey(request, "node_key"),
        packet,
        assoc,
        pathKey,
        onPath && pathKey == null);
  }

  /** Peels by a single call. */
  Answer answer(Nightjar nightjar, NodeKey key) {
    return pathKeyMalformed
        ? refusedPathKey()
        : OnionCommands.answer(nightjar.peel(key, packet, assoc, pathKey));
  }

  /** As if the path key had the right form and were no point. */
  static Answer refusedPathKey() {
    return Answer.rejected(FailureCodes.reasonName(RejectReason.PATH_KEY))
        .with("failure_code", FailureCodes.INVALID_ONION_BLINDING);
  }

  @Override
  public void close() {
    nodeKey.close();
  }
}
