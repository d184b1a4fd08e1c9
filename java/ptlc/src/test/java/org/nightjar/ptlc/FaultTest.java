package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.refusal;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nightjar.SecretKey;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Write;
import org.nightjar.store.JdbcStore;

/**
 * Disks and counters that fail: no scalar leaves while they do, and all goes on when they are well.
 */
class FaultTest {
  private boolean failBefore;
  private boolean failAfter;

  @TempDir Path folder;

  private void fail(boolean now) throws StoreException {
    if (now) {
      throw new StoreException("as the test wants it");
    }
  }

  private final World storeFails =
      new World(
          PoolParameters.pool(4),
          new WrappedStore(new MemoryStore()) {
            @Override
            void before(List<List<Write>> batches) throws StoreException {
              fail(failBefore);
            }

            @Override
            void after(List<List<Write>> batches) throws StoreException {
              fail(failAfter);
            }
          },
          new StoredCounter(new MemoryStore()));

  private final World counterFails =
      new World(
          PoolParameters.pool(4),
          new MemoryStore(),
          new WrappedCounter(new StoredCounter(new MemoryStore())) {
            @Override
            void before(JournalMark to) throws StoreException {
              fail(failBefore);
            }

            @Override
            void after(JournalMark to) throws StoreException {
              fail(failAfter);
            }
          });

  private static ClaimResult claim(World world, Recipient recipient, String payer)
      throws Exception {
    return recipient.claim(List.of(world.incoming(world.message(0, payer), payer)), NOW);
  }

  private static void assertClaims(World world, Recipient recipient, String payer)
      throws Exception {
    ClaimablePtlc incoming = world.incoming(world.message(0, payer), payer);
    ClaimResult result = recipient.claim(List.of(incoming), NOW);
    assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
    SecretKey scalar = ((ClaimResult.Claimed) result).scalars().get(0);
    assertThat(World.opens(scalar, incoming.point())).isTrue();
  }

  private static void assertThrows(World world, Recipient recipient, String payer) {
    assertThatThrownBy(() -> claim(world, recipient, payer)).isInstanceOf(StoreException.class);
  }

  @Test
  void aWriteThatDidNotHappenLeavesTheIndexFree() throws Exception {
    try (Recipient recipient = storeFails.start()) {
      failBefore = true;
      assertThrows(storeFails, recipient, "alice");
      failBefore = false;
      assertClaims(storeFails, recipient, "bob");
      assertThat(refusal(claim(storeFails, recipient, "alice"))).isEqualTo(Refusal.ERR_INDEX_USED);
    }
  }

  @Test
  void aWriteOfWhichNothingIsKnownMayBeThere() throws Exception {
    try (Recipient recipient = storeFails.start()) {
      failAfter = true;
      assertThrows(storeFails, recipient, "alice");
      failAfter = false;
      assertThat(refusal(claim(storeFails, recipient, "bob"))).isEqualTo(Refusal.ERR_INDEX_USED);
      assertClaims(storeFails, recipient, "alice");
    }
  }

  @Test
  void aCounterThatDoesNotMoveGivesNothing() throws Exception {
    try (Recipient recipient = counterFails.start()) {
      failBefore = true;
      assertThrows(counterFails, recipient, "alice");
      assertThrows(counterFails, recipient, "alice");
      assertThrows(counterFails, recipient, "bob");
      failBefore = false;
      assertThat(refusal(claim(counterFails, recipient, "bob"))).isEqualTo(Refusal.ERR_INDEX_USED);
      assertClaims(counterFails, recipient, "alice");
    }
  }

  @Test
  void aCounterThatMovedUnseenIsFoundThere() throws Exception {
    try (Recipient recipient = counterFails.start()) {
      failAfter = true;
      assertThrows(counterFails, recipient, "alice");
      failAfter = false;
      assertClaims(counterFails, recipient, "alice");
    }
    try (Recipient recipient = counterFails.resume()) {
      assertClaims(counterFails, recipient, "alice");
    }
  }

  @Test
  void aRecipientThatCouldNotDieOnDiskIsDeadInMemory() throws Exception {
    try (Recipient recipient = storeFails.start()) {
      failBefore = true;
      assertThatThrownBy(recipient::retire).isInstanceOf(StoreException.class);
      assertThat(refusal(claim(storeFails, recipient, "alice"))).isEqualTo(Refusal.ERR_EPOCH);
      failBefore = false;
      recipient.retire();
    }
    assertThat(storeFails.resume().death()).contains(EpochDeath.RETIRED);
  }

  @Test
  void aFullDiskGivesNothing() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("store.db");
    int answered = 0;
    World full;
    try (Store store = JdbcStore.open(url + "?max_page_count=30")) {
      full = new World(PoolParameters.pool(4_000), store, new StoredCounter(new MemoryStore()));
      Recipient recipient = full.start();
      StoreException refused = null;
      while (refused == null) {
        ReceiptMessage message = full.message(answered, "alice");
        try {
          ClaimResult result = recipient.claim(List.of(full.incoming(message, "a")), NOW);
          assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
          answered++;
        } catch (StoreException e) {
          refused = e;
        }
      }
      assertThat(refused).hasMessageContaining("full");
    }
    try (Store store = JdbcStore.open(url)) {
      World mended = new World(PoolParameters.pool(4_000), store, full.counter);
      try (Recipient recipient = mended.resume()) {
        assertThat(recipient.death()).isEmpty();
        for (int index = 0; index <= answered; index++) {
          ClaimablePtlc mallory = mended.incoming(mended.message(index, "mallory"), "m");
          ClaimResult result = recipient.claim(List.of(mallory), NOW);
          assertThat(refusal(result)).isEqualTo(index < answered ? Refusal.ERR_INDEX_USED : null);
        }
      }
    }
  }
}
