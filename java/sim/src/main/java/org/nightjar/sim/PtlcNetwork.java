package org.nightjar.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nightjar.PublicKey;
import org.nightjar.SchnorrSignature;
import org.nightjar.SecretKey;
import org.nightjar.async.Notice;
import org.nightjar.async.PaymentId;
import org.nightjar.async.Role;
import org.nightjar.async.Routes;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.StoreException;
import org.nightjar.ptlc.IssueStatement;
import org.nightjar.ptlc.Receipt;
import org.nightjar.ptlc.RefusalException;
import org.nightjar.ptlc.XOnlyKey;
import org.nightjar.sim.ptlc.Device;
import org.nightjar.sim.ptlc.PtlcForwarder;
import org.nightjar.sim.ptlc.PtlcIssuer;
import org.nightjar.sim.ptlc.PtlcOffer;
import org.nightjar.sim.ptlc.PtlcPayer;
import org.nightjar.sim.ptlc.PtlcRecipient;
import org.nightjar.sim.ptlc.Wallet;

/**
 * EXPERIMENTAL. PTLCs beside the HTLCs of an {@link AsyncNetwork}: its nodes have PTLC channels
 * next to their HTLC channels, and play the parts of reusable PTLC invoices besides. Orders
 * payments, and asks again after a crash, as an application must.
 */
public final class PtlcNetwork implements PaymentNetwork {
  /** The most indices of an epoch: a pool goes to its LSP in one peer message. */
  public static final int MAX_INDICES = 900;

  private static final int FEW_INDICES = 32;
  private static final int MAX_PARTS = 3;

  private static final Duration RETRY = Duration.ofSeconds(10);

  private final AsyncNetwork network;
  private final Simulation simulation;
  private final long indices;
  private final Map<SimNode, Lsp> lsps = new HashMap<>();
  private final Map<SimNode, Phone> phones = new LinkedHashMap<>();
  private final Map<PaymentId, PtlcPayment> payments = new LinkedHashMap<>();
  private final Set<SimNode> dishonest = new HashSet<>();

  private record Lsp(XOnlyKey key, Set<PublicKey> clients) {}

  private record Phone(Wallet wallet, Device device, SimNode issuer) {}

  /** On a network that is empty as yet, with few indices for each phone. */
  public PtlcNetwork(AsyncNetwork network) {
    this(network, FEW_INDICES);
  }

  /**
   * On a network that is empty as yet.
   *
   * @param indices that each phone's LSP can issue, 1 to {@link #MAX_INDICES}
   */
  public PtlcNetwork(AsyncNetwork network, int indices) {
    this.network = network;
    this.indices = indices;
    this.simulation = network.simulation();
    PtlcChecks checks = new PtlcChecks(this, simulation);
    simulation.invariants().add(checks);
    network.setBesides(checks);
  }

  @Override
  public Simulation simulation() {
    return simulation;
  }

  // --- building

  /** Adds an LSP that holds PTLCs and issues nonces, besides all that it does with HTLCs. */
  @Override
  public SimNode addLsp(String name) {
    return addLsp(name, forwards -> forwards);
  }

  /**
   * Adds an LSP.
   *
   * @param change makes of the usual role that forwards PTLCs the one that runs
   */
  SimNode addLsp(String name, UnaryOperator<Role> change) {
    SecretKey key = SecretKey.random(new SeededRandom(simulation.randomLong()));
    Set<PublicKey> clients = new HashSet<>();
    SimNode[] self = new SimNode[1];
    SimNode lsp =
        network.addLsp(
            name,
            base ->
                environment -> {
                  PtlcForwarder forwarder =
                      new PtlcForwarder(environment, routes(environment.nodeId()));
                  PtlcIssuer issuer =
                      new PtlcIssuer(environment, key, clients, () -> dishonest.contains(self[0]));
                  return base.start(environment)
                      .with(
                          List.of(change.apply(forwarder), issuer),
                          Optional.of(forwarder::releasePath));
                });
    self[0] = lsp;
    lsps.put(lsp, new Lsp(XOnlyKey.of(simulation.nightjar(), key), clients));
    return lsp;
  }

  @Override
  public SimNode addRouter(String name) {
    Program base = Programs.router();
    return simulation.addNode(
        name,
        false,
        environment ->
            base.start(environment)
                .with(
                    List.of(new PtlcForwarder(environment, routes(environment.nodeId()))),
                    Optional.empty()));
  }

  private Supplier<Routes> routes(PublicKey node) {
    return () -> simulation.ptlcRoutes(node);
  }

  /** Each phone has one LSP for PTLCs: two would issue the same indices. */
  @Override
  public SimNode addPhone(String name, SimNode... lsps) {
    return addPhone(name, Programs.phone(), lsps[0]);
  }

  /**
   * Adds a phone with an HTLC channel and a PTLC channel to an LSP.
   *
   * @param base what it does with HTLCs
   */
  public SimNode addPhone(String name, Program base, SimNode lsp) {
    Wallet wallet = Wallet.create(simulation.nightjar(), new SeededRandom(simulation.randomLong()));
    Device device = new Device();
    Program program =
        environment ->
            base.start(environment)
                .with(
                    List.of(
                        new PtlcPayer(environment, routes(environment.nodeId())),
                        new PtlcRecipient(
                            environment, routes(environment.nodeId()), wallet, device, indices)),
                    Optional.empty());
    SimNode phone = add(name, program, lsp);
    phones.put(phone, new Phone(wallet, device, lsp));
    return phone;
  }

  /**
   * Adds a phone that only pays, with an HTLC channel and a PTLC channel to an LSP.
   *
   * @param base what it does with HTLCs
   */
  public SimNode addPayer(String name, Program base, SimNode lsp) {
    return add(
        name,
        environment ->
            base.start(environment)
                .with(
                    List.of(new PtlcPayer(environment, routes(environment.nodeId()))),
                    Optional.empty()),
        lsp);
  }

  private SimNode add(String name, Program program, SimNode lsp) {
    SimNode phone = network.addPhone(name, program, lsp);
    lsps.get(lsp).clients().add(phone.id());
    addChannel(phone, lsp, AsyncNetwork.HALF_MSAT);
    phone.onNotice(notice -> heard(phone, notice));
    phone.onStart(() -> openPayments(phone).forEach(this::look));
    return phone;
  }

  @Override
  public SimChannel addChannel(SimNode one, SimNode other) {
    return addChannel(one, other, AsyncNetwork.HALF_MSAT);
  }

  /**
   * Opens a PTLC channel.
   *
   * @param oneMsat balance of the first end; the other has {@link AsyncNetwork#HALF_MSAT}
   */
  public SimChannel addChannel(SimNode one, SimNode other, long oneMsat) {
    return simulation.openPtlcChannel(one, other, oneMsat, AsyncNetwork.HALF_MSAT, network.terms());
  }

  // --- being paid

  /** What a phone's LSP serves for it: one for all payers, for ever. */
  public PtlcOffer offer(SimNode phone) {
    Phone known = Objects.requireNonNull(phones.get(phone));
    PtlcIssuer issuer = known.issuer().running().role(PtlcIssuer.class).orElseThrow();
    return new PtlcOffer(
        known.wallet().terms(),
        Objects.requireNonNull(lsps.get(known.issuer())).key(),
        issuer.requestPath(known.wallet().terms().offer()));
  }

  /** Whether a phone's LSP has nonces to issue for it. */
  public boolean isServed(SimNode phone) {
    Phone known = Objects.requireNonNull(phones.get(phone));
    byte[] offer = known.wallet().terms().offer().toBytes();
    try {
      return known.issuer().platter().load(Key.of(Kind.PTLC_SERVED, offer)).isPresent();
    } catch (StoreException e) {
      throw new IllegalStateException("a store in memory cannot be read", e);
    }
  }

  /** From now on an LSP forgets which indices it issued, and issues the first again and again. */
  public void letReuseNonces(SimNode lsp) {
    dishonest.add(lsp);
  }

  /** A phone's data are restored on another device, which has neither epoch secret nor counter. */
  public void restoreOnOtherDevice(SimNode phone) {
    Objects.requireNonNull(phones.get(phone)).device().replace();
  }

  @Override
  public void start() {
    simulation.start();
    if (!simulation.runUntil(
        () -> phones().stream().allMatch(this::isServed), Duration.ofHours(1))) {
      throw simulation.violation("there is a phone without nonces at its LSP");
    }
  }

  // --- paying

  @Override
  public PtlcPayment payAnyHow(SimNode payer, SimNode recipient, long amountMsat) {
    return pay(payer, recipient, amountMsat, 1 + (int) simulation.random(MAX_PARTS));
  }

  /**
   * Orders a payment.
   *
   * @param parts over how many PTLCs
   */
  public PtlcPayment pay(SimNode payer, SimNode recipient, long amountMsat, int parts) {
    byte[] id = new byte[PaymentId.LENGTH];
    payer.environment().random().nextBytes(id);
    PtlcPayment payment =
        new PtlcPayment(PaymentId.of(id), payer, recipient, amountMsat, parts, simulation.time());
    payments.put(payment.id(), payment);
    order(payment, offer(recipient));
    return payment;
  }

  private static PtlcPayer role(PtlcPayment payment) {
    return payment.payer().running().role(PtlcPayer.class).orElseThrow();
  }

  private void order(PtlcPayment payment, PtlcOffer offer) {
    SimNode node = payment.payer();
    boolean done =
        node.ask(
            now ->
                role(payment).pay(payment.id(), offer, payment.amountMsat(), payment.parts(), now));
    if (!done && payerKey(payment).isEmpty()) {
      simulation.after(RETRY, () -> order(payment, offer));
    }
  }

  private interface Look<T> {
    T look() throws StoreException;
  }

  /** What a phone's own store says; its disk is not asked to fail. */
  private static <T> T calmly(SimNode node, Look<T> look) {
    return node.disk()
        .calmly(
            () -> {
              try {
                return look.look();
              } catch (StoreException e) {
                throw new IllegalStateException("a store in memory cannot be read", e);
              }
            });
  }

  /** The key that a payment is made with, once it is in its payer's store. */
  Optional<XOnlyKey> payerKey(PtlcPayment payment) {
    return calmly(payment.payer(), () -> role(payment).payerKey(payment.id()));
  }

  /** What the LSP signed for a payment, once it did. */
  public Optional<IssueStatement> statement(PtlcPayment payment) {
    return calmly(payment.payer(), () -> role(payment).statement(payment.id()));
  }

  /** The payer answers a challenge about its receipt. */
  public SchnorrSignature answer(PtlcPayment payment, byte[] challenge) {
    return calmly(
        payment.payer(), () -> role(payment).provesItWasMe(payment.id(), challenge).orElseThrow());
  }

  private void heard(SimNode phone, Notice notice) {
    if (notice instanceof Notice.ReceiptObtained obtained) {
      of(obtained.payment())
          .succeed(simulation.time(), receipt(obtained.receipt()), obtained.feeMsat());
    } else if (notice instanceof Notice.PtlcPaymentFailed failed) {
      of(failed.payment()).fail(simulation.time(), failed.reason());
    }
  }

  private Receipt receipt(byte[] bytes) {
    try {
      return Receipt.decode(bytes);
    } catch (RefusalException e) {
      throw simulation.violation("a receipt that is none");
    }
  }

  private PtlcPayment of(PaymentId id) {
    PtlcPayment payment = payments.get(id);
    if (payment == null) {
      throw simulation.violation("a notice of a payment that nobody ordered");
    }
    return payment;
  }

  private List<PtlcPayment> openPayments(SimNode payer) {
    return openPayments().stream().filter(payment -> payment.payer() == payer).toList();
  }

  /** A notice may have been lost at a crash. */
  private void look(PtlcPayment payment) {
    Optional<Boolean> paid = calmly(payment.payer(), () -> role(payment).isPaid(payment.id()));
    if (paid.isPresent() && paid.get()) {
      Receipt receipt =
          calmly(payment.payer(), () -> role(payment).receipt(payment.id()).orElseThrow());
      long fee = calmly(payment.payer(), () -> role(payment).feeMsat(payment.id()));
      payment.succeed(simulation.time(), receipt, fee);
    } else if (paid.isPresent()) {
      payment.fail(simulation.time(), "found at a start");
    }
  }

  @Override
  public List<PtlcPayment> payments() {
    return List.copyOf(payments.values());
  }

  /** Payments that are not over. */
  public List<PtlcPayment> openPayments() {
    return payments.values().stream().filter(payment -> !payment.isOver()).toList();
  }

  /** Those that are paid too. */
  @Override
  public List<SimNode> phones() {
    return new ArrayList<>(phones.keySet());
  }

  /** Looks at what is not over, and says what still is not. */
  List<PtlcPayment> lookAtOpen() {
    openPayments().forEach(this::look);
    return openPayments();
  }

  @Override
  public void settle(Duration limit) {
    network.settle(limit);
  }
}
