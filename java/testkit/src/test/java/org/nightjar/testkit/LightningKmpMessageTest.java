package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.lightning.EncodedNodeId;
import fr.acinq.lightning.crypto.RouteBlinding;
import fr.acinq.lightning.message.OnionMessages;
import fr.acinq.lightning.wire.GenericTlv;
import fr.acinq.lightning.wire.OfferTypes;
import fr.acinq.lightning.wire.OnionMessagePayloadTlv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.PathHop;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.testkit.bolt12.RandomDocuments;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.FirstNode;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.TlvStream;
import org.nightjar.wire.WireException;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.blinded.PathPadding;
import org.nightjar.wire.bolt12.InvoiceError;
import org.nightjar.wire.bolt12.InvoiceRequest;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/**
 * Onion messages are the same here and in lightning-kmp, and so is what each node on the way finds.
 * Where lightning-kmp deviates from BOLT 4 a test of its own says what happens here; besides, it
 * pads no hops by itself, and is told our padding.
 */
final class LightningKmpMessageTest {
  private static final int MAX_INTERMEDIATE = 5;
  private static final int MAX_PATH_HOPS = 4;
  private static final long PADDING = 1;

  private static OpenProviders providers;
  private static RandomDocuments documents;

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("lightning-kmp messages");
    documents = new RandomDocuments(nightjar());
  }

  private static Nightjar nightjar() {
    return providers.all().get(0).nightjar();
  }

  /** A random source, and what is drawn from it. */
  private record Draw(SplittableRandom random) {
    boolean maybe() {
      return random.nextBoolean();
    }

    SecretKey secret() {
      return SecretKey.of(Scalars.random(random));
    }

    List<SecretKey> nodes(int from, int to) {
      List<SecretKey> nodes = providers.onions().nodes();
      return IntStream.range(0, random.nextInt(from, to + 1))
          .mapToObj(i -> nodes.get(random.nextInt(nodes.size())))
          .toList();
    }

    byte[] bytes() {
      return Seeds.bytes(random, random.nextInt(80));
    }

    /** Mostly short; sometimes the message then needs the larger packet. */
    byte[] content() {
      return Seeds.bytes(random, random.nextInt(random.nextInt(12) == 0 ? 20_000 : 600));
    }

    ShortChannelId channel() {
      return ShortChannelId.fromLong(random.nextLong());
    }
  }

  @Test
  void random_messages_are_built_and_peeled_alike() {
    OpenProviders.forEachCase(
        "random onion messages equal on jni and lightning-kmp",
        OpenProviders.count("nightjar.onions.kmp"),
        number -> {
          Draw draw = new Draw(Seeds.random("lightning-kmp messages", number));
          try {
            if (draw.maybe()) {
              toNode(draw);
            } else {
              toPath(draw);
            }
          } catch (WireException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void toNode(Draw draw) throws WireException {
    List<SecretKey> via = draw.nodes(0, MAX_INTERMEDIATE);
    SecretKey last = draw.nodes(1, 1).get(0);
    byte @Nullable [] pathId = draw.maybe() ? draw.bytes() : null;
    Sent sent = new Sent(draw);
    OnionMessageBuilder builder = OnionMessageBuilder.toNode(nightjar(), id(last)).via(ids(via));
    if (pathId != null) {
      builder.pathId(pathId);
    }
    List<PublicKey> next = new ArrayList<>(ids(via));
    next.add(id(last));
    List<EncryptedData> data = forwards(next);
    EncryptedData.Builder lastData = EncryptedData.builder();
    data.add((pathId == null ? lastData : lastData.pathId(pathId)).build());
    List<ByteVector> padding = padding(data);
    OnionMessages.Destination destination =
        new OnionMessages.Destination.Recipient(
            LightningKmpMessages.nodeId(id(last)),
            pathId == null ? null : new ByteVector(pathId),
            padding.get(via.size()),
            Set.of());
    List<SecretKey> route = new ArrayList<>(via);
    route.add(last);
    sent.check(builder, intermediate(via, padding), destination, route, draw);
  }

  private static void toPath(Draw draw) throws WireException {
    List<SecretKey> via = draw.nodes(0, MAX_INTERMEDIATE);
    List<SecretKey> hops = draw.nodes(1, MAX_PATH_HOPS);
    BlindedPath path = draw.maybe() ? path(draw, hops) : theirPath(draw, hops);
    List<PublicKey> next = new ArrayList<>(ids(via));
    next.add(id(hops.get(0)));
    List<EncryptedData> data = forwards(next);
    if (!via.isEmpty()) {
      EncryptedData joined =
          EncryptedData.builder()
              .nextNodeId(id(hops.get(0)))
              .nextPathKeyOverride(path.firstPathKey())
              .build();
      data.set(via.size() - 1, joined);
    }
    OnionMessages.Destination destination =
        new OnionMessages.Destination.BlindedPath(LightningKmpMessages.route(path));
    List<SecretKey> route = new ArrayList<>(via);
    route.addAll(hops);
    new Sent(draw)
        .check(
            OnionMessageBuilder.toPath(nightjar(), path).via(ids(via)),
            intermediate(via, padding(data)),
            destination,
            route,
            draw);
  }

  /** What is in a message besides its way, and the secrets it is built with. */
  private static final class Sent {
    private final @Nullable BlindedPath replyPath;
    private final TlvStream content;
    private final SecretKey sessionKey;
    private final SecretKey pathKeySecret;

    Sent(Draw draw) {
      replyPath = draw.maybe() ? path(draw, draw.nodes(1, MAX_PATH_HOPS)) : null;
      content = content(draw);
      sessionKey = draw.secret();
      pathKeySecret = draw.secret();
    }

    void check(
        OnionMessageBuilder builder,
        List<OnionMessages.IntermediateNode> intermediate,
        OnionMessages.Destination destination,
        List<SecretKey> route,
        Draw draw)
        throws WireException {
      if (replyPath != null) {
        builder.replyPath(replyPath);
      }
      byte[] ours = builder.content(content).build(sessionKey, pathKeySecret).encode();
      byte[] theirs =
          LightningKmpMessages.build(
              sessionKey, pathKeySecret, intermediate, destination, replyPath, content);
      assertThat(theirs).isEqualTo(ours);
      walk(ours, route, draw);
    }

    private void walk(byte[] message, List<SecretKey> route, Draw draw) throws WireException {
      int altered = draw.random.nextInt(route.size());
      byte[] now = message;
      for (int i = 0; i < route.size(); i++) {
        if (i == altered) {
          checkAltered(route.get(i), now, draw.random);
        }
        now = peel(route.get(i), now, i == route.size() - 1);
      }
    }

    /** The message for the next node; of the last node, none. */
    private byte[] peel(SecretKey node, byte[] message, boolean last) throws WireException {
      LightningKmpMessages.Layer theirs = LightningKmpMessages.peel(node, message).orElseThrow();
      PeeledMessage ours = peelLayer(node, message);
      assertThat(theirs.last()).isEqualTo(last);
      if (last) {
        PeeledMessage.Last found = (PeeledMessage.Last) ours;
        assertThat(LightningKmp.withLength(found.payload().encode())).isEqualTo(theirs.payload());
        assertThat(found.data().encode()).isEqualTo(theirs.data());
        assertThat(found.payload().replyPath()).isEqualTo(Optional.ofNullable(replyPath));
        for (TlvRecord record : content.records()) {
          assertThat(found.payload().stream().find(record.type())).contains(record);
        }
        return new byte[0];
      }
      PeeledMessage.Forward forward = (PeeledMessage.Forward) ours;
      assertThat(LightningKmp.withLength(forward.payload().encode())).isEqualTo(theirs.payload());
      assertThat(forward.data().encode()).isEqualTo(theirs.data());
      assertThat(forward.next().encode()).isEqualTo(theirs.next());
      return theirs.next();
    }
  }

  private static PeeledMessage peelLayer(SecretKey node, byte[] message) throws WireException {
    NodeKey key = providers.all().get(0).nodeKeys().get(node);
    return new OnionMessagePeeler(nightjar(), key).peelLayer(OnionMessage.decode(message));
  }

  /** With a bit changed in path key or packet both refuse it. */
  private static void checkAltered(SecretKey node, byte[] message, SplittableRandom random)
      throws WireException {
    int pathKey = 2 * 8;
    int packet = (2 + PublicKey.LENGTH + 2) * 8;
    int bit =
        random.nextInt(8) == 0
            ? random.nextInt(pathKey + 8, pathKey + PublicKey.LENGTH * 8)
            : random.nextInt(packet, message.length * 8);
    byte[] altered = CraftedOnion.flip(message, bit);
    assertThat(peelLayer(node, altered)).isInstanceOf(PeeledMessage.Dropped.class);
    assertThat(LightningKmpMessages.peel(node, altered)).isEmpty();
  }

  private static List<EncryptedData> forwards(List<PublicKey> next) {
    List<EncryptedData> data = new ArrayList<>();
    for (PublicKey node : next.subList(1, next.size())) {
      data.add(EncryptedData.builder().nextNodeId(node).build());
    }
    return data;
  }

  /** The padding that we give to hops; null for none. */
  private static List<@Nullable ByteVector> padding(List<EncryptedData> data) {
    List<@Nullable ByteVector> padding = new ArrayList<>();
    for (EncryptedData hop : PathPadding.padAll(data)) {
      padding.add(
          hop.stream().find(PADDING).map(record -> new ByteVector(record.value())).orElse(null));
    }
    return padding;
  }

  private static List<OnionMessages.IntermediateNode> intermediate(
      List<SecretKey> via, List<@Nullable ByteVector> padding) {
    return IntStream.range(0, via.size())
        .mapToObj(
            i ->
                new OnionMessages.IntermediateNode(
                    LightningKmpMessages.nodeId(id(via.get(i))), null, padding.get(i), Set.of()))
        .toList();
  }

  /** A path of ours, of hops that are told node ids or channels, and unknown odd types. */
  private static BlindedPath path(Draw draw, List<SecretKey> nodes) {
    List<EncryptedData> data = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      EncryptedData.Builder hop = EncryptedData.builder();
      if (i == nodes.size() - 1) {
        hop.pathId(draw.bytes());
      } else if (draw.maybe()) {
        hop.shortChannelId(draw.channel());
      } else {
        hop.nextNodeId(id(nodes.get(i + 1)));
      }
      if (draw.maybe()) {
        hop.record(TlvRecord.of(65_537, draw.bytes()));
      }
      data.add(hop.build());
    }
    List<EncryptedData> padded = PathPadding.padAll(data);
    List<PathHop> hops =
        IntStream.range(0, nodes.size())
            .mapToObj(i -> PathHop.of(id(nodes.get(i)), padded.get(i).encode()))
            .toList();
    return BlindedPath.of(id(nodes.get(0)), nightjar().blindedPaths().create(draw.secret(), hops));
  }

  /** A path of lightning-kmp, with all that it can say to a hop. */
  private static BlindedPath theirPath(Draw draw, List<SecretKey> nodes) throws WireException {
    List<OnionMessages.IntermediateNode> intermediate = new ArrayList<>();
    for (SecretKey node : nodes.subList(0, nodes.size() - 1)) {
      intermediate.add(
          new OnionMessages.IntermediateNode(
              LightningKmpMessages.nodeId(id(node)),
              draw.maybe() ? new fr.acinq.lightning.ShortChannelId(draw.random.nextLong()) : null,
              draw.maybe() ? new ByteVector(new byte[draw.random.nextInt(50)]) : null,
              draw.maybe()
                  ? Set.of(new GenericTlv(65_537, new ByteVector(draw.bytes())))
                  : Set.of()));
    }
    RouteBlinding.BlindedRoute route =
        OnionMessages.INSTANCE
            .buildRouteToRecipient(
                LightningKmpMessages.privateKey(draw.secret()),
                intermediate,
                new OnionMessages.Destination.Recipient(
                    LightningKmpMessages.nodeId(id(nodes.get(nodes.size() - 1))),
                    draw.maybe() ? new ByteVector(draw.bytes()) : null,
                    null,
                    Set.of()))
            .getRoute();
    return LightningKmpMessages.path(route);
  }

  /** One content: a document, or bytes of an unknown odd type. */
  private static TlvStream content(Draw draw) {
    Offer offer = documents.offer(draw.random);
    InvoiceRequest request = documents.request(draw.random, offer);
    TlvRecord record =
        switch (draw.random.nextInt(4)) {
          case 0 -> TlvRecord.of(ContentType.INVOICE_REQUEST, request.encode());
          case 1 ->
              TlvRecord.of(
                  ContentType.INVOICE,
                  documents.invoice(draw.random, offer, request, 1_700_000_000).encode());
          default -> TlvRecord.of(77_701 + 2 * draw.random.nextInt(3), draw.content());
        };
    return TlvStream.of(List.of(record));
  }

  private static PublicKey id(SecretKey node) {
    return providers.all().get(0).nodeKeys().get(node).publicKey();
  }

  private static List<PublicKey> ids(List<SecretKey> nodes) {
    return nodes.stream().map(LightningKmpMessageTest::id).toList();
  }

  /**
   * BOLT 4 has a point in {@code next_node_id}. lightning-kmp also writes a channel end there, if
   * nodes lead to a path that begins at one; here the sender must look the node up.
   */
  @Test
  void deviation_a_channel_end_is_no_next_node_id() throws WireException {
    Draw draw = new Draw(Seeds.random("lightning-kmp channel ends"));
    List<SecretKey> nodes = draw.nodes(2, 2);
    BlindedPath path = path(draw, nodes.subList(1, 2));
    BlindedPath compact =
        BlindedPath.of(
            new FirstNode.ChannelEnd(1, draw.channel()), path.firstPathKey(), path.hops());
    TlvStream content = content(draw);
    byte[] theirs =
        LightningKmpMessages.build(
            draw.secret(),
            draw.secret(),
            intermediate(nodes.subList(0, 1), padding(List.of(EncryptedData.builder().build()))),
            new OnionMessages.Destination.BlindedPath(LightningKmpMessages.route(compact)),
            null,
            content);
    assertThat(LightningKmpMessages.peel(nodes.get(0), theirs)).isPresent();
    assertThat(peelLayer(nodes.get(0), theirs)).isInstanceOf(PeeledMessage.Dropped.class);
    OnionMessageBuilder builder =
        OnionMessageBuilder.toPath(nightjar(), compact)
            .via(ids(nodes.subList(0, 1)))
            .content(content);
    assertThatThrownBy(() -> builder.build(draw.secret(), draw.secret()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * A dummy hop of lightning-kmp names its node in an encoding of its own, which is no point for
   * anybody else.
   */
  @Test
  void deviation_a_wallet_node_id_is_no_next_node_id() throws WireException {
    Draw draw = new Draw(Seeds.random("lightning-kmp dummy hops"));
    SecretKey node = draw.nodes(1, 1).get(0);
    EncodedNodeId.WithPublicKey wallet =
        new EncodedNodeId.WithPublicKey.Wallet(LightningKmpMessages.key(id(node)));
    byte[] theirs =
        LightningKmpMessages.build(
            draw.secret(),
            draw.secret(),
            List.of(new OnionMessages.IntermediateNode(wallet, null, null, Set.of())),
            new OnionMessages.Destination.Recipient(wallet, null, null, Set.of()),
            null,
            content(draw));
    assertThat(LightningKmpMessages.peel(node, theirs)).isPresent();
    assertThat(peelLayer(node, theirs)).isInstanceOf(PeeledMessage.Dropped.class);
  }

  /** BOLT 4 advises two sizes. lightning-kmp makes larger packets, which are read, but not made. */
  @Test
  void deviation_packets_of_other_sizes() throws WireException {
    Draw draw = new Draw(Seeds.random("lightning-kmp sizes"));
    SecretKey node = draw.nodes(1, 1).get(0);
    TlvStream content =
        TlvStream.of(List.of(TlvRecord.of(77_701, Seeds.bytes(draw.random, 40_000))));
    byte[] theirs =
        LightningKmpMessages.build(
            draw.secret(),
            draw.secret(),
            List.of(),
            new OnionMessages.Destination.Recipient(
                LightningKmpMessages.nodeId(id(node)), null, null, Set.of()),
            null,
            content);
    PeeledMessage.Last last = (PeeledMessage.Last) peelLayer(node, theirs);
    assertThat(last.payload().content()).contains(content.records().get(0));
    OnionMessageBuilder builder = OnionMessageBuilder.toNode(nightjar(), id(node)).content(content);
    assertThatThrownBy(() -> builder.build(draw.secret(), draw.secret()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** BOLT 12 has a bare TLV stream. lightning-kmp puts its length in front. */
  @Test
  void deviation_the_length_of_an_invoice_error() throws WireException {
    InvoiceError error = InvoiceError.of("no");
    byte[] theirs =
        new OnionMessagePayloadTlv.InvoiceError(
                new fr.acinq.lightning.wire.TlvStream<>(
                    Set.of(new OfferTypes.Error("no")), Set.of()))
            .write();
    assertThat(theirs).isEqualTo(LightningKmp.withLength(error.encode()));
    assertThatThrownBy(() -> InvoiceError.decode(theirs)).isInstanceOf(WireException.class);
  }
}
