package org.nightjar.sim.ptlc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.EpochId;
import org.nightjar.ptlc.EpochSecret;
import org.nightjar.ptlc.JournalMark;
import org.nightjar.ptlc.MonotonicCounter;
import org.nightjar.ptlc.StoredCounter;

/**
 * What a phone has in its hardware: epoch secrets and a counter. They survive crashes, and are in
 * no backup: a phone that is restored is another device, and has neither.
 */
public final class Device implements MonotonicCounter {
  private Map<EpochId, byte[]> secrets = new HashMap<>();
  private MonotonicCounter counter = new StoredCounter(new MemoryStore());

  void keep(EpochId epoch, EpochSecret secret) {
    secrets.put(epoch, secret.exposeSecretBytes());
  }

  Optional<EpochSecret> secret(EpochId epoch) {
    return Optional.ofNullable(secrets.get(epoch)).map(EpochSecret::of);
  }

  /** Another device takes its place. */
  public void replace() {
    secrets = new HashMap<>();
    counter = new StoredCounter(new MemoryStore());
  }

  @Override
  public Optional<JournalMark> read(EpochId epoch) throws StoreException {
    return counter.read(epoch);
  }

  @Override
  public boolean advance(EpochId epoch, JournalMark from, JournalMark to) throws StoreException {
    return counter.advance(epoch, from, to);
  }
}
