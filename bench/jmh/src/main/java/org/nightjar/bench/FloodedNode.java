package org.nightjar.bench;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.Observer;
import org.nightjar.async.PathContexts;
import org.nightjar.async.Reaction;
import org.nightjar.async.Role;
import org.nightjar.async.lsp.ForwardingNode;
import org.nightjar.async.lsp.HoldPolicy;
import org.nightjar.async.mailbox.MailboxPolicy;
import org.nightjar.async.mailbox.MessageForwarder;
import org.nightjar.async.server.ServerPolicy;
import org.nightjar.async.server.StaticInvoiceServer;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.OfferPathsRequest;
import org.nightjar.wire.blinded.OwnPaths;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;

/** An LSP of the default policies, one peer that floods it, and a client that sleeps. */
final class FloodedNode extends PeersOnly implements AutoCloseable {
  private static final long HEIGHT = 800_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LOCAL_KEY_LENGTH = 32;

  private final Nightjar nightjar;
  private final Store store;
  private final NodeKey nodeKey;
  private final OwnPaths paths;
  private final OnionMessagePeeler peeler;
  private final MessageForwarder forwarder;
  private final List<Role> roles;
  private final SecureRandom random = new SecureRandom();
  private final PublicKey mallory;
  private final PublicKey client;
  private final PublicKey stranger;
  private final BlindedPath requestPath;
  private Instant minute = Instant.parse("2026-01-01T00:00:00Z");

  FloodedNode(Nightjar nightjar, Store store) throws StoreException {
    this.nightjar = nightjar;
    this.store = store;
    nodeKey = nightjar.nodeKey(SecretKey.random(random));
    mallory = nightjar.publicKey(SecretKey.random(random));
    client = nightjar.publicKey(SecretKey.random(random));
    stranger = nightjar.publicKey(SecretKey.random(random));
    paths = new OwnPaths(nightjar, nodeKey.publicKey(), new byte[LOCAL_KEY_LENGTH]);
    peeler = new OnionMessagePeeler(nightjar, nodeKey);
    Environment environment =
        new Environment(
            nightjar,
            nodeKey,
            new PathContexts(paths, random),
            random,
            store,
            this,
            WireProfile.LDK,
            ChainHash.REGTEST,
            Observer.NONE);
    Set<PublicKey> clients = Set.of(client);
    StaticInvoiceServer server = new StaticInvoiceServer(environment, ServerPolicy.defaults());
    forwarder = new MessageForwarder(environment, MailboxPolicy.defaults(), clients);
    roles =
        List.of(
            new ForwardingNode(environment, HoldPolicy.defaults().withClients(clients)),
            server,
            forwarder);
    requestPath = server.requestPaths(new byte[] {1}, minute.plus(Duration.ofDays(1))).get(0);
    give(new Event.Started(HEIGHT), minute);
  }

  int messagesPerMinute() {
    return MailboxPolicy.defaults().messagesPerMinute();
  }

  /** A time at which the peer has its whole share again. */
  Instant nextMinute() {
    minute = minute.plus(MINUTE).plus(MINUTE);
    return minute;
  }

  /** A message to be sent on at once. */
  OnionMessage toStranger() {
    return build(OnionMessageBuilder.toNode(nightjar, stranger).via(List.of(nodeKey.publicKey())));
  }

  /** A message to be kept. */
  OnionMessage toSleepingClient() {
    return build(OnionMessageBuilder.toNode(nightjar, client).via(List.of(nodeKey.publicKey())));
  }

  /** A request to be answered. */
  OnionMessage request() {
    return build(
        OnionMessageBuilder.toPath(nightjar, requestPath)
            .content(OfferPathsRequest.create(0).content(WireProfile.LDK))
            .replyPath(requestPath));
  }

  private OnionMessage build(OnionMessageBuilder message) {
    return message.build(SecretKey.random(random), SecretKey.random(random));
  }

  /** A message of the flood arrives, and is dealt with: whether it was opened. */
  boolean arrives(OnionMessage message, Instant now) throws StoreException {
    boolean admitted = forwarder.admits(mallory, now);
    if (admitted) {
      give(new Event.MessageArrived(mallory, peeler.peel(message)), now);
    }
    return admitted;
  }

  private void give(Event event, Instant now) throws StoreException {
    for (Role role : roles) {
      List<Reaction> reactions = role.on(event, now);
      if (!reactions.isEmpty()) {
        store.write(reactions.stream().map(Reaction::writes).toList());
      }
    }
  }

  @Override
  public void close() {
    paths.close();
    nodeKey.close();
  }
}
