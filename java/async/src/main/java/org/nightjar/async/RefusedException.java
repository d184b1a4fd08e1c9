package org.nightjar.async;

/** What a peer sent is refused. Normal in production, so it has no stack trace. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * With a reason for {@link Observer}.
   *
   * @param reason a short fixed text
   */
  public RefusedException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** A short fixed text. */
  public String reason() {
    return reason;
  }

  /**
   * Refuses if something is wrong.
   *
   * @param reason a short fixed text
   */
  public static void refuseIf(boolean wrong, String reason) throws RefusedException {
    if (wrong) {
      throw new RefusedException(reason);
    }
  }
}
