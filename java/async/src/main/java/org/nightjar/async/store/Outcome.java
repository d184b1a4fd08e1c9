package org.nightjar.async.store;

/** What became of a batch. */
public sealed interface Outcome {
  /** All of it is durable. */
  record Done() implements Outcome {}

  /** None of it was written: a record had another version, or a claimed key another owner. */
  record Conflict(Write write) implements Outcome {}
}
