package org.nightjar.bench;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Work on the next of a route's prepared inputs at every call, for ever. */
final class RoundRobin<T> implements Supplier<Object> {
  private final List<T> inputs;
  private final Function<T, Object> work;
  private int next;

  private RoundRobin(List<T> inputs, Function<T, Object> work) {
    this.inputs = inputs;
    this.work = work;
  }

  static <T> RoundRobin<T> of(IntFunction<T> input, Function<T, Object> work) {
    return new RoundRobin<>(IntStream.range(0, Route.ONIONS).mapToObj(input).toList(), work);
  }

  @Override
  public Object get() {
    T input = inputs.get(next);
    next = (next + 1) % Route.ONIONS;
    return work.apply(input);
  }
}
