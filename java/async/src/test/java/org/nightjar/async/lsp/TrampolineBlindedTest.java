package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.DAVE;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.IN_CLTV;
import static org.nightjar.async.lsp.Lsp.IN_MSAT;
import static org.nightjar.async.lsp.Lsp.NIGHTJAR;
import static org.nightjar.async.lsp.Lsp.TO_CAROL;
import static org.nightjar.async.lsp.Lsp.TO_DAVE;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.fulfilled;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.key;
import static org.nightjar.async.lsp.Lsp.offered;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.BlindedHop;
import org.nightjar.BuiltOnion;
import org.nightjar.FailureOrigin;
import org.nightjar.Hop;
import org.nightjar.PathHop;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.RouteHop;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.PaymentData;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TrampolineFields;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.PaymentConstraints;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/**
 * A trampoline node on a blinded path, as introduction node and further on: the path's maker says
 * where to go, and all failures look the same.
 */
class TrampolineBlindedTest {
  private static final PaymentRelay RELAY = new PaymentRelay(80, 1000, 1000);

  private final Lsp lsp = new Lsp();

  TrampolineBlindedTest() throws StoreException {}

  /** An HTLC, and what its payer knows. */
  private record Arriving(
      IncomingHtlc htlc, BuiltOnion outer, BuiltOnion inner, List<BlindedHop> path) {}

  private static Stream<Position> blinded() {
    return Stream.of(Position.INTRODUCTION, Position.INNER);
  }

  private static EncryptedData.Builder data() {
    return EncryptedData.builder()
        .shortChannelId(TO_CAROL)
        .paymentRelay(RELAY)
        .paymentConstraints(new PaymentConstraints(IN_CLTV, 1));
  }

  private Arriving arriving(Position position, byte[] data, long id) {
    return arriving(position, data, id, payload -> payload);
  }

  /**
   * @param change of the inner payload
   */
  private Arriving arriving(
      Position position, byte[] data, long id, UnaryOperator<PaymentPayload.Builder> change) {
    PublicKey self = lsp.node.environment.nodeId();
    List<BlindedHop> path =
        NIGHTJAR
            .blindedPaths()
            .create(
                SecretKey.of(Lsp.hash("path " + id)),
                List.of(
                    PathHop.of(self, data),
                    PathHop.of(
                        CAROL, EncryptedData.builder().pathId(new byte[1]).build().encode())));
    boolean introduction = position == Position.INTRODUCTION;
    PaymentPayload.Builder forLsp =
        PaymentPayload.builder().encryptedRecipientData(path.get(0).encryptedRecipientData());
    PaymentPayload.Builder outerPayload =
        PaymentPayload.builder()
            .amtToForward(IN_MSAT)
            .outgoingCltvValue(IN_CLTV)
            .paymentData(PaymentData.of(Lsp.hash("secret"), IN_MSAT));
    (introduction ? forLsp : outerPayload).currentPathKey(path.get(0).pathKey());
    BuiltOnion inner =
        NIGHTJAR
            .trampoline()
            .buildOnion(
                SecretKey.of(Lsp.hash("inner " + id)),
                List.of(
                    Hop.of(
                        introduction ? self : path.get(0).blindedNodeId(),
                        change.apply(forLsp).build().encode()),
                    Hop.of(path.get(1).blindedNodeId(), new byte[] {10, 0})),
                HASH.toBytes());
    BuiltOnion outer =
        NIGHTJAR.buildPaymentOnion(
            SecretKey.of(Lsp.hash("outer " + id)),
            List.of(
                Hop.of(
                    self,
                    outerPayload
                        .trampoline(TrampolineFields.ofOnion(inner.packet()))
                        .build()
                        .encode())),
            HASH.toBytes());
    IncomingHtlc htlc =
        new IncomingHtlc(
            id(id), ALICE, IN_MSAT, HASH, IN_CLTV, outer.packet(), Optional.empty(), true);
    return new Arriving(htlc, outer, inner, path);
  }

  /** The only failure there is. */
  private static void assertFailed(Arriving arriving, HtlcFailure failure) {
    FailureOrigin origin =
        NIGHTJAR
            .trampoline()
            .decryptFailure(
                ((HtlcFailure.Encrypted) failure).packet(),
                arriving.outer.sharedSecrets(),
                arriving.inner.sharedSecrets())
            .orElseThrow();
    assertThat(origin.hop()).isEqualTo(1);
    assertThat(origin.message())
        .isEqualTo(FailureMessage.of(FailureCode.INVALID_ONION_BLINDING).encode());
  }

  private void assertRefused(Arriving arriving) throws StoreException {
    assertFailed(arriving, failure(lsp.act(committed(arriving.htlc))));
  }

  /** What Carol reads: of both onions. */
  private static Peeled readByCarol(OutgoingHtlc out) throws WireException {
    Peeled.Final outer = (Peeled.Final) NIGHTJAR.peel(key("carol"), out.onion(), HASH.toBytes());
    PaymentPayload payload = PaymentPayload.decode(outer.payload());
    assertThat(payload.amtToForward()).hasValue(1_000_000);
    assertThat(payload.outgoingCltvValue()).hasValue(IN_CLTV - 80);
    return NIGHTJAR.peel(
        key("carol"),
        payload.trampoline().onionPacket().orElseThrow(),
        HASH.toBytes(),
        payload.currentPathKey().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void goesOnWithWhatTheRecipientSaid(Position position) throws Exception {
    Arriving arriving = arriving(position, data().build().encode(), 1);
    assertThat(lsp.act(committed(arriving.htlc))).isEmpty();
    OutgoingHtlc out = offered(lsp.act(lsp.release(id(1))));
    assertThat(out.amountMsat()).isEqualTo(1_000_000);
    assertThat(out.cltvExpiry()).isEqualTo(IN_CLTV - 80);
    assertThat(out.channel()).isEqualTo(TO_CAROL);
    assertThat(out.pathKey()).isEmpty();
    assertThat(readByCarol(out)).isInstanceOf(Peeled.Final.class);
    Effect.FulfilHtlc fulfil = (Effect.FulfilHtlc) lsp.act(fulfilled(lsp.attempt(id(1), 0))).get(0);
    assertThat(fulfil.attribution().isPresent()).isEqualTo(position == Position.INTRODUCTION);
  }

  /** A trampoline node is found over any route, within the relay's fee. */
  @ParameterizedTest
  @MethodSource("blinded")
  void findsTheWayToANode(Position position) throws Exception {
    byte[] data =
        EncryptedData.builder()
            .nextNodeId(CAROL)
            .paymentRelay(new PaymentRelay(80, 1000, 1000))
            .build()
            .encode();
    PaymentRelay free = PaymentRelay.FREE;
    lsp.routes.ways.put(
        CAROL,
        List.of(
            List.of(
                new RouteHop(DAVE, TO_DAVE, free),
                new RouteHop(CAROL, ShortChannelId.of(5, 5, 5), free))));
    lsp.act(committed(arriving(position, data, 1).htlc));
    OutgoingHtlc out = offered(lsp.act(lsp.release(id(1))));
    assertThat(out.channel()).isEqualTo(TO_DAVE);
    assertThat(NIGHTJAR.peel(key("dave"), out.onion(), HASH.toBytes()))
        .isInstanceOf(Peeled.Forward.class);
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void whateverIsWrongTheFailureIsTheSame(Position position) throws StoreException {
    List<EncryptedData.Builder> wrong =
        List.of(
            data().shortChannelId(ShortChannelId.of(7, 7, 7)),
            data().paymentConstraints(new PaymentConstraints(IN_CLTV - 1, 1)),
            data().paymentConstraints(new PaymentConstraints(IN_CLTV, IN_MSAT + 1)),
            data().paymentRelay(new PaymentRelay(80, 0, IN_MSAT + 1)),
            data().paymentRelay(new PaymentRelay(80, 1000, 900)),
            data().paymentRelay(new PaymentRelay(79, 1000, 1000)),
            EncryptedData.builder().nextNodeId(key("stranger").publicKey()).paymentRelay(RELAY),
            EncryptedData.builder().shortChannelId(TO_CAROL));
    long id = 0;
    for (EncryptedData.Builder each : wrong) {
      assertRefused(arriving(position, each.build().encode(), ++id));
    }
    byte[] good = data().build().encode();
    assertRefused(arriving(position, new byte[] {1}, ++id));
    assertRefused(arriving(position, good, ++id, payload -> payload.amtToForward(1)));
    assertRefused(
        arriving(position, good, ++id, payload -> payload.encryptedRecipientData(new byte[40])));
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void whateverHappensLaterToo(Position position) throws StoreException {
    byte[] data = data().build().encode();
    Arriving givenUp = arriving(position, data, 1);
    lsp.act(committed(givenUp.htlc));
    assertFailed(givenUp, failure(lsp.block(HEIGHT + 144)));
    Arriving failing = arriving(position, data, 2);
    lsp.block(HEIGHT);
    lsp.act(committed(failing.htlc));
    lsp.act(lsp.release(id(2)));
    HtlcFailure.Malformed downstream = new HtlcFailure.Malformed(0xc018, new byte[32]);
    Effect last = null;
    for (int i = 0; i < TrampolineWays.MAX_WAYS; i++) {
      List<Effect> effects = lsp.act(new Event.HtlcFailed(lsp.attempt(id(2), i), downstream));
      last = effects.get(0);
    }
    assertFailed(failing, ((Effect.FailHtlc) last).failure());
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void dummyHopsAreTheRecipientsBusiness(Position position) throws StoreException {
    byte[] data =
        EncryptedData.dummy(lsp.node.environment.nodeId())
            .paymentRelay(PaymentRelay.FREE)
            .build()
            .encode();
    Lsp receiving = new Lsp(HoldPolicy.defaults().withReceiver());
    assertThat(receiving.give(committed(arriving(position, data, 1).htlc))).isEmpty();
    assertThat(receiving.hasRecord(id(1))).isFalse();
    assertRefused(arriving(position, data, 2));
  }
}
