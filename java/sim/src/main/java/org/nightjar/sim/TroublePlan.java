package org.nightjar.sim;

/** Decides what happens to onion messages and on disks, besides the faults of a profile. */
public interface TroublePlan {
  /** No trouble. */
  TroublePlan NONE = new TroublePlan() {};

  /** What becomes of an onion message. */
  enum Fate {
    ARRIVES,
    LOST,
    /** It arrives twice. */
    TWICE,
    /** It arrives late, after others that were sent later. */
    LATE
  }

  /** What becomes of a call of a store. */
  enum Call {
    SERVED,
    FAILS,
    /** It fails, and if it was a write, that was done all the same. */
    DONE_BUT_FAILS
  }

  /** What becomes of an onion message that a node sends now. */
  default Fate fate(SimNode from) {
    return Fate.ARRIVES;
  }

  /** What becomes of the next call of a node's store. */
  default Call call(SimNode node) {
    return Call.SERVED;
  }
}
