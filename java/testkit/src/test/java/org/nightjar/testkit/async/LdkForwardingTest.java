package org.nightjar.testkit.async;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.FailurePacket;
import org.nightjar.HoldTimes;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Notice;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.Preimage;
import org.nightjar.async.lsp.ForwardingNode;
import org.nightjar.async.lsp.HoldPolicy;
import org.nightjar.async.mailbox.MailboxPolicy;
import org.nightjar.async.mailbox.MessageForwarder;
import org.nightjar.async.store.StoreException;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Our forwarding roles in the place of LDK's nodes, with their keys: what they send on is byte for
 * byte what LDK's node sent. A case is an HTLC or an onion message that a node forwarded.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LdkForwardingTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final Vectors vectors = new Vectors("ldk-forwarding");
  private final Nightjar nightjar = Nightjar.open();

  @ParameterizedTest
  @MethodSource("org.nightjar.testkit.async.LdkFlows#all")
  void forwards(String flow) throws IOException, WireException, StoreException {
    try (Vectors.Cases cases = vectors.open(LdkFlows.file(flow))) {
      LdkRun run = new LdkRun(cases);
      for (String name : run.names()) {
        long held = holdTime(flow, name);
        for (JsonObject add : run.messages("update_add_htlc", LdkRun.to(name))) {
          Optional<JsonObject> onward = onward(run, name, add);
          if (onward.isPresent()) {
            new Forwarded(run, name, add, onward.get()).replay(held);
            cases.ran();
          }
        }
        forwardMessages(run, name, cases);
      }
    }
  }

  /** The HTLC that LDK's node made of one. */
  private static Optional<JsonObject> onward(LdkRun run, String name, JsonObject add) {
    return run
        .messages("update_add_htlc", LdkRun.from(name).and(next -> same(next, add, "payment_hash")))
        .stream()
        .findFirst();
  }

  private static boolean same(JsonObject a, JsonObject b, String field) {
    return Json.text(a, field).equals(Json.text(b, field));
  }

  /** How long a forwarding node said that it had the HTLC: units of 100 ms; 0 for others. */
  private long holdTime(String flow, String name) throws IOException {
    long units = 0;
    try (Vectors.Cases cases = vectors.open("ldk/attribution.jsonl.gz")) {
      for (JsonObject line : Json.lines(cases.file())) {
        if (Json.text(line, "flow").equals(flow)) {
          List<String> hops = new ArrayList<>();
          line.getAsJsonArray("hops").forEach(hop -> hops.add(hop.getAsString()));
          int hop = hops.indexOf(name + ":forward");
          units = hop < 0 ? units : line.getAsJsonArray("hold_times").get(hop).getAsLong();
          cases.ran();
        }
      }
    }
    return units;
  }

  private void forwardMessages(LdkRun run, String name, Vectors.Cases cases)
      throws WireException, StoreException {
    RoleNode node = run.node(nightjar, name);
    MessageForwarder role =
        new MessageForwarder(node.environment, MailboxPolicy.defaults(), Set.of());
    Set<String> sent = new HashSet<>();
    run.messages("onion_message", LdkRun.from(name))
        .forEach(message -> sent.add(Json.text(message, "to") + Json.text(message, "raw")));
    for (JsonObject message : run.messages("onion_message", LdkRun.to(name))) {
      if (Json.text(message, "carries").equals("(forward)")) {
        PublicKey from = run.id(Json.text(message, "from"));
        PeeledMessage peeled = node.peel(Json.hex(message, "raw"));
        Effect.SendMessage send =
            (Effect.SendMessage)
                node.give(role, new Event.MessageArrived(from, peeled), NOW).get(0);
        String to = run.name(send.to());
        assertThat(sent).contains(to + Hex.text(send.message().encode()));
        cases.ran();
      }
    }
    assertThat(node.refusals).isEmpty();
  }

  /** One HTLC at the node in the middle. */
  private final class Forwarded {
    private final LdkRun run;
    private final String name;
    private final JsonObject add;
    private final JsonObject onward;
    private final RoleNode node;
    private final ForwardingNode role;

    Forwarded(LdkRun run, String name, JsonObject add, JsonObject onward) {
      this.run = run;
      this.name = name;
      this.add = add;
      this.onward = onward;
      node = run.node(nightjar, name);
      role = new ForwardingNode(node.environment, policy());
    }

    void replay(long holdTime) throws WireException, StoreException {
      give(new Event.Started(run.height()), NOW);
      for (String peer : run.names()) {
        give(new Event.PeerUsable(run.id(peer)), NOW);
      }
      IncomingHtlc htlc = run.htlc(add);
      List<Effect> effects = give(new Event.HtlcCommitted(htlc), NOW);
      if (htlc.hold()) {
        assertThat(RoleNode.only(Effect.OfferHtlc.class, effects)).isEmpty();
        assertThat(RoleNode.only(Effect.Notify.class, effects))
            .hasOnlyOneElementSatisfying(
                effect -> assertThat(effect.notice()).isInstanceOf(Notice.HtlcHeld.class));
        // Of our own: LDK lets a peer message of an odd type pass.
        assertThat(RoleNode.only(Effect.SendPeerMessage.class, effects))
            .allMatch(message -> message.type() % 2 == 1);
        effects = release(htlc);
      }
      OutgoingHtlc outgoing = RoleNode.only(Effect.OfferHtlc.class, effects).get(0).htlc();
      checkOutgoing(outgoing);
      Duration held = Duration.ofMillis(holdTime * HoldTimes.UNIT_MILLIS);
      checkOutcome(outgoing, NOW.plus(held));
      assertThat(node.refusals).isEmpty();
    }

    private List<Effect> give(Event event, Instant now) throws StoreException {
      return node.give(role, event, now);
    }

    /** The recipient's message, as LDK's sent it, over our path. */
    private List<Effect> release(IncomingHtlc htlc) throws WireException, StoreException {
      BlindedPath path = role.releasePath(htlc.id(), htlc.peer(), htlc.cltvExpiry());
      BlindedPath ldk = ldkReleasePath(htlc);
      assertThat(path.firstNode()).isEqualTo(ldk.firstNode());
      assertThat(path.firstNode()).isEqualTo(new FirstNode.NodeId(run.id(name)));
      // LDK hides the last hop behind three dummies; ours has none, to fit the small packet.
      assertThat(path.hops()).hasSize(1);
      TlvRecord content = LdkOnion.content(run.contents("release_held_htlc").get(0));
      return give(node.arrival(run, path, content, null), NOW);
    }

    private BlindedPath ldkReleasePath(IncomingHtlc htlc) throws WireException {
      for (JsonObject message : run.messages("revoke_and_ack", LdkRun.from(name))) {
        if (message.has("release_htlc_message_paths")) {
          JsonObject entry = Json.objects(message, "release_htlc_message_paths").get(0);
          assertThat(entry.get("htlc_id").getAsLong()).isEqualTo(htlc.id().id());
          return BlindedPath.decode(Json.hex(entry, "path_raw"));
        }
      }
      throw new AssertionError("no release path for an HTLC that is held");
    }

    private void checkOutgoing(OutgoingHtlc outgoing) {
      assertThat(outgoing.amountMsat()).isEqualTo(onward.get("amount_msat").getAsLong());
      assertThat(outgoing.cltvExpiry()).isEqualTo(onward.get("cltv_expiry").getAsLong());
      assertThat(outgoing.paymentHash().toBytes()).isEqualTo(Json.hex(onward, "payment_hash"));
      assertThat(outgoing.onion().toBytes()).isEqualTo(Json.hex(onward, "onion"));
      assertThat(outgoing.pathKey()).isEqualTo(LdkMessages.pathKey(onward));
      assertThat(outgoing.hold()).isFalse();
      assertThat(node.environment.routes().peer(outgoing.channel()))
          .contains(run.id(Json.text(onward, "to")));
    }

    private Optional<JsonObject> about(String kind, JsonObject htlc) {
      return run.messages(kind, line -> LdkRun.htlcId(line).equals(LdkRun.htlcId(htlc))).stream()
          .findFirst();
    }

    /** What LDK's next node answers goes back as LDK's node sent it back. */
    private void checkOutcome(OutgoingHtlc outgoing, Instant now)
        throws WireException, StoreException {
      Optional<JsonObject> fulfilled = about("update_fulfill_htlc", onward);
      if (fulfilled.isPresent()) {
        Preimage preimage = Preimage.of(Json.hex(fulfilled.get(), "payment_preimage"));
        Event event =
            new Event.HtlcFulfilled(
                outgoing.attempt(),
                preimage,
                Optional.of(LdkMessages.attribution(fulfilled.get())));
        JsonObject back = about("update_fulfill_htlc", add).orElseThrow();
        assertThat(RoleNode.only(Effect.FulfilHtlc.class, give(event, now)))
            .hasOnlyOneElementSatisfying(
                effect -> {
                  assertThat(effect.preimage()).isEqualTo(preimage);
                  assertThat(effect.attribution()).contains(LdkMessages.attribution(back));
                });
        return;
      }
      Event event = new Event.HtlcFailed(outgoing.attempt(), failure(onward));
      assertThat(RoleNode.only(Effect.FailHtlc.class, give(event, now)))
          .hasOnlyOneElementSatisfying(
              effect -> assertThat(effect.failure()).isEqualTo(failure(add)));
    }

    private HtlcFailure failure(JsonObject htlc) {
      return about("update_fail_htlc", htlc)
          .<HtlcFailure>map(
              fail ->
                  new HtlcFailure.Encrypted(
                      FailurePacket.of(Json.hex(fail, "reason")),
                      Optional.of(LdkMessages.attribution(fail))))
          .orElseGet(
              () -> {
                JsonObject fail = about("update_fail_malformed_htlc", htlc).orElseThrow();
                return new HtlcFailure.Malformed(
                    fail.get("failure_code").getAsInt(), Json.hex(fail, "sha256_of_onion"));
              });
    }
  }

  /** The defaults, but failures do not wait. */
  private static HoldPolicy policy() {
    HoldPolicy defaults = HoldPolicy.defaults();
    return new HoldPolicy(
        defaults.holds(),
        defaults.perPeer(),
        defaults.inAll(),
        defaults.minHoldFeeMsat(),
        defaults.cltv(),
        defaults.peerWait(),
        Duration.ZERO,
        defaults.earlyReleases(),
        defaults.delegations(),
        defaults.clients(),
        defaults.retransmitters(),
        defaults.receives());
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_expected_file_ran() {
    vectors.assertAllRan();
  }
}
