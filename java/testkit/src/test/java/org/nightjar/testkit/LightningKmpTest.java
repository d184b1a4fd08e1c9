package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.OnionPacket;
import org.nightjar.Peeled;

/**
 * Onions go from here to lightning-kmp and back: each side opens what the other built, and both
 * build the same.
 */
final class LightningKmpTest {
  private static OpenProviders providers;

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("lightning-kmp");
  }

  @Test
  void random_onions_are_built_and_peeled_alike() {
    OpenProviders.forEachCase(
        "random onions equal on jni and lightning-kmp",
        OpenProviders.count("nightjar.onions.kmp"),
        this::check);
  }

  private void check(int number) {
    RandomOnion onion = providers.onions().get(number);
    OpenProviders.Open ours = providers.all().get(0);
    byte[] built = onion.build(ours.nightjar()).packet().toBytes();
    assertThat(LightningKmp.build(onion)).as("%s", onion).isEqualTo(built);
    byte[] packet = built;
    for (int i = 0; i < onion.stops().size(); i++) {
      RandomOnion.Stop stop = onion.stops().get(i);
      LightningKmp.Layer theirs = LightningKmp.peel(stop.peelKey(), onion.assoc(), packet);
      Peeled.Accepted peeled = peel(ours, onion, stop, packet);
      assertThat(theirs.payload())
          .as("%s", onion)
          .isEqualTo(LightningKmp.withLength(stop.hop().payload()));
      assertThat(peeled.payload()).as("%s", onion).isEqualTo(stop.hop().payload());
      assertThat(theirs.sharedSecret())
          .as("%s", onion)
          .isEqualTo(peeled.sharedSecret().exposeSecretBytes());
      assertThat(theirs.next()).as("%s", onion).isEqualTo(peeled.nextPacket().toBytes());
      assertThat(theirs.last()).isEqualTo(peeled instanceof Peeled.Final);
      packet = theirs.next();
    }
  }

  private static Peeled.Accepted peel(
      OpenProviders.Open ours, RandomOnion onion, RandomOnion.Stop stop, byte[] packet) {
    Nightjar nightjar = ours.nightjar();
    return (Peeled.Accepted)
        nightjar.peel(
            ours.nodeKeys().get(stop.nodeKey()),
            OnionPacket.of(packet),
            onion.assoc(),
            stop.pathKey());
  }
}
