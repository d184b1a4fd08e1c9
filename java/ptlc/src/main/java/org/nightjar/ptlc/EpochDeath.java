package org.nightjar.ptlc;

/**
 * Why nothing may be claimed in an epoch any more. Make a new one, upload its pool, and tell the
 * LSP that this one is dead; what is in flight for it goes back to its payers.
 */
public enum EpochDeath {
  /** The device does not have the secret: it was restored, or is another one. */
  NO_SECRET(1),
  /** There is no journal for the epoch. */
  NO_JOURNAL(2),
  /** A record of the journal is damaged, or missing. */
  JOURNAL_DAMAGED(3),
  /** The counter has seen more than the journal, or something else: it is an older copy. */
  JOURNAL_OLD(4),
  /** The recipient said so. */
  RETIRED(5);

  private final int number;

  EpochDeath(int number) {
    this.number = number;
  }

  /** The number in stores: never change one. */
  int number() {
    return number;
  }
}
