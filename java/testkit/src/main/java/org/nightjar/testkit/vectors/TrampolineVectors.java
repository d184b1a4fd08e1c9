package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.testkit.vectors.VectorSubject.bytes;
import static org.nightjar.testkit.vectors.VectorSubject.objects;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.Hop;
import org.nightjar.testkit.Vectors;

/**
 * The packets of trampoline payments (lightning/bolts PR 836): two onions, and a small one inside
 * their last payloads.
 */
public interface TrampolineVectors extends VectorSubject {
  @Test
  default void bolt_4_trampoline_payment_onion() {
    try (Vectors.Cases cases =
        vectors().open("bolts-pr836/bolt04/trampoline-payment-onion-test.json")) {
      JsonObject file = cases.json();
      JsonObject alice = file.getAsJsonObject("generate_alice");
      JsonObject carol = file.getAsJsonObject("generate_carol");
      OnionChecks checks = new OnionChecks(nightjar(), cases, bytes(alice, "associated_data"));
      List<Hop> trampoline = route(alice, "trampoline_hops");
      byte[] inner = bytes(alice, "trampoline_onion");
      checks.builds(inner, bytes(alice, "trampoline_session_key"), trampoline);
      checkLeg(checks, alice, file.getAsJsonObject("decrypt_bob"), key(file, "decrypt_carol"));
      byte[] next =
          checks.peels(inner, key(file, "decrypt_carol"), null, trampoline.get(0).payload());
      assertThat(next)
          .isEqualTo(bytes(file.getAsJsonObject("decrypt_carol"), "next_trampoline_onion"));
      checkLeg(checks, carol, file.getAsJsonObject("decrypt_dave"), key(file, "decrypt_eve"));
      assertThat(checks.peels(next, key(file, "decrypt_eve"), null, trampoline.get(1).payload()))
          .isNull();
    }
  }

  /** A payment onion of two hops: built, forwarded by the first, opened by the second. */
  private static void checkLeg(
      OnionChecks checks, JsonObject generate, JsonObject first, byte[] secondKey) {
    List<Hop> hops = route(generate, "hops");
    byte[] packet = bytes(generate, "onion");
    checks.builds(packet, bytes(generate, "session_key"), hops);
    byte[] next = checks.peels(packet, bytes(first, "node_privkey"), null, hops.get(0).payload());
    assertThat(next).isEqualTo(bytes(first, "next_onion"));
    assertThat(checks.peels(next, secondKey, null, hops.get(1).payload())).isNull();
  }

  private static byte[] key(JsonObject file, String step) {
    return bytes(file.getAsJsonObject(step), "node_privkey");
  }

  private static List<Hop> route(JsonObject from, String name) {
    return objects(from, name)
        .map(
            hop ->
                OnionChecks.hop(
                    bytes(hop, "node_id"), bytes(hop.getAsJsonObject("payload"), "hex")))
        .toList();
  }
}
