package org.nightjar.ptlc;

import java.util.Optional;
import org.nightjar.async.store.StoreException;

/**
 * The port to something outside the device's disk that does not go back when the disk does: the
 * device's hardware, or the LSP ({@link StoredCounter} is its side). It tells a journal from an
 * older copy of itself, and two copies of a device from each other. It learns how many answers an
 * epoch has given, and nothing about them.
 */
public interface MonotonicCounter {
  /**
   * The latest mark of an epoch, if there was one.
   *
   * @throws StoreException if it cannot be asked: nothing is claimed meanwhile
   */
  Optional<JournalMark> read(EpochId epoch) throws StoreException;

  /**
   * Moves on from a mark to a later one, as one step that no other caller can divide.
   *
   * @param from {@link JournalMark#START} also if there was no mark yet
   * @return whether the mark is now {@code to}; false if it was neither {@code from} nor {@code to}
   * @throws StoreException if that could not be made durable, or it is not known
   */
  boolean advance(EpochId epoch, JournalMark from, JournalMark to) throws StoreException;
}
