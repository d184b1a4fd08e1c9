package org.nightjar.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.testkit.Hex;
import org.nightjar.testkit.Vectors;

/** The vectors of BIP340. */
public interface Bip340Vectors extends VectorSubject {
  @Test
  default void bip_340_signatures() {
    try (Vectors.Cases cases = vectors().open("bips/bip-0340_test-vectors.csv")) {
      for (Map<String, String> row : cases.csv()) {
        check(row);
        cases.ran();
      }
    }
  }

  private void check(Map<String, String> row) {
    byte[] publicKey = Hex.bytes(row.get("public key"));
    byte[] message = Hex.bytes(row.get("message"));
    SchnorrSignature signature = SchnorrSignature.of(Hex.bytes(row.get("signature")));
    boolean valid = row.get("verification result").equals("TRUE");
    assertThat(nightjar().verify(publicKey, message, signature)).as("%s", row).isEqualTo(valid);
    if (!row.get("secret key").isEmpty()) {
      SecretKey secret = SecretKey.of(Hex.bytes(row.get("secret key")));
      byte[] aux = Hex.bytes(row.get("aux_rand"));
      assertThat(nightjar().publicKey(secret).toXOnly()).as("%s", row).isEqualTo(publicKey);
      assertThat(nightjar().sign(secret, message, aux)).as("%s", row).isEqualTo(signature);
    }
  }
}
