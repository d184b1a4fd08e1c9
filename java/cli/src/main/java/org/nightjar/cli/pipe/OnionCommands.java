package org.nightjar.cli.pipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.cli.FailureCodes;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;

/** Payment onions and onion messages: build, peel, peel many. */
final class OnionCommands {
  private final Nightjar nightjar;

  OnionCommands(Nightjar nightjar) {
    this.nightjar = nightjar;
  }

  Map<String, Pipe.Command> commands() {
    return Map.of(
        "build", this::build,
        "peel", this::peel,
        "peel_batch", new PeelBatches(nightjar)::peelBatch);
  }

  private Answer build(Request request) throws BadRequestException {
    List<byte[]> nodes = request.byteStrings("hops");
    List<byte[]> payloads = request.byteStrings("payloads");
    if (nodes.size() != payloads.size()) {
      throw BadRequestException.of(
          nodes.size() + " hops but " + payloads.size() + " payloads: each hop needs one");
    }
    List<Hop> hops = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      hops.add(Hop.of(PublicKey.of(nodes.get(i)), withoutLength(payloads.get(i), i)));
    }
    byte[] assoc = request.bytes("assoc");
    int size = request.number("size", OnionPacket.PAYMENT_PAYLOADS_LENGTH);
    try (SecretKey sessionKey = PrimitiveCommands.secretKey(request, "session_key")) {
      BuiltOnion built = nightjar.buildOnion(sessionKey, hops, assoc, size);
      return Answer.ok()
          .with("onion", built.packet().toBytes())
          .with(
              "shared_secrets",
              built.sharedSecrets().stream().map(SharedSecret::exposeSecretBytes).toList());
    }
  }

  private static byte[] withoutLength(byte[] payload, int index) throws BadRequestException {
    WireReader reader = new WireReader(payload);
    try {
      byte[] stream = reader.bytes(reader.bigSize());
      reader.expectEnd();
      return stream;
    } catch (WireException e) {
      throw BadRequestException.of(
          "payloads[" + index + "] is not a BigSize length and that many bytes: " + e.getMessage());
    }
  }

  private Answer peel(Request request) throws BadRequestException {
    try (PeelRequest peel = PeelRequest.read(request);
        NodeKey key = nightjar.nodeKey(peel.nodeKey())) {
      return peel.answer(nightjar, key);
    }
  }

  /** What {@code peel} answers. */
  static Answer answer(Peeled peeled) {
    if (peeled instanceof Peeled.Rejected rejected) {
      return Answer.rejected(FailureCodes.reasonName(rejected.reason()))
          .with("failure_code", rejected.failureCode());
    }
    Peeled.Accepted accepted = (Peeled.Accepted) peeled;
    byte[] payload = accepted.payload();
    return Answer.ok()
        .with("payload", new WireWriter().bigSize(payload.length).bytes(payload).toBytes())
        .with("shared_secret", accepted.sharedSecret().exposeSecretBytes())
        .with("is_last", accepted instanceof Peeled.Final)
        .with("next_onion", accepted.nextPacket().toBytes());
  }
}
