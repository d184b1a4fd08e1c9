package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.testkit.vectors.VectorSubject.bytes;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nightjar.Hop;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** The vector of BOLT 4 that is about the payment onion. */
public interface OnionVectors extends VectorSubject {
  @Test
  default void bolt_4_payment_onion() {
    try (Vectors.Cases cases = vectors().open("bolts/bolt04/onion-test.json")) {
      JsonObject file = cases.json();
      JsonObject generate = file.getAsJsonObject("generate");
      OnionChecks checks = new OnionChecks(nightjar(), cases, bytes(generate, "associated_data"));
      List<Hop> hops = OnionChecks.route(generate);
      byte[] packet = bytes(file, "onion");
      checks.builds(packet, bytes(generate, "session_key"), hops);
      for (int i = 0; i < hops.size(); i++) {
        byte[] nodeKey = Hex.bytes(file.getAsJsonArray("decode").get(i).getAsString());
        packet = checks.peels(packet, nodeKey, null, hops.get(i).payload());
      }
      assertThat(packet).isNull();
    }
  }
}
