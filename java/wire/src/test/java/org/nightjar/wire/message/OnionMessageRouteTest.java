package org.nightjar.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.wire.WireTests.hex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nightjar.BlindedHop;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;

/** Messages from their sender to their last node. */
class OnionMessageRouteTest {
  private static final Nightjar NIGHTJAR = Nightjar.open("bc");
  private static final SecretKey SESSION = key(0x77);
  private static final SecretKey PATH_SECRET = key(0x66);
  private static final TlvRecord CONTENT = TlvRecord.of(ContentType.INVOICE_REQUEST, hex("abcd"));
  private static final byte[] PATH_ID = hex("5ec2e7");

  private static SecretKey key(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return SecretKey.of(bytes);
  }

  private static PublicKey id(int node) {
    return NIGHTJAR.publicKey(key(node));
  }

  private static PeeledMessage peel(int node, OnionMessage message) {
    try (NodeKey nodeKey = NIGHTJAR.nodeKey(key(node))) {
      return new OnionMessagePeeler(NIGHTJAR, nodeKey).peel(message);
    }
  }

  /** The message that arrives, after the nodes that forward. */
  private static PeeledMessage.Last carry(OnionMessage message, int... nodes) {
    OnionMessage now = message;
    for (int i = 0; i < nodes.length - 1; i++) {
      PeeledMessage.Forward forward = (PeeledMessage.Forward) peel(nodes[i], now);
      assertThat(forward.data().nextNodeId()).contains(id(nodes[i + 1]));
      assertThat(forward.next().packet().length()).isEqualTo(message.packet().length());
      now = forward.next();
    }
    return (PeeledMessage.Last) peel(nodes[nodes.length - 1], now);
  }

  private static OnionMessage build(OnionMessageBuilder builder) {
    return builder.build(SESSION, PATH_SECRET);
  }

  private static String dropped(int node, OnionMessage message) {
    return ((PeeledMessage.Dropped) peel(node, message)).reason();
  }

  private static BlindedPath path(List<PublicKey> nodes, List<EncryptedData> data) {
    List<PathHop> hops = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      hops.add(PathHop.of(nodes.get(i), data.get(i).encode()));
    }
    return BlindedPath.of(nodes.get(0), NIGHTJAR.blindedPaths().create(key(0x55), hops));
  }

  private static EncryptedData to(int node) {
    return EncryptedData.builder().nextNodeId(id(node)).build();
  }

  private static BlindedPath pathOfThree() {
    return path(
        List.of(id(3), id(4), id(5)),
        List.of(to(4), to(5), EncryptedData.builder().pathId(PATH_ID).build()));
  }

  @Test
  void toANodeOverOthers() {
    BlindedPath reply = pathOfThree();
    OnionMessage message =
        build(
            OnionMessageBuilder.toNode(NIGHTJAR, id(3))
                .via(List.of(id(1), id(2)))
                .pathId(PATH_ID)
                .replyPath(reply)
                .content(CONTENT));
    assertThat(message.packet().length()).isEqualTo(1366);
    PeeledMessage.Last last = carry(message, 1, 2, 3);
    assertThat(last.payload().content()).contains(CONTENT);
    assertThat(last.payload().replyPath()).contains(reply);
    assertThat(last.data().pathId()).contains(PATH_ID);
  }

  @Test
  void toAPeer() {
    OnionMessage message = build(OnionMessageBuilder.toNode(NIGHTJAR, id(1)).content(CONTENT));
    PeeledMessage.Last last = carry(message, 1);
    assertThat(last.payload().content()).contains(CONTENT);
    assertThat(last.payload().replyPath()).isEmpty();
    assertThat(last.data().pathId()).isEmpty();
  }

  @Test
  void toAPathOverOthers() {
    OnionMessage message =
        build(
            OnionMessageBuilder.toPath(NIGHTJAR, pathOfThree())
                .via(List.of(id(1), id(2)))
                .content(CONTENT));
    assertThat(carry(message, 1, 2, 3, 4, 5).data().pathId()).contains(PATH_ID);
  }

  @Test
  void toAPathThatBeginsAtAPeer() {
    BlindedPath path = pathOfThree();
    OnionMessage message = build(OnionMessageBuilder.toPath(NIGHTJAR, path).content(CONTENT));
    assertThat(message.pathKey()).isEqualTo(path.firstPathKey());
    assertThat(carry(message, 3, 4, 5).payload().content()).contains(CONTENT);
  }

  @Test
  void aPathThatBeginsAtAChannelEndIsNotJoined() {
    BlindedPath path = pathOfThree();
    FirstNode end = new FirstNode.ChannelEnd(1, ShortChannelId.of(1, 2, 3));
    BlindedPath compact = BlindedPath.of(end, path.firstPathKey(), path.hops());
    OnionMessageBuilder builder = OnionMessageBuilder.toPath(NIGHTJAR, compact).content(CONTENT);
    carry(build(builder), 3, 4, 5);
    builder.via(List.of(id(1)));
    assertThatThrownBy(() -> build(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("look up its node id");
  }

  @Test
  void theSendersHopsAreEquallyLong() {
    OnionMessage now =
        build(
            OnionMessageBuilder.toPath(NIGHTJAR, pathOfThree())
                .via(List.of(id(1), id(2)))
                .content(CONTENT));
    PeeledMessage.Forward first = (PeeledMessage.Forward) peel(1, now);
    PeeledMessage.Forward second = (PeeledMessage.Forward) peel(2, first.next());
    assertThat(second.data().nextPathKeyOverride()).isPresent();
    assertThat(first.data().encode()).hasSameSizeAs(second.data().encode());
  }

  /**
   * Around the content: its type and length, 18 bytes of encrypted data, the hop's length, an HMAC.
   */
  @ParameterizedTest
  @CsvSource({"100, 1366", "1243, 1366", "1244, 32834", "32000, 32834"})
  void theSmallerPacketIsTaken(int contentLength, int packetLength) {
    OnionMessage message =
        build(
            OnionMessageBuilder.toNode(NIGHTJAR, id(1))
                .content(TlvRecord.of(64, new byte[contentLength])));
    assertThat(message.packet().length()).isEqualTo(packetLength);
    assertThat(carry(message, 1).payload().content().orElseThrow().value()).hasSize(contentLength);
  }

  @Test
  void whatFitsNoPacketIsTheCallersError() {
    OnionMessageBuilder builder = OnionMessageBuilder.toNode(NIGHTJAR, id(1));
    assertThatThrownBy(() -> build(builder.content(TlvRecord.of(64, new byte[32768]))))
        .isInstanceOf(IllegalArgumentException.class);
    for (long type : new long[] {2, 4}) {
      assertThatThrownBy(() -> builder.content(TlvRecord.of(type, new byte[0])))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> OnionMessageBuilder.toPath(NIGHTJAR, pathOfThree()).pathId(PATH_ID))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, OnionMessagePeeler.MAX_DUMMY_LAYERS})
  void dummyLayersAreTheNodesOwnBusiness(int dummies) {
    OnionMessage message =
        build(OnionMessageBuilder.toPath(NIGHTJAR, dummyPath(dummies)).content(CONTENT));
    PeeledMessage.Forward forward = (PeeledMessage.Forward) peel(1, message);
    PeeledMessage.Last last = (PeeledMessage.Last) peel(2, forward.next());
    assertThat(last.payload().content()).contains(CONTENT);
    assertThat(last.data().pathId()).contains(PATH_ID);
  }

  @Test
  void tooManyDummyLayersAreDropped() {
    BlindedPath path = dummyPath(OnionMessagePeeler.MAX_DUMMY_LAYERS + 1);
    OnionMessage message = build(OnionMessageBuilder.toPath(NIGHTJAR, path).content(CONTENT));
    PeeledMessage.Forward forward = (PeeledMessage.Forward) peel(1, message);
    assertThat(dropped(2, forward.next())).contains("dummy layers");
  }

  /** From node 1 to node 2, and there over itself. */
  private static BlindedPath dummyPath(int dummies) {
    List<PublicKey> nodes = new ArrayList<>(List.of(id(1)));
    List<EncryptedData> data = new ArrayList<>(List.of(to(2)));
    for (int i = 0; i < dummies; i++) {
      nodes.add(id(2));
      data.add(EncryptedData.dummy(id(2)).build());
    }
    nodes.add(id(2));
    data.add(EncryptedData.builder().pathId(PATH_ID).build());
    return path(nodes, data);
  }

  @Test
  void whatAPeerSpoiltIsDropped() throws WireException {
    OnionMessage good =
        build(OnionMessageBuilder.toNode(NIGHTJAR, id(2)).via(List.of(id(1))).content(CONTENT));
    assertThat(dropped(2, good)).contains("HMAC");
    OnionMessage otherKey = OnionMessage.of(id(9), good.packet());
    assertThat(dropped(1, otherKey)).contains("HMAC");
    OnionMessage noPoint =
        OnionMessage.of(PublicKey.fromHex("02" + "ff".repeat(32)), good.packet());
    assertThat(dropped(1, noPoint)).contains("path key");
    OnionMessage empty = OnionMessage.of(good.pathKey(), OnionPacket.of(new byte[0]));
    assertThat(dropped(1, empty)).contains("length");
    byte[] bytes = good.encode();
    for (int i = 37; i < bytes.length; i += 131) {
      byte[] spoilt = bytes.clone();
      spoilt[i] ^= 1;
      assertThat(peel(1, OnionMessage.decode(spoilt))).isInstanceOf(PeeledMessage.Dropped.class);
    }
  }

  /** The payloads stand for a forwarding node 1 and for a last node 2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "D      | ''                        | is missing: next_node_id",
        "D      | 0208 0000000000000001 0421N | next_node_id, but there is short_channel_id",
        "D      | 0421N 0601aa              | path_id",
        "D      | 0421N 0a06000000000000    | payment_relay",
        "D      | 0421N 0c0400000000        | payment_constraints",
        "D      | 0421N 0e0101              | feature bit 0",
        "D      | 0421N 1000                | even type",
        "D      | 0421                      | length or value",
        "D 4002abcd | 0421N                 | not allowed for a node that forwards",
        "0400   | 0421N                     | no encrypted_recipient_data",
        "0102abcd | 0421N                   | no encrypted_recipient_data",
        "D 06 00 | 0421N                    | even type"
      })
  void aNodeForwardsNothingAgainstTheRules(String payload, String data, String reason) {
    assertThat(dropped(1, crafted(payload, data, true))).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "D 40 00 42 00    | ''            | one content already",
        "D fe00010000 00  | ''            | even type",
        "0200 D 40 00     | ''            | 2 at byte 0",
        "D 40 00 | 0a06000000000000       | payment_relay",
        "D 40 00 | 0e0180                 | feature bit 7"
      })
  void aLastNodeReadsNothingAgainstTheRules(String payload, String data, String reason) {
    assertThat(dropped(1, crafted(payload, data, false))).contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"D|''", "D 41 00|''", "0102abcd D 40 00|0601aa", "D 40 00|0421N", "D 40 00|0e00"})
  void whatIsOddOrNotForItIsNoMatter(String payload, String data) {
    assertThat(peel(1, crafted(payload, data, false))).isInstanceOf(PeeledMessage.Last.class);
  }

  /** D stands for the record of the encrypted data, N for a node id. */
  private static OnionMessage crafted(String payload, String data, boolean forward) {
    byte[] plain = hex(data.replace("N", id(2).toString()));
    BlindedHop hop =
        NIGHTJAR.blindedPaths().create(PATH_SECRET, List.of(PathHop.of(id(1), plain))).get(0);
    byte[] record = TlvStream.of(List.of(TlvRecord.of(4, hop.encryptedRecipientData()))).encode();
    List<Hop> hops = new ArrayList<>();
    hops.add(
        Hop.of(hop.blindedNodeId(), hex(payload.replace("D", HexFormat.of().formatHex(record)))));
    if (forward) {
      hops.add(Hop.of(id(2), hex("0400")));
    }
    OnionPacket packet = NIGHTJAR.buildOnion(SESSION, hops, new byte[0], 1300).packet();
    return OnionMessage.of(hop.pathKey(), packet);
  }
}
