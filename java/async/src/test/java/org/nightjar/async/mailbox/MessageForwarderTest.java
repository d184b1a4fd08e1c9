package org.nightjar.async.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Backoff;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.PeerRoutes;
import org.nightjar.async.Reaction;
import org.nightjar.async.TestNode;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePayload;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

class MessageForwarderTest {
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);
  private static final MailboxPolicy POLICY = MailboxPolicy.defaults();

  private final TestNode node = new TestNode("lsp", new PeerRoutes());
  private final PublicKey client = new TestNode("client", null).environment.nodeId();
  private final PublicKey peer = new TestNode("peer", null).environment.nodeId();
  private final PublicKey other = new TestNode("other", null).environment.nodeId();
  private final Set<PublicKey> clients = new HashSet<>(Set.of(client));
  private Instant now = START;
  private MessageForwarder forwarder;

  @BeforeEach
  void restart() throws StoreException {
    restart(POLICY);
  }

  private void restart(MailboxPolicy policy) throws StoreException {
    forwarder = new MessageForwarder(node.environment, policy, clients);
    assertThat(on(new Event.Started(1))).isEmpty();
  }

  private static MailboxPolicy small(int maxPerClient, int maxPerSource) {
    return new MailboxPolicy(
        maxPerClient,
        maxPerSource,
        POLICY.lifetime(),
        POLICY.maxMessageLength(),
        POLICY.wakes(),
        POLICY.handOver(),
        POLICY.messagesPerMinute());
  }

  private List<Effect> on(Event event) throws StoreException {
    return node.commit(forwarder.on(event, now));
  }

  /** A message for a node behind this one, as it arrives here. */
  private Event.MessageArrived message(PublicKey from, PublicKey to) {
    Environment environment = node.environment;
    try (SecretKey session = SecretKey.random(environment.random());
        SecretKey path = SecretKey.random(environment.random())) {
      OnionMessage message =
          OnionMessageBuilder.toNode(TestNode.NIGHTJAR, to)
              .via(List.of(environment.nodeId()))
              .build(session, path);
      return new Event.MessageArrived(
          from, new OnionMessagePeeler(TestNode.NIGHTJAR, environment.nodeKey()).peel(message));
    }
  }

  private static OnionMessage next(Event.MessageArrived arrived) {
    return ((PeeledMessage.Forward) arrived.message()).next();
  }

  private Event usable() {
    return new Event.PeerUsable(client);
  }

  private void pass(Duration time) throws StoreException {
    now = now.plus(time);
    on(new Event.Tick());
  }

  private static void assertSent(List<Effect> effects, Event.MessageArrived... messages) {
    List<OnionMessage> sent = new ArrayList<>();
    effects.forEach(effect -> sent.add(((Effect.SendMessage) effect).message()));
    List<OnionMessage> expected = new ArrayList<>();
    for (Event.MessageArrived message : messages) {
      expected.add(next(message));
    }
    assertThat(sent).containsExactlyElementsOf(expected);
  }

  private void assertRefused(List<Effect> effects, String reason) {
    assertThat(effects).isEmpty();
    assertThat(node.refusals).last().isEqualTo(reason);
  }

  private int stored() throws StoreException {
    return node.environment.store().scan(Kind.MAIL, null, 10_000).size();
  }

  @Test
  void sendsOnToOthersAtOnce() throws Exception {
    Event.MessageArrived message = message(peer, other);
    List<Effect> effects = on(message);
    assertSent(effects, message);
    assertThat(((Effect.SendMessage) effects.get(0)).to()).isEqualTo(other);
    assertThat(stored()).isZero();
  }

  @Test
  void findsThePeerOfAChannel() throws Exception {
    ShortChannelId known = ShortChannelId.of(1, 2, 3);
    ((PeerRoutes) node.environment.routes()).peers.put(known, other);
    OnionMessage next = next(message(peer, other));
    for (ShortChannelId id : List.of(known, ShortChannelId.of(1, 2, 4))) {
      EncryptedData data = EncryptedData.builder().shortChannelId(id).build();
      PeeledMessage.Forward forward =
          new PeeledMessage.Forward(OnionMessagePayload.forward(new byte[0]), data, next);
      List<Effect> effects = on(new Event.MessageArrived(peer, forward));
      if (id.equals(known)) {
        assertThat(effects).containsExactly(new Effect.SendMessage(other, next));
      } else {
        assertRefused(effects, "message for an unknown channel");
      }
    }
  }

  @Test
  void neverSendsToItself() throws Exception {
    EncryptedData data = EncryptedData.builder().nextNodeId(node.environment.nodeId()).build();
    PeeledMessage.Forward forward =
        new PeeledMessage.Forward(
            OnionMessagePayload.forward(new byte[0]), data, next(message(peer, other)));
    assertRefused(
        on(new Event.MessageArrived(peer, forward)), "message that goes round in circles");
  }

  @Test
  void keepsForASleepingClientAndWakesItOnce() throws Exception {
    Event.MessageArrived first = message(peer, client);
    List<Reaction> reactions = forwarder.on(first, now);
    assertThat(reactions).hasSize(1);
    assertThat(reactions.get(0).writes()).hasSize(2);
    assertThat(node.commit(reactions)).containsExactly(new Effect.WakeClient(client));
    Event.MessageArrived second = message(peer, client);
    assertThat(on(second)).isEmpty();
    restart();
    Event.MessageArrived third = message(other, client);
    assertThat(on(third)).isEmpty();
    assertSent(on(usable()), first, second, third);
  }

  @Test
  void deletesOnlyWhatTheClientStayedFor() throws Exception {
    Event.MessageArrived message = message(peer, client);
    on(message);
    assertSent(on(usable()), message);
    pass(POLICY.handOver().minusMillis(1));
    assertThat(stored()).isEqualTo(2);
    on(new Event.PeerGone(client));
    pass(Duration.ofSeconds(30));
    assertThat(stored()).isEqualTo(2);
    assertSent(on(usable()), message);
    pass(POLICY.handOver());
    assertThat(stored()).isZero();
    assertThat(on(usable())).isEmpty();
  }

  /** A client that a push woke for a while must not get the same at every push. */
  @Test
  void whatAClientStayedForNeedsNoTick() throws Exception {
    Event.MessageArrived first = message(peer, client);
    on(first);
    assertSent(on(usable()), first);
    now = now.plus(POLICY.handOver());
    Event.MessageArrived second = message(peer, client);
    assertSent(on(second), second);
    assertThat(on(new Event.PeerGone(client))).isEmpty();
    assertSent(on(usable()), second);
  }

  @Test
  void handsOverAgainAfterACrash() throws Exception {
    Event.MessageArrived message = message(peer, client);
    on(message);
    assertSent(on(usable()), message);
    restart();
    pass(Duration.ofHours(1));
    assertSent(on(usable()), message);
  }

  @Test
  void keepsWhatItSendsToAClientThatIsThere() throws Exception {
    on(usable());
    Event.MessageArrived message = message(peer, client);
    assertSent(on(message), message);
    on(new Event.PeerGone(client));
    assertThat(on(new Event.Tick())).containsExactly(new Effect.WakeClient(client));
    Event.MessageArrived later = message(peer, client);
    assertThat(on(later)).isEmpty();
    assertSent(on(usable()), message, later);
    pass(POLICY.handOver());
    assertThat(stored()).isZero();
  }

  @Test
  void wakesAgainAndAgainMoreSlowly() throws Exception {
    on(message(peer, client));
    int wakes = 0;
    for (int minute = 0; minute < 60 * 24; minute++) {
      now = now.plus(Duration.ofMinutes(1));
      wakes += on(new Event.Tick()).size();
    }
    assertThat(wakes).isEqualTo(7);
    restart();
    now = now.plus(Duration.ofHours(6));
    assertThat(on(new Event.Tick())).containsExactly(new Effect.WakeClient(client));
    on(usable());
    for (int hour = 0; hour < 24; hour++) {
      now = now.plus(Duration.ofHours(1));
      assertThat(on(new Event.Tick())).isEmpty();
    }
  }

  @Test
  void aReplayedMessageIsKeptOnce() throws Exception {
    Event.MessageArrived message = message(peer, client);
    on(message);
    for (int i = 0; i < 1000; i++) {
      assertRefused(on(message), "message that waits already");
    }
    assertSent(on(usable()), message);
  }

  @Test
  void expires() throws Exception {
    Event.MessageArrived old = message(peer, client);
    on(old);
    now = now.plus(Duration.ofDays(1));
    Event.MessageArrived young = message(peer, client);
    on(young);
    pass(POLICY.lifetime().minusDays(1));
    restart();
    assertSent(on(usable()), young);
    on(new Event.PeerGone(client));
    pass(Duration.ofDays(1));
    assertThat(stored()).isZero();
    assertThat(on(usable())).isEmpty();
  }

  @Test
  void dropsTheOldestOfItsSource() throws Exception {
    restart(small(4, 2));
    List<Event.MessageArrived> flood = new ArrayList<>();
    Event.MessageArrived others = message(other, client);
    on(others);
    for (int i = 0; i < 100; i++) {
      flood.add(message(peer, client));
      on(flood.get(i));
    }
    assertThat(stored()).isEqualTo(1 + 3);
    assertThat(node.refusals).hasSize(98).containsOnly("oldest message dropped for a new one");
    assertSent(on(usable()), others, flood.get(98), flood.get(99));
  }

  @Test
  void aFullMailboxTakesFromWhoHasTheMost() throws Exception {
    restart(small(4, 4));
    List<Event.MessageArrived> flood = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      flood.add(message(peer, client));
      on(flood.get(i));
    }
    Event.MessageArrived first = message(other, client);
    Event.MessageArrived second = message(other, client);
    Event.MessageArrived third = message(other, client);
    on(first);
    on(second);
    on(third);
    on(message(peer, client));
    assertThat(stored()).isEqualTo(1 + 4);
    List<Effect> effects = on(usable());
    assertThat(effects).hasSize(4);
    assertSent(effects.subList(0, 3), flood.get(3), second, third);
  }

  @Test
  void aNewSourceTakesNothingFromThoseWithOneEach() throws Exception {
    restart(small(2, 2));
    Event.MessageArrived first = message(peer, client);
    Event.MessageArrived second = message(other, client);
    on(first);
    on(second);
    assertRefused(
        on(message(node.environment.nodeId(), client)), "mailbox full of others' messages");
    assertSent(on(usable()), first, second);
  }

  @Test
  void clientsHaveMailboxesOfTheirOwn() throws Exception {
    restart(small(2, 2));
    clients.add(other);
    for (int i = 0; i < 100; i++) {
      on(message(peer, client));
    }
    Event.MessageArrived message = message(peer, other);
    assertThat(on(message)).containsExactly(new Effect.WakeClient(other));
    assertSent(on(new Event.PeerUsable(other)), message);
  }

  @Test
  void theLongestMessageIsKeptAndNoLonger() throws Exception {
    Event.MessageArrived small = message(peer, client);
    restart(
        new MailboxPolicy(
            100,
            50,
            POLICY.lifetime(),
            next(small).encode().length - 1,
            POLICY.wakes(),
            POLICY.handOver(),
            10));
    assertRefused(on(small), "message too long to be kept");
    assertThat(POLICY.maxMessageLength()).isGreaterThan(32_871);
  }

  @Test
  void aFloodOfOnePeerIsCutOffAndCostsTheOthersNothing() throws Exception {
    restart(
        new MailboxPolicy(
            100,
            50,
            POLICY.lifetime(),
            POLICY.maxMessageLength(),
            POLICY.wakes(),
            POLICY.handOver(),
            10));
    int opened = 0;
    for (int i = 0; i < 1000; i++) {
      opened += forwarder.admits(peer, now) ? 1 : 0;
    }
    assertThat(opened).isEqualTo(10);
    assertThat(node.refusals).hasSize(990).containsOnly("too many messages of one peer");
    PublicKey own = node.environment.nodeId();
    for (int i = 0; i < 10; i++) {
      assertThat(forwarder.admits(client, now)).isTrue();
      assertThat(forwarder.admits(own, now)).isTrue();
    }
    assertThat(forwarder.admits(client, now)).isFalse();
    assertThat(forwarder.admits(own, now)).isTrue();
    pass(Duration.ofMinutes(1));
    assertThat(forwarder.admits(peer, now)).isTrue();
  }

  @Test
  void twoProcessesLoseNothing() throws Exception {
    MessageForwarder second = new MessageForwarder(node.environment, POLICY, clients);
    Event.MessageArrived a = message(peer, client);
    Event.MessageArrived b = message(other, client);
    List<Reaction> first = forwarder.on(a, now);
    List<Reaction> stale = second.on(b, now);
    node.commit(first);
    assertThat(node.commit(stale)).isEmpty();
    node.commit(second.on(b, now));
    assertSent(on(usable()), a, b);
  }

  @Test
  void anUnableStoreLosesNothingThatWasPromised() throws Exception {
    on(usable());
    Event.MessageArrived lost = message(peer, client);
    forwarder.on(lost, now);
    pass(POLICY.handOver());
    assertThat(stored()).isZero();
    assertSent(on(lost), lost);
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void othersEventsAreNotItsBusiness() throws Exception {
    assertThat(on(new Event.PeerUsable(other))).isEmpty();
    assertThat(on(new Event.BlockConnected(5))).isEmpty();
    assertThat(node.refusals).isEmpty();
  }

  @Test
  void countsWhatCannotBeOpened() throws Exception {
    assertThat(on(new Event.MessageArrived(peer, new PeeledMessage.Dropped("why")))).isEmpty();
    assertThat(node.refusals).containsExactly("message that this node cannot open");
  }

  @Test
  void checksItsPolicy() {
    Backoff wakes = POLICY.wakes();
    Duration day = Duration.ofDays(1);
    assertThatThrownBy(() -> new MailboxPolicy(0, 1, day, 1, wakes, day, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MailboxPolicy(1, 1, Duration.ZERO, 1, wakes, day, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MailboxPolicy(1, 1, day, 1, wakes, day.negated(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
