package org.nightjar.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nightjar.BuiltOnion;
import org.nightjar.FailureOrigin;
import org.nightjar.FailurePacket;
import org.nightjar.Failures;
import org.nightjar.Hop;
import org.nightjar.SecretKey;
import org.nightjar.SharedSecret;
import org.nightjar.Trampoline;
import org.nightjar.testkit.Seeds;

/** Onions inside onions, and failures through both layers. */
public interface TrampolineConformance extends Subject {
  /** Temporary trampoline failure (lightning/bolts PR 836). */
  byte[] MESSAGE = {0x20, 0x19};

  /** Sender, one hop, first trampoline node, one hop, second trampoline node. */
  @Test
  default void failures_come_back_through_both_layers() {
    SplittableRandom random = Seeds.random("trampoline failures");
    Trampoline trampoline = nightjar().trampoline();
    Failures failures = nightjar().failures();
    List<SharedSecret> outer = secrets(random);
    List<SharedSecret> inner = secrets(random);
    List<SharedSecret> chosen = secrets(random);

    FailurePacket second = trampoline.createFailure(inner.get(1), chosen.get(1), MESSAGE);
    FailurePacket atFirst = failures.wrap(second, chosen.get(0));
    assertThat(failures.decrypt(atFirst, chosen)).isEmpty();
    FailurePacket forwarded =
        trampoline.forwardFailure(atFirst, chosen, inner.get(0), outer.get(1));
    check(failures.wrap(forwarded, outer.get(0)), outer, inner, 3);

    FailurePacket first = trampoline.createFailure(inner.get(0), outer.get(1), MESSAGE);
    check(failures.wrap(first, outer.get(0)), outer, inner, 2);
    check(failures.create(outer.get(0), MESSAGE), outer, inner, 0);
  }

  private void check(
      FailurePacket packet, List<SharedSecret> outer, List<SharedSecret> inner, int hop) {
    FailureOrigin origin =
        nightjar().trampoline().decryptFailure(packet, outer, inner).orElseThrow();
    assertThat(origin.hop()).isEqualTo(hop);
    assertThat(origin.message()).isEqualTo(MESSAGE);
  }

  private static List<SharedSecret> secrets(SplittableRandom random) {
    List<SharedSecret> secrets = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      secrets.add(SharedSecret.of(Seeds.bytes(random, SharedSecret.LENGTH)));
    }
    return secrets;
  }

  @Test
  default void an_inner_onion_is_as_long_as_its_payloads_need() {
    byte[] key = new byte[SecretKey.LENGTH];
    key[31] = 7;
    Hop hop = Hop.of(publicKey(key), new byte[300]);
    BuiltOnion onion =
        nightjar().trampoline().buildOnion(SecretKey.of(key), List.of(hop, hop), new byte[32]);
    assertThat(onion.packet().length()).isEqualTo(66 + 2 * (3 + 300 + 32));
  }
}
