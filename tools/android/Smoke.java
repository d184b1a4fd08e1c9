import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.nightjar.BuiltOnion;
import org.nightjar.Hop;
import org.nightjar.Nightjar;
import org.nightjar.NodeKey;
import org.nightjar.Peeled;
import org.nightjar.Requirement;
import org.nightjar.SecretKey;
import org.nightjar.wire.PaymentPayload;

/** What an app does first, for check-android.sh to run on shrunk classes: one onion on native code. */
final class Smoke {
  public static void main(String[] arguments) throws Exception {
    Nightjar nightjar = Nightjar.require(Requirement.NATIVE);
    SecureRandom random = new SecureRandom();
    byte[] hash = new byte[32];
    byte[] payload =
        PaymentPayload.builder().amtToForward(42_000).outgoingCltvValue(800_000).build().encode();
    try (NodeKey node = nightjar.nodeKey(SecretKey.random(random));
        SecretKey session = SecretKey.random(random)) {
      BuiltOnion onion =
          nightjar.buildPaymentOnion(session, List.of(Hop.of(node.publicKey(), payload)), hash);
      if (!(nightjar.peel(node, onion.packet(), hash) instanceof Peeled.Final last)
          || !Arrays.equals(last.payload(), payload)) {
        throw new AssertionError("the payload did not come back");
      }
    }
    System.out.println("peeled on " + nightjar.diagnostics().details());
  }
}
