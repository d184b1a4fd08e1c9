package org.nightjar.async.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.TokenBuckets;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Sends onion messages on (BOLT 4 "Onion Messages"). Those for a client of this node are kept until
 * the client had them: they are stored first, handed over in order when it is there, and deleted
 * when it stayed for a while after that; it may get one twice, but none is lost. Others are sent to
 * whoever is connected, or dropped.
 */
public final class MessageForwarder implements Role {
  private static final String NAME = "MessageForwarder";
  private static final int TICK_LIMIT = 1000;

  private final Environment environment;
  private final MailboxPolicy policy;
  private final Set<PublicKey> clients;
  private final MailboxMachine machine;
  private final Mailboxes mailboxes;
  private final TokenBuckets<PublicKey> rates;
  private final Set<PublicKey> usable = new HashSet<>();

  /** What clients that are there were handed, and when; what is forgotten is handed over again. */
  private final Map<PublicKey, Map<PacketHmac, Instant>> handed = new HashMap<>();

  /**
   * A forwarder on a node.
   *
   * @param clients whose messages are kept; asked at every message, so it may grow and shrink
   *     between events
   */
  public MessageForwarder(Environment environment, MailboxPolicy policy, Set<PublicKey> clients) {
    this.environment = environment;
    this.policy = policy;
    this.clients = clients;
    this.machine = new MailboxMachine(policy);
    this.mailboxes = new Mailboxes(environment.store(), machine);
    this.rates = new TokenBuckets<>(policy.messagesPerMinute(), Duration.ofMinutes(1));
  }

  /**
   * Whether a message of a peer is to be opened: drivers ask before they peel, which is most of
   * what a message costs. Takes it from the peer's share; to be asked by the thread that gives the
   * events.
   *
   * @param from this node's own messages always are
   */
  public boolean admits(PublicKey from, Instant now) {
    boolean admitted = from.equals(environment.nodeId()) || rates.take(from, now);
    if (!admitted) {
      refuse("too many messages of one peer");
    }
    return admitted;
  }

  @Override
  public List<Reaction> on(Event event, Instant now) throws StoreException {
    if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Forward forward) {
      return onForward(arrived.from(), forward, now);
    }
    if (event instanceof Event.MessageArrived arrived
        && arrived.message() instanceof PeeledMessage.Dropped) {
      return refuse("message that this node cannot open");
    }
    if (event instanceof Event.PeerUsable peer) {
      usable.add(peer.peer());
      return clients.contains(peer.peer()) ? deliver(peer.peer(), now) : List.of();
    }
    if (event instanceof Event.PeerGone peer) {
      return onGone(peer.peer(), now);
    }
    return event instanceof Event.Tick ? onTick(now) : List.of();
  }

  private List<Reaction> onForward(PublicKey from, PeeledMessage.Forward forward, Instant now)
      throws StoreException {
    Optional<PublicKey> next = next(forward.data());
    if (next.isEmpty()) {
      return refuse("message for an unknown channel");
    }
    if (next.get().equals(environment.nodeId())) {
      return refuse("message that goes round in circles");
    }
    return clients.contains(next.get())
        ? deposit(from, next.get(), forward.next(), now)
        : List.of(Reaction.of(new Effect.SendMessage(next.get(), forward.next())));
  }

  private Optional<PublicKey> next(EncryptedData data) {
    return data.nextNodeId().or(() -> data.shortChannelId().flatMap(environment.routes()::peer));
  }

  private List<Reaction> deposit(
      PublicKey from, PublicKey client, OnionMessage message, Instant now) throws StoreException {
    if (message.encode().length > policy.maxMessageLength()) {
      return refuse("message too long to be kept");
    }
    PacketHmac hmac = PacketHmac.of(message.packet());
    Mailboxes.Loaded loaded = mailboxes.load(client);
    if (MailboxMachine.contains(loaded.mailbox(), hmac)) {
      return refuse("message that waits already");
    }
    Optional<MailboxMachine.Deposit> deposit = machine.deposit(loaded.mailbox(), hmac, from, now);
    if (deposit.isEmpty()) {
      return refuse("mailbox full of others' messages");
    }
    for (int i = 0; i < deposit.get().dropped().size(); i++) {
      refuse("oldest message dropped for a new one");
    }
    return List.of(
        usable.contains(client)
            ? handOver(loaded, deposit.get(), message, now)
            : keep(loaded, deposit.get(), message, now));
  }

  private Reaction handOver(
      Mailboxes.Loaded loaded, MailboxMachine.Deposit deposit, OnionMessage message, Instant now) {
    handed(loaded.client()).put(deposit.added().hmac(), now);
    return new Reaction(
        mailboxes.write(loaded, deposit, message),
        List.of(new Effect.SendMessage(loaded.client(), message)));
  }

  /** Wakes the client if it is time: a flood does not wake it more often. */
  private Reaction keep(
      Mailboxes.Loaded loaded, MailboxMachine.Deposit deposit, OnionMessage message, Instant now) {
    boolean wake = !now.isBefore(machine.nextWake(deposit.mailbox()));
    MailboxMachine.Deposit kept =
        wake
            ? new MailboxMachine.Deposit(
                MailboxMachine.woken(deposit.mailbox(), now), deposit.added(), deposit.dropped())
            : deposit;
    List<Effect> effects =
        wake ? List.of(new Effect.WakeClient(loaded.client())) : List.<Effect>of();
    return new Reaction(mailboxes.write(loaded, kept, message), effects);
  }

  private Map<PacketHmac, Instant> handed(PublicKey client) {
    return handed.computeIfAbsent(client, key -> new LinkedHashMap<>());
  }

  /** Everything that waits, in order; deleted once the client stayed for a while. */
  private List<Reaction> deliver(PublicKey client, Instant now) throws StoreException {
    List<Effect> effects = new ArrayList<>();
    for (OnionMessage message : mailboxes.messages(mailboxes.load(client))) {
      handed(client).put(PacketHmac.of(message.packet()), now);
      effects.add(new Effect.SendMessage(client, message));
    }
    return effects.isEmpty() ? List.of() : List.of(new Reaction(List.of(), effects));
  }

  private List<Reaction> onTick(Instant now) throws StoreException {
    rates.forget(now);
    List<Reaction> reactions = new ArrayList<>();
    Set<PublicKey> seen = new HashSet<>();
    for (Map.Entry<PublicKey, Map<PacketHmac, Instant>> entry : List.copyOf(handed.entrySet())) {
      seen.add(entry.getKey());
      reactions.addAll(clear(entry.getKey(), entry.getValue(), now));
    }
    for (Mailboxes.Loaded loaded : mailboxes.due(now, TICK_LIMIT)) {
      if (seen.add(loaded.client())) {
        reactions.addAll(onDue(loaded, now));
      }
    }
    return reactions;
  }

  /** What it stayed for long enough needs no tick to be deleted; the rest it gets again. */
  private List<Reaction> onGone(PublicKey peer, Instant now) throws StoreException {
    usable.remove(peer);
    Map<PacketHmac, Instant> given = handed.remove(peer);
    return given == null ? List.of() : clear(peer, given, now);
  }

  /**
   * Deletes what a client was handed long enough ago, while it was still there. That it was handed
   * is forgotten when it is no longer in the mailbox: this write may come to nothing.
   */
  private List<Reaction> clear(PublicKey client, Map<PacketHmac, Instant> given, Instant now)
      throws StoreException {
    Mailboxes.Loaded loaded = mailboxes.load(client);
    List<Letter> gone =
        MailboxMachine.letters(loaded.mailbox()).stream()
            .filter(letter -> isOver(given.get(letter.hmac()), now))
            .toList();
    Set<PacketHmac> going = gone.stream().map(Letter::hmac).collect(Collectors.toSet());
    given.entrySet().removeIf(e -> isOver(e.getValue(), now) && !going.contains(e.getKey()));
    if (given.isEmpty()) {
      handed.remove(client);
    }
    return gone.isEmpty() ? List.of() : List.of(remove(loaded, gone));
  }

  private boolean isOver(@Nullable Instant since, Instant now) {
    // a clock that was set back is no reason to keep it
    return since != null && (now.isBefore(since) || !now.isBefore(since.plus(policy.handOver())));
  }

  private Reaction remove(Mailboxes.Loaded loaded, List<Letter> gone) {
    Mailbox rest = MailboxMachine.without((FilledMailbox) loaded.mailbox(), gone);
    return new Reaction(mailboxes.write(loaded, rest, gone), List.of());
  }

  /** Throws away what has expired, and wakes a client that did not come. */
  private List<Reaction> onDue(Mailboxes.Loaded loaded, Instant now) {
    FilledMailbox mailbox = (FilledMailbox) loaded.mailbox();
    List<Letter> expired = MailboxMachine.expired(mailbox, now);
    if (!expired.isEmpty()) {
      return List.of(remove(loaded, expired));
    }
    if (usable.contains(loaded.client()) || now.isBefore(machine.nextWake(mailbox))) {
      return List.of();
    }
    List<Write> writes = mailboxes.write(loaded, MailboxMachine.woken(mailbox, now), List.of());
    return List.of(new Reaction(writes, List.of(new Effect.WakeClient(loaded.client()))));
  }

  private List<Reaction> refuse(String reason) {
    environment.observer().refused(NAME, reason);
    return List.of();
  }
}
