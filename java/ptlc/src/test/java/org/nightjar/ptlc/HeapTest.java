package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.ptlc.World.AMOUNT;
import static org.nightjar.ptlc.World.NIGHTJAR;
import static org.nightjar.ptlc.World.NOW;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.SecretKey;
import org.nightjar.async.store.MemoryStore;

/**
 * After a claim, and when all that can be closed is closed, none of its secrets is in the heap: in
 * no array, number or text, garbage included.
 */
class HeapTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  /** A secret that the test itself does not have: it is masked. */
  private static final class Masked {
    private final byte[] mask = new byte[32];
    private final byte[] masked = new byte[32];

    /** Wipes the array. */
    Masked(byte[] secret) {
      RANDOM.nextBytes(mask);
      for (int i = 0; i < masked.length; i++) {
        masked[i] = (byte) (secret[i] ^ mask[i]);
      }
      Arrays.fill(secret, (byte) 0);
    }

    private int at(int index) {
      return (masked[index] ^ mask[index]) & 0xff;
    }

    /** Whether its bytes stand there, as they do in arrays of bytes and in large numbers. */
    private boolean isAt(ByteBuffer dump, int from) {
      int i = 0;
      while (i < masked.length && (dump.get(from + i) & 0xff) == at(i)) {
        i++;
      }
      return i == masked.length;
    }

    private boolean isTextAt(ByteBuffer dump, int from) {
      int i = 0;
      while (i < 2 * masked.length
          && Character.digit(dump.get(from + i), 16) == (at(i / 2) >> (i % 2 == 0 ? 4 : 0) & 15)) {
        i++;
      }
      return i == 2 * masked.length;
    }

    boolean isIn(ByteBuffer dump) {
      for (int from = 0; from + 2 * masked.length <= dump.limit(); from++) {
        if (isAt(dump, from) || isTextAt(dump, from)) {
          return true;
        }
      }
      return false;
    }
  }

  private static byte[] random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    bytes[0] &= 0x7f;
    return bytes;
  }

  private ByteBuffer dump() throws Exception {
    Path file = folder.resolve("heap.hprof");
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
            "dumpHeap",
            new Object[] {file.toString(), false},
            new String[] {"java.lang.String", "boolean"});
    return mapped(file);
  }

  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  /** Claims a payment to fresh secrets: epoch secret, receipt secret, what left, the receipt. */
  private static List<Masked> claim() throws Exception {
    byte[] epochBytes = random();
    byte[] receiptBytes = random();
    try (EpochSecret epochSecret = EpochSecret.of(epochBytes);
        SecretKey receiptSecret = SecretKey.of(receiptBytes)) {
      XOnlyKey payee = XOnlyKey.of(NIGHTJAR, receiptSecret);
      OfferTerms offer =
          new OfferTerms(
              World.OFFER.chain(), World.OFFER.offer(), payee, World.OFFER.issuer(), 1, 0);
      NoncePool pool =
          NoncePool.create(
              NIGHTJAR,
              offer,
              receiptSecret,
              World.ISSUER_KEY,
              epochSecret,
              PoolParameters.pool(2),
              World.VALIDITY,
              made -> {});
      ReceiptMessage message =
          ReceiptMessage.of(offer, pool.certificate().epoch(), 1, World.terms("alice", AMOUNT));
      Recipient.Environment environment =
          new Recipient.Environment(
              NIGHTJAR,
              new MemoryStore(),
              new StoredCounter(new MemoryStore()),
              offer,
              RecipientPolicy.DEFAULT);
      try (Recipient recipient =
              Recipient.start(environment, pool.certificate(), receiptSecret, epochSecret);
          RouteLock lock =
              RouteLock.of(
                  NIGHTJAR,
                  NIGHTJAR
                      .experimental()
                      .reusableInvoices()
                      .point(message.encode(), pool.tuple(1).nonces())
                      .orElseThrow()
                      .point(),
                  List.of(World.onion("heap")))) {
        ClaimablePtlc incoming =
            ClaimablePtlc.of(NIGHTJAR, message.encode(), lock.first(), AMOUNT, World.onion("heap"));
        ClaimResult result = recipient.claim(List.of(incoming), NOW);
        assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
        try (ClaimResult.Claimed claimed = (ClaimResult.Claimed) result;
            SecretKey sold = lock.unwind(claimed.scalars().get(0)).orElseThrow()) {
          assertThat(result.toString()).contains("redacted");
          return List.of(
              new Masked(epochBytes),
              new Masked(receiptBytes),
              new Masked(claimed.scalars().get(0).exposeSecretBytes()),
              new Masked(sold.exposeSecretBytes()));
        }
      }
    }
  }

  @Test
  void nothingOfAClaimIsLeft() throws Exception {
    List<Masked> secrets = claim();
    byte[] kept = random();
    Masked control = new Masked(kept.clone());
    ByteBuffer dump = dump();
    assertThat(control.isIn(dump)).as("what is kept is found").isTrue();
    assertThat(kept).isNotNull();
    for (int i = 0; i < secrets.size(); i++) {
      assertThat(secrets.get(i).isIn(dump)).as("secret %d", i).isFalse();
    }
  }
}
