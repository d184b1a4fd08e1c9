package org.nightjar.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.nightjar.Diagnostics;
import org.nightjar.NightjarException;
import org.nightjar.OnionPacket;
import org.nightjar.spi.PeeledLayout;

/** Every figure, measured one after the other. Says on standard error what it is at. */
final class Measurements {
  private static final List<String> FIRST =
      List.of(
          "create-3",
          "create-10",
          "create-20",
          "peel-java",
          "peel-batch-64-java",
          "peel-c",
          "peel-batch-64-c",
          "jni-call",
          "chacha20-1366",
          "chacha20-2600",
          "sha256-1366",
          "blinded-create-3",
          "blinded-create-10",
          "unblind",
          "failure-decrypt-20",
          "bolt12-invoice",
          "message-peel");
  private static final int[] HOPS = {3, 10, 20};
  private static final int[] BATCH_SIZES = {1, 2, 4, 8, 64, 1024};

  /** Parts of the full load of a BatchPeeler, in percent. */
  private static final int[] LOADS = {10, 25, 50, 75, 90};

  private static final Route SHORT_ROUTE = Route.of(3);

  private final Arguments arguments;
  private final Sampler sampler;
  private final NightjarOnions jni = new NightjarOnions("jni");
  private final Onions kmp = Onions.of(Onions.LIGHTNING_KMP);
  private final String kmpName = Onions.LIGHTNING_KMP + " " + Machine.lightningKmpVersion();
  private final List<Step> steps = new ArrayList<>();

  /** One line of progress; one figure, or those of the native program. */
  private record Step(String name, Work work) {}

  private interface Work {
    List<Figure> measure() throws IOException;
  }

  Measurements(Arguments arguments) {
    this.arguments = arguments;
    sampler = arguments.quick() ? new Sampler(2, 2) : new Sampler(10, 10);
    // First: in a fresh JVM both sides are compiled for peeling alone.
    add("peel-java", () -> peel("peel-java", jni));
    addCreates(jni, "");
    addNative();
    addBeside("blinded-create-3", () -> BlindedPathWork.create(jni, SHORT_ROUTE));
    addBeside("blinded-create-10", () -> BlindedPathWork.create(jni, Route.of(10)));
    addBeside("unblind", () -> BlindedPathWork.unblind(jni, SHORT_ROUTE));
    addBeside("failure-decrypt-20-java", () -> FailureWork.decrypt(jni, Route.of(20)));
    addBeside("bolt12-invoice", () -> InvoiceWork.decode(jni, SHORT_ROUTE));
    addBeside("message-peel", () -> OnionMessageWork.peel(jni, SHORT_ROUTE));
    addBatch("create-batch-64-java", () -> createBatch(Route.of(5)));
    addBatch("message-batch-64-java", () -> OnionMessageWork.peelBatch(jni, SHORT_ROUTE));
    addBatch("blinded-create-batch-64-java", () -> BlindedPathWork.createBatch(jni, SHORT_ROUTE));
    addBatch("unblind-batch-64-java", () -> BlindedPathWork.unblindBatch(jni, SHORT_ROUTE));
    addBatch("verify-batch-64-java", () -> SignatureWork.verifyBatch(jni, SHORT_ROUTE));
    addAdaptors();
    add("jni-call", this::jniCall);
    for (int size : BATCH_SIZES) {
      String name = "peel-batch-" + size + "-java";
      add(name, () -> peelBatch(name, size));
    }
    addOnAllCores("peel-two-threads", this::peelTwoThreads);
    addOnAllCores("batch-peeler", this::batchPeeler);
    addProvider("jna");
    addProvider("bc");
    add("peel-alloc", this::peelAllocation);
    JmhSuite jmh = new JmhSuite(arguments.quick());
    if (!arguments.quick()) {
      add("JMH on one thread", jmh::onOneThread);
    }
    addOnAllCores("JMH on all cores", jmh::onAllCores);
    if (arguments.aarch64()) {
      add("instructions on 64-bit ARM", NativeProgram.aarch64()::run);
    }
  }

  /**
   * Measures everything: the figures that have targets first, in their fixed order.
   *
   * @throws IOException if a program cannot be run
   */
  ResultFile result() throws IOException {
    List<Figure> figures = run();
    Diagnostics diagnostics = jni.nightjar().diagnostics();
    return ResultFile.now(
        arguments.quick() ? "quick" : "full",
        diagnostics.toString(),
        diagnostics.details(),
        figures);
  }

  private List<Figure> run() throws IOException {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      System.err.printf("[%2d/%d] %s%n", i + 1, steps.size(), steps.get(i).name());
      figures.addAll(steps.get(i).work().measure());
    }
    figures.sort(Comparator.comparingInt(Measurements::place));
    return figures;
  }

  private static int place(Figure figure) {
    int place = FIRST.indexOf(figure.name());
    return place < 0 ? FIRST.size() : place;
  }

  private void add(String name, Work work) {
    steps.add(new Step(name, work));
  }

  private void addCreates(Onions ours, String suffix) {
    for (int hops : HOPS) {
      String name = "create-" + hops + suffix;
      add(name, () -> create(name, ours, Route.of(hops)));
    }
  }

  private void addBeside(String name, Supplier<Beside> work) {
    addBeside(name, 1, work);
  }

  /** Work on a batch of {@link Route#ONIONS} beside single calls of theirs. */
  private void addBatch(String name, Supplier<Beside> work) {
    addBeside(name, Route.ONIONS, work);
  }

  private void addBeside(String name, int perCall, Supplier<Beside> work) {
    addBeside(name, kmpName, perCall, work);
  }

  private void addBeside(String name, String against, int perCall, Supplier<Beside> work) {
    add(
        name,
        () -> {
          Beside beside = work.get();
          return beside(name, beside.ours(), perCall, against, beside.theirs());
        });
  }

  /** Signatures of the experimental part. */
  private void addAdaptors() {
    AdaptorWork adaptors = new AdaptorWork(jni, SHORT_ROUTE);
    MusigWork musig = new MusigWork(SHORT_ROUTE);
    String kmp = "secp256k1-kmp";
    addBeside("adaptor-presign", "BIP340 sign", 1, adaptors::presign);
    addBeside("adaptor-preverify", "BIP340 verify", 1, adaptors::preverify);
    addBeside("musig2-sign", kmp, 1, musig::sign);
    addBeside("musig2-verify", kmp, 1, musig::verify);
  }

  /** Leaves the figure out where there is but one processor. */
  private void addOnAllCores(String name, Cores.Work<List<Figure>> work) {
    add(
        name,
        () -> {
          try {
            return Cores.all(work);
          } catch (IOException | IllegalStateException e) {
            System.err.println(name + " is left out: " + e.getMessage());
            return List.of();
          }
        });
  }

  private void addNative() {
    NativeProgram program = NativeProgram.bench(arguments.quick());
    if (program.exists()) {
      add("the C core (" + program + ")", program::run);
    } else {
      System.err.println("no figures of the C core alone: " + program + " is not there");
    }
  }

  /** What a provider costs that is not the default one. */
  private void addProvider(String id) {
    try {
      NightjarOnions ours = new NightjarOnions(id);
      add(id + "-call", () -> call(id + "-call", ours));
      add("peel-" + id, () -> peel("peel-" + id, ours));
      addCreates(ours, "-" + id);
    } catch (NightjarException e) {
      System.err.println("provider " + id + " is left out: " + e.getMessage());
    }
  }

  private List<Figure> create(String name, Onions ours, Route route) {
    Onions.checkEqual(ours, kmp, route);
    return besideKmp(name, ours.create(route), 1, kmp.create(route));
  }

  private List<Figure> peel(String name, Onions ours) {
    Onions.checkEqual(ours, kmp, SHORT_ROUTE);
    return besideKmp(name, ours.peel(SHORT_ROUTE), 1, kmp.peel(SHORT_ROUTE));
  }

  /** Per packet: added to the batch, peeled, its result read. */
  private List<Figure> peelBatch(String name, int size) {
    return besideKmp(name, jni.peelBatch(SHORT_ROUTE, size), size, kmp.peel(SHORT_ROUTE));
  }

  private Beside createBatch(Route route) {
    return Beside.checkedBatch(
        jni.createBatch(route),
        created -> HexFormat.of().formatHex(jni.packet(created)),
        kmp.create(route),
        created -> HexFormat.of().formatHex(kmp.packet(created)));
  }

  /** Per onion, in batches of 64: two threads beside one. */
  private List<Figure> peelTwoThreads() {
    try (ParallelPeel peel = new ParallelPeel(jni, SHORT_ROUTE, Route.ONIONS, 2)) {
      List<Sampler.Timing> timings = sampler.run(List.of(peel.with(2), peel.with(1)));
      return List.of(
          Figure.of(
              "peel-two-threads",
              "us",
              timings.get(0).minimum() / peel.onions(2) / 1000,
              "one thread",
              timings.get(1).minimum() / peel.onions(1) / 1000));
    }
  }

  /**
   * From submit to result at some loads, beside the latency allowed; and per packet at full load,
   * beside a batch that needs no gathering.
   */
  private List<Figure> batchPeeler() {
    PeelerLoad load = new PeelerLoad(jni, SHORT_ROUTE, sampler.seconds() / 10);
    double full = load.fullRate();
    load.at(full / 2); // the compiler competes with the worker until it has seen all of this
    double alone = sampler.run(jni.peelBatch(SHORT_ROUTE, Route.ONIONS)).minimum() / Route.ONIONS;
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.of("batch-peeler-full-load", "us", 1e6 / full, "PeelBatch of 64", alone / 1000));
    for (int percent : LOADS) {
      PeelerLoad.Latencies latencies = load.at(full * percent / 100);
      String allowed = String.format("1 ms, at %,.0f a second", full * percent / 100);
      for (int part : new int[] {50, 99}) {
        figures.add(
            Figure.of(
                "batch-peeler-p" + part + "-load-" + percent,
                "us",
                latencies.quantile(part / 100.0) / 1000,
                allowed,
                Targets.LATENCY_MICROS));
      }
    }
    return figures;
  }

  private List<Figure> besideKmp(
      String name, Supplier<Object> ours, int onionsPerCall, Supplier<Object> theirs) {
    return beside(name, ours, onionsPerCall, kmpName, theirs);
  }

  private List<Figure> beside(
      String name,
      Supplier<Object> ours,
      int onionsPerCall,
      String against,
      Supplier<Object> theirs) {
    List<Sampler.Timing> timings = sampler.run(List.of(ours, theirs));
    double micros = timings.get(0).minimum() / onionsPerCall / 1000;
    return List.of(
        sampled(
            Figure.of(name, "us", micros, against, timings.get(1).minimum() / 1000),
            timings.get(0)));
  }

  private List<Figure> jniCall() {
    Sampler.Timing timing = sampler.run(jni.echo(OnionPacket.PAYMENT_LENGTH));
    String budget = String.format("budget %.0f ns", Targets.CALL_NANOS);
    return List.of(
        sampled(Figure.of("jni-call", "ns", timing.minimum(), budget, Targets.CALL_NANOS), timing));
  }

  private static Figure sampled(Figure figure, Sampler.Timing timing) {
    return figure.withNoise(timing.median() / timing.minimum() - 1, timing.samples());
  }

  private List<Figure> call(String name, NightjarOnions ours) {
    List<Sampler.Timing> timings =
        sampler.run(
            List.of(ours.echo(OnionPacket.PAYMENT_LENGTH), jni.echo(OnionPacket.PAYMENT_LENGTH)));
    return List.of(
        sampled(
            Figure.of(name, "ns", timings.get(0).minimum(), "jni", timings.get(1).minimum()),
            timings.get(0)));
  }

  /**
   * The result of a peel is one array, 16 bytes of header and padded to 8, and the {@code Peeled}
   * around it: 12 bytes of header, a reference and an int, padded to 24.
   */
  private List<Figure> peelAllocation() {
    int layout = PeeledLayout.payload(OnionPacket.PAYMENT_LENGTH) + Route.PAYLOAD_LENGTH;
    double result = (16 + layout + 7) / 8 * 8 + 24;
    double allocated = Allocation.perCall(jni.peel(SHORT_ROUTE));
    return List.of(Figure.of("peel-alloc", "B", allocated, "size of the result", result));
  }
}
