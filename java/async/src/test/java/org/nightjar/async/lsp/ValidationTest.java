package org.nightjar.async.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.async.lsp.Lsp.ALICE;
import static org.nightjar.async.lsp.Lsp.HASH;
import static org.nightjar.async.lsp.Lsp.HEIGHT;
import static org.nightjar.async.lsp.Lsp.IN_CLTV;
import static org.nightjar.async.lsp.Lsp.IN_MSAT;
import static org.nightjar.async.lsp.Lsp.OUT_CLTV;
import static org.nightjar.async.lsp.Lsp.OUT_MSAT;
import static org.nightjar.async.lsp.Lsp.TERMS;
import static org.nightjar.async.lsp.Lsp.committed;
import static org.nightjar.async.lsp.Lsp.failure;
import static org.nightjar.async.lsp.Lsp.id;
import static org.nightjar.async.lsp.Lsp.offered;
import static org.nightjar.async.lsp.Lsp.read;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.KeyType;
import org.nightjar.OnionPacket;
import org.nightjar.SecretKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Event;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.HtlcFailure;
import org.nightjar.async.IncomingHtlc;
import org.nightjar.async.PaymentHash;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.PaymentPayload;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.failure.FailureCode;
import org.nightjar.wire.failure.FailureMessage;

/** Every reason not to forward, outside of blinded paths. Fee: 1000 + 0.1 %, 80 blocks. */
class ValidationTest {
  private final Lsp lsp = new Lsp();
  private BuiltOnion onion = lsp.onion("s", Lsp.forLsp().build());

  ValidationTest() throws StoreException {}

  private List<Effect> give(long amountMsat, long cltvExpiry, boolean hold) throws StoreException {
    return lsp.act(
        committed(
            new IncomingHtlc(
                id(1),
                ALICE,
                amountMsat,
                HASH,
                cltvExpiry,
                onion.packet(),
                Optional.empty(),
                hold)));
  }

  private void forLsp(PaymentPayload.Builder payload) {
    onion = lsp.onion("s", payload.build());
  }

  /** It fails in the same way whether it is to be held or not. */
  private void fails(long amountMsat, long cltvExpiry, FailureMessage why) throws StoreException {
    for (boolean hold : new boolean[] {false, true}) {
      Lsp fresh = new Lsp(lsp.policy, lsp.routes);
      IncomingHtlc htlc =
          new IncomingHtlc(
              id(1), ALICE, amountMsat, HASH, cltvExpiry, onion.packet(), Optional.empty(), hold);
      assertThat(read(onion, failure(fresh.act(committed(htlc))), 0)).isEqualTo(why);
      assertThat(fresh.state(id(1))).isInstanceOf(Failing.class);
      assertThat(fresh.node.refusals)
          .containsExactly("an HTLC that is not to be forwarded: " + why.known().orElseThrow());
    }
  }

  @Test
  void fee() throws StoreException {
    fails(
        OUT_MSAT + 1999, IN_CLTV, FailureMessage.of(FailureCode.FEE_INSUFFICIENT, OUT_MSAT + 1999));
    offered(give(OUT_MSAT + 2000, IN_CLTV, false));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, OUT_MSAT - 1})
  void lessThanGoesOut(long amountMsat) throws StoreException {
    fails(amountMsat, IN_CLTV, FailureMessage.of(FailureCode.FEE_INSUFFICIENT, amountMsat));
  }

  @Test
  void hugeFeesAndAmountsDoNotOverflow() throws StoreException {
    long all = 2_100_000_000_000_000_000L;
    PaymentRelay relay = new PaymentRelay(80, 0xffff_ffffL, 0xffff_ffffL);
    lsp.routes.put(Lsp.TO_CAROL, Lsp.CAROL, new ForwardingTerms(relay, 0, Long.MAX_VALUE));
    forLsp(Lsp.forLsp().amtToForward(all));
    fails(Long.MAX_VALUE, IN_CLTV, FailureMessage.of(FailureCode.FEE_INSUFFICIENT, Long.MAX_VALUE));
  }

  @Test
  void amountLimitsOfTheChannel() throws StoreException {
    forLsp(Lsp.forLsp().amtToForward(999));
    fails(IN_MSAT, IN_CLTV, FailureMessage.of(FailureCode.AMOUNT_BELOW_MINIMUM, 999));
    forLsp(Lsp.forLsp().amtToForward(5_000_000_001L));
    fails(6_000_000_000L, IN_CLTV, FailureMessage.of(FailureCode.TEMPORARY_CHANNEL_FAILURE));
    forLsp(Lsp.forLsp().amtToForward(5_000_000_000L));
    offered(give(6_000_000_000L, IN_CLTV, false));
  }

  @Test
  void unknownChannel() throws StoreException {
    forLsp(Lsp.forLsp().shortChannelId(ShortChannelId.of(9, 9, 9)));
    fails(IN_MSAT, IN_CLTV, FailureMessage.of(FailureCode.UNKNOWN_NEXT_PEER));
  }

  @Test
  void cltvDelta() throws StoreException {
    fails(IN_MSAT, OUT_CLTV + 79, FailureMessage.of(FailureCode.INCORRECT_CLTV_EXPIRY, OUT_CLTV));
    fails(IN_MSAT, 0, FailureMessage.of(FailureCode.INCORRECT_CLTV_EXPIRY, OUT_CLTV));
    offered(give(IN_MSAT, OUT_CLTV + 80, false));
  }

  @Test
  void expiryTooSoon() throws StoreException {
    for (long expiry : new long[] {0, HEIGHT - 1, HEIGHT + 3}) {
      forLsp(Lsp.forLsp().outgoingCltvValue(expiry));
      fails(IN_MSAT, IN_CLTV, FailureMessage.of(FailureCode.EXPIRY_TOO_SOON));
    }
    forLsp(Lsp.forLsp().outgoingCltvValue(HEIGHT + 4));
    offered(give(IN_MSAT, IN_CLTV, false));
  }

  @Test
  void expiryTooFar() throws StoreException {
    forLsp(Lsp.forLsp().outgoingCltvValue(HEIGHT + 2017));
    fails(IN_MSAT, HEIGHT + 2100, FailureMessage.of(FailureCode.EXPIRY_TOO_FAR));
    forLsp(Lsp.forLsp().outgoingCltvValue(0xffff_ffffL));
    fails(IN_MSAT, 0xffff_ffffL + 80, FailureMessage.of(FailureCode.EXPIRY_TOO_FAR));
    forLsp(Lsp.forLsp().outgoingCltvValue(HEIGHT + 2016));
    offered(give(IN_MSAT, HEIGHT + 2100, false));
  }

  @ParameterizedTest
  @CsvSource({"42, 500, true", "43, 500, false", "64, 144, true", "65, 145, false"})
  void aHoldNeedsRoomForItsEnd(int outBlocks, int inBlocks, boolean tooSoon) throws StoreException {
    forLsp(Lsp.forLsp().outgoingCltvValue(HEIGHT + outBlocks));
    List<Effect> effects = give(IN_MSAT, HEIGHT + inBlocks, true);
    if (tooSoon) {
      assertThat(read(onion, failure(effects), 0).known()).contains(FailureCode.EXPIRY_TOO_SOON);
      assertThat(lsp.node.refusals)
          .containsExactly("an HTLC that is not to be held: expiry_too_soon");
    } else {
      assertThat(lsp.state(id(1))).isInstanceOf(Held.class);
    }
  }

  /** With the type and offset that the payer is told. */
  @ParameterizedTest
  @CsvSource({
    "020101, 4, 0",
    "020101 040101, 6, 0",
    "040101 06080000000000000001, 2, 0",
    "02020001 040101 06080000000000000001, 2, 0",
    "040101 020101 06080000000000000001, 2, 3",
    "020101 040101 060700000000000001, 6, 6",
    "020101 040101 06080000000000000001 0801, 8, 16",
    "020101 040101 06080000000000000001 1400, 20, 16",
    "020101 040101 06080000000000000001 fd1000 00, 4096, 16",
    "020101 040101 06080000000000000001 0a00, 12, 0",
    "0209 010000000000000000 040101 06080000000000000001, 2, 0"
  })
  void malformedPayload(String text, long type, int offset) throws StoreException {
    onion = lsp.onion("s", HexFormat.of().parseHex(text.replace(" ", "")));
    assertThat(read(onion, failure(give(IN_MSAT, IN_CLTV, true)), 0))
        .isEqualTo(FailureMessage.of(FailureCode.INVALID_ONION_PAYLOAD, type, offset));
  }

  @Test
  void unknownOddTypesAreIgnored() throws StoreException {
    forLsp(Lsp.forLsp().record(TlvRecord.of(4711, new byte[3])));
    offered(give(IN_MSAT, IN_CLTV, false));
  }

  /** The length in front of the payload is more than there is: the HMAC is right. */
  @Test
  void malformedPayloadLength() throws StoreException {
    byte[] bytes = onion.packet().toBytes();
    byte[] rho =
        Lsp.NIGHTJAR
            .primitives()
            .deriveKey(KeyType.RHO, onion.sharedSecrets().get(0).exposeSecretBytes());
    byte[] mu =
        Lsp.NIGHTJAR
            .primitives()
            .deriveKey(KeyType.MU, onion.sharedSecrets().get(0).exposeSecretBytes());
    byte[] stream = Lsp.NIGHTJAR.primitives().chacha20(rho, new byte[12], 0, new byte[1]);
    bytes[34] = (byte) (stream[0] ^ 1);
    byte[] covered = new byte[1300 + 32];
    System.arraycopy(bytes, 34, covered, 0, 1300);
    System.arraycopy(HASH.toBytes(), 0, covered, 1300, 32);
    byte[] hmac = Lsp.NIGHTJAR.primitives().hmacSha256(mu, covered);
    System.arraycopy(hmac, 0, bytes, 1334, 32);
    onion = new BuiltOnion(OnionPacket.of(bytes), onion.sharedSecrets());
    HtlcFailure failure = failure(give(IN_MSAT, IN_CLTV, true));
    assertThat(read(onion, failure, 0))
        .isEqualTo(FailureMessage.of(FailureCode.INVALID_ONION_PAYLOAD, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 0xc004", "1, 0xc006", "34, 0xc005", "1365, 0xc005"})
  void unreadableOnion(int changed, String code) throws StoreException {
    byte[] bytes = onion.packet().toBytes();
    bytes[changed] ^= (byte) 0x80;
    refusedAsMalformed(OnionPacket.of(bytes), Integer.decode(code));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, 1365, 1367, 32_834})
  void onionOfAnotherLength(int length) throws StoreException {
    refusedAsMalformed(OnionPacket.of(new byte[length]), 0xc004);
    BuiltOnion small =
        Lsp.NIGHTJAR.buildOnion(
            SecretKey.of(Lsp.hash("s")),
            List.of(
                Hop.of(lsp.node.environment.nodeId(), Lsp.forLsp().build().encode()),
                Hop.of(Lsp.CAROL, new byte[] {2, 1, 1})),
            HASH.toBytes(),
            400);
    lsp.give(new Event.HtlcRemoved(id(1)));
    refusedAsMalformed(small.packet(), 0xc004);
  }

  private void refusedAsMalformed(OnionPacket packet, int code) throws StoreException {
    onion = new BuiltOnion(packet, List.of());
    HtlcFailure.Malformed failure = (HtlcFailure.Malformed) failure(give(IN_MSAT, IN_CLTV, true));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.sha256OfOnion())
        .isEqualTo(Lsp.NIGHTJAR.primitives().sha256(packet.toBytes()));
    assertThat(lsp.node.refusals).contains("an onion that cannot be read");
  }

  @Test
  void anotherPaymentHash() throws StoreException {
    IncomingHtlc htlc =
        new IncomingHtlc(
            id(1),
            ALICE,
            IN_MSAT,
            PaymentHash.of(new byte[32]),
            IN_CLTV,
            onion.packet(),
            Optional.empty(),
            false);
    HtlcFailure.Malformed failure = (HtlcFailure.Malformed) failure(lsp.act(committed(htlc)));
    assertThat(failure.code()).isEqualTo(0xc005);
  }

  @Test
  void termsAreThoseOfTheMoment() throws StoreException {
    PaymentRelay relay = new PaymentRelay(80, 0, 1_000);
    lsp.routes.put(Lsp.TO_CAROL, Lsp.CAROL, new ForwardingTerms(relay, 1, OUT_MSAT));
    offered(give(OUT_MSAT + 1000, IN_CLTV, false));
    assertThat(TERMS.relay()).isNotEqualTo(relay);
  }
}
