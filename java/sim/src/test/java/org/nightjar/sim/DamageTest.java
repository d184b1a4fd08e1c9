package org.nightjar.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nightjar.Nightjar;
import org.nightjar.PublicKey;
import org.nightjar.async.Effect;
import org.nightjar.async.Notice;
import org.nightjar.async.lsp.HoldPolicy;
import org.nightjar.async.mailbox.MailboxPolicy;
import org.nightjar.async.payer.PayerMode;
import org.nightjar.async.server.ServerPolicy;
import org.nightjar.async.store.Due;
import org.nightjar.async.store.Key;
import org.nightjar.async.store.Kind;
import org.nightjar.async.store.MemoryStore;
import org.nightjar.async.store.RecordFormat;
import org.nightjar.async.store.StoreException;
import org.nightjar.async.store.Stored;
import org.nightjar.async.store.Write;
import org.nightjar.ptlc.EpochId;
import org.nightjar.ptlc.Hash32;
import org.nightjar.ptlc.JournalMark;
import org.nightjar.ptlc.StoredCounter;

/**
 * A bit of a record flips while its node is down. The node names the record, and neither starts nor
 * does anything until it is mended; then all goes on, and nothing is lost.
 */
class DamageTest {
  private static final Nightjar NIGHTJAR = Nightjar.open();

  /** Every bit in a long run, one in so many in a short one. */
  private static final int STEP = Integer.getInteger("nightjar.sim.bits", 13);

  /** Every kind of record that there is; claims have no format of their own. */
  private static final Set<Kind> KINDS =
      Arrays.stream(Kind.values())
          .filter(kind -> !kind.isClaimed())
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));

  /** Of damage in them an epoch dies, alone: it is their role that finds it. */
  private static final Set<Kind> JOURNALS =
      EnumSet.of(Kind.PTLC_EPOCH, Kind.PTLC_ANSWER, Kind.PTLC_COUNTER);

  /** What lies in a store while or after somebody is paid. */
  private static final Set<Kind> OF_A_PAYMENT =
      EnumSet.of(
          Kind.PAYMENT,
          Kind.ENDED_PAYMENT,
          Kind.HOLD,
          Kind.DELEGATION,
          Kind.SERVED_INVOICE,
          Kind.OFFER,
          Kind.INVOICE_SERVER,
          Kind.RECEIPT);

  private final List<TraceEvent.Did> done = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Set<Kind> damaged = EnumSet.noneOf(Kind.class);
  private Random random = new Random();

  @BeforeEach
  void seed() {
    random = new Random(Seeds.first("DamageTest"));
  }

  /** Keeps one record of each kind and state that a run writes. */
  private static void keep(Map<List<Object>, Stored> records, Simulation simulation) {
    simulation
        .invariants()
        .add(
            new Invariants.Check() {
              @Override
              public void writes(SimNode node, List<List<Write>> batches) {
                for (List<Write> batch : batches) {
                  for (Write write : batch) {
                    if (write instanceof Write.Put put) {
                      keep(records, new Stored(put.key(), 1, put.value(), Due.NONE));
                    }
                  }
                }
              }
            });
  }

  private static void keep(Map<List<Object>, Stored> records, Stored stored) {
    records.putIfAbsent(List.of(stored.key().kind(), stored.value()[1]), stored);
  }

  @Test
  void aFlippedBitOfAnyKindOfRecordIsFound() throws StoreException {
    Map<List<Object>, Stored> records = new LinkedHashMap<>();
    holdEndsAfterAPayment(records);
    PtlcTown town = new PtlcTown(1);
    keep(records, town.simulation);
    town.started();
    town.over(town.network.pay(town.alice, town.bob, 7_000_003, 2));
    for (SimNode node : town.simulation.nodes()) {
      for (Kind kind : KINDS) {
        // Some are written without the driver, before a reaction is answered.
        node.platter().scan(kind, null, 10).forEach(stored -> keep(records, stored));
      }
    }
    MemoryStore counters = new MemoryStore(); // in the simulator they are hardware
    new StoredCounter(counters)
        .advance(
            EpochId.of(new byte[EpochId.LENGTH]),
            JournalMark.START,
            new JournalMark(1, Hash32.of(new byte[Hash32.LENGTH])));
    keep(records, counters.scan(Kind.PTLC_COUNTER, null, 1).get(0));
    assertThat(records.values()).extracting(stored -> stored.key().kind()).containsAll(KINDS);
    long tried = 0;
    for (Stored stored : records.values()) {
      RecordFormat.checkAll(storeOf(stored.key(), stored.value()));
      for (int bit = 0; bit < stored.value().length * 8; bit += STEP) {
        String found = complaint(storeOf(stored.key(), flipped(stored.value(), bit)));
        if (!found.contains(stored.key().toString())) {
          throw new AssertionError("bit " + bit + " of " + stored.key() + ": " + found);
        }
        tried++;
      }
    }
    System.out.println(tried + " flipped bits of " + records.size() + " records found");
  }

  /** Bob is paid; then he sleeps until Alice's LSP holds no longer, and she may try again. */
  private static void holdEndsAfterAPayment(Map<List<Object>, Stored> records) {
    Simulation simulation = new Simulation(NIGHTJAR, 1);
    keep(records, simulation);
    AsyncNetwork network = new AsyncNetwork(simulation);
    Set<PublicKey> clients = new HashSet<>();
    SimNode first = network.addLsp("lsp-alice", usual -> mayTryAgain(clients));
    SimNode second = network.addLsp("lsp-bob");
    network.addChannel(first, second);
    SimNode alice = network.addPhone(Topology.ALICE, first);
    SimNode bob = network.addPhone(Topology.BOB, second);
    clients.add(alice.id());
    network.start();
    sleepThrough(network, () -> {});
    network.settle(Duration.ofHours(12));
    bob.sleep();
    SimPayment failing = network.pay(alice, bob, 150_000_000, PayerMode.HOLD_AT_LSP);
    assertThat(simulation.runUntil(failing::isOver, Duration.ofDays(3))).isTrue();
    simulation.run(Duration.ofHours(1));
  }

  /** An LSP to which its clients may send an onion again. */
  private static Program mayTryAgain(Set<PublicKey> clients) {
    return environment ->
        Programs.lsp(
                clients,
                HoldPolicy.defaults().withRetransmitters(clients),
                ServerPolicy.defaults(),
                MailboxPolicy.defaults())
            .start(environment);
  }

  private static String complaint(MemoryStore store) {
    try {
      RecordFormat.checkAll(store);
      for (Kind kind : JOURNALS) {
        for (Stored stored : store.scan(kind, null, 1)) {
          RecordFormat.decode(stored);
        }
      }
      return "nothing";
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static MemoryStore storeOf(Key key, byte[] value) {
    MemoryStore store = new MemoryStore();
    store.write(List.of(List.of(new Write.Put(key, 0, value, Due.NONE))));
    return store;
  }

  private static byte[] flipped(byte[] value, int bit) {
    byte[] flipped = value.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  @Test
  void aNodeWithADamagedRecordDoesNothingUntilItIsMended() throws StoreException {
    Simulation simulation = new Simulation(NIGHTJAR, 2);
    AsyncNetwork network = Topology.E2E4.in(simulation);
    network.start();
    simulation.addTrace(
        (at, event) -> {
          if (event instanceof TraceEvent.Did did && !(did.effect() instanceof Effect.Notify)) {
            done.add(did);
          }
        });
    for (SimNode node : simulation.nodes()) {
      node.onNotice(
          notice -> {
            if (notice instanceof Notice.StoreUnable unable) {
              complaints.add(unable.toString());
            }
          });
    }
    SimPayment payment = sleepThrough(network, () -> damageAll(simulation));
    damageAll(simulation);
    network.settle(Duration.ofHours(12));
    assertThat(payment.isPaid()).isTrue();
    assertThat(damaged).containsAll(OF_A_PAYMENT);
  }

  /** Alice pays Bob, who sleeps when it is held. */
  private static SimPayment sleepThrough(AsyncNetwork network, Runnable whenHeld) {
    Simulation simulation = network.simulation();
    SimNode bob = simulation.node(Topology.BOB);
    bob.setPushable(false);
    bob.sleep();
    SimPayment payment =
        network.pay(simulation.node(Topology.ALICE), bob, 150_000_000, PayerMode.HOLD_AT_LSP);
    simulation.run(Duration.ofMinutes(3));
    whenHeld.run();
    bob.stayAwake();
    simulation.runUntil(payment::isOver, Duration.ofHours(3));
    return payment;
  }

  /** Damages one record of each kind of each node, one after the other, and mends it. */
  private void damageAll(Simulation simulation) {
    try {
      for (SimNode node : simulation.nodes()) {
        boolean awake = node.isUp();
        for (Kind kind : KINDS) {
          List<Stored> records = node.platter().scan(kind, null, 1);
          if (!records.isEmpty()) {
            damage(simulation, node, records.get(0));
            damaged.add(kind);
          }
        }
        if (!awake) {
          node.sleep();
        }
      }
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  private void damage(Simulation simulation, SimNode node, Stored record) throws StoreException {
    int bit = random.nextInt(record.value().length * 8);
    node.sleep();
    put(node, record.key(), flipped(record.value(), bit), record.due());
    done.clear();
    complaints.clear();
    node.start();
    simulation.run(Duration.ofMinutes(1));
    assertThat(complaints).isNotEmpty().allMatch(text -> text.contains(record.key().toString()));
    assertThat(done).noneMatch(did -> did.node().equals(node.name()));
    node.sleep();
    put(node, record.key(), record.value(), record.due());
    node.start();
    simulation.run(Duration.ofMinutes(1));
  }

  private static void put(SimNode node, Key key, byte[] value, Due due) throws StoreException {
    long version = node.platter().load(key).orElseThrow().version();
    node.platter().write(List.of(List.of(new Write.Put(key, version, value, due))));
  }
}
