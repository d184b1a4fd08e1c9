package org.nightjar.ptlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nightjar.ptlc.World.NOW;
import static org.nightjar.ptlc.World.refusal;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nightjar.SecretKey;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.Store;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;

/** Restored, cloned and damaged devices claim nothing in the old epoch. */
class EpochDeathTest {
  private World world = new World(PoolParameters.pool(8));

  private ClaimResult claim(Recipient recipient, long index, String payer) throws Exception {
    return recipient.claim(List.of(world.incoming(world.message(index, payer), payer)), NOW);
  }

  private SecretKey claimed(Recipient recipient, long index, String payer) throws Exception {
    return ((ClaimResult.Claimed) claim(recipient, index, payer)).scalars().get(0);
  }

  private void assertDead(Recipient recipient, EpochDeath why) throws Exception {
    assertThat(recipient.death()).contains(why);
    assertThat(refusal(claim(recipient, 7, "alice"))).isEqualTo(Refusal.ERR_EPOCH);
    recipient.close();
  }

  @Test
  void withoutTheSecretItIsDeadForEver() throws Exception {
    world.start().close();
    assertDead(
        Recipient.resume(
            world.environment(), world.epoch(), World.RECEIPT_SECRET, Optional.empty()),
        EpochDeath.NO_SECRET);
    assertDead(world.resume(), EpochDeath.NO_SECRET);
  }

  @Test
  void withoutItsJournalItIsDead() throws Exception {
    assertDead(world.resume(), EpochDeath.NO_JOURNAL);
    try (Recipient recipient = world.start()) {
      claimed(recipient, 0, "alice");
      delete(EpochRecord.key(world.epoch()));
      assertThat(refusal(claim(recipient, 1, "bob"))).isEqualTo(Refusal.ERR_EPOCH);
      assertDead(recipient, EpochDeath.NO_JOURNAL);
    }
    assertDead(world.resume(), EpochDeath.NO_JOURNAL);
  }

  private void delete(Key key) throws Exception {
    long version = world.store.load(key).orElseThrow().version();
    world.store.write(List.of(List.of(new Write.Delete(key, version))));
  }

  private void damage(Key key) throws Exception {
    Stored stored = world.store.load(key).orElseThrow();
    byte[] value = stored.value().clone();
    value[value.length / 2] ^= 1;
    world.store.write(List.of(List.of(new Write.Put(key, stored.version(), value, Due.NONE))));
  }

  @Test
  void withADamagedRecordItIsDead() throws Exception {
    for (Key key : List.of(EpochRecord.key(world.epoch()), AnswerRecord.key(world.epoch(), 3))) {
      world = new World(PoolParameters.pool(8));
      try (Recipient recipient = world.start()) {
        claimed(recipient, 3, "alice");
      }
      damage(key);
      assertDead(world.resume(), EpochDeath.JOURNAL_DAMAGED);
      assertDead(world.resume(), EpochDeath.JOURNAL_DAMAGED);
    }
  }

  @Test
  void withAnAnswerMissingItIsDead() throws Exception {
    try (Recipient recipient = world.start()) {
      claimed(recipient, 3, "alice");
      claimed(recipient, 4, "bob");
    }
    delete(AnswerRecord.key(world.epoch(), 3));
    assertDead(world.resume(), EpochDeath.JOURNAL_DAMAGED);
  }

  @Test
  void anOlderCopyIsDead() throws Exception {
    try (Recipient recipient = world.start()) {
      Store before = WrappedStore.copy(world.store);
      claimed(recipient, 0, "alice");
      Store between = WrappedStore.copy(world.store);
      claimed(recipient, 1, "bob");
      assertDead(world.resume(before), EpochDeath.JOURNAL_OLD);
      assertDead(world.resume(between), EpochDeath.JOURNAL_OLD);
      // dead by its own records, whatever the counter says
      Recipient.Environment forgetful =
          new Recipient.Environment(
              World.NIGHTJAR,
              between,
              new StoredCounter(new MemoryStore()),
              World.OFFER,
              RecipientPolicy.DEFAULT);
      assertDead(
          Recipient.resume(
              forgetful, world.epoch(), World.RECEIPT_SECRET, Optional.of(world.epochSecret)),
          EpochDeath.JOURNAL_OLD);
      // the true one goes on
      claimed(recipient, 2, "carol");
    }
    try (Recipient recipient = world.resume()) {
      assertThat(recipient.death()).isEmpty();
    }
  }

  @Test
  void aJournalWhoseCounterIsGoneIsDead() throws Exception {
    try (Recipient recipient = world.start()) {
      claimed(recipient, 0, "alice");
      claimed(recipient, 1, "bob");
    }
    World restored =
        new World(PoolParameters.pool(8), world.store, new StoredCounter(new MemoryStore()));
    assertDead(restored.resume(), EpochDeath.JOURNAL_OLD);
  }

  @Test
  void ofTwoClonesOneLives() throws Exception {
    world.start().close();
    Store image = WrappedStore.copy(world.store);
    try (Recipient one = world.resume();
        Recipient clone = world.resume(image)) {
      SecretKey scalar = claimed(one, 0, "alice");
      assertThat(refusal(claim(clone, 0, "mallory"))).isEqualTo(Refusal.ERR_EPOCH);
      assertThat(clone.death()).contains(EpochDeath.JOURNAL_OLD);
      assertThat(claimed(one, 0, "alice")).isEqualTo(scalar);
      claimed(one, 1, "bob");
    }
    assertDead(world.resume(image), EpochDeath.JOURNAL_OLD);
  }

  @Test
  void clonesThatAnswerTheSameAreOneJournal() throws Exception {
    world.start().close();
    Store image = WrappedStore.copy(world.store);
    try (Recipient one = world.resume();
        Recipient clone = world.resume(image)) {
      SecretKey scalar = claimed(one, 0, "alice");
      assertThat(claimed(clone, 0, "alice")).isEqualTo(scalar);
      claimed(clone, 1, "bob");
      assertThat(refusal(claim(one, 1, "mallory"))).isEqualTo(Refusal.ERR_EPOCH);
    }
  }

  @Test
  void clonesThatAnswerTheSameOverOtherPtlcsAreTwoJournals() throws Exception {
    world.start().close();
    ReceiptMessage message = world.message(0, "alice");
    try (Recipient one = world.resume();
        Recipient clone = world.resume(WrappedStore.copy(world.store))) {
      claimed(one, 0, "alice");
      assertThat(refusal(clone.claim(List.of(world.incoming(message, "another")), NOW)))
          .isEqualTo(Refusal.ERR_EPOCH);
    }
  }

  @Test
  void twoProcessesOnOneDiskAreOneDevice() throws Exception {
    world.start().close();
    try (Recipient one = world.resume();
        Recipient other = world.resume()) {
      SecretKey scalar = claimed(one, 0, "alice");
      assertThat(claimed(other, 0, "alice")).isEqualTo(scalar);
      assertThat(refusal(claim(other, 0, "mallory"))).isEqualTo(Refusal.ERR_INDEX_USED);
      claimed(other, 1, "bob");
      claimed(one, 2, "carol");
      one.retire();
      assertThat(refusal(claim(other, 3, "dave"))).isEqualTo(Refusal.ERR_EPOCH);
      assertThat(other.death()).contains(EpochDeath.RETIRED);
    }
  }

  @Test
  void retiredIsDeadForEver() throws Exception {
    try (Recipient recipient = world.start()) {
      claimed(recipient, 0, "alice");
      recipient.retire();
      assertThat(refusal(claim(recipient, 0, "alice"))).isEqualTo(Refusal.ERR_EPOCH);
      recipient.retire();
    }
    assertDead(world.resume(), EpochDeath.RETIRED);
  }
}
