package org.nightjar.sim.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.store.StoreException;

/** A channel whose locks are points. */
class PtlcChannelTest {
  private final ChannelPair pair = ChannelPair.forPtlcs();

  @BeforeEach
  void connect() throws StoreException {
    pair.connect();
    pair.settle();
  }

  private long arrives(int number) throws StoreException {
    pair.offer(pair.one, ChannelPair.ptlc(number, 1_000));
    pair.settle();
    Event.PtlcCommitted committed = pair.other.told(Event.PtlcCommitted.class).get(0);
    assertThat(ChannelPair.scalar(number).opens(committed.ptlc().point(), ChannelPair.NIGHTJAR))
        .isTrue();
    return committed.ptlc().id().id();
  }

  @Test
  void aScalarMovesTheMoney() throws StoreException {
    pair.remove(pair.other, arrives(1), ChannelPair.claim(1));
    pair.settle();
    assertThat(pair.one.told(Event.PtlcFulfilled.class))
        .containsExactly(new Event.PtlcFulfilled(ChannelPair.attempt(1), ChannelPair.scalar(1)));
    assertThat(pair.one.end.state().localMsat()).isEqualTo(ChannelPair.HALF - 1_000);
    pair.checkIdle();
  }

  @Test
  void aFailureGivesItBack() throws StoreException {
    pair.remove(pair.other, arrives(1), new Removal.Fail(ChannelPair.FAILURE));
    pair.settle();
    assertThat(pair.one.told(Event.PtlcFailed.class))
        .containsExactly(new Event.PtlcFailed(ChannelPair.attempt(1), ChannelPair.FAILURE));
    assertThat(pair.one.told(Event.HtlcFailed.class)).isEmpty();
    pair.checkIdle();
  }

  @Test
  void anotherScalarIsAnError() throws StoreException {
    long id = arrives(1);
    assertThatThrownBy(() -> pair.remove(pair.other, id, ChannelPair.claim(2)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aPreimageOfTheSameBytesIsAnError() throws StoreException {
    long id = arrives(1);
    assertThatThrownBy(() -> pair.remove(pair.other, id, ChannelPair.fulfil(1)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aPeerThatTellsAnotherScalarIsFound() throws StoreException {
    long id = arrives(1);
    ChannelMessage lie =
        new ChannelMessage.UpdateFulfillHtlc(
            id, new Secret.OfPoint(ChannelPair.scalar(2)), Optional.empty());
    assertThatThrownBy(() -> pair.one.end.receive(lie)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aPtlcWithoutThePresignatureOfItsPointIsRefused() throws StoreException {
    pair.offer(pair.one, ChannelPair.ptlc(1, 1_000));
    ChannelMessage.UpdateAddHtlc add = (ChannelMessage.UpdateAddHtlc) pair.one.sent.remove();
    byte[] changed = add.presignature().orElseThrow().toBytes();
    changed[64] ^= 1;
    for (Optional<Presignature> bad :
        List.of(
            Optional.<Presignature>empty(),
            Optional.of(Presignature.of(changed)),
            Optional.of(Presignature.of(new byte[3])))) {
      assertThatThrownBy(() -> pair.other.end.receive(with(add, add.lock(), bad)))
          .isInstanceOf(AssertionError.class);
    }
    Lock otherPoint = ChannelPair.ptlc(2, 1).lock();
    assertThatThrownBy(() -> pair.other.end.receive(with(add, otherPoint, add.presignature())))
        .isInstanceOf(AssertionError.class);
    pair.other.end.receive(add);
  }

  private static ChannelMessage with(
      ChannelMessage.UpdateAddHtlc add, Lock lock, Optional<Presignature> presignature) {
    return new ChannelMessage.UpdateAddHtlc(
        add.id(),
        add.amountMsat(),
        lock,
        add.cltvExpiry(),
        add.onion(),
        add.pathKey(),
        add.hold(),
        presignature);
  }

  @Test
  void anHtlcHasNoPlaceHereNorAPtlcElsewhere() throws StoreException {
    pair.offer(pair.one, ChannelPair.htlc(1, 1_000, false));
    assertThat(pair.one.told(Event.PtlcFailed.class)).hasSize(1);
    ChannelPair htlcs = new ChannelPair();
    htlcs.connect();
    htlcs.settle();
    htlcs.offer(htlcs.one, ChannelPair.ptlc(1, 1_000));
    assertThat(htlcs.one.told(Event.HtlcFailed.class))
        .extracting(Event.HtlcFailed::failure)
        .containsExactly(new HtlcFailure.Local(HtlcFailure.Cause.UNKNOWN_CHANNEL));
  }

  /** Who claims on chain shows a signature, and who pre-signed it reads the scalar there. */
  @Test
  void aClaimOnChainTellsTheAdderTheScalar() throws StoreException {
    long id = arrives(1);
    close();
    pair.other.end.remove(id, ChannelPair.claim(1));
    Witness witness = pair.other.claims.get(id);
    assertThat(witness).isInstanceOf(Witness.Signed.class);
    pair.other.end.resolveReceived(id, Optional.of(witness));
    pair.one.end.resolveOffered(id, Optional.of(witness));
    assertThat(pair.one.told(Event.PtlcFulfilled.class))
        .containsExactly(new Event.PtlcFulfilled(ChannelPair.attempt(1), ChannelPair.scalar(1)));
    pair.checkIdle();
  }

  @Test
  void aSignatureOfAnotherClaimTellsNothing() throws StoreException {
    long first = arrives(1);
    pair.offer(pair.one, ChannelPair.ptlc(2, 1_000));
    pair.settle();
    close();
    pair.other.end.remove(first, ChannelPair.claim(1));
    Witness witness = pair.other.claims.get(first);
    assertThatThrownBy(() -> pair.one.end.resolveOffered(first + 1, Optional.of(witness)))
        .isInstanceOf(IllegalStateException.class);
  }

  private void close() {
    Outputs outputs = pair.one.end.outputs();
    pair.one.end.close(outputs);
    pair.other.end.close(outputs.ofPeer());
  }
}
