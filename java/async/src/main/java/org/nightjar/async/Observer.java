package org.nightjar.async;

/** Learns what roles refuse, for logs and metrics. Called on the role's thread; must not throw. */
@FunctionalInterface
public interface Observer {
  /** Ignores everything. */
  Observer NONE = (role, reason) -> {};

  /**
   * A role refused or ignored something.
   *
   * @param role its simple class name
   * @param reason a short fixed text, fit to count by; never contains what a peer sent
   */
  void refused(String role, String reason);
}
