package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.AttributedFailure;
import org.nightjar.Failures;
import org.nightjar.Nightjar;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Preimage;
import org.nightjar.async.payer.Payer;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.async.payer.PayerPolicy;
import org.nightjar.async.store.StoreException;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;

/**
 * Our payer in the place of LDK's: it gets LDK's offer, static invoice and release path, and what
 * it sends has the form of what LDK's payer sent. A case is a message or an HTLC that is compared.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LdkPayerTest {
  private static final Duration LATER = Duration.ofSeconds(60);
  private static final int LARGE_ONION = 32_834;
  private static final long KEYSEND = 5482373484L;
  private static final long INVOICE_REQUEST = 77777;
  private static final long HOLD_TIME = 3;

  private final Vectors vectors = new Vectors("ldk-payer");
  private final Nightjar nightjar = Nightjar.open();

  @ParameterizedTest
  @MethodSource("org.nightjar.testkit.async.LdkFlows#async")
  void pays(String flow) throws IOException, WireException, StoreException {
    try (Vectors.Cases cases = vectors.open(LdkFlows.file(flow))) {
      new Paid(new LdkRun(cases), cases).replay();
    }
  }

  /** One run, with us as the payer. */
  private final class Paid {
    private final LdkRun run;
    private final Vectors.Cases cases;
    private final JsonObject invoice;
    private final RoleNode node;
    private final Payer role;
    private final PaymentId id = PaymentId.of(new byte[PaymentId.LENGTH]);
    private final List<JsonObject> adds;
    private Instant now;
    private TlvRecord request = TlvRecord.of(ContentType.INVOICE_REQUEST, new byte[0]);

    Paid(LdkRun run, Vectors.Cases cases) {
      this.run = run;
      this.cases = cases;
      invoice = run.documents("static_invoice").get(0);
      node = run.node(nightjar, "payer");
      role = new Payer(node.environment, PayerPolicy.defaults());
      adds = run.messages("update_add_htlc", LdkRun.from("payer"));
      now = Instant.ofEpochSecond(invoice.get("invoice_created_at").getAsLong()).plus(LATER);
    }

    void replay() throws WireException, StoreException {
      give(new Event.Started(run.height()));
      boolean hold = adds.get(0).get("hold_htlc").getAsBoolean();
      List<LdkLayer> asked = ask(hold ? PayerMode.HOLD_AT_LSP : PayerMode.ALWAYS_ONLINE);
      TlvRecord content = TlvRecord.of(ContentType.STATIC_INVOICE, Json.hex(invoice, "raw"));
      BlindedPath reply = asked.get(asked.size() - 1).replyPath().orElseThrow();
      assertThat(give(node.arrival(run, reply, content, null))).isEmpty();
      now = now.plus(PayerPolicy.defaults().grace());
      List<Effect> effects = give(new Event.Tick());
      if (!hold) {
        effects = release(effects);
      }
      List<OutgoingHtlc> htlcs =
          RoleNode.only(Effect.OfferHtlc.class, effects).stream()
              .map(Effect.OfferHtlc::htlc)
              .toList();
      List<List<LdkLayer>> onions = checkHtlcs(htlcs);
      if (hold) {
        announce(htlcs);
      }
      if (run.outcome().equals("claim")) {
        fulfil(htlcs, onions);
      } else {
        fail(htlcs, onions);
      }
      assertThat(node.refusals).isEmpty();
    }

    private List<Effect> give(Event event) throws StoreException {
      return node.give(role, event, now);
    }

    private List<LdkLayer> ask(PayerMode mode) throws WireException, StoreException {
      Offer offer = Offer.decode(nightjar, Json.hex(run.documents("offer").get(0), "raw"));
      List<Effect> effects = node.commit(role.pay(id, offer, run.amountMsat(), mode, now));
      List<LdkLayer> layers = List.of();
      assertThat(effects).hasSize(PayerPolicy.defaults().requestCopies());
      JsonObject ldk =
          run.contents("invoice_request").stream()
              .filter(LdkRun.from("payer"))
              .findFirst()
              .orElseThrow();
      for (Effect.SendMessage send : RoleNode.only(Effect.SendMessage.class, effects)) {
        layers = checkMessage(send, ldk);
        request = layers.get(layers.size() - 1).content();
      }
      checkRequest(TlvStream.decode(request.value()));
      return layers;
    }

    /** To whom, of what size, over how many layers of which records, and the path's own data. */
    private List<LdkLayer> checkMessage(Effect.SendMessage send, JsonObject ldk)
        throws WireException {
      // Our reply path's data take twice the room, so our request needs the large onion.
      int length =
          Json.text(ldk, "carries").equals("invoice_request")
              ? LARGE_ONION
              : ldk.get("onion_length").getAsInt();
      List<LdkLayer> layers = LdkOnion.check(run, nightjar, send, ldk, length);
      cases.ran();
      return layers;
    }

    /** All that is not the payer's own choice is what LDK's payer wrote. */
    private void checkRequest(TlvStream ours) {
      List<List<String>> ldk = Json.tlvs(run.documents("invoice_request").get(0), "tlvs");
      assertThat(Json.tlvs(ours).stream().map(tlv -> tlv.get(0)).toList())
          .isEqualTo(ldk.stream().map(tlv -> tlv.get(0)).toList());
      List<String> chosen = List.of("0", "88", "240");
      assertThat(Json.tlvs(ours).stream().filter(tlv -> !chosen.contains(tlv.get(0))).toList())
          .isEqualTo(ldk.stream().filter(tlv -> !chosen.contains(tlv.get(0))).toList());
    }

    /** Mode A: the payer itself is asked to go on. */
    private List<Effect> release(List<Effect> effects) throws WireException, StoreException {
      JsonObject ldk = run.contents("held_htlc_available").get(0);
      List<Effect.SendMessage> sent = RoleNode.only(Effect.SendMessage.class, effects);
      assertThat(sent).hasSameSizeAs(run.contents("held_htlc_available")).hasSameSizeAs(effects);
      BlindedPath reply = null;
      for (Effect.SendMessage send : sent) {
        List<LdkLayer> layers = checkMessage(send, ldk);
        LdkLayer last = layers.get(layers.size() - 1);
        assertThat(last.content().value()).isEqualTo(Json.hex(LdkRun.last(ldk), "content"));
        reply = last.replyPath().orElseThrow();
      }
      TlvRecord content = LdkOnion.content(run.contents("release_held_htlc").get(0));
      return give(node.arrival(run, reply, content, null));
    }

    private List<List<LdkLayer>> checkHtlcs(List<OutgoingHtlc> htlcs) throws WireException {
      assertThat(htlcs).hasSameSizeAs(adds);
      assertThat(htlcs.stream().mapToLong(OutgoingHtlc::amountMsat).sum())
          .isEqualTo(adds.stream().mapToLong(add -> add.get("amount_msat").getAsLong()).sum());
      List<List<LdkLayer>> onions = new ArrayList<>();
      for (OutgoingHtlc htlc : htlcs) {
        String to = run.name(node.environment.routes().peer(htlc.channel()).orElseThrow());
        JsonObject add = adds.stream().filter(LdkRun.to(to)).findFirst().orElseThrow();
        assertThat(htlc.hold()).isEqualTo(add.get("hold_htlc").getAsBoolean());
        assertThat(htlc.pathKey()).isEmpty();
        assertThat(htlc.onion().length()).isEqualTo(Json.hex(add, "onion").length);
        List<LdkLayer> layers = LdkLayer.of(run, nightjar, run.id(to), htlc);
        checkOnion(htlc, layers, add);
        onions.add(layers);
        cases.ran();
      }
      return onions;
    }

    /** The payloads as LDK's nodes peeled them; blocks count from the recipient, who gets more. */
    private void checkOnion(OutgoingHtlc htlc, List<LdkLayer> layers, JsonObject add) {
      List<JsonObject> ldk = ldkLayers(add);
      assertThat(LdkLayer.allTypes(layers)).isEqualTo(ldk.stream().map(LdkLayer::types).toList());
      LdkLayer last = layers.get(layers.size() - 1);
      long blocks = number(last.value(4)) - number(value(ldk.get(ldk.size() - 1), 4));
      assertThat(htlc.cltvExpiry() - blocks).isEqualTo(add.get("cltv_expiry").getAsLong());
      for (int i = 0; i < layers.size(); i++) {
        for (TlvRecord record : layers.get(i).payload().records()) {
          byte[] theirs = value(ldk.get(i), record.type());
          if (record.type() == 4) {
            assertThat(number(record.value()) - blocks).isEqualTo(number(theirs));
          } else if (adds.size() == 1 && !isChosen(record.type())) {
            assertThat(record.value()).isEqualTo(theirs);
          }
        }
      }
      assertThat(last.value(INVOICE_REQUEST)).isEqualTo(request.value());
      assertThat(nightjar.primitives().sha256(last.value(KEYSEND)))
          .isEqualTo(htlc.paymentHash().toBytes());
      assertThat(number(last.value(18))).isEqualTo(run.amountMsat());
    }

    private boolean isChosen(long type) {
      return type == INVOICE_REQUEST || type == KEYSEND;
    }

    /** Every layer of LDK's onion, from node to node. */
    private List<JsonObject> ldkLayers(JsonObject first) {
      List<JsonObject> layers = new ArrayList<>(Json.objects(first, "opened"));
      Optional<JsonObject> add = Optional.of(first);
      while (add.isPresent()) {
        String at = Json.text(add.get(), "to");
        add = run.messages("update_add_htlc", LdkRun.from(at)).stream().findFirst();
        add.ifPresent(next -> layers.addAll(Json.objects(next, "opened")));
      }
      return layers;
    }

    private static byte[] value(JsonObject layer, long type) {
      return Json.tlvs(layer, "payload_tlvs").stream()
          .filter(tlv -> tlv.get(0).equals(Long.toString(type)))
          .map(tlv -> Hex.bytes(tlv.get(1)))
          .findFirst()
          .orElseThrow();
    }

    private static long number(byte[] truncated) {
      return new BigInteger(1, truncated).longValueExact();
    }

    /**
     * Over every message path of LDK's invoice, for every HTLC, with the path that LDK's LSP gave.
     */
    private void announce(List<OutgoingHtlc> htlcs) throws WireException, StoreException {
      List<Effect> effects = new ArrayList<>();
      List<BlindedPath> paths = new ArrayList<>();
      for (OutgoingHtlc htlc : htlcs) {
        String to = run.name(node.environment.routes().peer(htlc.channel()).orElseThrow());
        JsonObject add = adds.stream().filter(LdkRun.to(to)).findFirst().orElseThrow();
        BlindedPath path = releasePath(to);
        paths.add(path);
        effects.addAll(
            give(new Event.ReleasePathReceived(htlc.attempt(), LdkRun.htlcId(add), path)));
      }
      List<JsonObject> ldk = run.contents("held_htlc_available");
      List<Effect.SendMessage> sent = RoleNode.only(Effect.SendMessage.class, effects);
      assertThat(sent).hasSameSizeAs(ldk);
      List<BlindedPath> replies = new ArrayList<>();
      for (Effect.SendMessage send : sent) {
        LdkLayer last = last(checkMessage(send, ldk.get(0)));
        assertThat(last.content().value()).isEqualTo(Json.hex(LdkRun.last(ldk.get(0)), "content"));
        replies.add(last.replyPath().orElseThrow());
      }
      int copies = sent.size() / paths.size();
      for (BlindedPath path : paths) {
        assertThat(replies).filteredOn(path::equals).hasSize(copies);
      }
      assertThat(RoleNode.only(Effect.SendPeerMessage.class, effects))
          .allMatch(message -> message.type() % 2 == 1);
    }

    private static LdkLayer last(List<LdkLayer> layers) {
      return layers.get(layers.size() - 1);
    }

    private BlindedPath releasePath(String lsp) throws WireException {
      JsonObject message =
          run.messages(
                  "revoke_and_ack",
                  LdkRun.from(lsp).and(raa -> raa.has("release_htlc_message_paths")))
              .get(0);
      JsonObject entry = Json.objects(message, "release_htlc_message_paths").get(0);
      return BlindedPath.decode(Json.hex(entry, "path_raw"));
    }

    /** The layers that attribute: those of other nodes, and the last. */
    private static List<LdkLayer> attributing(List<LdkLayer> layers) {
      List<LdkLayer> hops = new ArrayList<>();
      for (LdkLayer layer : layers) {
        if (!layer.node().equals("recipient")) {
          hops.add(layer);
        }
      }
      hops.add(last(layers));
      return hops;
    }

    private void fulfil(List<OutgoingHtlc> htlcs, List<List<LdkLayer>> onions)
        throws StoreException {
      Failures failures = nightjar.failures();
      List<Effect> effects = new ArrayList<>();
      for (int i = 0; i < htlcs.size(); i++) {
        List<LdkLayer> hops = attributing(onions.get(i));
        var attribution = failures.wrapFulfilment(null, last(hops).secret(), 0);
        for (int hop = hops.size() - 2; hop >= 0; hop--) {
          attribution = failures.wrapFulfilment(attribution, hops.get(hop).secret(), HOLD_TIME);
        }
        Preimage preimage = Preimage.of(last(hops).value(KEYSEND));
        effects.addAll(
            give(
                new Event.HtlcFulfilled(
                    htlcs.get(i).attempt(), preimage, Optional.of(attribution))));
      }
      assertThat(RoleNode.only(Effect.Notify.class, effects))
          .extracting(Effect.Notify::notice)
          .hasAtLeastOneElementOfType(Notice.PaymentSucceeded.class);
      assertThat(RoleNode.only(Effect.ForgetOutcome.class, effects)).hasSameSizeAs(htlcs);
      cases.ran();
    }

    /** As LDK's introduction node fails what the recipient refused: it starts, the others wrap. */
    private void fail(List<OutgoingHtlc> htlcs, List<List<LdkLayer>> onions)
        throws WireException, StoreException {
      JsonObject ldk =
          run.messages("update_fail_htlc", LdkRun.to("payer")).stream().findFirst().orElseThrow();
      Failures failures = nightjar.failures();
      List<LdkLayer> hops = attributing(onions.get(0));
      int erring = hops.size() - 2;
      byte[] message = Hex.bytes("c018" + "00".repeat(32));
      AttributedFailure failure = failures.createAttributed(hops.get(erring).secret(), message, 0);
      for (int hop = erring - 1; hop >= 0; hop--) {
        failure =
            failures.wrapAttributed(
                failure.packet(), failure.attribution(), hops.get(hop).secret(), HOLD_TIME);
      }
      assertThat(failure.packet().length()).isEqualTo(Json.hex(ldk, "reason").length);
      HtlcFailure encrypted =
          new HtlcFailure.Encrypted(failure.packet(), Optional.of(failure.attribution()));
      List<Effect> effects = give(new Event.HtlcFailed(htlcs.get(0).attempt(), encrypted));
      assertThat(RoleNode.only(Effect.ForgetOutcome.class, effects)).hasSize(1);
      cases.ran();
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }
}
