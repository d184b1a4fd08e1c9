package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.CAROL;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.IN_CLTV;
import static org.nightjar.async.lsp.Lsp.IN_MSAT;
import static org.nightjar.async.lsp.Lsp.NIGHTJAR;
import static org.nightjar.async.lsp.Lsp.OUT_CLTV;
import static org.nightjar.async.lsp.Lsp.OUT_MSAT;
import static org.nightjar.async.lsp.Lsp.PREIMAGE;
import static org.nightjar.async.lsp.Lsp.TO_CAROL;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.fulfilled;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.offered;
import static org.nightjar.async.lsp.Lsp.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nightjar.AttributedFailure;
import org.nightjar.BlindedHop;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.OnionPacket;
import org.nightjar.PathHop;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.OutgoingHtlc;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.Features;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.PaymentConstraints;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/**
 * Forwarding on a blinded path, as introduction node and further on; all failures look the same.
 */
class BlindedTest {
  private static final PaymentRelay RELAY = new PaymentRelay(80, 1000, 1000);

  private final Lsp lsp = new Lsp();

  BlindedTest() throws StoreException {}

  /** An HTLC on a blinded path, and the onion it came with. */
  private record Arriving(IncomingHtlc htlc, BuiltOnion onion, List<BlindedHop> path) {}

  private static EncryptedData.Builder data() {
    return EncryptedData.builder()
        .shortChannelId(TO_CAROL)
        .paymentRelay(RELAY)
        .paymentConstraints(new PaymentConstraints(IN_CLTV, 1));
  }

  private Arriving arriving(Position position, byte[] data, long id) {
    return arriving(position, data, payload -> payload, id, true);
  }

  /**
   * @param inPayload changes the payload before it is encoded
   */
  private Arriving arriving(
      Position position,
      byte[] data,
      UnaryOperator<PaymentPayload.Builder> inPayload,
      long id,
      boolean hold) {
    SecretKey pathKey = SecretKey.of(Lsp.hash("path " + id));
    PublicKey self = lsp.node.environment.nodeId();
    List<PathHop> nodes = new ArrayList<>();
    nodes.add(PathHop.of(self, data));
    nodes.add(PathHop.of(CAROL, EncryptedData.builder().pathId(new byte[1]).build().encode()));
    List<BlindedHop> path = NIGHTJAR.blindedPaths().create(pathKey, nodes);
    PaymentPayload.Builder forLsp =
        PaymentPayload.builder().encryptedRecipientData(path.get(0).encryptedRecipientData());
    if (position == Position.INTRODUCTION) {
      forLsp.currentPathKey(path.get(0).pathKey());
    }
    PublicKey first = position == Position.INTRODUCTION ? self : path.get(0).blindedNodeId();
    BuiltOnion onion =
        NIGHTJAR.buildPaymentOnion(
            SecretKey.of(Lsp.hash("session " + id)),
            List.of(
                Hop.of(first, inPayload.apply(forLsp).build().encode()),
                Hop.of(path.get(1).blindedNodeId(), new byte[] {10, 0})),
            HASH.toBytes());
    Optional<PublicKey> withHtlc =
        position == Position.INNER ? Optional.of(path.get(0).pathKey()) : Optional.empty();
    IncomingHtlc htlc =
        new IncomingHtlc(id(id), ALICE, IN_MSAT, HASH, IN_CLTV, onion.packet(), withHtlc, hold);
    return new Arriving(htlc, onion, path);
  }

  private static Stream<Position> blinded() {
    return Stream.of(Position.INTRODUCTION, Position.INNER);
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void goesOnWithWhatTheRecipientSaid(Position position) throws StoreException {
    Arriving arriving = arriving(position, data().build().encode(), 1);
    assertThat(lsp.act(committed(arriving.htlc))).isEmpty();
    OutgoingHtlc out = offered(lsp.act(lsp.release(id(1))));
    assertThat(out.amountMsat()).isEqualTo(1_000_000);
    assertThat(out.cltvExpiry()).isEqualTo(IN_CLTV - 80);
    assertThat(out.pathKey()).contains(arriving.path.get(1).pathKey());
    assertThat(out.channel()).isEqualTo(TO_CAROL);
    assertThat(
            NIGHTJAR.peel(
                Lsp.key("carol"), out.onion(), HASH.toBytes(), out.pathKey().orElseThrow()))
        .isInstanceOf(Peeled.Final.class);
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void takesTheOtherPathKeyWherePathsAreJoined(Position position) throws StoreException {
    byte[] data = data().nextPathKeyOverride(Lsp.DAVE).build().encode();
    lsp.act(committed(arriving(position, data, 1).htlc));
    assertThat(offered(lsp.act(lsp.release(id(1)))).pathKey()).contains(Lsp.DAVE);
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void findsTheChannelToANode(Position position) throws StoreException {
    byte[] data = EncryptedData.builder().nextNodeId(Lsp.DAVE).paymentRelay(RELAY).build().encode();
    lsp.act(committed(arriving(position, data, 1).htlc));
    assertThat(offered(lsp.act(lsp.release(id(1)))).channel()).isEqualTo(Lsp.TO_DAVE);
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
    assertThat(lsp.act(committed(arriving(position, data, 1).htlc)))
        .anyMatch(Effect.FailHtlc.class::isInstance);
  }

  /** What can be wrong with an HTLC on a blinded path. */
  enum Wrong {
    GARBAGE(data -> {}),
    NO_RELAY(data -> {}),
    NO_NEXT(data -> {}),
    TWO_NEXT(data -> data.nextNodeId(CAROL)),
    UNKNOWN_NODE(data -> {}),
    UNKNOWN_CHANNEL(data -> data.shortChannelId(ShortChannelId.of(7, 7, 7))),
    EXPIRES_TOO_LATE(data -> data.paymentConstraints(new PaymentConstraints(IN_CLTV - 1, 1))),
    TOO_SMALL(data -> data.paymentConstraints(new PaymentConstraints(IN_CLTV, IN_MSAT + 1))),
    FEATURE(data -> data.allowedFeatures(Features.ofBits(131))),
    BASE_ABOVE_AMOUNT(data -> data.paymentRelay(new PaymentRelay(80, 0, IN_MSAT + 1))),
    DELTA_ABOVE_EXPIRY(data -> data.paymentRelay(new PaymentRelay(0xffff, 1000, 1000))),
    LOW_FEE(data -> data.paymentRelay(new PaymentRelay(80, 1000, 900))),
    LOW_DELTA(data -> data.paymentRelay(new PaymentRelay(79, 1000, 1000))),
    UNKNOWN_EVEN_TYPE(data -> {}),
    AMOUNT_IN_PAYLOAD(data -> {}),
    ANOTHER_PAYLOAD_TYPE(data -> {}),
    REPLAYED(data -> {}),
    NO_HOLD_LEFT(data -> {});

    private final Consumer<EncryptedData.Builder> change;

    Wrong(Consumer<EncryptedData.Builder> change) {
      this.change = change;
    }

    byte[] data() {
      if (this == NO_RELAY) {
        return EncryptedData.builder().shortChannelId(TO_CAROL).build().encode();
      }
      if (this == NO_NEXT) {
        return EncryptedData.builder().paymentRelay(RELAY).build().encode();
      }
      if (this == UNKNOWN_NODE) {
        return EncryptedData.builder().nextNodeId(ALICE).paymentRelay(RELAY).build().encode();
      }
      if (this == UNKNOWN_EVEN_TYPE) {
        return HexFormat.of().parseHex("1000");
      }
      EncryptedData.Builder data = BlindedTest.data();
      change.accept(data);
      return data.build().encode();
    }
  }

  private Arriving wrong(Position position, Wrong wrong) throws StoreException {
    UnaryOperator<PaymentPayload.Builder> inPayload = payload -> payload;
    if (wrong == Wrong.GARBAGE) {
      inPayload = payload -> payload.encryptedRecipientData(new byte[50]);
    } else if (wrong == Wrong.AMOUNT_IN_PAYLOAD) {
      inPayload = payload -> payload.amtToForward(OUT_MSAT);
    } else if (wrong == Wrong.ANOTHER_PAYLOAD_TYPE) {
      inPayload = payload -> payload.record(TlvRecord.of(101, new byte[0]));
    } else if (wrong == Wrong.NO_HOLD_LEFT) {
      lsp.block(IN_CLTV - 144);
    }
    Arriving arriving = arriving(position, wrong.data(), inPayload, 1, true);
    if (wrong == Wrong.REPLAYED) {
      lsp.give(committed(arriving.htlc));
      IncomingHtlc again = arriving.htlc;
      return new Arriving(
          new IncomingHtlc(
              id(2),
              again.peer(),
              again.amountMsat(),
              HASH,
              again.cltvExpiry(),
              again.onion(),
              again.pathKey(),
              false),
          arriving.onion,
          arriving.path);
    }
    return arriving;
  }

  @ParameterizedTest
  @EnumSource
  void theIntroductionNodeEncryptsTheSameForAll(Wrong wrong) throws StoreException {
    Arriving arriving = wrong(Position.INTRODUCTION, wrong);
    HtlcFailure failure = failure(lsp.act(committed(arriving.htlc)));
    assertThat(read(arriving.onion, failure, 0))
        .isEqualTo(FailureMessage.of(FailureCode.INVALID_ONION_BLINDING));
    assertThat(((HtlcFailure.Encrypted) failure).packet().length()).isEqualTo(292);
    assertThat(((HtlcFailure.Encrypted) failure).attribution()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void othersDoNotEncrypt(Wrong wrong) throws StoreException {
    malformed(failure(lsp.act(committed(wrong(Position.INNER, wrong).htlc))));
  }

  private static void malformed(HtlcFailure failure) {
    HtlcFailure.Malformed malformed = (HtlcFailure.Malformed) failure;
    assertThat(malformed.code()).isEqualTo(0xc018);
    assertThat(malformed.sha256OfOnion()).isEqualTo(new byte[32]);
  }

  @Test
  void anOnionThatCannotBePeeledWithItsPathKey() throws StoreException {
    Arriving arriving = arriving(Position.INNER, data().build().encode(), 1);
    List<OnionPacket> packets = new ArrayList<>();
    for (int changed : new int[] {0, 1, 40, 1365}) {
      byte[] bytes = arriving.htlc.onion().toBytes();
      bytes[changed] ^= (byte) 0x80;
      packets.add(OnionPacket.of(bytes));
    }
    packets.add(OnionPacket.of(new byte[1000]));
    for (OnionPacket packet : packets) {
      IncomingHtlc htlc =
          new IncomingHtlc(
              id(packets.indexOf(packet)),
              ALICE,
              IN_MSAT,
              HASH,
              IN_CLTV,
              packet,
              arriving.htlc.pathKey(),
              false);
      malformed(failure(lsp.act(committed(htlc))));
    }
    PublicKey noPoint = PublicKey.fromHex("02" + "ff".repeat(32));
    IncomingHtlc htlc =
        new IncomingHtlc(
            id(99),
            ALICE,
            IN_MSAT,
            HASH,
            IN_CLTV,
            arriving.htlc.onion(),
            Optional.of(noPoint),
            false);
    malformed(failure(lsp.act(committed(htlc))));
  }

  @Test
  void aPathKeyWithoutBlindedData() throws StoreException {
    Arriving arriving = arriving(Position.INNER, data().build().encode(), 1);
    BuiltOnion onion =
        NIGHTJAR.buildPaymentOnion(
            SecretKey.of(Lsp.hash("other")),
            List.of(
                Hop.of(arriving.path.get(0).blindedNodeId(), Lsp.forLsp().build().encode()),
                Hop.of(CAROL, new byte[] {2, 1, 1})),
            HASH.toBytes());
    IncomingHtlc htlc =
        new IncomingHtlc(
            id(2), ALICE, IN_MSAT, HASH, IN_CLTV, onion.packet(), arriving.htlc.pathKey(), false);
    malformed(failure(lsp.act(committed(htlc))));
  }

  @Test
  void aMalformedPayloadWithPathKeyIsOfAnIntroductionNode() throws StoreException {
    String pathKey = HexFormat.of().formatHex(CAROL.toBytes());
    byte[] payload = HexFormat.of().parseHex("0209" + "00".repeat(9) + "0c21" + pathKey);
    BuiltOnion onion = lsp.onion("s", payload);
    HtlcFailure failure = failure(lsp.act(committed(lsp.htlc(1, onion, false))));
    assertThat(read(onion, failure, 0))
        .isEqualTo(FailureMessage.of(FailureCode.INVALID_ONION_BLINDING));
  }

  /** Failures from downstream: all of them become the same, too. */
  private List<HtlcFailure> downstream(BuiltOnion onion) {
    AttributedFailure carols =
        NIGHTJAR
            .failures()
            .createAttributed(
                onion.sharedSecrets().get(1),
                FailureMessage.of(FailureCode.TEMPORARY_NODE_FAILURE).encode(),
                0);
    return List.of(
        new HtlcFailure.Encrypted(carols.packet(), Optional.of(carols.attribution())),
        new HtlcFailure.Malformed(0xc018, new byte[32]),
        new HtlcFailure.Malformed(0xc005, Lsp.hash("x")),
        new HtlcFailure.Local(HtlcFailure.Cause.CHANNEL_CLOSED),
        new HtlcFailure.Local(HtlcFailure.Cause.UNKNOWN_CHANNEL));
  }

  @ParameterizedTest
  @MethodSource("blinded")
  void failuresFromBehindLookTheSame(Position position) throws StoreException {
    for (int i = 0; i < 5; i++) {
      Arriving arriving = arriving(position, data().build().encode(), i);
      lsp.act(committed(arriving.htlc));
      lsp.act(lsp.release(id(i)));
      HtlcFailure downstream = downstream(arriving.onion).get(i);
      HtlcFailure failure =
          failure(lsp.act(new Event.HtlcFailed(lsp.attempt(id(i), 0), downstream)));
      if (position == Position.INNER) {
        malformed(failure);
      } else {
        assertThat(read(arriving.onion, failure, 0))
            .isEqualTo(FailureMessage.of(FailureCode.INVALID_ONION_BLINDING));
      }
    }
  }

  @Test
  void onlyTheIntroductionNodeAttributesAFulfilment() throws StoreException {
    for (Position position : List.of(Position.INTRODUCTION, Position.INNER)) {
      long id = position.number();
      lsp.act(committed(arriving(position, data().build().encode(), id).htlc));
      lsp.act(lsp.release(id(id)));
      Effect.FulfilHtlc fulfil =
          (Effect.FulfilHtlc) lsp.act(fulfilled(lsp.attempt(id(id), 0))).get(0);
      assertThat(fulfil.preimage()).isEqualTo(PREIMAGE);
      assertThat(fulfil.attribution().isPresent()).isEqualTo(position == Position.INTRODUCTION);
    }
  }

  @Test
  void failuresOfAnIntroductionNodeWaitForARandomTime() throws StoreException {
    HoldPolicy p = Lsp.policy();
    HoldPolicy patient =
        new HoldPolicy(
            true,
            p.perPeer(),
            p.inAll(),
            0,
            p.cltv(),
            p.peerWait(),
            Duration.ofSeconds(10),
            p.earlyReleases(),
            p.delegations(),
            p.clients(),
            p.retransmitters(),
            p.receives());
    Lsp slow = new Lsp(patient);
    IncomingHtlc htlc = arriving(Position.INTRODUCTION, Wrong.LOW_FEE.data(), 1).htlc;
    assertThat(slow.act(committed(htlc))).isEmpty();
    assertThat(slow.act(committed(htlc))).isEmpty();
    assertThat(slow.restart()).isEmpty();
    HtlcFailure failure = failure(slow.tick(Duration.ofSeconds(10)));
    assertThat(slow.tick(Duration.ofSeconds(10))).isEmpty();
    assertThat(slow.act(committed(htlc))).containsExactly(new Effect.FailHtlc(id(1), failure));
    assertThat(slow.act(committed(arriving(Position.INTRODUCTION, Wrong.LOW_FEE.data(), 4).htlc)))
        .isEmpty();
    failure(slow.tick(Duration.ofDays(-1)));
    malformed(failure(slow.act(committed(arriving(Position.INNER, new byte[2], 2).htlc))));
    BuiltOnion plain = slow.onion("s", Lsp.forLsp().amtToForward(IN_MSAT).build());
    failure(slow.act(committed(slow.htlc(3, plain, false))));
  }

  @Test
  void aPathThatCostsAllIsRefused() throws StoreException {
    lsp.routes.put(TO_CAROL, CAROL, new ForwardingTerms(PaymentRelay.FREE, 0, Long.MAX_VALUE));
    PaymentRelay all = new PaymentRelay(80, 0xffff_ffffL, 0);
    lsp.act(committed(arriving(Position.INNER, data().paymentRelay(all).build().encode(), 1).htlc));
    assertThat(offered(lsp.act(lsp.release(id(1)))).amountMsat()).isEqualTo(234);
    assertThat(HEIGHT).isLessThan(OUT_CLTV);
  }
}
