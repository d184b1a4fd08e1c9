package org.nightjar.cli.sim;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nightjar.cli.Subcommand;
import org.nightjar.sim.CryptoMeter;
import org.nightjar.sim.FaultProfile;
import org.nightjar.sim.PaymentNetwork;
import org.nightjar.sim.PtlcNetwork;
import org.nightjar.sim.Simulation;
import org.nightjar.sim.Summary;
import org.nightjar.sim.Topology;
import org.nightjar.sim.Violation;
import org.nightjar.sim.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays many payments. */
@Command(
    name = "run",
    description = {
      "Play many payments between phones that sleep and wake, and check all invariants after"
          + " every step.",
      "Exit code 1 if one breaks; what is printed then says how to see it again."
    })
final class RunCommand extends Subcommand {
  private static final Duration BETWEEN = Duration.ofMinutes(20);
  private static final long SEEDS = 1_000_000_000;
  private static final int MILLION = 1_000_000;

  @Option(
      names = "--payments",
      paramLabel = "NUMBER",
      defaultValue = "100",
      description = "How many (default: 100); one every 20 simulated minutes, on average.")
  private int payments;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "The same seed gives the same run (default: any).")
  private @Nullable Long seed;

  @Option(
      names = "--faults",
      paramLabel = "KIND",
      defaultValue = "none",
      description = "none, network, crash, disk, clock, close or all (default: none).")
  private FaultProfile faults;

  @Option(
      names = "--topology",
      paramLabel = "NAME",
      defaultValue = "city",
      description =
          "e2e4, lsp3, chain5, mpp4, one4, trampoline5 or city (default: city, 12 phones).")
  private Topology topology;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "htlc",
      description = {
        "htlc: static invoices (the default); ptlc: reusable PTLC invoices, each payment in one to"
            + " three parts and for a receipt, experimental; not on mpp4 and trampoline5."
      })
  private PaymentKind kind;

  /** What locks a payment. */
  enum PaymentKind {
    HTLC,
    PTLC
  }

  @Override
  public Integer call() {
    if (payments < 1 || payments > MILLION) {
      throw wrong("--payments is 1 to " + MILLION + ", not " + payments);
    }
    if (kind == PaymentKind.PTLC && !topology.mayHavePtlcs()) {
      throw wrong("--topology " + word(topology) + " has no PTLC channels");
    }
    long first = seed == null ? (long) (new SecureRandom().nextDouble() * SEEDS) : seed;
    CryptoMeter meter = meter();
    Simulation simulation = new Simulation(meter.nightjar(), first);
    PaymentNetwork network =
        kind == PaymentKind.PTLC
            ? topology.withPtlcs(simulation, Math.min(payments, PtlcNetwork.MAX_INDICES))
            : topology.in(simulation);
    Summary summary = new Summary(network);
    Progress progress = new Progress(err(), payments);
    long began = System.nanoTime();
    String broken = null;
    try {
      new Workload(network, payments, BETWEEN).run(faults.rates(), progress::show);
    } catch (Violation e) {
      broken = String.valueOf(e.getMessage());
    }
    progress.end();
    RunReport report =
        new RunReport(
            network,
            summary,
            Duration.ofNanos(System.nanoTime() - began),
            Duration.ofNanos(meter.nanos()),
            again(first),
            broken);
    if (json()) {
      print(report.json());
    } else {
      report.print(terminal());
    }
    return broken == null ? DONE : fail(broken + "; again: " + again(first));
  }

  private CryptoMeter meter() {
    return provider().map(CryptoMeter::open).orElseGet(CryptoMeter::open);
  }

  /** The command line that gives this run again. */
  private String again(long of) {
    return "./nightjar sim run --payments "
        + payments
        + " --seed "
        + of
        + " --faults "
        + word(faults)
        + " --topology "
        + word(topology)
        + (kind == PaymentKind.PTLC ? " --kind ptlc" : "");
  }

  private static String word(Enum<?> option) {
    return option.name().toLowerCase(Locale.ROOT);
  }
}
