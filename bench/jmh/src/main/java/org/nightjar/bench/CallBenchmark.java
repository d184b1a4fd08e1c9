package org.nightjar.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.nightjar.OnionPacket;
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

/** 1366 bytes moved to the provider and back: what a call costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class CallBenchmark {
  @Param({"jni", "jna", "bc"})
  public String provider = "";

  private Supplier<Object> echo = () -> "";

  @Setup
  public void open() {
    echo = new NightjarOnions(provider).echo(OnionPacket.PAYMENT_LENGTH);
  }

  @Benchmark
  public Object echo() {
    return echo.get();
  }
}
