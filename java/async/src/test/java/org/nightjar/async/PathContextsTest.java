package org.nightjar.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;
import org.nightjar.async.PathContexts.Purpose;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.TlvRecord;
import org.nightjar.wire.blinded.EncryptedData;
import org.nightjar.wire.message.OnionMessage;
import org.nightjar.wire.message.OnionMessageBuilder;
import org.nightjar.wire.message.OnionMessagePeeler;
import org.nightjar.wire.message.PeeledMessage;

class PathContextsTest {
  private final Environment alice = new TestNode("alice", null).environment;
  private final Environment bob = new TestNode("bob", null).environment;

  /** The data of the last hop of a path that begins and ends at a node. */
  private static EncryptedData lastData(Environment node, BlindedPath path) {
    OnionMessage message =
        OnionMessageBuilder.toPath(TestNode.NIGHTJAR, path)
            .content(TlvRecord.of(65, new byte[0]))
            .build(SecretKey.random(node.random()), SecretKey.random(node.random()));
    PeeledMessage peeled = new OnionMessagePeeler(TestNode.NIGHTJAR, node.nodeKey()).peel(message);
    return ((PeeledMessage.Last) peeled).data();
  }

  @Test
  void comesBackOverThePathForItsPurposeOnly() {
    for (Purpose purpose : Purpose.values()) {
      BlindedPath path = alice.contexts().messagePath(List.of(), purpose, new byte[] {1, 2, 3});
      EncryptedData data = lastData(alice, path);
      for (Purpose asked : Purpose.values()) {
        assertThat(alice.contexts().open(asked, data).isPresent()).isEqualTo(asked == purpose);
      }
      assertThat(alice.contexts().open(purpose, data)).contains(new byte[] {1, 2, 3});
    }
  }

  @Test
  void isNotMadeByAnybodyElse() {
    PublicKey self = alice.nodeId();
    BlindedPath foreign =
        bob.contexts().messagePath(List.of(self), Purpose.HOLD_RELEASE, new byte[] {1});
    assertThat(foreign.hops()).hasSize(2 + PathContexts.DUMMY_HOPS);
    EncryptedData bare = EncryptedData.builder().build();
    EncryptedData guessed = EncryptedData.builder().pathId(new byte[32]).build();
    for (Purpose purpose : Purpose.values()) {
      assertThat(alice.contexts().open(purpose, bare)).isEmpty();
      assertThat(alice.contexts().open(purpose, guessed)).isEmpty();
    }
  }

  @Test
  void aSteadyPathIsTheSameForTheSameContextOnly() {
    List<PublicKey> via = List.of(bob.nodeId());
    BlindedPath path = steady(alice, via, 7);
    assertThat(steady(alice, via, 7)).isEqualTo(path);
    assertThat(steady(alice, via, 8).firstPathKey()).isNotEqualTo(path.firstPathKey());
    assertThat(steady(bob, via, 7).firstPathKey()).isNotEqualTo(path.firstPathKey());
  }

  private static BlindedPath steady(Environment node, List<PublicKey> via, int context) {
    return node.contexts()
        .steadyMessagePath(via, Purpose.HOLD_RELEASE, new byte[] {(byte) context});
  }
}
