package org.nightjar.sim;

/** Decides where nodes crash, besides the faults of a profile. */
@FunctionalInterface
public interface CrashPlan {
  /** No crashes. */
  CrashPlan NONE = (node, point, count) -> false;

  /** A place where a crash shows whether promises are kept. */
  enum Point {
    /** A role's writes are not yet durable. */
    BEFORE_WRITE,
    /** A role's writes are durable, no effect is done. */
    AFTER_WRITE,
    /** An effect is done, the next is not. */
    AFTER_EFFECT,
    /** A channel's state is not yet durable. */
    BEFORE_PERSIST,
    /** A channel's state is durable, its message is not sent. */
    AFTER_PERSIST
  }

  /**
   * Whether a node crashes here.
   *
   * @param count how many such places the node came to before
   */
  boolean crashes(SimNode node, Point point, long count);
}
