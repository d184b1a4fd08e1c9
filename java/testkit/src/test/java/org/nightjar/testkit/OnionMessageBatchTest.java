package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.peeler.BatchPeeler;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.message.ContentType;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

/** Onion messages that a {@link BatchPeeler} peeled read as those peeled one by one. */
final class OnionMessageBatchTest {
  private static final byte[] NO_ASSOC = new byte[0];

  @Test
  void messages_peeled_in_batches_are_those_peeled_alone() throws Exception {
    for (OpenProviders.Open provider : new OpenProviders("message batch").all()) {
      check(provider.nightjar());
    }
  }

  private static void check(Nightjar nightjar) throws Exception {
    try (NodeKey key = nightjar.nodeKey(SecretKey.of(Scalars.bytes(7)));
        BatchPeeler batches = BatchPeeler.forMessages(nightjar, key).start()) {
      OnionMessagePeeler single = new OnionMessagePeeler(nightjar, key);
      List<OnionMessage> messages = new ArrayList<>();
      List<CompletableFuture<Peeled>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        OnionMessage message = message(nightjar, key.publicKey(), i);
        messages.add(message);
        answers.add(batches.submit(message.packet(), NO_ASSOC, message.pathKey()));
      }
      int forwarded = 0;
      for (int i = 0; i < messages.size(); i++) {
        PeeledMessage peeled = OnionMessagePeeler.read(answers.get(i).get());
        PeeledMessage expected = single.peelLayer(messages.get(i));
        assertThat(peeled).hasSameClassAs(expected);
        if (peeled instanceof PeeledMessage.Forward forward) {
          forwarded++;
          OnionMessage next = ((PeeledMessage.Forward) expected).next();
          assertThat(forward.next().encode()).isEqualTo(next.encode());
        }
      }
      assertThat(forwarded).isBetween(1, 39);
    }
  }

  /** To the node or over it, large or small, spoiled or not. */
  private static OnionMessage message(Nightjar nightjar, PublicKey node, int number) {
    SplittableRandom random = Seeds.random("message batch", number);
    PublicKey other = nightjar.publicKey(SecretKey.of(Scalars.random(random)));
    byte[] content = Seeds.bytes(random, number % 5 == 0 ? 2000 : 100);
    OnionMessageBuilder builder =
        number % 3 == 0
            ? OnionMessageBuilder.toNode(nightjar, node)
            : OnionMessageBuilder.toNode(nightjar, other).via(List.of(node));
    OnionMessage message =
        builder
            .content(TlvRecord.of(ContentType.INVOICE_REQUEST, content))
            .build(SecretKey.of(Scalars.random(random)), SecretKey.of(Scalars.random(random)));
    byte[] packet = message.packet().toBytes();
    return number % 4 != 0
        ? message
        : OnionMessage.of(
            message.pathKey(),
            OnionPacket.of(CraftedOnion.flip(packet, random.nextInt(packet.length * 8))));
  }

  @Test
  void what_was_peeled_without_a_path_key_is_no_message() throws Exception {
    Nightjar nightjar = new OpenProviders("no message").all().get(0).nightjar();
    try (NodeKey key = nightjar.nodeKey(SecretKey.of(Scalars.bytes(7)))) {
      Hop hop = Hop.of(key.publicKey(), new byte[10]);
      OnionPacket packet =
          nightjar
              .buildPaymentOnion(SecretKey.of(Scalars.bytes(8)), List.of(hop), NO_ASSOC)
              .packet();
      Peeled peeled = nightjar.peel(key, packet, NO_ASSOC);
      assertThatIllegalArgumentException().isThrownBy(() -> OnionMessagePeeler.read(peeled));
    }
  }
}
