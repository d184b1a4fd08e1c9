package org.nightjar.cli.pipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nightjar.BlindedHop;
import org.nightjar.BlindedPaths;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.RejectReason;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;
import org.nightjar.cli.BlindedPathJson;
import org.nightjar.cli.FailureCodes;
import org.nightjar.wire.BlindedPath;

/** Blinded paths: create, and open as one of their nodes. */
final class PathCommands {
  private final Nightjar nightjar;
  private final BlindedPaths paths;

  PathCommands(Nightjar nightjar) {
    this.nightjar = nightjar;
    paths = nightjar.blindedPaths();
  }

  Map<String, Pipe.Command> commands() {
    return Map.of(
        "blind_create", this::create,
        "blind_key", this::blindedKey,
        "blind_decrypt", this::decrypt);
  }

  private Answer create(Request request) throws BadRequestException {
    List<byte[]> nodes = request.byteStrings("nodes");
    List<byte[]> payloads = request.byteStrings("payloads");
    if (nodes.size() != payloads.size()) {
      throw BadRequestException.of(
          nodes.size() + " nodes but " + payloads.size() + " payloads: each node needs one");
    }
    List<PathHop> hops = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      hops.add(PathHop.of(PublicKey.of(nodes.get(i)), payloads.get(i)));
    }
    try (SecretKey sessionKey = PrimitiveCommands.secretKey(request, "session_key")) {
      List<BlindedHop> blinded = paths.create(sessionKey, hops);
      BlindedPath path = BlindedPath.of(hops.get(0).node(), blinded);
      return Answer.ok()
          .with("path", BlindedPathJson.of(path))
          .with("last_path_key", blinded.get(blinded.size() - 1).pathKey().toBytes());
    }
  }

  private Answer blindedKey(Request request) throws BadRequestException {
    @Nullable PublicKey pathKey = request.peerKey("path_key");
    try (NodeKey key = nodeKey(request)) {
      Optional<SecretKey> blinded =
          pathKey == null ? Optional.empty() : paths.blindedKey(key, pathKey);
      return blinded
          .map(secret -> Answer.ok().with("blinded_privkey", secret.exposeSecretBytes()))
          .orElseGet(PathCommands::rejected);
    }
  }

  private Answer decrypt(Request request) throws BadRequestException {
    byte[] ciphertext = request.bytes("ciphertext");
    @Nullable PublicKey pathKey = request.peerKey("path_key");
    try (NodeKey key = nodeKey(request)) {
      Optional<UnblindedData> unblinded =
          pathKey == null ? Optional.empty() : paths.unblind(key, pathKey, ciphertext);
      return unblinded
          .map(
              data ->
                  Answer.ok()
                      .with("plaintext", data.data())
                      .with("next_path_key", data.nextPathKey().toBytes()))
          .orElseGet(PathCommands::rejected);
    }
  }

  private NodeKey nodeKey(Request request) throws BadRequestException {
    try (SecretKey secret = PrimitiveCommands.secretKey(request, "node_key")) {
      return nightjar.nodeKey(secret);
    }
  }

  private static Answer rejected() {
    return Answer.rejected(FailureCodes.reasonName(RejectReason.PATH_KEY))
        .with("failure_code", FailureCodes.INVALID_ONION_BLINDING);
  }
}
