package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.util.List;
import org.nightjar.Nightjar;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.testkit.Hex;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.Field;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.PayerKeys;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.OnionMessagePayload;

/** What LDK's nodes say in onion messages, where they end, beside what roles of ours say. */
final class LdkOnion {
  private static final long REPLY_PATH = 2;

  private LdkOnion() {}

  static TlvRecord content(JsonObject message) {
    JsonObject last = LdkRun.last(message);
    return TlvRecord.of(last.get("content_type").getAsLong(), Json.hex(last, "content"));
  }

  static BlindedPath replyPath(JsonObject message) throws WireException {
    byte[] payload = Json.hex(LdkRun.last(message), "payload");
    return OnionMessagePayload.decode(payload).replyPath().orElseThrow();
  }

  /**
   * Checks that a message of ours goes where LDK's went, in an onion of this size, and says things
   * of the same types at its end.
   *
   * @return its layers
   */
  static List<LdkLayer> check(
      LdkRun run, Nightjar nightjar, Effect.SendMessage send, JsonObject ldk, int length)
      throws WireException {
    assertThat(send.message().packet().length()).isEqualTo(length);
    return check(run, nightjar, send, ldk);
  }

  private static List<LdkLayer> check(
      LdkRun run, Nightjar nightjar, Effect.SendMessage send, JsonObject ldk) throws WireException {
    List<LdkLayer> layers = LdkLayer.of(run, nightjar, send);
    LdkLayer ours = layers.get(layers.size() - 1);
    assertThat(ours.types()).isEqualTo(types(LdkRun.last(ldk)));
    assertThat(ours.node()).isEqualTo(Json.text(ldk, "to"));
    return layers;
  }

  /** LDK's ordinary invoice has a reply path, for an invoice_error; ours has none. */
  private static List<Long> types(JsonObject last) {
    boolean isInvoice = last.get("content_type").getAsLong() == ContentType.INVOICE;
    return LdkLayer.types(last).stream().filter(type -> !isInvoice || type != REPLY_PATH).toList();
  }

  /**
   * As {@link #check(LdkRun, Nightjar, Effect.SendMessage, JsonObject, int)}, over a path of LDK's:
   * in an onion of the same size and with as many layers for the last node. If the path begins at
   * the sender, ours has a layer for that more, for its own forwarder, and may be larger.
   *
   * @return the last layer
   */
  static LdkLayer checkOverSamePath(
      LdkRun run, RoleNode node, Effect.SendMessage send, JsonObject ldk) throws WireException {
    Nightjar nightjar = node.environment.nightjar();
    List<LdkLayer> layers =
        send.to().equals(node.environment.nodeId())
            ? check(run, nightjar, send, ldk)
            : check(run, nightjar, send, ldk, ldk.get("onion_length").getAsInt());
    LdkLayer last = layers.get(layers.size() - 1);
    assertThat(layers.stream().filter(layer -> layer.node().equals(last.node())))
        .hasSameSizeAs(Json.objects(ldk, "opened"));
    return last;
  }

  /** LDK's invoice request, for an offer of ours: with keys of its own, since its payer's are. */
  static InvoiceRequest request(LdkRun run, Nightjar nightjar, Offer offer) {
    try (SecretKey localKey = SecretKey.of(Hex.repeat(0x51, SecretKey.LENGTH))) {
      InvoiceRequest.Builder request =
          InvoiceRequest.forOffer(offer)
              .set(Field.INVREQ_CHAIN, ChainHash.TESTNET)
              .set(Field.INVREQ_AMOUNT, run.amountMsat());
      return new PayerKeys(nightjar, localKey).sign(request, new SecureRandom());
    }
  }
}
