package org.nightjar.async.store;

/** One change to a store. */
public sealed interface Write {
  Key key();

  /**
   * Puts a record if its version is still the one that was read.
   *
   * @param key of a kind that is not {@link Kind#isClaimed}
   * @param expectedVersion 0 if there must be no record yet
   * @param value kept by reference until it is written; not to be changed
   */
  record Put(Key key, long expectedVersion, byte[] value, Due due) implements Write {
    /** Checks the kind. */
    public Put {
      if (key.kind().isClaimed()) {
        throw new IllegalArgumentException(key.kind() + " is claimed, not put");
      }
    }
  }

  /**
   * Deletes a record, or a claim, if its version is still the one that was read.
   *
   * @param expectedVersion at least 1
   */
  record Delete(Key key, long expectedVersion) implements Write {
    /** Checks the version. */
    public Delete {
      if (expectedVersion < 1) {
        throw new IllegalArgumentException("no record has version " + expectedVersion);
      }
    }
  }

  /**
   * Takes a key for an owner, once and for all: succeeds if the key is free, or if the same owner
   * took it before. The record's value is the owner; it never changes, and goes with {@link
   * Store#prune}.
   *
   * @param key of a kind that {@link Kind#isClaimed}
   * @param owner who takes it; equal bytes mean the same owner
   * @param height until which it must be kept, inclusive
   */
  record Claim(Key key, byte[] owner, long height) implements Write {
    /** Checks the kind. */
    public Claim {
      if (!key.kind().isClaimed()) {
        throw new IllegalArgumentException(key.kind() + " is put, not claimed");
      }
    }
  }
}
