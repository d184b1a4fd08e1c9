package org.nightjar.ptlc;

/** What a peer sent is refused. Normal in production, so it has no stack trace. */
public final class RefusalException extends Exception {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  /** With the reason. */
  public RefusalException(Refusal refusal) {
    super(refusal.name(), null, false, false);
    this.refusal = refusal;
  }

  /** The reason. */
  public Refusal refusal() {
    return refusal;
  }

  static void refuseIf(boolean wrong, Refusal refusal) throws RefusalException {
    if (wrong) {
      throw new RefusalException(refusal);
    }
  }
}
