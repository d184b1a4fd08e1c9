package org.nightjar.async.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nightjar.async.Effect;
import org.nightjar.async.Environment;
import org.nightjar.async.Event;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.async.Post;
import org.nightjar.async.server.ServerPolicy;
import org.nightjar.async.server.StaticInvoiceServer;
import org.nightjar.async.store.Kind;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireProfile;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.bolt12.Offer;
import org.nightjar.wire.bolt12.StaticInvoice;
import org.nightjar.wire.message.OnionMessagePayload;
import org.nightjar.wire.message.PeeledMessage;

/** Messages and payments with bytes changed at random: nothing is thrown, nothing is stored. */
class HostileTest {
  private static final int MESSAGES = 3000;
  private static final int PAYMENTS = 100;

  private final long seed = Long.getLong("nightjar.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** Changes a few bytes, cuts, or lengthens. */
  private byte[] mutate(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    byte[] mutated =
        switch (random.nextInt(4)) {
          case 0 -> Arrays.copyOf(changed, random.nextInt(changed.length + 1));
          case 1 -> Arrays.copyOf(changed, changed.length + random.nextInt(40));
          default -> changed;
        };
    return Arrays.equals(mutated, bytes) ? new byte[] {1} : mutated;
  }

  /** The same message over the same path, with other contents and another path for the answer. */
  private Event.MessageArrived mutate(Event.MessageArrived arrived) {
    PeeledMessage.Last last = (PeeledMessage.Last) arrived.message();
    TlvRecord content = last.payload().content().orElseThrow();
    BlindedPath replyPath = last.payload().replyPath().orElse(null);
    if (replyPath != null && random.nextBoolean()) {
      try {
        replyPath = BlindedPath.read(new WireReader(mutate(replyPath.encode())));
      } catch (WireException e) {
        replyPath = null;
      }
    }
    OnionMessagePayload payload =
        OnionMessagePayload.last(
            new byte[0], replyPath, TlvRecord.of(content.type(), mutate(content.value())));
    return new Event.MessageArrived(arrived.from(), new PeeledMessage.Last(payload, last.data()));
  }

  /** All messages of a recipient's offer that reach a server and the recipient. */
  private static List<Post.Delivery> messages(World world) throws Exception {
    List<Post.Delivery> seen = new ArrayList<>();
    List<Post.Delivery> open = new ArrayList<>();
    for (Effect effect :
        world.node.commit(world.recipient.serveOffers(world.requestPaths(), world.now))) {
      open.add(world.post.carry(world.node, effect));
    }
    while (!open.isEmpty()) {
      Post.Delivery delivery = open.remove(0);
      seen.add(delivery);
      boolean atServer = delivery.at() == world.serverNode;
      List<Effect> effects =
          atServer
              ? world.serverNode.commit(world.server.on(delivery.event(), world.now))
              : world.on(delivery.event());
      for (Effect effect : effects) {
        if (effect instanceof Effect.SendMessage) {
          open.add(world.post.carry(atServer ? world.serverNode : world.node, effect));
        }
      }
    }
    return seen;
  }

  @Test
  void changedMessages() throws Exception {
    System.out.println("-Dnightjar.seed=" + seed);
    World world = new World();
    List<Post.Delivery> messages = messages(world);
    Offer offer = world.recipient.offer(0, world.now).orElseThrow();
    messages.add(
        new Post.Delivery(
            world.node,
            world.toRecipient(
                world
                    .node
                    .environment
                    .contexts()
                    .messagePath(
                        List.of(),
                        Purpose.FORWARDED_REQUEST,
                        new OfferContext(
                                Times.seconds(world.now.plusSeconds(1_000_000)),
                                0,
                                world.servedNonce(),
                                0)
                            .encode()),
                TlvRecord.of(64, TestPayment.request(world, offer, 1000).encode()))));
    assertThat(messages).hasSize(13);
    Environment serverSide = world.serverNode.environment;
    int before = serverSide.store().scan(Kind.SERVED_INVOICE, null, 100).size();
    for (int i = 0; i < MESSAGES; i++) {
      if (i % 20 == 0) {
        // the limits are full again, so that what is behind them is reached
        world.server = new StaticInvoiceServer(serverSide, ServerPolicy.defaults());
        world.now = world.now.plusSeconds(60);
      }
      Post.Delivery delivery = messages.get(random.nextInt(messages.size()));
      Event.MessageArrived changed = mutate(delivery.event());
      if (delivery.at() == world.serverNode) {
        world.serverNode.commit(world.server.on(changed, world.now));
      } else {
        world.on(changed);
      }
    }
    assertThat(serverSide.store().scan(Kind.SERVED_INVOICE, null, 100)).hasSize(before);
    assertThat(world.recipient.offer(0, world.now)).contains(offer);
  }

  @Test
  void changedPayments() throws Exception {
    System.out.println("-Dnightjar.seed=" + seed);
    World world = new World();
    Offer offer = world.offer();
    var request = TestPayment.request(world, offer, TestPayment.AMOUNT);
    world.ask(request, offer);
    StaticInvoice invoice =
        StaticInvoice.decode(
            world.atPayer.get(0).payload().content().orElseThrow().value(), WireProfile.LDK);
    for (int i = 0; i < PAYMENTS; i++) {
      TestPayment payment = TestPayment.ofStatic(world, request, invoice, 0);
      payment.id = i;
      payment.last =
          payload ->
              payload
                  .invoiceRequest(mutate(request.encode()), WireProfile.LDK)
                  .keysendPreimage(payment.preimage.toBytes());
      List<Effect> effects = world.on(new Event.HtlcCommitted(payment.htlc()));
      assertThat(effects).as("payment %d", i).hasSize(1);
      assertThat(effects.get(0)).isInstanceOf(Effect.FailHtlc.class);
    }
    assertThat(world.node.environment.store().scan(Kind.RECEIPT, null, 10)).isEmpty();
  }
}
