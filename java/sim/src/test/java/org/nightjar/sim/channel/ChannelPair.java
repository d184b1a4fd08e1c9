package org.nightjar.sim.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.nightjar.FailurePacket;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.AttemptId;
import org.nightjar.async.ChannelId;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.Preimage;
import org.nightjar.async.Scalar;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.blinded.PaymentRelay;

/** Two ends of a channel and what is under way between them; either may crash where a test says. */
final class ChannelPair {
  static final Nightjar NIGHTJAR = Nightjar.open("bc");
  static final long HALF = 1_000_000;
  static final PublicKey PEER = PublicKey.fromHex("02" + "11".repeat(32));
  static final BlindedPath PATH =
      BlindedPath.of(
          new FirstNode.NodeId(PEER), PEER, List.of(BlindedPath.Hop.of(PEER, new byte[5])));
  static final HtlcFailure FAILURE =
      new HtlcFailure.Encrypted(FailurePacket.of(new byte[292]), Optional.empty());

  private static final ShortChannelId SHORT_ID = ShortChannelId.of(1, 2, 3);

  /** An end, and the disk it begins from. */
  final class End implements ChannelPort {
    final Deque<ChannelMessage> sent = new ArrayDeque<>();
    final List<Event> told = new ArrayList<>();
    final Map<Long, Witness> claims = new HashMap<>();
    final Locks locks;
    ChannelState durable = new ChannelState(HALF, HALF);
    ChannelEnd end;
    boolean failsToPersist;

    End(Locks locks) {
      this.locks = locks;
      end = begin();
    }

    private ChannelEnd begin() {
      ForwardingTerms terms = new ForwardingTerms(PaymentRelay.FREE, 1, HALF);
      return new ChannelEnd(
          new ChannelTerms(ChannelId.of(new byte[32]), SHORT_ID, 2 * HALF, terms, terms, 30, true),
          PEER,
          locks,
          this,
          durable);
    }

    void restart() {
      end = begin();
      end.tellAgain();
    }

    <E extends Event> List<E> told(Class<E> type) {
      return told.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void persist(ChannelState state) throws StoreException {
      crashPoint();
      if (failsToPersist) {
        throw new StoreException("test");
      }
      durable = state;
      crashPoint();
    }

    @Override
    public void send(ChannelMessage message) {
      sent.add(message);
      crashPoint();
    }

    @Override
    public void tell(Event event) {
      told.add(event);
    }

    @Override
    public Optional<BlindedPath> releasePath(HtlcId htlc, long cltvExpiry) {
      return Optional.of(PATH);
    }

    @Override
    public void usable() {}

    @Override
    public void claim(long id, Witness witness) {
      claims.put(id, witness);
    }

    @Override
    public void violated(String what) {
      throw new AssertionError(what);
    }
  }

  /** Leaves the code of an end where it is. */
  static final class TestCrash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  final End one;
  final End other;
  IntPredicate crashes = count -> false;
  int crashPoints;

  /** For HTLCs. */
  ChannelPair() {
    one = new End(Locks.ofHtlcs(NIGHTJAR));
    other = new End(Locks.ofHtlcs(NIGHTJAR));
  }

  private ChannelPair(SecretKey one, SecretKey other) {
    this.one = new End(locks(one, other));
    this.other = new End(locks(other, one));
  }

  private static Locks locks(SecretKey own, SecretKey peer) {
    return Locks.ofPtlcs(NIGHTJAR, new Locks.Keys(own, NIGHTJAR.publicKey(peer)));
  }

  /** For PTLCs. */
  static ChannelPair forPtlcs() {
    return new ChannelPair(
        SecretKey.of(preimage(101).toBytes()), SecretKey.of(preimage(102).toBytes()));
  }

  private void crashPoint() {
    if (crashes.test(crashPoints++)) {
      throw new TestCrash();
    }
  }

  /** Does something at an end; if it crashes there, it restarts and the connection is new. */
  void at(End end, Action action) throws StoreException {
    try {
      action.run();
    } catch (TestCrash e) {
      end.restart();
      reconnect();
    }
  }

  interface Action {
    void run() throws StoreException;
  }

  void connect() {
    one.end.connect();
    other.end.connect();
  }

  void reconnect() {
    IntPredicate later = crashes;
    crashes = count -> false;
    one.sent.clear();
    other.sent.clear();
    one.end.disconnect();
    other.end.disconnect();
    connect();
    crashes = later;
  }

  /** Delivers the next message of an end. */
  boolean deliver(End from) throws StoreException {
    End to = from == one ? other : one;
    ChannelMessage message = from.sent.poll();
    if (message != null) {
      at(to, () -> to.end.receive(message));
    }
    return message != null;
  }

  /** Delivers until nothing is under way. */
  void settle() throws StoreException {
    boolean any = true;
    while (any) {
      any = deliver(one) | deliver(other);
    }
  }

  void offer(End end, OutgoingHtlc htlc) throws StoreException {
    offer(end, Addition.of(htlc));
  }

  void offer(End end, Addition addition) throws StoreException {
    at(
        end,
        () -> {
          end.end.offer(addition);
          end.end.flush();
        });
  }

  void remove(End end, long id, Removal removal) throws StoreException {
    at(
        end,
        () -> {
          end.end.remove(id, removal);
          end.end.flush();
        });
  }

  static Preimage preimage(int number) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) number);
    return Preimage.of(bytes);
  }

  static OutgoingHtlc htlc(int number, long amountMsat, boolean hold) {
    PaymentHash hash = preimage(number).hash(NIGHTJAR.primitives());
    return new OutgoingHtlc(
        attempt(number),
        SHORT_ID,
        amountMsat,
        hash,
        1_000,
        OnionPacket.of(new byte[OnionPacket.PAYMENT_LENGTH]),
        Optional.empty(),
        hold);
  }

  static AttemptId attempt(int number) {
    byte[] id = new byte[32];
    id[0] = (byte) number;
    id[1] = (byte) (number >> 8);
    return AttemptId.of(id);
  }

  static Removal.Fulfil fulfil(int number) {
    return new Removal.Fulfil(new Secret.OfHash(preimage(number)), Optional.empty());
  }

  /** Locked to the point of a scalar that is as the preimage of the same number. */
  static Addition ptlc(int number, long amountMsat) {
    Addition htlc = Addition.of(htlc(number, amountMsat, false));
    return new Addition(
        htlc.attempt(),
        amountMsat,
        new Lock.Point(NIGHTJAR.publicKey(scalar(number).toSecretKey())),
        htlc.cltvExpiry(),
        htlc.onion(),
        Optional.empty(),
        false);
  }

  static Scalar scalar(int number) {
    return Scalar.of(preimage(number).toBytes());
  }

  static Removal.Fulfil claim(int number) {
    return new Removal.Fulfil(new Secret.OfPoint(scalar(number)), Optional.empty());
  }

  /** Money is neither made nor lost at an end. */
  void checkSums() {
    for (End end : List.of(one, other)) {
      ChannelState state = end.end.state();
      long sum =
          state.localMsat()
              + state.remoteMsat()
              + state.offered().stream().mapToLong(Htlc::amountMsat).sum()
              + state.received().stream().mapToLong(Htlc::amountMsat).sum();
      assertThat(sum).isEqualTo(2 * HALF);
    }
  }

  /** Nothing is under way, and both ends agree. */
  void checkIdle() {
    checkSums();
    for (End end : List.of(one, other)) {
      assertThat(end.end.state().offered()).isEmpty();
      assertThat(end.end.state().received()).isEmpty();
    }
    assertThat(one.end.state().localMsat()).isEqualTo(other.end.state().remoteMsat());
  }
}
