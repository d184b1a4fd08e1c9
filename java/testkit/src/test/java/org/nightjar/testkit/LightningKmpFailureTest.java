package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.utils.Try;
import fr.acinq.lightning.crypto.sphinx.DecryptedFailurePacket;
import fr.acinq.lightning.crypto.sphinx.FailurePacket;
import fr.acinq.lightning.crypto.sphinx.SharedSecrets;
import fr.acinq.lightning.wire.FailureMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import kotlin.Pair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nightjar.FailureOrigin;
import org.nightjar.Failures;
import org.nightjar.SharedSecret;

/** Failures are the same here and in lightning-kmp, and so is what the sender reads. */
final class LightningKmpFailureTest {
  /** Failure codes of BOLT 4 whose data lightning-kmp gives back as they were. */
  private static final List<Integer> CODES =
      List.of(
          0x2002, 0x6002, 0x6003, 0x4008, 0x4009, 0x400a, 0x400f, 0x0012, 0x0013, 0xc004, 0xc005,
          0xc006, 0x0015, 0x0017);

  private static OpenProviders providers;

  @BeforeAll
  static void open() throws Exception {
    providers = new OpenProviders("lightning-kmp failures");
  }

  @Test
  void random_failures_are_made_wrapped_and_read_alike() {
    OpenProviders.forEachCase(
        "random failures equal on jni and lightning-kmp",
        OpenProviders.count("nightjar.onions.kmp"),
        LightningKmpFailureTest::check);
  }

  private static void check(int number) {
    Failures ours = providers.all().get(0).nightjar().failures();
    RandomFailure random = RandomFailure.get("lightning-kmp failures", number);
    SplittableRandom choice = Seeds.random("lightning-kmp messages", number);
    byte[] message = message(choice);
    FailureMessage known = FailureMessage.Companion.decode(message);
    assertThat(FailureMessage.Companion.encode(known)).isEqualTo(message);
    SharedSecret erring = random.erringSecret();
    org.nightjar.FailurePacket packet = ours.create(erring, message);
    byte[] theirs = FailurePacket.INSTANCE.create(bytes(erring), known);
    assertThat(theirs).isEqualTo(packet.toBytes());
    for (SharedSecret secret : random.secretsBackFromErringHop()) {
      packet = ours.wrap(packet, secret);
      theirs = FailurePacket.INSTANCE.wrap(theirs, bytes(secret));
      assertThat(theirs).isEqualTo(packet.toBytes());
    }
    byte[] received =
        choice.nextInt(4) == 0
            ? CraftedOnion.flip(theirs, choice.nextInt(theirs.length * 8))
            : theirs;
    checkRead(ours, random, received, known);
  }

  private static void checkRead(
      Failures ours, RandomFailure random, byte[] received, FailureMessage expected) {
    Optional<FailureOrigin> origin =
        ours.decrypt(org.nightjar.FailurePacket.of(received), random.secrets());
    List<PublicKey> nodes = new ArrayList<>();
    List<Pair<ByteVector32, PublicKey>> secrets = new ArrayList<>();
    for (int i = 0; i < random.secrets().size(); i++) {
      org.nightjar.SecretKey node = providers.onions().nodes().get(i);
      nodes.add(
          new PublicKey(
              new ByteVector(providers.all().get(0).nightjar().publicKey(node).toBytes())));
      secrets.add(new Pair<>(bytes(random.secrets().get(i)), nodes.get(i)));
    }
    Try<DecryptedFailurePacket> theirs =
        FailurePacket.INSTANCE.decrypt(received, new SharedSecrets(secrets));
    assertThat(origin.isPresent()).isEqualTo(theirs.isSuccess());
    if (origin.isPresent()) {
      assertThat(theirs.get().getOriginNode()).isEqualTo(nodes.get(origin.get().hop()));
      assertThat(theirs.get().getFailureMessage()).isEqualTo(expected);
      assertThat(FailureMessage.Companion.encode(expected)).isEqualTo(origin.get().message());
    }
  }

  /** A failure code and its data, without a channel update or a TLV stream. */
  private static byte[] message(SplittableRandom random) {
    int code = CODES.get(random.nextInt(CODES.size()));
    int dataLength =
        switch (code) {
          case 0x400f -> 12;
          case 0x0012 -> 4;
          case 0x0013 -> 8;
          case 0xc004, 0xc005, 0xc006 -> 32;
          default -> 0;
        };
    byte[] data = Seeds.bytes(random, dataLength);
    if (dataLength == 12 || dataLength == 8) {
      data[0] = 0; // an amount that fits a signed 64-bit integer
    }
    return Hex.concat(new byte[] {(byte) (code >> 8), (byte) code}, data);
  }

  private static ByteVector32 bytes(SharedSecret secret) {
    return new ByteVector32(secret.exposeSecretBytes());
  }
}
