package org.nightjar.sim;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nightjar.PublicKey;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.Notice;
import org.nightjar.async.PaymentId;
import org.nightjar.async.payer.Failed;
import org.nightjar.async.payer.Payer;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.async.payer.PaymentState;
import org.nightjar.async.payer.Succeeded;
import org.nightjar.async.recipient.Recipient;
import org.nightjar.async.server.StaticInvoiceServer;
import org.nightjar.async.store.StoreException;
import org.nightjar.wire.BlindedPath;
import org.nightjar.wire.blinded.PaymentRelay;
import org.nightjar.wire.bolt12.Offer;

/**
 * Phones, LSPs and routers on a simulated network, and the applications on the phones: they hand
 * out offers, order payments, and ask again after a crash, as an application must.
 */
public final class AsyncNetwork implements PaymentNetwork {
  /** Balance of each end of a new channel: 10 bitcoin in millisatoshi. */
  public static final long HALF_MSAT = 1_000_000_000_000L;

  /** Terms of channels: 80 blocks, 0.01 %, 1 sat. */
  public static final ForwardingTerms TERMS =
      new ForwardingTerms(new PaymentRelay(80, 100, 1_000), 1, HALF_MSAT);

  private static final double HOLD_SHARE = 0.7;
  private static final double TRAMPOLINE_SHARE = 0.4;
  private static final int SLOTS = 3;
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final Duration PATHS_GOOD_FOR = Duration.ofDays(3_650);

  private final Simulation simulation;
  private final ForwardingTerms terms;
  private final Map<SimNode, Set<PublicKey>> clients = new HashMap<>();
  private final List<SimNode> phones = new ArrayList<>();
  private final Map<SimNode, SimNode> servers = new HashMap<>();
  private final Set<SimNode> served = new HashSet<>();
  private final Map<SimNode, Offer> offers = new HashMap<>();
  private final Map<PaymentId, SimPayment> payments = new LinkedHashMap<>();
  private final Map<PaymentId, SimPayment> open = new LinkedHashMap<>();
  private Besides besides = NOTHING;

  /** What phones pay and are paid by other means. */
  interface Besides {
    /** What a phone must have gained by it, in millisatoshi; negative if it lost. */
    long gainMsat(SimNode phone);

    /** Whether a phone was paid by it: then it may have a little more. */
    boolean isPaid(SimNode phone);

    /** Payments that are not over, once their payers' stores were asked. */
    List<? extends OrderedPayment> open();
  }

  private static final Besides NOTHING =
      new Besides() {
        @Override
        public long gainMsat(SimNode phone) {
          return 0;
        }

        @Override
        public boolean isPaid(SimNode phone) {
          return false;
        }

        @Override
        public List<OrderedPayment> open() {
          return List.of();
        }
      };

  /** An empty network on {@link #TERMS}. */
  public AsyncNetwork(Simulation simulation) {
    this(simulation, TERMS);
  }

  /**
   * An empty network.
   *
   * @param terms of all its channels
   */
  public AsyncNetwork(Simulation simulation, ForwardingTerms terms) {
    this.simulation = simulation;
    this.terms = terms;
    simulation.invariants().add(new PaymentChecks(this));
    simulation.invariants().add(new RecordChecks(simulation));
    simulation.invariants().add(new HoldChecks(simulation));
    simulation.invariants().add(new RestartChecks(simulation));
    simulation.invariants().add(new TimeChecks(simulation));
  }

  @Override
  public Simulation simulation() {
    return simulation;
  }

  void setBesides(Besides means) {
    besides = means;
  }

  Besides besides() {
    return besides;
  }

  ForwardingTerms terms() {
    return terms;
  }

  // --- building

  @Override
  public SimNode addLsp(String name) {
    return addLsp(name, program -> program);
  }

  /**
   * Adds an LSP.
   *
   * @param change makes of the usual program the one that runs
   */
  public SimNode addLsp(String name, UnaryOperator<Program> change) {
    Set<PublicKey> own = new HashSet<>();
    SimNode lsp = simulation.addNode(name, false, change.apply(Programs.lsp(own)));
    clients.put(lsp, own);
    return lsp;
  }

  @Override
  public SimNode addRouter(String name) {
    return simulation.addNode(name, false, Programs.router());
  }

  @Override
  public SimNode addPhone(String name, SimNode... lsps) {
    return addPhone(name, Programs.phone(), lsps);
  }

  /**
   * Adds a phone with a program of its own.
   *
   * @param lsps the first serves its static invoices
   */
  public SimNode addPhone(String name, Program program, SimNode... lsps) {
    SimNode phone = simulation.addNode(name, true, program);
    phones.add(phone);
    for (SimNode lsp : lsps) {
      clients.get(lsp).add(phone.id());
      addChannel(phone, lsp);
    }
    servers.put(phone, lsps[0]);
    phone.onNotice(notice -> heard(phone, notice));
    phone.onStart(() -> started(phone));
    return phone;
  }

  @Override
  public SimChannel addChannel(SimNode one, SimNode other) {
    return simulation.openChannel(one, other, HALF_MSAT, HALF_MSAT, terms);
  }

  @Override
  public List<SimNode> phones() {
    return Collections.unmodifiableList(phones);
  }

  /** Who serves a phone's static invoices. */
  public SimNode serverOf(SimNode phone) {
    return servers.get(phone);
  }

  // --- being paid

  /** Has a phone's LSP serve its offers, from now on. */
  private void serve(SimNode phone) {
    Instant until = Simulation.BEGIN.plus(PATHS_GOOD_FOR);
    List<BlindedPath> paths =
        serverOf(phone)
            .running()
            .role(StaticInvoiceServer.class)
            .orElseThrow()
            .requestPaths(phone.name().getBytes(StandardCharsets.UTF_8), until);
    serve(phone, paths);
  }

  private void serve(SimNode phone, List<BlindedPath> paths) {
    Recipient recipient = phone.running().role(Recipient.class).orElseThrow();
    if (phone.ask(now -> recipient.serveOffers(paths, now))) {
      served.add(phone);
    } else {
      simulation.after(RETRY, () -> serve(phone, paths));
    }
  }

  /** A phone's offer, which is the same each time; empty if it has none yet. */
  public Optional<Offer> offer(SimNode phone) {
    Offer known = offers.get(phone);
    for (int slot = 0; slot < SLOTS && known == null && phone.isUp(); slot++) {
      try {
        known =
            phone
                .running()
                .role(Recipient.class)
                .orElseThrow()
                .offer(slot, phone.clock())
                .orElse(null);
      } catch (StoreException e) {
        return Optional.empty();
      }
    }
    if (known != null) {
      offers.put(phone, known);
    }
    return Optional.ofNullable(known);
  }

  @Override
  public void start() {
    simulation.start();
    boolean ready =
        simulation.runUntil(
            () -> phones.stream().allMatch(phone -> offer(phone).isPresent()), Duration.ofHours(1));
    if (!ready) {
      throw simulation.violation("there is a phone without an offer");
    }
  }

  // --- paying

  @Override
  public SimPayment payAnyHow(SimNode payer, SimNode recipient, long amountMsat) {
    return pay(payer, recipient, amountMsat, randomMode());
  }

  private PayerMode randomMode() {
    if (!simulation.happens(HOLD_SHARE)) {
      return PayerMode.ALWAYS_ONLINE;
    }
    return simulation.happens(TRAMPOLINE_SHARE) ? PayerMode.TRAMPOLINE : PayerMode.HOLD_AT_LSP;
  }

  /** Orders a payment of a phone's offer. */
  public SimPayment pay(SimNode payer, SimNode recipient, long amountMsat, PayerMode mode) {
    byte[] id = new byte[PaymentId.LENGTH];
    payer.environment().random().nextBytes(id);
    SimPayment payment =
        new SimPayment(PaymentId.of(id), payer, recipient, amountMsat, mode, simulation.time());
    payments.put(payment.id(), payment);
    open.put(payment.id(), payment);
    order(payment);
    return payment;
  }

  private void order(SimPayment payment) {
    if (payment.isOver() || payment.isAccepted()) {
      return;
    }
    SimNode node = payment.payer();
    Payer payer = node.running().role(Payer.class).orElseThrow();
    Offer offer = offer(payment.recipient()).orElseThrow();
    boolean done =
        node.ask(now -> payer.pay(payment.id(), offer, payment.amountMsat(), payment.mode(), now));
    if (done && payment.isOver() || state(payment).isPresent()) {
      payment.accept();
    } else {
      simulation.after(RETRY, () -> order(payment));
    }
  }

  /** What the payer's store says; empty if it says nothing now. */
  Optional<PaymentState> state(SimPayment payment) {
    try {
      return payment.payer().running().role(Payer.class).orElseThrow().status(payment.id());
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** What the payer's store says, for checks: its disk is not asked to fail. */
  @Nullable PaymentState stateOf(SimPayment payment) {
    return payment.payer().disk().calmly(() -> state(payment)).orElse(null);
  }

  private void heard(SimNode phone, Notice notice) {
    if (notice instanceof Notice.PaymentSucceeded succeeded) {
      of(succeeded.payment()).succeed(simulation.time(), succeeded.preimage(), succeeded.feeMsat());
      open.remove(succeeded.payment());
    } else if (notice instanceof Notice.PaymentFailed failed) {
      of(failed.payment()).fail(simulation.time(), failed.reason());
      open.remove(failed.payment());
    }
  }

  private SimPayment of(PaymentId id) {
    SimPayment payment = payments.get(id);
    if (payment == null) {
      throw simulation.violation("a notice of a payment that nobody ordered");
    }
    return payment;
  }

  /** A notice may have been lost at a crash: what is over is seen at the next start. */
  private void started(SimNode phone) {
    if (!served.contains(phone) && phone.running().role(Recipient.class).isPresent()) {
      serve(phone);
    }
    for (SimPayment payment : List.copyOf(open.values())) {
      if (payment.payer() == phone) {
        look(payment);
      }
    }
  }

  private void look(SimPayment payment) {
    PaymentState state = state(payment).orElse(null);
    if (state instanceof Succeeded succeeded) {
      payment.succeed(simulation.time(), succeeded.preimage(), succeeded.feeMsat());
      open.remove(payment.id());
    } else if (state instanceof Failed failed) {
      payment.fail(simulation.time(), failed.reason());
      open.remove(payment.id());
    }
  }

  @Override
  public List<SimPayment> payments() {
    return List.copyOf(payments.values());
  }

  /** Payments that are not over. */
  public List<SimPayment> openPayments() {
    return List.copyOf(open.values());
  }

  /** Blocks come fast in the end, for what the chain must resolve. */
  @Override
  public void settle(Duration limit) {
    simulation.setFaults(Faults.NONE);
    phones.forEach(SimNode::stayAwake);
    Instant end = simulation.time().plus(limit);
    Instant patient = simulation.time().plus(PATIENCE);
    while (!open.isEmpty() || !besides.open().isEmpty() || !simulation.nothingLocked()) {
      if (simulation.time().isAfter(end)) {
        throw simulation
            .invariants()
            .broken(
                "eventual resolution: "
                    + openPayments()
                    + besides.open()
                    + ", nothing locked: "
                    + simulation.nothingLocked());
      }
      if (simulation.waitsForChain() && simulation.time().isAfter(patient)) {
        simulation.chain().hurry();
      }
      simulation.run(RETRY);
      openPayments().forEach(this::look);
    }
    simulation.run(TimeChecks.CALM.multipliedBy(2));
    simulation.checkAtRest();
  }
}
