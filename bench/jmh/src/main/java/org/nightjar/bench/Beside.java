package org.nightjar.bench;

import java.util.function.Function;
import java.util.function.Supplier;

/** Work of Nightjar, and the same work of lightning-kmp on the same inputs. */
record Beside(Supplier<Object> ours, Supplier<Object> theirs) {
  /**
   * Checks that both sides give the same, input for input.
   *
   * @param ourResult what ours gave, in a form that is equal to that of theirs
   * @param theirResult what theirs gave, in the same form
   * @throws IllegalStateException if they do not
   */
  static Beside checked(
      Supplier<Object> ours,
      Function<Object, Object> ourResult,
      Supplier<Object> theirs,
      Function<Object, Object> theirResult) {
    for (int i = 0; i < Route.ONIONS; i++) {
      if (!ourResult.apply(ours.get()).equals(theirResult.apply(theirs.get()))) {
        throw new IllegalStateException("implementations disagree on input " + i);
      }
    }
    return new Beside(ours, theirs);
  }

  /**
   * Checks that a batch, whose work gives an array of {@link Route#ONIONS} results, gives what
   * theirs gives one by one.
   *
   * @throws IllegalStateException if it does not
   */
  static Beside checkedBatch(
      Supplier<Object> ours,
      Function<Object, Object> ourResult,
      Supplier<Object> theirs,
      Function<Object, Object> theirResult) {
    Object[] results = (Object[]) ours.get();
    checked(RoundRobin.of(i -> results[i], one -> one), ourResult, theirs, theirResult);
    return new Beside(ours, theirs);
  }
}
