package org.nightjar.cli.pipe;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.nightjar.AttributedFailure;
import org.nightjar.AttributionData;
import org.nightjar.DecryptedFailure;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.HoldTimes;
import org.nightjar.Nightjar;
import org.nightjar.SharedSecret;

/** Failures on their way back, and attribution data of failures and fulfilments. */
final class FailureCommands {
  /** What message and padding of a failure have together, besides the rest of the packet. */
  private static final int USUAL_LENGTH = 256;

  private final Failures failures;

  FailureCommands(Nightjar nightjar) {
    failures = nightjar.failures();
  }

  Map<String, Pipe.Command> commands() {
    return Map.of(
        "fail_create", this::failCreate,
        "fail_wrap", this::failWrap,
        "fail_decrypt", this::failDecrypt,
        "attr_create", request -> attribute(request, null),
        "attr_wrap", request -> attribute(request, attribution(request)),
        "attr_decrypt", this::attrDecrypt,
        "success_create", request -> fulfil(request, null),
        "success_wrap", request -> fulfil(request, attribution(request)),
        "success_decrypt", this::successDecrypt);
  }

  private Answer failCreate(Request request) throws BadRequestException {
    byte[] message = request.bytes("failure");
    int length = request.number("length", Math.max(USUAL_LENGTH, message.length));
    return packet(failures.create(sharedSecret(request), message, FailurePacket.OVERHEAD + length));
  }

  private Answer failWrap(Request request) throws BadRequestException {
    return packet(failures.wrap(packet(request), sharedSecret(request)));
  }

  private static Answer packet(FailurePacket packet) {
    return Answer.ok().with("packet", packet.toBytes());
  }

  private Answer failDecrypt(Request request) throws BadRequestException {
    Route route = Route.read(request);
    return origin(failures.decrypt(packet(request), route.sharedSecrets), route);
  }

  private static Answer origin(Optional<FailureOrigin> origin, Route route) {
    if (origin.isEmpty()) {
      return Answer.rejected("no_hop_made_this_packet");
    }
    int hop = origin.get().hop();
    return Answer.ok()
        .with("origin", route.hops.get(hop))
        .with("index", hop)
        .with("failure", origin.get().message());
  }

  /**
   * A node's layer. Around a plain packet, and without downstream data, it is that of the erring
   * node.
   */
  private Answer attribute(Request request, @Nullable AttributionData downstream)
      throws BadRequestException {
    AttributedFailure wrapped =
        failures.wrapAttributed(
            packet(request), downstream, sharedSecret(request), request.u32("hold_time"));
    return packet(wrapped.packet()).with("attribution", wrapped.attribution().toBytes());
  }

  private Answer attrDecrypt(Request request) throws BadRequestException {
    Route route = Route.read(request);
    FailurePacket packet = packet(request);
    request.bytes("attribution");
    @Nullable AttributionData attribution = attribution(request);
    if (attribution == null) {
      Optional<FailureOrigin> origin = failures.decrypt(packet, route.sharedSecrets);
      return holdTimes(origin(origin, route), noneReadable());
    }
    DecryptedFailure failure = failures.decryptAttributed(packet, attribution, route.sharedSecrets);
    return holdTimes(origin(failure.origin(), route), failure.holdTimes());
  }

  private Answer fulfil(Request request, @Nullable AttributionData downstream)
      throws BadRequestException {
    AttributionData attribution =
        failures.wrapFulfilment(downstream, sharedSecret(request), request.u32("hold_time"));
    return Answer.ok().with("attribution", attribution.toBytes());
  }

  private Answer successDecrypt(Request request) throws BadRequestException {
    Route route = Route.read(request);
    request.bytes("attribution");
    @Nullable AttributionData attribution = attribution(request);
    return holdTimes(
        Answer.ok(),
        attribution == null
            ? noneReadable()
            : failures.decryptFulfilment(attribution, route.sharedSecrets));
  }

  private static Answer holdTimes(Answer answer, HoldTimes holdTimes) {
    JsonArray units = new JsonArray();
    holdTimes.units().forEach(units::add);
    OptionalInt blame = holdTimes.blame();
    JsonElement hop = blame.isPresent() ? new JsonPrimitive(blame.getAsInt()) : JsonNull.INSTANCE;
    return answer.with("hold_times", units).with("blame", hop);
  }

  private static HoldTimes noneReadable() {
    return new HoldTimes(List.of(), OptionalInt.of(0));
  }

  private static FailurePacket packet(Request request) throws BadRequestException {
    return FailurePacket.of(request.bytes("packet"));
  }

  /** What came from the next node; null if nothing, or if no attribution data have its length. */
  private static @Nullable AttributionData attribution(Request request) throws BadRequestException {
    byte @Nullable [] bytes = request.optionalBytes("attribution");
    return bytes == null || bytes.length != AttributionData.LENGTH
        ? null
        : AttributionData.of(bytes);
  }

  private static SharedSecret sharedSecret(Request request) throws BadRequestException {
    return SharedSecret.of(request.bytes("shared_secret", SharedSecret.LENGTH));
  }

  /** The sender's view of the hops. */
  private record Route(List<SharedSecret> sharedSecrets, List<byte[]> hops) {
    static Route read(Request request) throws BadRequestException {
      List<byte[]> secrets = request.byteStrings("shared_secrets");
      List<byte[]> hops = request.byteStrings("hops");
      if (secrets.size() != hops.size()) {
        throw BadRequestException.of(
            hops.size() + " hops but " + secrets.size() + " shared_secrets: each hop has one");
      }
      return new Route(secrets.stream().map(SharedSecret::of).toList(), hops);
    }
  }
}
