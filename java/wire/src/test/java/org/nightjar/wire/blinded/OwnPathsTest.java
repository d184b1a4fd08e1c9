package org.nightjar.wire.blinded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.UnblindedData;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

class OwnPathsTest {
  private static final Nightjar NIGHTJAR = Nightjar.open("bc");
  private static final int OWN = 9;
  private static final byte[] CONTEXT = hex("01 1122");

  private final OwnPaths paths = new OwnPaths(NIGHTJAR, id(OWN), filled(1));

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static SecretKey key(int node) {
    return SecretKey.of(filled(node));
  }

  private static PublicKey id(int node) {
    return NIGHTJAR.publicKey(key(node));
  }

  private static EncryptedData.Builder bound(byte[] pathId, byte[] context) {
    return EncryptedData.builder().pathId(pathId).record(TlvRecord.of(OwnPaths.CONTEXT, context));
  }

  /** What the last node of a path finds, after the nodes that forward. */
  private static EncryptedData arrive(BlindedPath path, int... nodes) {
    OnionMessage message =
        OnionMessageBuilder.toPath(NIGHTJAR, path)
            .content(TlvRecord.of(ContentType.INVOICE_REQUEST, new byte[1]))
            .build(key(0x71), key(0x72));
    for (int node : nodes) {
      try (NodeKey nodeKey = NIGHTJAR.nodeKey(key(node))) {
        PeeledMessage peeled = new OnionMessagePeeler(NIGHTJAR, nodeKey).peel(message);
        if (peeled instanceof PeeledMessage.Last last) {
          assertThat(node).isEqualTo(nodes[nodes.length - 1]);
          return last.data();
        }
        message = ((PeeledMessage.Forward) peeled).next();
      }
    }
    throw new AssertionError("the message did not arrive");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 3", "1, 0", "2, 2"})
  void whatArrivesOverAPathHasItsContext(int forwarders, int dummies) {
    List<PublicKey> via = List.of(id(1), id(2)).subList(2 - forwarders, 2);
    BlindedPath path = paths.messagePath(key(0x55), via, dummies, CONTEXT);
    assertThat(path.hops()).hasSize(forwarders + 1 + dummies);
    assertThat(path.hops().stream().map(hop -> hop.encryptedRecipientData().length).distinct())
        .containsExactly(PathPadding.LDK_MESSAGE_MULTIPLE + 16);
    int[] nodes = {1, 2, OWN};
    EncryptedData data = arrive(path, Arrays.copyOfRange(nodes, 2 - forwarders, 3));
    assertThat(paths.context(data)).contains(CONTEXT);
  }

  @Test
  void theShortestPathHasOneHopAndNoPadding() {
    BlindedPath path = paths.shortMessagePath(key(0x55), CONTEXT);
    assertThat(path.hops()).hasSize(1);
    EncryptedData data = arrive(path, OWN);
    assertThat(data.stream().find(1)).isEmpty();
    assertThat(paths.context(data)).contains(CONTEXT);
  }

  @Test
  void onlyItsMakerKnowsAPath() {
    EncryptedData data = arrive(paths.messagePath(key(0x55), List.of(), 0, CONTEXT), OWN);
    try (OwnPaths others = new OwnPaths(NIGHTJAR, id(OWN), filled(2))) {
      assertThat(others.context(data)).isEmpty();
    }
    paths.close();
    assertThat(paths.context(data)).isEmpty();
  }

  /** RFC 4231, test case 2, whose short key HMAC fills with zeros. */
  @Test
  void aPathIdIsAnHmacOfTheContext() {
    byte[] localKey = Arrays.copyOf("Jefe".getBytes(StandardCharsets.US_ASCII), 32);
    byte[] context = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    byte[] hmac = hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    try (OwnPaths jefe = new OwnPaths(NIGHTJAR, id(OWN), localKey)) {
      assertThat(arrive(jefe.messagePath(key(0x55), List.of(), 0, context), OWN).pathId())
          .contains(hmac);
      assertThat(jefe.context(bound(hmac, context).build())).contains(context);
      assertThat(jefe.toString()).doesNotContain("4a656665");
    }
  }

  @Test
  void aPathThatWasMadeOtherwiseHasNoContext() {
    byte[] pathId =
        arrive(paths.messagePath(key(0x55), List.of(), 0, CONTEXT), OWN).pathId().orElseThrow();
    assertThat(paths.context(bound(pathId, CONTEXT).build())).contains(CONTEXT);
    assertThat(paths.context(EncryptedData.builder().build())).isEmpty();
    assertThat(paths.context(EncryptedData.builder().pathId(pathId).build())).isEmpty();
    assertThat(
            paths.context(
                EncryptedData.builder().record(TlvRecord.of(OwnPaths.CONTEXT, CONTEXT)).build()))
        .isEmpty();
    for (byte[] other : new byte[][] {hex(""), hex("01 11"), hex("01 1123"), hex("01 1122 00")}) {
      assertThat(paths.context(bound(pathId, other).build())).isEmpty();
    }
    assertThat(paths.context(bound(new byte[0], CONTEXT).build())).isEmpty();
    assertThat(paths.context(bound(Arrays.copyOf(pathId, 31), CONTEXT).build())).isEmpty();
    assertThat(paths.context(bound(Arrays.copyOf(pathId, 33), CONTEXT).build())).isEmpty();
    for (int i = 0; i < pathId.length; i++) {
      byte[] changed = pathId.clone();
      changed[i] ^= 1;
      assertThat(paths.context(bound(changed, CONTEXT).build())).isEmpty();
    }
  }

  /** Whatever path id the caller gave is replaced: it cannot be wrong. */
  @Test
  void aPathForPaymentsHasItsContextToo() throws WireException {
    EncryptedData relay =
        EncryptedData.builder()
            .shortChannelId(ShortChannelId.of(700_000, 1, 2))
            .paymentRelay(new PaymentRelay(80, 100, 1000))
            .build();
    EncryptedData dummy =
        EncryptedData.dummy(id(OWN)).paymentRelay(new PaymentRelay(0, 0, 0)).build();
    BlindedPath path =
        paths.paymentPath(
            key(0x55),
            List.of(new OwnPaths.Forwarder(id(1), relay), new OwnPaths.Forwarder(id(OWN), dummy)),
            EncryptedData.builder()
                .pathId(new byte[3])
                .paymentConstraints(new PaymentConstraints(800_000, 1)),
            CONTEXT);
    assertThat(path.firstNode()).isEqualTo(new FirstNode.NodeId(id(1)));
    assertThat(path.hops().stream().map(hop -> hop.encryptedRecipientData().length))
        .containsExactly(60 + 16, 60 + 16, 60 + 16);
    PublicKey pathKey = path.firstPathKey();
    EncryptedData[] data = new EncryptedData[3];
    for (int i = 0; i < 3; i++) {
      try (NodeKey nodeKey = NIGHTJAR.nodeKey(key(i == 0 ? 1 : OWN))) {
        UnblindedData opened =
            NIGHTJAR
                .blindedPaths()
                .unblind(nodeKey, pathKey, path.hops().get(i).encryptedRecipientData())
                .orElseThrow();
        data[i] = EncryptedData.decode(opened.data());
        pathKey = opened.nextPathKey();
      }
    }
    EncryptedDataRules.checkPaymentForward(data[0]);
    EncryptedDataRules.checkPaymentForward(data[1]);
    assertThat(data[1].isDummyOf(id(OWN))).isTrue();
    assertThat(data[2].paymentConstraints()).contains(new PaymentConstraints(800_000, 1));
    assertThat(paths.context(data[0])).isEmpty();
    assertThat(paths.context(data[1])).isEmpty();
    assertThat(paths.context(data[2])).contains(CONTEXT);
  }

  @Test
  void whatCannotBeAPathIsTheCallersError() {
    assertThatThrownBy(() -> new OwnPaths(NIGHTJAR, id(OWN), new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    for (int dummies : new int[] {-1, -2, 255}) {
      assertThatThrownBy(() -> paths.messagePath(key(0x55), List.of(), dummies, CONTEXT))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> paths.messagePath(key(0x55), List.of(), 0, new byte[65535]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSteadySessionKeyIsThatOfOneContextAndNode() {
    byte[] key = paths.steadySessionKey(CONTEXT).exposeSecretBytes();
    assertThat(paths.steadySessionKey(CONTEXT).exposeSecretBytes()).isEqualTo(key);
    assertThat(paths.steadySessionKey(hex("01 1123")).exposeSecretBytes()).isNotEqualTo(key);
    OwnPaths other = new OwnPaths(NIGHTJAR, id(OWN), filled(2));
    assertThat(other.steadySessionKey(CONTEXT).exposeSecretBytes()).isNotEqualTo(key);
    assertThat(arrive(paths.messagePath(key(0x55), List.of(), 0, CONTEXT), OWN).pathId())
        .hasValueSatisfying(pathId -> assertThat(pathId).isNotEqualTo(key));
  }
}
