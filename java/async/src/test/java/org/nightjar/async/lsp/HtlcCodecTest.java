package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.AttributionData;
import org.nightjar.FailurePacket;
import org.nightjar.OnionPacket;
import org.nightjar.PublicKey;
import org.nightjar.SharedSecret;
import org.nightjar.async.Frozen;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.HtlcId;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvStreamBuilder;

/**
 * How states lie in the store. The corpus is frozen: what was written once must be read for ever.
 */
class HtlcCodecTest {
  private static final HtlcId ID = Lsp.id(7);
  private static final Instant TIME = Instant.ofEpochMilli(1_795_824_000_123L);

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Incoming incoming(boolean hold) {
    return new Incoming(ID, Lsp.ALICE, 1_002_000, Lsp.HASH, 800_500, hold);
  }

  private static Onward onward(Position position) {
    Optional<PublicKey> pathKey =
        position == Position.PLAIN ? Optional.empty() : Optional.of(Lsp.DAVE);
    Upstream upstream = Upstream.of(position, SharedSecret.of(filled(32, 0x11)));
    return new Onward.Direct(upstream, htlc(pathKey));
  }

  private static NextHtlc htlc(Optional<PublicKey> pathKey) {
    return new NextHtlc(
        ShortChannelId.of(100, 1, 0),
        1_000_000,
        800_300,
        OnionPacket.of(filled(OnionPacket.PAYMENT_LENGTH, 0x22)),
        pathKey);
  }

  private static Onward.Trampoline trampoline(
      Position position, Optional<ShortChannelId> channel, Optional<PublicKey> pathKey) {
    return new Onward.Trampoline(
        new Upstream(
            position,
            SharedSecret.of(filled(32, 0x11)),
            Optional.of(SharedSecret.of(filled(32, 0x55)))),
        Lsp.CAROL,
        channel,
        999_000,
        800_200,
        pathKey,
        OnionPacket.of(filled(300, 0x66)),
        Optional.empty());
  }

  private static Retransmission retransmission(Optional<Instant> failedAt) {
    return new Retransmission(
        "aa".repeat(20), Lsp.ALICE, Lsp.HASH, 1_002_000, 800_500, 3, failedAt);
  }

  /** One of each kind, with and without what is optional. */
  private static Map<String, HtlcState> states() {
    Transit plain =
        Transit.first(incoming(true), onward(Position.PLAIN), 800_144, Optional.empty());
    Delegated delegated =
        Delegated.NOTHING
            .withOutbox(new Digest("bb".repeat(32)))
            .withBook(new Digest("cc".repeat(32)));
    Transit full =
        Transit.first(
                incoming(false),
                onward(Position.INNER),
                0,
                Optional.of(retransmission(Optional.empty())))
            .afterAttempt()
            .with(onward(Position.INTRODUCTION), 255)
            .with(delegated);
    Transit toNode = plain.with(trampoline(Position.PLAIN, Optional.empty(), Optional.empty()), 0);
    Onward.Way way =
        new Onward.Way(
            htlc(Optional.empty()),
            List.of(SharedSecret.of(filled(32, 0x77)), SharedSecret.of(filled(32, 0x78))));
    Transit overChannel =
        plain.with(
            trampoline(
                    Position.INTRODUCTION,
                    Optional.of(ShortChannelId.of(100, 1, 0)),
                    Optional.of(Lsp.DAVE))
                .on(way),
            1);
    AttributionData attribution = AttributionData.of(filled(AttributionData.LENGTH, 0x33));
    FailurePacket packet = FailurePacket.of(filled(292, 0x44));
    Map<String, HtlcState> states = new LinkedHashMap<>();
    states.put("early-release", new EarlyRelease(Lsp.ALICE, TIME));
    states.put("held", new Held(plain, 800_144, Optional.empty()));
    states.put("held-to-be-retried", new Held(full, 800_144, Optional.of(TIME)));
    states.put("await-peer", new AwaitPeer(plain, Lsp.CAROL, TIME, TIME.plusSeconds(60)));
    states.put("out-pending", new OutPending(full, TIME, false));
    states.put("out-pending-on-chain", new OutPending(plain, TIME, true));
    states.put(
        "failing",
        new Failing(
            new HtlcFailure.Encrypted(packet, Optional.of(attribution)),
            Optional.of(TIME),
            800_644,
            Optional.of(retransmission(Optional.of(TIME)))));
    states.put(
        "failed-without-attribution",
        new Failing(
            new HtlcFailure.Encrypted(packet, Optional.empty()),
            Optional.empty(),
            800_644,
            Optional.empty()));
    states.put(
        "failed-as-malformed",
        new Failing(
            new HtlcFailure.Malformed(0xc018, new byte[32]),
            Optional.empty(),
            800_644,
            Optional.empty()));
    states.put("fulfilled", new Fulfilled(Lsp.PREIMAGE, Optional.of(attribution), 800_644));
    states.put(
        "fulfilled-inside-a-blinded-path", new Fulfilled(Lsp.PREIMAGE, Optional.empty(), 800_644));
    states.put("on-chain", new OnChain(800_644));
    states.put("held-at-trampoline", new Held(toNode, 800_144, Optional.empty()));
    states.put("out-pending-from-trampoline", new OutPending(overChannel, TIME, false));
    return states;
  }

  private static HtlcState decode(byte[] bytes) throws StoreException {
    return HtlcCodec.decode(Frozen.stored(HtlcCodec.key(ID), bytes));
  }

  /** {@link HtlcFailure.Malformed} has an array, which equals itself only. */
  private static void same(HtlcState actual, HtlcState expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    assertThat(actual.due()).isEqualTo(expected.due());
  }

  @Test
  void comesBackAsItWas() throws StoreException {
    for (HtlcState state : states().values()) {
      same(decode(HtlcCodec.encode(state)), state);
    }
  }

  @Test
  void theCorpusIsReadForEver() throws Exception {
    Map<String, HtlcState> states = states();
    Map<String, byte[]> corpus = Frozen.load(HtlcCodecTest.class, "htlc-states-1.txt");
    assertThat(corpus.keySet()).isEqualTo(states.keySet());
    for (Map.Entry<String, byte[]> line : corpus.entrySet()) {
      same(decode(line.getValue()), states.get(line.getKey()));
      assertThat(HtlcCodec.encode(states.get(line.getKey()))).isEqualTo(line.getValue());
    }
  }

  @Test
  void everyBitThatFlipsIsFound() {
    for (HtlcState state : states().values()) {
      Frozen.checkBitFlips(HtlcCodec.key(ID), HtlcCodec.encode(state), HtlcCodec::decode);
    }
  }

  @Test
  void everyCutIsFound() {
    for (HtlcState state : states().values()) {
      byte[] bytes = HtlcCodec.encode(state);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> decode(cut)).isInstanceOf(StoreException.class);
      }
    }
  }

  /** The checksum is right, the fields are not. */
  @Test
  void missingFieldsAreFound() {
    for (int state = 0; state <= 9; state++) {
      byte[] bytes = RecordFormat.encode(state, new TlvStreamBuilder().build());
      assertThatThrownBy(() -> decode(bytes))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("damaged");
    }
    byte[] shortAttribution =
        RecordFormat.encode(
            6,
            new TlvStreamBuilder()
                .put(22, new byte[8])
                .put(23, new byte[32])
                .put(24, new byte[3])
                .build());
    assertThatThrownBy(() -> decode(shortAttribution)).isInstanceOf(StoreException.class);
  }

  @Test
  void aFailureOfOurOwnIsNotForAPeer() {
    HtlcFailure local = new HtlcFailure.Local(HtlcFailure.Cause.NO_CAPACITY);
    Failing failing = new Failing(local, Optional.empty(), 1, Optional.empty());
    assertThatThrownBy(() -> HtlcCodec.encode(failing))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersOfPositionsAreFrozen() {
    assertThat(List.of(Position.values()).stream().map(Position::number)).containsExactly(0, 1, 2);
  }
}
