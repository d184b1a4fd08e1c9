package org.nightjar.async.payer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.payer.PayerWorld.htlcId;
import static org.nightjar.async.payer.PayerWorld.notices;
import static org.nightjar.async.payer.PayerWorld.offers;
import static org.nightjar.async.payer.PayerWorld.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nightjar.ErrorReader;
import org.nightjar.FailurePacket;
import org.nightjar.OnionPacket;
import org.nightjar.Primitives;
import org.nightjar.SharedSecret;
import org.nightjar.async.AttemptId;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.RouteHop;
import org.nightjar.async.TestNode;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.delegation.BookAck;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OnionBookPut;
import org.nightjar.wire.delegation.OutboxAck;
import org.nightjar.wire.delegation.OutboxPut;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** ADDING and DORMANT: what the LSP says and gets while it holds. */
class HoldTest {
  private final PayerWorld world = new PayerWorld();

  private static DelegationMessage message(Effect.SendPeerMessage send) {
    try {
      return DelegationMessage.decode(send.type(), send.payload());
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  private static <T extends DelegationMessage> T put(
      Class<T> type, List<Effect> effects, PayerWorld world) {
    List<Effect.SendPeerMessage> sent = only(Effect.SendPeerMessage.class, effects);
    assertThat(sent).allMatch(send -> send.to().equals(world.lspId()));
    return sent.stream()
        .map(HoldTest::message)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private Event ack(DelegationMessage message) {
    return new Event.PeerMessageArrived(world.lspId(), message.type(), message.encode());
  }

  @Test
  void theOutboxTellsTheRecipientOnTheSameReplyPath() {
    List<Effect> held = world.acknowledge(world.hold());
    OutboxPut outbox = put(OutboxPut.class, held, world);
    assertThat(outbox.htlc()).isEqualTo(htlcId(0).encode());
    assertThat(outbox.entries()).hasSize(world.policy.outboxMessages());
    Set<OnionPacket> packets = new HashSet<>();
    for (OutboxPut.Entry entry : outbox.entries()) {
      PayerWorld.Delivered message =
          world.delivered(List.of(new Effect.SendMessage(entry.to(), entry.message()))).get(0);
      assertThat(message.node()).isSameAs(world.answerers.recipient);
      assertThat(message.content().type()).isEqualTo(72);
      assertThat(message.replyPath()).isEqualTo(world.live(0).held().orElseThrow().releasePath());
      assertThat(entry.message().packet().length()).isEqualTo(OnionPacket.PAYMENT_LENGTH);
      packets.add(entry.message().packet());
    }
    assertThat(packets).hasSize(outbox.entries().size());
    long first = world.now.getEpochSecond();
    assertThat(outbox.entries().stream().limit(6).map(e -> (e.notBefore() - first) / 60))
        .containsExactly(1L, 6L, 21L, 81L, 141L, 201L);
  }

  @Test
  void anOutboxOfAPayerThatKnowsTheRecipientsLspStillBeginsAtTheHolder() {
    world.routes.peers.add(world.answerers.serverId());
    List<Effect> held = world.acknowledge(world.hold());
    OutboxPut outbox = put(OutboxPut.class, held, world);
    assertThat(outbox.entries()).allMatch(entry -> entry.to().equals(world.lspId()));
    OutboxPut.Entry entry = outbox.entries().get(0);
    assertThat(
            world
                .delivered(List.of(new Effect.SendMessage(entry.to(), entry.message())))
                .get(0)
                .node())
        .isSameAs(world.answerers.recipient);
  }

  @Test
  void theBookHasOnionsForTheSameHashThatNobodyCanLink() throws WireException {
    OutgoingHtlc htlc = world.hold().get(0);
    OnionBookPut book = put(OnionBookPut.class, world.acknowledge(List.of(htlc)), world);
    assertThat(book.paymentHash()).isEqualTo(htlc.paymentHash().toBytes());
    assertThat(book.entries()).hasSize(world.policy.bookOnions());
    assertThat(book.entries().get(0).onion()).isEqualTo(htlc.onion());
    Set<byte[]> ephemeralKeys = new TreeSet<>(Arrays::compare);
    for (OnionBookPut.Entry entry : book.entries()) {
      ephemeralKeys.add(Arrays.copyOfRange(entry.onion().toBytes(), 1, 34));
      List<byte[]> payloads = world.peelAll(entry.onion(), htlc.paymentHash());
      PaymentPayload forLsp = PaymentPayload.decode(payloads.get(0));
      assertThat(forLsp.amtToForward()).hasValue(entry.amountMsat());
      assertThat(forLsp.outgoingCltvValue()).hasValue(entry.outgoingCltv());
      assertThat(entry.amountMsat()).isLessThan(htlc.amountMsat());
      assertThat(entry.outgoingCltv()).isLessThan(htlc.cltvExpiry());
    }
    assertThat(ephemeralKeys).hasSize(book.entries().size());
  }

  @Test
  void aCapabilityReadsTheRecipientsLspAndIsBoundToItsOnion() {
    OutgoingHtlc htlc = world.hold().get(0);
    OnionBookPut book = put(OnionBookPut.class, world.acknowledge(List.of(htlc)), world);
    byte[] hash = htlc.paymentHash().toBytes();
    FailureMessage message = FailureMessage.of(FailureCode.INVALID_ONION_BLINDING);
    for (int i = 0; i < book.entries().size(); i++) {
      OnionBookPut.Entry entry = book.entries().get(i);
      OnionPacket other = book.entries().get((i + 1) % book.entries().size()).onion();
      Primitives primitives = TestNode.NIGHTJAR.primitives();
      assertThat(entry.capability().orElseThrow().bind(primitives, other, hash)).isEmpty();
      ErrorReader reader =
          entry.capability().orElseThrow().bind(primitives, entry.onion(), hash).orElseThrow();
      SharedSecret secret = world.onions(0).get(i).secrets().get(1);
      FailurePacket packet = TestNode.NIGHTJAR.failures().create(secret, message.encode());
      assertThat(reader.read(packet).orElseThrow().message()).isEqualTo(message.encode());
    }
  }

  /** Row 20: whoever has a shared secret could open the payloads, and take the preimage. */
  @Test
  void nothingThatTheLspGetsHoldsASecretOrThePreimage() {
    List<OutgoingHtlc> htlcs = world.hold();
    List<byte[]> secrets = new ArrayList<>();
    for (PartOnion onion : world.onions(0)) {
      onion.secrets().forEach(secret -> secrets.add(secret.exposeSecretBytes()));
    }
    secrets.add(((Adding) world.status()).terms().preimage().toBytes());
    for (Effect effect : world.acknowledge(htlcs)) {
      byte[] bytes =
          effect instanceof Effect.SendPeerMessage send
              ? send.payload()
              : effect instanceof Effect.SendMessage send ? send.message().encode() : new byte[0];
      for (byte[] secret : secrets) {
        assertThat(contains(bytes, secret)).isFalse();
      }
    }
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void theSameReleasePathAgainChangesNothing() {
    OutgoingHtlc htlc = world.hold().get(0);
    Event path = new Event.ReleasePathReceived(htlc.attempt(), htlcId(0), world.releasePath(0));
    world.on(path);
    PaymentState state = world.status();
    for (int i = 0; i < 1_000; i++) {
      assertThat(world.react(path)).isEmpty();
    }
    assertThat(world.status()).isEqualTo(state);
  }

  @Test
  void aNewerReleasePathIsTaken() {
    OutgoingHtlc htlc = world.hold().get(0);
    world.acknowledge(List.of(htlc));
    world.on(ack(OutboxAck.create(htlcId(0).encode(), 16)));
    world.on(ack(BookAck.create(htlcId(0).encode(), 3)));
    List<Effect> effects =
        world.on(new Event.ReleasePathReceived(htlc.attempt(), htlcId(0), world.releasePath(7)));
    Held held = world.live(0).held().orElseThrow();
    assertThat(world.delivered(effects))
        .hasSize(1)
        .allMatch(message -> message.replyPath().equals(held.releasePath()));
    assertThat(only(Effect.SendPeerMessage.class, effects))
        .hasSize(1)
        .allMatch(send -> send.type() == OutboxPut.TYPE);
    assertThat(held.outboxKept()).isFalse();
    assertThat(held.bookKept()).isTrue();
    assertThat(notices(effects)).isEmpty();
  }

  @Test
  void aReleasePathForAnUnknownHtlcIsNotOurs() {
    world.hold();
    Event other =
        new Event.ReleasePathReceived(AttemptId.of(new byte[32]), htlcId(0), world.releasePath(0));
    assertThat(world.on(other)).isEmpty();
    assertThat(world.status()).isInstanceOf(Adding.class);
  }

  @Test
  void whatTheLspKeepsIsNotSentAgain() {
    world.acknowledge(world.hold());
    Event peer = new Event.PeerUsable(world.lspId());
    assertThat(only(Effect.SendPeerMessage.class, world.on(peer))).hasSize(2);
    Event outboxAck = ack(OutboxAck.create(htlcId(0).encode(), 16));
    world.on(outboxAck);
    assertThat(only(Effect.SendPeerMessage.class, world.on(peer)))
        .hasSize(1)
        .allMatch(send -> send.type() == OnionBookPut.TYPE);
    world.on(ack(BookAck.create(htlcId(0).encode(), 3)));
    assertThat(only(Effect.SendPeerMessage.class, world.on(peer))).isEmpty();
    assertThat(only(Effect.SendPeerMessage.class, world.restart())).isEmpty();
    for (int i = 0; i < 1_000; i++) {
      assertThat(world.react(outboxAck)).isEmpty();
    }
  }

  @Test
  void whatTheLspDoesNotKeepIsSentAgain() {
    world.acknowledge(world.hold());
    PaymentState state = world.status();
    assertThat(world.on(ack(OutboxAck.create(htlcId(0).encode(), 0)))).isEmpty();
    assertThat(world.on(ack(BookAck.create(htlcId(0).encode(), 0)))).isEmpty();
    assertThat(world.status()).isEqualTo(state);
    assertThat(only(Effect.SendPeerMessage.class, world.restart())).hasSize(2);
  }

  /** The write was in conflict, so that the role knows more than the store. */
  @Test
  void anAcknowledgementOfAReleasePathThatIsNotStoredHasNoEffect() {
    world.hold();
    world.react(
        new Event.ReleasePathReceived(world.attempt(0, 0), htlcId(0), world.releasePath(0)));
    PaymentState state = world.status();
    assertThat(world.on(ack(OutboxAck.create(htlcId(0).encode(), 1)))).isEmpty();
    assertThat(world.status()).isEqualTo(state);
  }

  @Test
  void acknowledgementsOfOthersOrForOthersHaveNoEffect() {
    world.hold();
    Event early = ack(OutboxAck.create(htlcId(0).encode(), 1));
    assertThat(world.on(early)).isEmpty();
    world.on(new Event.ReleasePathReceived(world.attempt(0, 0), htlcId(0), world.releasePath(0)));
    PaymentState state = world.status();
    OutboxAck right = OutboxAck.create(htlcId(0).encode(), 1);
    assertThat(
            world.on(
                new Event.PeerMessageArrived(
                    world.answerers.serverId(), right.type(), right.encode())))
        .isEmpty();
    assertThat(world.on(ack(OutboxAck.create(htlcId(1).encode(), 1)))).isEmpty();
    byte[] cut = Arrays.copyOf(right.encode(), right.encode().length - 1);
    assertThat(world.on(new Event.PeerMessageArrived(world.lspId(), OutboxAck.TYPE, cut)))
        .isEmpty();
    assertThat(world.on(new Event.PeerMessageArrived(world.lspId(), 49_741, cut))).isEmpty();
    assertThat(world.status()).isEqualTo(state);
    assertThat(world.payer.refusals)
        .containsExactly(
            "an acknowledgement for an HTLC that is not held",
            "an acknowledgement from another peer",
            "an acknowledgement for an HTLC that is not held",
            "a malformed acknowledgement");
  }

  @Test
  void tellsTheRecipientAgainUntilTheInvoiceExpires() {
    world.answerers.relativeExpiry = 10_000;
    world.acknowledge(world.hold());
    for (int minutes : new int[] {1, 5, 15, 60, 60}) {
      assertThat(world.after(Duration.ofMinutes(minutes).minusSeconds(1))).isEmpty();
      assertThat(world.delivered(world.after(Duration.ofSeconds(1)))).hasSize(1);
    }
    assertThat(world.after(Duration.ofHours(1))).isEmpty();
    assertThat(world.on(new Event.PeerUsable(world.lspId())).stream())
        .noneMatch(Effect.SendMessage.class::isInstance);
    assertThat(world.status()).isInstanceOf(Dormant.class);
  }

  @Test
  void leavesTheTellingToAHolderWithAnOutboxUntilThatIsEmpty() {
    world.acknowledge(world.hold());
    world.on(ack(OutboxAck.create(htlcId(0).encode(), world.policy.outboxMessages())));
    assertThat(world.on(new Event.PeerUsable(world.lspId())).stream())
        .noneMatch(Effect.SendMessage.class::isInstance);
    for (int tries = 1; tries <= world.policy.outboxMessages(); tries++) {
      assertThat(world.after(Duration.ofHours(1))).isEmpty();
    }
    assertThat(world.delivered(world.after(Duration.ofHours(1)))).hasSize(1);
  }

  /** Row 22: the hold ends by height, whatever the invoice says; the HTLC says when. */
  @Test
  void theHoldWindowIsInTheHtlcAndTheInvoiceExpiryIsNot() {
    world.answerers.relativeExpiry = 300;
    OutgoingHtlc htlc = world.hold().get(0);
    world.acknowledge(List.of(htlc));
    long slack =
        htlc.cltvExpiry()
            - PayerWorld.HEIGHT
            - Answerers.DELTA
            - Answerers.FINAL_DELTA
            - PayerWorld.LSP_RELAY.cltvExpiryDelta();
    assertThat(slack).isEqualTo(world.policy.holdBlocks());
    world.after(Duration.ofDays(1));
    assertThat(world.status()).isInstanceOf(Dormant.class);
    List<Effect> end =
        world.on(
            new Event.HtlcFulfilled(
                htlc.attempt(), ((Dormant) world.status()).terms().preimage(), Optional.empty()));
    assertThat(notices(end)).hasSize(1);
    assertThat(offers(end)).isEmpty();
  }

  /** The LSP alone knows what it forwards on a blinded path that begins at itself. */
  @Test
  void anLspThatIsTheIntroductionNodeGetsABookWithoutAmountsAndCapabilities() {
    world.routes.payments.set(
        0,
        List.of(new RouteHop(world.answerers.serverId(), PayerWorld.PAYER_LSP, PaymentRelay.FREE)));
    world.routes.peers.set(0, world.answerers.serverId());
    List<OutgoingHtlc> htlcs = world.hold();
    List<Effect> effects = world.acknowledge(htlcs);
    assertThat(world.delivered(effects)).hasSize(1);
    for (Effect.SendPeerMessage send : only(Effect.SendPeerMessage.class, effects)) {
      assertThat(send.to()).isEqualTo(world.answerers.serverId());
      if (message(send) instanceof OnionBookPut book) {
        assertThat(book.entries()).hasSize(world.policy.bookOnions());
        assertThat(book.entries())
            .allMatch(
                entry ->
                    entry.amountMsat() == 0
                        && entry.outgoingCltv() == 0
                        && entry.capability().isEmpty());
      }
    }
  }
}
