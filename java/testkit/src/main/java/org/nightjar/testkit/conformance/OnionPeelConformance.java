package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.RandomOnion;
import org.nightjar.testkit.RandomOnions;
import org.nightjar.testkit.Scalars;

/** Peeling what was built. What a peer must not send is in {@link HostileOnionConformance}. */
public interface OnionPeelConformance extends Subject {
  @Test
  default void every_hop_of_bolt_4_gets_its_payload() {
    BuiltOnion built =
        nightjar().buildPaymentOnion(Bolt4Onion.sessionKey(), Bolt4Onion.hops(), Bolt4Onion.ASSOC);
    OnionPacket packet = built.packet();
    for (int i = 0; i < Bolt4Onion.NODES.size(); i++) {
      try (NodeKey key = open(Bolt4Onion.NODE_SECRETS.get(i))) {
        Peeled.Accepted peeled = accepted(nightjar().peel(key, packet, Bolt4Onion.ASSOC));
        assertThat(peeled.payload()).isEqualTo(Bolt4Onion.PAYLOADS.get(i));
        assertThat(peeled.sharedSecret()).isEqualTo(built.sharedSecrets().get(i));
        assertThat(peeled instanceof Peeled.Final).isEqualTo(i == Bolt4Onion.NODES.size() - 1);
        packet = peeled.nextPacket();
      }
    }
  }

  @Test
  default void random_onions_give_every_hop_its_payload() {
    RandomOnions onions = new RandomOnions(nightjar(), "peel");
    for (int i = 0; i < 100; i++) {
      assertPeels(onions.get(i));
    }
  }

  private void assertPeels(RandomOnion onion) {
    BuiltOnion built = onion.build(nightjar());
    OnionPacket packet = built.packet();
    for (int i = 0; i < onion.stops().size(); i++) {
      RandomOnion.Stop stop = onion.stops().get(i);
      try (NodeKey key = nightjar().nodeKey(stop.nodeKey())) {
        Peeled.Accepted peeled =
            accepted(nightjar().peel(key, packet, onion.assoc(), stop.pathKey()));
        assertThat(peeled.payload()).as("hop %d of %s", i, onion).isEqualTo(stop.hop().payload());
        assertThat(peeled.sharedSecret()).isEqualTo(built.sharedSecrets().get(i));
        assertThat(peeled instanceof Peeled.Final).isEqualTo(i == onion.stops().size() - 1);
        assertThat(peeled.nextPacket().length()).isEqualTo(packet.length());
        packet = peeled.nextPacket();
      }
    }
  }

  /** The last of 1870 hops gets its payload, out of 65535 bytes. */
  @Test
  default void the_largest_packet_with_the_most_hops_peels() {
    int room = OnionBuildConformance.MAX_PAYLOADS_LENGTH;
    int hops = room / 35;
    Hop smallest = Hop.of(Bolt4Onion.NODES.get(0), new byte[] {7, 8});
    OnionPacket packet =
        nightjar()
            .buildOnion(
                Bolt4Onion.sessionKey(), Collections.nCopies(hops, smallest), new byte[0], room)
            .packet();
    try (NodeKey key = open(Bolt4Onion.NODE_SECRETS.get(0))) {
      for (int i = 0; i < hops; i++) {
        Peeled.Accepted peeled = accepted(nightjar().peel(key, packet, new byte[0]));
        assertThat(peeled.payload()).containsExactly(7, 8);
        packet = peeled.nextPacket();
      }
    }
    assertThat(endsInZeroHmac(packet)).isTrue();
  }

  @Test
  default void associated_data_of_any_length_are_authenticated() {
    Hop hop = Hop.of(publicKey(Scalars.bytes(11)), Hex.bytes("0102"));
    try (NodeKey key = open(Scalars.bytes(11))) {
      for (int length : new int[] {0, 1, 31, 32, 33, 64, 1000, 65535}) {
        byte[] assoc = Hex.repeat(0x33, length);
        OnionPacket packet =
            nightjar().buildPaymentOnion(Bolt4Onion.sessionKey(), List.of(hop), assoc).packet();
        assertThat(accepted(nightjar().peel(key, packet, assoc)).payload())
            .isEqualTo(hop.payload());
        byte[] other = Arrays.copyOf(assoc, length == 65535 ? length - 1 : length + 1);
        assertThat(nightjar().peel(key, packet, other)).isInstanceOf(Peeled.Rejected.class);
      }
    }
  }

  @Test
  default void a_packet_inside_a_larger_array_peels() {
    byte[] packet =
        nightjar()
            .buildPaymentOnion(Bolt4Onion.sessionKey(), Bolt4Onion.hops(), Bolt4Onion.ASSOC)
            .packet()
            .toBytes();
    byte[] around = Hex.concat(Hex.repeat(0xaa, 17), packet, Hex.repeat(0xbb, 5));
    long key = backend().keyOpen(Bolt4Onion.NODE_SECRETS.get(0));
    byte[] alone = backend().onionPeel(key, packet, 0, packet.length, Bolt4Onion.ASSOC, null);
    byte[] inside = backend().onionPeel(key, around, 17, packet.length, Bolt4Onion.ASSOC, null);
    backend().keyClose(key);
    assertThat(inside).isEqualTo(alone);
    try (NodeKey node = open(Bolt4Onion.NODE_SECRETS.get(0))) {
      OnionPacket view = OnionPacket.of(around, 17, packet.length);
      assertThat(accepted(nightjar().peel(node, view, Bolt4Onion.ASSOC)).payload())
          .isEqualTo(Bolt4Onion.PAYLOADS.get(0));
    }
  }

  @Test
  default void nulls_and_too_much_associated_data_are_refused_by_peeling() {
    OnionPacket packet = OnionPacket.of(new byte[1366]);
    try (NodeKey key = open(Scalars.bytes(1))) {
      assertThatNullPointerException()
          .isThrownBy(() -> nightjar().peel(null, packet, new byte[32]));
      assertThatNullPointerException().isThrownBy(() -> nightjar().peel(key, null, new byte[32]));
      assertThatNullPointerException().isThrownBy(() -> nightjar().peel(key, packet, null));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightjar().peel(key, packet, new byte[65536]));
    }
  }

  private static boolean endsInZeroHmac(OnionPacket packet) {
    byte[] bytes = packet.toBytes();
    return Arrays.equals(Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length), new byte[32]);
  }

  private static Peeled.Accepted accepted(Peeled peeled) {
    assertThat(peeled).isInstanceOf(Peeled.Accepted.class);
    return (Peeled.Accepted) peeled;
  }
}
