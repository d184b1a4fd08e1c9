package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.BuiltOnion;
import org.nightjar.NodeKey;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;
import org.nightjar.PublicKey;
import org.nightjar.SecretKey;

/** The providers build the same packets, peel the same from them, and refuse the same. */
final class ProvidersEqualTest {
  private static OpenProviders providers;
  private static final int ONIONS = OpenProviders.count("nightjar.onions");

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("providers equal");
  }

  @Test
  void random_onions_are_built_and_peeled_alike() {
    OpenProviders.forEachCase("random onions equal on jni, jna and bc", ONIONS, this::checkOnion);
  }

  private void checkOnion(int number) {
    RandomOnion onion = providers.onions().get(number);
    BuiltOnion built = onion.build(first().nightjar());
    for (OpenProviders.Open other : others()) {
      BuiltOnion same = onion.build(other.nightjar());
      assertThat(same.packet().toBytes()).as("%s", onion).isEqualTo(built.packet().toBytes());
      assertThat(same.sharedSecrets()).as("%s", onion).isEqualTo(built.sharedSecrets());
    }
    OnionPacket packet = built.packet();
    for (RandomOnion.Stop stop : onion.stops()) {
      Peeled.Accepted peeled = (Peeled.Accepted) peelsAlike(onion, stop, packet);
      assertThat(peeled.payload()).as("%s", onion).isEqualTo(stop.hop().payload());
      packet = peeled.nextPacket();
    }
    peelsAlike(onion, onion.stops().get(0), spoiled(built.packet(), number));
  }

  /** Peels with every provider, and gives what all of them answer. */
  private static Peeled peelsAlike(RandomOnion onion, RandomOnion.Stop stop, OnionPacket packet) {
    Peeled peeled = peel(first(), onion, stop, packet);
    for (OpenProviders.Open other : others()) {
      assertThat(PeeledText.of(peel(other, onion, stop, packet)))
          .as("%s", onion)
          .isEqualTo(PeeledText.of(peeled));
    }
    return peeled;
  }

  private static Peeled peel(
      OpenProviders.Open provider, RandomOnion onion, RandomOnion.Stop stop, OnionPacket packet) {
    NodeKey key = provider.nodeKeys().get(stop.nodeKey());
    return provider.nightjar().peel(key, packet, onion.assoc(), stop.pathKey());
  }

  /** The packet with one bit flipped, or cut, or longer. */
  private static OnionPacket spoiled(OnionPacket packet, int number) {
    SplittableRandom random = Seeds.random("spoiled", number);
    byte[] bytes = packet.toBytes();
    return OnionPacket.of(
        switch (random.nextInt(4)) {
          case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 100));
          case 1 -> CraftedOnion.flip(bytes, random.nextInt(34 * 8));
          default -> CraftedOnion.flip(bytes, random.nextInt(bytes.length * 8));
        });
  }

  @Test
  void authentic_packets_of_random_bytes_are_peeled_alike() {
    OpenProviders.forEachCase(
        "authentic random packets equal on jni, jna and bc", ONIONS, this::checkAuthentic);
  }

  /** Half of the rooms are so small that lengths and what follows them barely fit. */
  private void checkAuthentic(int number) {
    SplittableRandom random = Seeds.random("authentic", number);
    int room = random.nextBoolean() ? random.nextInt(35, 80) : random.nextInt(35, 1400);
    byte[] hopPayloads = Seeds.bytes(random, room);
    if (random.nextBoolean()) {
      hopPayloads[0] = (byte) (0xfd + random.nextInt(3));
      Arrays.fill(hopPayloads, 1, 1 + random.nextInt(8), (byte) 0);
    }
    SecretKey node = providers.onions().nodes().get(0);
    PublicKey nodeId = first().nodeKeys().get(node).publicKey();
    SecretKey session = SecretKey.of(Scalars.random(random));
    OnionPacket packet =
        CraftedOnion.of(first().nightjar(), session, nodeId, hopPayloads, new byte[0]);
    String expected = null;
    for (OpenProviders.Open provider : providers.all()) {
      NodeKey key = provider.nodeKeys().get(node);
      String text = PeeledText.of(provider.nightjar().peel(key, packet, new byte[0]));
      expected = expected == null ? text : expected;
      assertThat(text).as("hop payloads %s", Hex.text(hopPayloads)).isEqualTo(expected);
    }
  }

  @Test
  void a_node_key_of_another_provider_is_refused() {
    OnionPacket packet = OnionPacket.of(new byte[1366]);
    SecretKey node = providers.onions().nodes().get(0);
    for (OpenProviders.Open other : others()) {
      NodeKey foreign = other.nodeKeys().get(node);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> first().nightjar().peel(foreign, packet, new byte[32]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> first().nightjar().newPeelBatch(1, 1366, 32).peel(foreign));
    }
  }

  private static OpenProviders.Open first() {
    return providers.all().get(0);
  }

  private static List<OpenProviders.Open> others() {
    return providers.all().subList(1, providers.all().size());
  }
}
