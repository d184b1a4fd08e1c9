package org.nightjar.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcId;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.Observer;
import org.nightjar.async.PathContexts;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Reaction;
import org.nightjar.async.lsp.ForwardingNode;
import org.nightjar.async.lsp.HoldPolicy;
import org.nightjar.async.store.Outcome;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.ChainHash;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.async.ReleaseHeldHtlc;
import org.nightjar.wire.blinded.OwnPaths;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;

/**
 * A {@link ForwardingNode} of the default policy with payers of 100 HTLCs each on one side and one
 * peer on the other, and its driver: the reactions of a group of events are written together, then
 * their effects are counted. Everything is derived from numbers, so a second one on the same store
 * is the first after a restart.
 */
final class HoldingNode extends PeersOnly implements AutoCloseable {
  private static final long HEIGHT = 800_000;
  private static final long OUT_MSAT = 1_000_000;
  private static final long IN_MSAT = 1_002_000;
  private static final long OUT_CLTV = HEIGHT + 300;
  private static final long IN_CLTV = HEIGHT + 500;
  private static final ShortChannelId OUT = ShortChannelId.of(100, 1, 0);
  private static final ForwardingTerms TERMS =
      new ForwardingTerms(new PaymentRelay(80, 1000, 1000), 1000, 5_000_000_000L);
  private static final int PER_PAYER = HoldPolicy.defaults().perPeer().htlcs();
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Nightjar nightjar;
  private final NodeKey nodeKey;
  private final OwnPaths paths;
  private final Store store;
  private final PublicKey next;
  private final OnionMessagePeeler peeler;
  private final ForwardingNode role;

  HoldingNode(Nightjar nightjar, Store store) {
    this.nightjar = nightjar;
    this.store = store;
    nodeKey = nightjar.nodeKey(SecretKey.of(hash("node", 0)));
    next = nightjar.publicKey(SecretKey.of(hash("next", 0)));
    peeler = new OnionMessagePeeler(nightjar, nodeKey);
    SecureRandom random = new SecureRandom();
    paths = new OwnPaths(nightjar, nodeKey.publicKey(), hash("local", 0));
    role =
        new ForwardingNode(
            new Environment(
                nightjar,
                nodeKey,
                new PathContexts(paths, random),
                random,
                store,
                this,
                WireProfile.LDK,
                ChainHash.REGTEST,
                Observer.NONE),
            HoldPolicy.defaults());
  }

  /** Starts the role from what lies in the store, and lets the next peer be there. */
  void start() throws StoreException {
    RecordFormat.checkAll(store);
    drive(List.of(new Event.Started(HEIGHT)));
    drive(List.of(new Event.PeerUsable(next)));
  }

  /** The effects of events, whose writes are one write and durable. */
  List<Effect> drive(List<Event> events) throws StoreException {
    List<Reaction> reactions = new ArrayList<>();
    for (Event event : events) {
      reactions.addAll(role.on(event, NOW));
    }
    List<Effect> effects = new ArrayList<>();
    List<Outcome> outcomes = store.write(reactions.stream().map(Reaction::writes).toList());
    for (int i = 0; i < reactions.size(); i++) {
      if (!(outcomes.get(i) instanceof Outcome.Done)) {
        throw new IllegalStateException("another process uses this store");
      }
      effects.addAll(reactions.get(i).effects());
    }
    return effects;
  }

  /** An HTLC to be held, with an onion of its own. */
  Event committed(int number) {
    PaymentHash paymentHash = PaymentHash.of(hash("payment", number));
    PaymentPayload.Builder payload =
        PaymentPayload.builder().amtToForward(OUT_MSAT).outgoingCltvValue(OUT_CLTV);
    byte[] forNext = payload.build().encode();
    byte[] forNode = payload.shortChannelId(OUT).build().encode();
    OnionPacket onion =
        nightjar
            .buildPaymentOnion(
                SecretKey.of(hash("session", number)),
                List.of(Hop.of(nodeKey.publicKey(), forNode), Hop.of(next, forNext)),
                paymentHash.toBytes())
            .packet();
    return new Event.HtlcCommitted(
        new IncomingHtlc(
            id(number),
            payer(number),
            IN_MSAT,
            paymentHash,
            IN_CLTV,
            onion,
            Optional.empty(),
            true));
  }

  /** The recipient's release of an HTLC, as it comes from the network. */
  OnionMessage release(int number) {
    return OnionMessageBuilder.toPath(
            nightjar, role.releasePath(id(number), payer(number), IN_CLTV))
        .content(ReleaseHeldHtlc.create().content(WireProfile.LDK))
        .build(SecretKey.of(hash("message", number)), SecretKey.of(hash("path", number)));
  }

  Event peel(OnionMessage message) {
    return new Event.MessageArrived(next, peeler.peel(message));
  }

  private HtlcId id(int number) {
    return new HtlcId(ChannelId.of(hash("channel", number / PER_PAYER)), number % PER_PAYER);
  }

  private PublicKey payer(int number) {
    return nightjar.publicKey(SecretKey.of(hash("payer", number / PER_PAYER)));
  }

  private byte[] hash(String name, int number) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return nightjar
        .primitives()
        .sha256(ByteBuffer.allocate(bytes.length + 4).put(bytes).putInt(number).array());
  }

  @Override
  public void close() {
    paths.close();
    nodeKey.close();
  }

  @Override
  public Optional<PublicKey> peer(ShortChannelId channel) {
    return channel.equals(OUT) ? Optional.of(next) : Optional.empty();
  }

  @Override
  public Optional<ForwardingTerms> terms(ShortChannelId channel) {
    return channel.equals(OUT) ? Optional.of(TERMS) : Optional.empty();
  }
}
