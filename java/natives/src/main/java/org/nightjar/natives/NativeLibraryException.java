package org.nightjar.natives;

import java.util.List;
import java.util.stream.Collectors;
import org.nightjar.natives.NativeLibrary.Outcome;
import org.nightjar.natives.NativeLibrary.Step;

/** libnightjar cannot be used. The message says why and what to do. */
public final class NativeLibraryException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Step> steps;

  NativeLibraryException(List<Step> steps) {
    super(
        steps.stream()
            .filter(step -> step.outcome() == Outcome.FAILED)
            .map(Step::toString)
            .collect(Collectors.joining("; ")));
    this.steps = steps;
  }

  /** All steps taken, for {@code nightjar doctor}. */
  public List<Step> steps() {
    return steps;
  }
}
