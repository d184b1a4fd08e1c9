package org.nightjar.ptlc;

/** What an LSP answers to who asks for nonces. */
public sealed interface IssueResult {
  /** Nonces that nobody else has, or a basket's. */
  record Issued(IssuedTuple tuple) implements IssueResult {}

  /** None. */
  record Refused(Refusal reason) implements IssueResult {}
}
