package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.DAVE;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.fulfilled;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.offered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.WireException;
import org.nightjar.wire.delegation.DelegationMessage;
import org.nightjar.wire.delegation.OutboxAck;
import org.nightjar.wire.delegation.OutboxPut;
import org.nightjar.wire.message.OnionMessage;

/** Messages that the node sends for a payer while it holds the payer's HTLC. */
class OutboxTest {
  private final Lsp lsp = new Lsp();

  OutboxTest() throws StoreException {}

  @BeforeEach
  void holdOne() throws StoreException {
    lsp.held(1);
  }

  private static OnionMessage message(int number) {
    byte[] packet = new byte[1366];
    packet[1] = (byte) number;
    return OnionMessage.of(CAROL, OnionPacket.of(packet));
  }

  private OutboxPut.Entry entry(int number, long inSeconds) {
    return new OutboxPut.Entry(lsp.now.getEpochSecond() + inSeconds, DAVE, message(number));
  }

  private static Event put(PublicKey from, HtlcId htlc, List<OutboxPut.Entry> entries) {
    OutboxPut put = OutboxPut.create(htlc.encode(), HASH.toBytes(), entries);
    return new Event.PeerMessageArrived(from, put.type(), put.encode());
  }

  private static int kept(List<Effect> effects) {
    assertThat(effects).hasSize(1);
    Effect.SendPeerMessage ack = (Effect.SendPeerMessage) effects.get(0);
    try {
      return ((OutboxAck) DelegationMessage.decode(ack.type(), ack.payload())).kept();
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  private void put(OutboxPut.Entry... entries) throws StoreException {
    assertThat(kept(lsp.give(put(ALICE, id(1), List.of(entries))))).isEqualTo(entries.length);
  }

  private static Effect sent(int number) {
    return new Effect.SendMessage(DAVE, message(number));
  }

  private int waiting() throws StoreException {
    return lsp.node.environment.store().scan(Kind.DELEGATION, null, 100).size();
  }

  @Test
  void goesOutOnSchedule() throws StoreException {
    put(entry(1, 0), entry(2, 60), entry(3, 60), entry(4, 3600));
    assertThat(lsp.tick(Duration.ZERO)).containsExactly(sent(1));
    lsp.restart();
    assertThat(lsp.tick(Duration.ofSeconds(59))).containsExactly(sent(1));
    assertThat(lsp.tick(Duration.ZERO)).isEmpty();
    assertThat(lsp.tick(Duration.ofSeconds(1))).containsExactly(sent(2), sent(3));
    assertThat(lsp.tick(Duration.ofHours(1))).containsExactly(sent(4));
    assertThat(lsp.tick(Duration.ZERO)).isEmpty();
    assertThat(waiting()).isZero();
  }

  /** The payer's clock, or this node's, is wrong by a day. */
  @ParameterizedTest
  @ValueSource(longs = {86_400, -86_400})
  void anotherClockNeitherDelaysNorHurries(long wrong) throws StoreException {
    put(entry(1, wrong + 60), entry(2, wrong + 120), entry(3, wrong + 3720));
    assertThat(lsp.tick(Duration.ZERO)).containsExactly(sent(1));
    assertThat(lsp.tick(Duration.ofSeconds(59))).isEmpty();
    assertThat(lsp.tick(Duration.ofSeconds(1))).containsExactly(sent(2));
    assertThat(lsp.tick(Duration.ofMinutes(59))).isEmpty();
    assertThat(lsp.tick(Duration.ofMinutes(1))).containsExactly(sent(3));
  }

  @Test
  void endsWithTheHold() throws StoreException {
    put(entry(1, 10), entry(2, 20));
    lsp.act(lsp.release(id(1)));
    assertThat(lsp.tick(Duration.ofSeconds(10))).isEmpty();
    assertThat(waiting()).isEqualTo(2);
    lsp.act(fulfilled(lsp.attempt(id(1), 0)));
    assertThat(waiting()).isZero();
    assertThat(lsp.tick(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void endsWhenTheHoldIsGivenUp() throws StoreException {
    put(entry(1, 10));
    failure(lsp.block(HEIGHT + 144));
    assertThat(waiting()).isZero();
  }

  @Test
  void endsWhenTheChannelIsClosed() throws StoreException {
    put(entry(1, 10));
    lsp.give(new Event.HtlcOnChain(id(1)));
    assertThat(waiting()).isZero();
  }

  @Test
  void goesOnWhenItIsHeldAgain() throws StoreException {
    put(entry(1, 10));
    lsp.give(new Event.PeerGone(CAROL));
    lsp.act(lsp.release(id(1)));
    assertThat(lsp.tick(Duration.ofSeconds(10))).isEmpty();
    assertThat(lsp.tick(Duration.ofSeconds(50))).isEmpty();
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    assertThat(lsp.tick(Duration.ofSeconds(10))).containsExactly(sent(1));
  }

  @Test
  void theSameIsAcknowledgedAgain() throws StoreException {
    Event put = put(ALICE, id(1), List.of(entry(1, 0), entry(2, 99)));
    for (int i = 0; i < 1000; i++) {
      assertThat(kept(lsp.give(put))).isEqualTo(2);
    }
    lsp.tick(Duration.ZERO);
    lsp.tick(Duration.ZERO);
    assertThat(kept(lsp.give(put))).isEqualTo(2);
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void anotherTakesItsPlace() throws StoreException {
    put(entry(1, 5), entry(2, 5), entry(3, 5));
    put(entry(4, 6), entry(5, 7));
    assertThat(waiting()).isEqualTo(2);
    assertThat(lsp.tick(Duration.ofSeconds(9))).containsExactly(sent(4), sent(5));
  }

  @Test
  void tooManyOrTooLongAreNotKept() throws StoreException {
    List<OutboxPut.Entry> large = new ArrayList<>();
    byte[] packet = new byte[32_834];
    large.add(new OutboxPut.Entry(1, DAVE, OnionMessage.of(CAROL, OnionPacket.of(packet))));
    for (int i = 0; i < 13; i++) {
      large.add(entry(i, 0));
    }
    assertThat(kept(lsp.give(put(ALICE, id(1), large)))).isZero();
    assertThat(waiting()).isZero();
    assertThat(lsp.node.refusals).containsExactly("a delegation that is not to be kept");
  }

  @Test
  void anothersHtlcIsNotServed() throws StoreException {
    assertThat(lsp.give(put(DAVE, id(1), List.of(entry(1, 0))))).isEmpty();
    lsp.act(lsp.release(id(1)));
    lsp.act(fulfilled(lsp.attempt(id(1), 0)));
    assertThat(lsp.give(put(ALICE, id(1), List.of(entry(1, 0))))).isEmpty();
    assertThat(lsp.tick(Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void itMayComeBeforeTheCommit() throws StoreException {
    lsp.give(put(ALICE, id(2), List.of(entry(1, 0))));
    lsp.give(put(DAVE, id(2), List.of(entry(2, 0))));
    lsp.give(lsp.release(id(3)));
    lsp.give(put(ALICE, id(3), List.of(entry(3, 0))));
    assertThat(lsp.node.refusals).isEmpty();
    assertThat(keptAtOnce(lsp.give(committed(lsp.htlc(2, true))))).isEqualTo(1);
    assertThat(lsp.give(new Event.Tick())).containsExactly(sent(1));
    List<Effect> effects = lsp.give(committed(lsp.htlc(3, true)));
    offered(effects);
    assertThat(keptAtOnce(effects)).isEqualTo(1);
  }

  private static int keptAtOnce(List<Effect> effects) {
    return kept(List.of(effects.get(effects.size() - 1)));
  }

  @Test
  void ofTwoBeforeTheCommitTheLaterOneCounts() throws StoreException {
    lsp.give(put(ALICE, id(2), List.of(entry(1, 0))));
    lsp.give(put(ALICE, id(2), List.of(entry(2, 0), entry(3, 0))));
    assertThat(keptAtOnce(lsp.give(committed(lsp.htlc(2, true))))).isEqualTo(2);
    assertThat(lsp.give(new Event.Tick())).containsExactly(sent(2), sent(3));
  }

  /** Nothing is due for an hour, but the recipient has to release once more. */
  @Test
  void theRecipientIsToldAtOnceWhenItIsHeldAgain() throws StoreException {
    put(entry(1, 3600), entry(2, 7200), entry(3, 10_800));
    lsp.act(lsp.release(id(1)));
    HtlcFailure full = new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY);
    lsp.act(new Event.HtlcFailed(lsp.attempt(id(1), 0), full));
    assertThat(lsp.tick(Duration.ZERO)).containsExactly(sent(1));
    lsp.give(new Event.PeerGone(CAROL));
    lsp.act(lsp.release(id(1)));
    assertThat(lsp.tick(Duration.ofSeconds(60))).isEmpty();
    assertThat(lsp.tick(Duration.ZERO)).containsExactly(sent(2));
    assertThat(lsp.tick(Duration.ofSeconds(7139))).isEmpty();
  }

  @Test
  void beforeTheCommitThereIsLittleRoomAndNoPromise() throws StoreException {
    for (int i = 2; i < 10; i++) {
      assertThat(lsp.give(put(ALICE, id(i), List.of(entry(i, 0))))).isEmpty();
    }
    assertThat(lsp.node.refusals).isEmpty();
    assertThat(lsp.give(put(ALICE, id(10), List.of(entry(10, 0))))).isEmpty();
    assertThat(lsp.node.refusals).containsExactly("a delegation for no HTLC");
    assertThat(lsp.give(put(DAVE, id(10), List.of(entry(10, 0))))).isEmpty();
    assertThat(lsp.node.refusals).hasSize(1);
    lsp.give(new Event.PeerGone(ALICE));
    lsp.held(2);
    assertThat(lsp.give(new Event.Tick())).isEmpty();
    assertThat(kept(lsp.give(put(ALICE, id(2), List.of(entry(2, 0)))))).isEqualTo(1);
  }

  @Test
  void aFailedAttemptDoesNotEndIt() throws StoreException {
    put(entry(1, 10));
    lsp.act(lsp.release(id(1)));
    HtlcFailure gone = new HtlcFailure.Local(HtlcFailure.Cause.PEER_UNUSABLE);
    lsp.act(new Event.HtlcFailed(lsp.attempt(id(1), 0), gone));
    lsp.tick(Duration.ofSeconds(60));
    assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void acknowledgementsAreThePayersBusiness() throws StoreException {
    OutboxAck ack = OutboxAck.create(id(1).encode(), 1);
    assertThat(lsp.give(new Event.PeerMessageArrived(ALICE, ack.type(), ack.encode()))).isEmpty();
    assertThat(lsp.give(new Event.PeerMessageArrived(ALICE, 513, new byte[3]))).isEmpty();
    assertThat(lsp.node.refusals).isEmpty();
  }
}
