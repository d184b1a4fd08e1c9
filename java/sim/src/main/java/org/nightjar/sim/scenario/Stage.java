package org.nightjar.sim.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.async.Notice;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.async.payer.PayerPolicy;
import org.nightjar.async.recipient.RecipientPolicy;
import org.nightjar.sim.AsyncNetwork;
import org.nightjar.sim.Program;
import org.nightjar.sim.Programs;
import org.nightjar.sim.PtlcNetwork;
import org.nightjar.sim.PtlcPayment;
import org.nightjar.sim.SimNode;
import org.nightjar.sim.SimPayment;
import org.nightjar.sim.Simulation;
import org.nightjar.sim.TraceEvent;
import org.nightjar.sim.Violation;

/**
 * Where a scenario is played: Alice with her phone and her LSP, Bob with his, and whoever else the
 * scenario brings. Bob has one offer, which Alice has scanned.
 */
final class Stage {
  /** What Alice pays: 50,000 sat. */
  static final long AMOUNT_MSAT = 50_000_000;

  private static final Duration SETTLE = Duration.ofDays(2);
  private static final Duration SOON = Duration.ofMinutes(10);

  private final Scenario scenario;
  private final Simulation simulation;
  private final AsyncNetwork network;
  private final @Nullable PtlcNetwork ptlcs;
  private final Recorder recorder;
  private final List<Party> parties = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<SimNode, Long> balances = new HashMap<>();
  private final Set<SimNode> held = new HashSet<>();
  private final SimNode alice;
  private final SimNode aliceLsp;
  private final SimNode bobLsp;
  private final SimNode bob;
  private String conclusion = "";
  private @Nullable Comparison comparison;

  /** Builds the network; the LSPs have no channel with each other yet. */
  Stage(Scenario scenario, Nightjar nightjar, long seed) {
    this.scenario = scenario;
    simulation = new Simulation(nightjar, seed);
    simulation.measureCpu();
    network = new AsyncNetwork(simulation);
    ptlcs = scenario.hasPtlcs() ? new PtlcNetwork(network) : null;
    recorder = new Recorder(simulation);
    aliceLsp = addLsp("Alice's LSP");
    bobLsp = addLsp("Bob's LSP");
    alice = addPayingPhone("Alice");
    Program isPaid = Programs.phone(PayerPolicy.defaults(), oneOffer());
    bob =
        ptlcs == null
            ? network.addPhone("Bob", isPaid, bobLsp)
            : ptlcs.addPhone("Bob", isPaid, bobLsp);
    parties.add(new Party(alice.name(), "payer's phone", true));
    parties.add(new Party(aliceLsp.name(), "payer's LSP, holds", false));
    parties.add(new Party(bobLsp.name(), "recipient's LSP, serves the invoice", false));
    parties.add(new Party(bob.name(), "recipient's phone", true));
  }

  private SimNode addLsp(String name) {
    return ptlcs == null ? network.addLsp(name) : ptlcs.addLsp(name);
  }

  private SimNode addPayingPhone(String name) {
    Program pays = Programs.payer(PayerPolicy.defaults());
    SimNode phone =
        ptlcs == null
            ? network.addPhone(name, pays, aliceLsp)
            : ptlcs.addPayer(name, pays, aliceLsp);
    phone.onNotice(
        notice -> {
          if (notice instanceof Notice.PaymentHeld) {
            held.add(phone);
          }
        });
    return phone;
  }

  private static RecipientPolicy oneOffer() {
    RecipientPolicy usual = RecipientPolicy.defaults();
    return new RecipientPolicy(usual.offers().withSlots(1), usual.answers(), usual.claims());
  }

  // --- building

  /** A channel between the LSPs, as most scenarios have it. */
  Stage withChannelOfLsps() {
    network.addChannel(aliceLsp, bobLsp);
    if (ptlcs != null) {
      ptlcs.addChannel(aliceLsp, bobLsp, AsyncNetwork.HALF_MSAT);
    }
    return this;
  }

  /** One more payer, beside Alice. */
  SimNode addPayer(String name) {
    SimNode phone = addPayingPhone(name);
    parties.add(1, new Party(name, "another payer's phone", true));
    return phone;
  }

  /**
   * A router between the LSPs.
   *
   * @param onwardMsat what it can send on to Bob's LSP
   */
  SimNode addRouter(String name, long onwardMsat) {
    SimNode router = ptlcs == null ? network.addRouter(name) : ptlcs.addRouter(name);
    parties.add(parties.size() - 2, new Party(name, "routing node", false));
    if (ptlcs != null) {
      ptlcs.addChannel(aliceLsp, router, AsyncNetwork.HALF_MSAT);
      ptlcs.addChannel(router, bobLsp, onwardMsat);
    }
    network.addChannel(aliceLsp, router);
    simulation.openChannel(router, bobLsp, onwardMsat, AsyncNetwork.HALF_MSAT, AsyncNetwork.TERMS);
    return router;
  }

  // --- playing

  /** Starts all nodes, and runs until Bob's LSP serves his invoice. */
  void open() {
    simulation.start();
    simulation.nodes().forEach(node -> balances.put(node, node.balanceMsat()));
    await("Bob's LSP serves his static invoice", () -> network.offer(bob).isPresent(), SOON);
    if (ptlcs != null) {
      await("Bob's LSP has nonces to issue for him", () -> ptlcs.isServed(bob), SOON);
    }
    // what a phone was sent just before it fell asleep it is sent again
    run(Duration.ofSeconds(15));
  }

  /** Bob's phone sleeps, where no push reaches it. */
  void bobSleeps() {
    bob.setPushable(false);
    bob.sleep();
    run(Duration.ofSeconds(20));
  }

  /** Bob's phone wakes, and stays awake. */
  void bobWakes() {
    bob.setPushable(true);
    bob.stayAwake();
  }

  /** Alice's phone is off: no push reaches it. */
  void aliceGoesOff() {
    alice.setPushable(false);
    alice.sleep();
  }

  /** Alice's phone is on again, and stays so. */
  void aliceComesBack() {
    alice.setPushable(true);
    alice.stayAwake();
  }

  /** Somebody orders a payment of Bob's offer; runs until an LSP holds it. */
  SimPayment payHeld(SimNode payer) {
    return payHeld(payer, PayerMode.HOLD_AT_LSP);
  }

  /** The same, with a mode in which an LSP holds. */
  SimPayment payHeld(SimNode payer, PayerMode mode) {
    SimPayment payment = network.pay(payer, bob, AMOUNT_MSAT, mode);
    await(
        payer.name() + "'s LSP holds the payment, and her phone may go offline",
        () -> held.contains(payer),
        SOON);
    run(Duration.ofSeconds(5));
    return payment;
  }

  /** Somebody orders a payment of Bob's PTLC offer; runs until an LSP holds all parts of it. */
  PtlcPayment payPtlcHeld(SimNode payer, int parts) {
    int before = Sightings.held(this, aliceLsp);
    PtlcPayment payment = ptlcs().pay(payer, bob, AMOUNT_MSAT, parts);
    await(
        payer.name() + "'s LSP holds " + (parts == 1 ? "the PTLC" : "each of " + parts + " PTLCs"),
        () -> Sightings.held(this, aliceLsp) == before + parts,
        SOON);
    run(Duration.ofSeconds(5));
    return payment;
  }

  void run(Duration time) {
    simulation.run(time);
  }

  /** Runs until something is so, which must be within a while. */
  void await(String what, BooleanSupplier done, Duration limit) {
    check(what, simulation.runUntil(done, limit));
  }

  /** Runs until a payment is over, which must be soon; it must be paid. */
  void awaitPaid(SimPayment payment) {
    await(payment.payer().name() + " knows that it is paid", payment::isPaid, SOON);
  }

  /** The same, for PTLCs: what the payer gets for its money is a receipt. */
  void awaitPaid(PtlcPayment payment) {
    await(payment.payer().name() + " has a receipt", payment::isPaid, SOON);
  }

  /** Runs until the recipient's word that it was paid by HTLC is there, too. */
  void awaitReceipt(SimPayment payment) {
    await(
        payment.payer().name() + " has the HTLC's claim receipt",
        () ->
            Sightings.notices(this, payment.payer(), Notice.ReceiptArrived.class).stream()
                .anyMatch(arrived -> arrived.payment().equals(payment.id())),
        SOON);
  }

  /** Says that something must be so now. */
  void check(String what, boolean holds) {
    findings.add(new Finding(what, holds));
  }

  /** Says what of the money must be so when payments are over that were paid. */
  void checkPaidOnce(SimPayment... payments) {
    await("no HTLC is on its way any more", simulation::nothingLocked, SOON);
    for (SimPayment payment : payments) {
      check(
          payment.payer().name() + " paid the amount and the fees, once",
          gain(payment.payer()) == -payment.amountMsat() - payment.feeMsat());
    }
    checkSums(
        payments.length,
        Stream.of(payments).mapToLong(SimPayment::amountMsat).sum(),
        Stream.of(payments).mapToLong(SimPayment::feeMsat).sum());
  }

  /**
   * The same, for payments by PTLC; who ordered none of them may have paid by HTLC.
   *
   * @param htlcs payments by HTLC before
   */
  void checkPtlcsPaidOnce(List<SimPayment> htlcs, PtlcPayment... payments) {
    await("no PTLC is on its way any more", simulation::nothingLocked, SOON);
    long got = htlcs.stream().mapToLong(SimPayment::amountMsat).sum();
    long fees = htlcs.stream().mapToLong(SimPayment::feeMsat).sum();
    for (PtlcPayment payment : payments) {
      got += payment.amountMsat();
      fees += payment.feeMsat();
    }
    checkSums(htlcs.size() + payments.length, got, fees);
  }

  private void checkSums(int payments, long got, long fees) {
    check("Bob has the whole amount" + (payments > 1 ? " of each" : ""), gain(bob) == got);
    long others = 0;
    for (SimNode node : simulation.nodes()) {
      others += node.isPhone() ? 0 : gain(node);
    }
    check("the nodes between them have the fees, and no more", others == fees);
  }

  /** How much more a node has than at the beginning, in millisatoshi. */
  long gain(SimNode node) {
    return node.balanceMsat() - balances.get(node);
  }

  /** What happened so far of one kind. */
  <E extends TraceEvent> List<E> seen(Class<E> kind) {
    return recorder.notes().stream()
        .map(Recorder.Note::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Shows what two kinds of invoices are good for, side by side. */
  void compare(Comparison sideBySide) {
    comparison = sideBySide;
  }

  /** Says in one line what happened and why it is safe, should everything be as it must. */
  void conclude(String line) {
    conclusion = line;
  }

  // --- who plays

  Simulation simulation() {
    return simulation;
  }

  /** PTLCs, in a scenario that has them. */
  PtlcNetwork ptlcs() {
    return Objects.requireNonNull(ptlcs);
  }

  SimNode alice() {
    return alice;
  }

  SimNode aliceLsp() {
    return aliceLsp;
  }

  SimNode bobLsp() {
    return bobLsp;
  }

  SimNode bob() {
    return bob;
  }

  /** Plays a script, then lets everything settle and looks at it once more. */
  Play play(Scenario.Script script) {
    Instant ended = null;
    try {
      script.play(this);
      ended = simulation.time();
      recorder.stop();
      if (ptlcs == null) {
        network.settle(SETTLE);
      } else {
        ptlcs.settle(SETTLE);
      }
      check("at the end every balance adds up, and nothing is locked", true);
    } catch (Violation e) {
      recorder.stop();
      check("no invariant breaks: " + e.getMessage(), false);
    }
    return told(ended == null ? simulation.time() : ended);
  }

  private Play told(Instant ended) {
    Ledger ledger = new Ledger(recorder.notes(), ended);
    List<PartyFigures> figures = new ArrayList<>();
    for (Party party : parties) {
      SimNode node = simulation.node(party.name());
      Duration cpu = Duration.ofNanos(node.usedNanos());
      figures.add(ledger.figures(party, cpu, balances.isEmpty() ? 0 : gain(node)));
    }
    Optional<Finding> wrong = findings.stream().filter(finding -> !finding.holds()).findFirst();
    return new Play(
        scenario,
        simulation.seed(),
        Simulation.BEGIN,
        ended,
        List.copyOf(parties),
        recorder.moments(),
        network.payments(),
        ptlcs == null ? List.of() : ptlcs.payments(),
        ledger.holds(),
        ledger.heldAmounts(),
        List.copyOf(figures),
        ledger.wakeUp(bob.name()),
        List.copyOf(findings),
        Optional.ofNullable(comparison),
        wrong.map(finding -> "This is not so: " + finding.what() + ".").orElse(conclusion));
  }
}
