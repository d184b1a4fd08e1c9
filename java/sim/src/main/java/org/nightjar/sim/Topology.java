package org.nightjar.sim;

import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.payer.PayerMode;

/** Small networks, named as the captured LDK runs are. Alice pays Bob. */
public enum Topology {
  /** Payer, its LSP, the recipient's LSP, recipient. */
  E2E4(PayerMode.HOLD_AT_LSP) {
    @Override
    void build(PaymentNetwork network) {
      SimNode first = network.addLsp("lsp-alice");
      SimNode second = network.addLsp("lsp-bob");
      network.addChannel(first, second);
      network.addPhone(ALICE, first);
      network.addPhone(BOB, second);
    }
  },
  /** A payer that is always online, one LSP, recipient: the payer itself waits. */
  LSP3(PayerMode.ALWAYS_ONLINE) {
    @Override
    void build(PaymentNetwork network) {
      SimNode lsp = network.addLsp("lsp");
      network.addPhone(ALICE, lsp);
      network.addPhone(BOB, lsp);
    }
  },
  /** As E2E4, with a router between the LSPs. */
  CHAIN5(PayerMode.HOLD_AT_LSP) {
    @Override
    void build(PaymentNetwork network) {
      SimNode first = network.addLsp("lsp-alice");
      SimNode router = network.addRouter("router");
      SimNode second = network.addLsp("lsp-bob");
      network.addChannel(first, router);
      network.addChannel(router, second);
      network.addPhone(ALICE, first);
      network.addPhone(BOB, second);
    }
  },
  /** Payer, two LSPs side by side, recipient: payments of more than 100,000 sat are split. */
  MPP4(PayerMode.HOLD_AT_LSP) {
    @Override
    ForwardingTerms terms() {
      return new ForwardingTerms(AsyncNetwork.TERMS.relay(), 1, 100_000_000);
    }

    @Override
    void build(PaymentNetwork network) {
      SimNode first = network.addLsp("lsp-1");
      SimNode second = network.addLsp("lsp-2");
      network.addPhone(ALICE, first, second);
      network.addPhone(BOB, first, second);
    }
  },
  /** One LSP for payer and recipient, and two phones more. */
  ONE4(PayerMode.HOLD_AT_LSP) {
    @Override
    void build(PaymentNetwork network) {
      SimNode lsp = network.addLsp("lsp");
      network.addPhone(ALICE, lsp);
      network.addPhone(BOB, lsp);
      network.addPhone("carol", lsp);
    }
  },
  /** As CHAIN5, and the payer's LSP finds the way. */
  TRAMPOLINE5(PayerMode.TRAMPOLINE) {
    @Override
    void build(PaymentNetwork network) {
      CHAIN5.build(network);
    }
  },
  /** Three LSPs, a router between them, twelve phones. */
  CITY(PayerMode.HOLD_AT_LSP) {
    @Override
    void build(PaymentNetwork network) {
      SimNode[] lsps = new SimNode[3];
      SimNode router = network.addRouter("router");
      for (int i = 0; i < lsps.length; i++) {
        lsps[i] = network.addLsp("lsp-" + i);
        network.addChannel(lsps[i], router);
      }
      network.addChannel(lsps[0], lsps[1]);
      network.addPhone(ALICE, lsps[0]);
      network.addPhone(BOB, lsps[1]);
      for (int i = 2; i < 12; i++) {
        network.addPhone("phone-" + i, lsps[i % lsps.length]);
      }
    }
  };

  /** The name of the payer. */
  public static final String ALICE = "alice";

  /** The name of the recipient. */
  public static final String BOB = "bob";

  private final PayerMode mode;

  Topology(PayerMode mode) {
    this.mode = mode;
  }

  ForwardingTerms terms() {
    return AsyncNetwork.TERMS;
  }

  abstract void build(PaymentNetwork network);

  /** How the payer of this network pays. */
  public PayerMode mode() {
    return mode;
  }

  /** Whether it can have PTLC channels: each phone has one LSP, and no LSP finds ways. */
  public boolean mayHavePtlcs() {
    return this != MPP4 && this != TRAMPOLINE5;
  }

  /**
   * Builds the network in an empty simulation, with PTLC channels beside the phones' HTLC channels:
   * EXPERIMENTAL.
   *
   * @param indices of each phone, as in {@link PtlcNetwork}
   */
  public PtlcNetwork withPtlcs(Simulation simulation, int indices) {
    PtlcNetwork network = new PtlcNetwork(new AsyncNetwork(simulation, terms()), indices);
    build(network);
    return network;
  }

  /** Builds the network in an empty simulation. */
  public AsyncNetwork in(Simulation simulation) {
    AsyncNetwork network = new AsyncNetwork(simulation, terms());
    build(network);
    return network;
  }
}
