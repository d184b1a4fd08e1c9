package org.nightjar.async.server;

/** What becomes of a slot when a checked invoice comes for it. */
final class SlotMachine {
  private SlotMachine() {}

  /** What to do with an invoice. */
  enum Verdict {
    /** Serve it from now on. */
    STORE,
    /** It is the one that is served: only the acknowledgement was lost. */
    ACKNOWLEDGE_AGAIN,
    /** It is not newer than the one that is served: late, or replayed. */
    REFUSE
  }

  static Verdict upload(Slot slot, ServingSlot upload) {
    if (!(slot instanceof ServingSlot served)) {
      return Verdict.STORE;
    }
    if (served.equals(upload)) {
      return Verdict.ACKNOWLEDGE_AGAIN;
    }
    return Long.compareUnsigned(upload.createdAt(), served.createdAt()) > 0
        ? Verdict.STORE
        : Verdict.REFUSE;
  }
}
