package org.nightjar;

/** What an application cannot do without. */
public enum Requirement {
  /** Native code: fast, and constant time in secrets. */
  NATIVE
}
