package org.nightjar.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A batch of payment onions, added, peeled and read. The time is that of the whole batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class PeelBatchBenchmark {
  @Param({"jni", "jna", "bc"})
  public String provider = "";

  @Param({"1", "2", "4", "8", "64", "1024"})
  public int size;

  private Supplier<Object> peel = () -> "";

  @Setup
  public void open() {
    peel = new NightjarOnions(provider).peelBatch(Route.of(3), size);
  }

  @Benchmark
  public Object peel() {
    return peel.get();
  }
}
