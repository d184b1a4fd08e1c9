package org.nightjar.sim.scenario;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.nightjar.Nightjar;

/** Stories of one payment, or two. Each knows what must come of it. */
public enum Scenario {
  /** Nothing goes wrong. */
  PLAIN("Bob's phone sleeps when Alice pays; it wakes, and is paid", PaidScripts::plain),
  /** Both phones are off. */
  PAYER_OFFLINE(
      "Alice's phone is off when Bob's wakes: her LSP does the rest", PaidScripts::payerOffline),
  /** The recipient does not come. */
  NEVER_WAKES(
      "Bob's phone does not wake: after a day Alice has her money back",
      TroubledScripts::neverWakes),
  /** Two crashes at bad moments. */
  LSP_CRASH(
      "Alice's LSP crashes while it holds, and again when it releases: paid, once",
      TroubledScripts::lspCrash),
  /** Two payers of one invoice. */
  SERVED_TWICE(
      "Bob's LSP hands the same invoice to two payers: both pay, nobody loses",
      PaidScripts::servedTwice),
  /** A dead end on the way. */
  RETRY(
      "A router fails the payment; Alice is offline, and her LSP tries her next onion",
      TroubledScripts::retry),
  /** A payer who does not know the network. */
  TRAMPOLINE(
      "Alice's phone knows its own channel only: her LSP holds, and finds the way",
      TroubledScripts::trampoline),
  /** Dishonest LSPs. */
  REPLAY(
      "Both LSPs send an onion again that they have sent before: refused", TroubledScripts::replay),
  /** Both kinds of invoices, one after the other. */
  PTLC(
      "Experimental: Alice buys a receipt by PTLC; HTLC and PTLC invoice compared",
      PtlcScripts::plain),
  /** A dishonest LSP of the recipient. */
  PTLC_REUSED_NONCE(
      "Experimental: Bob's LSP issues a nonce pair twice: refund, and proof of it",
      PtlcScripts::reusedNonce),
  /** Another device. */
  PTLC_RESTORED(
      "Experimental: Bob's phone is restored: old nonces dead, refund, new nonces",
      PtlcScripts::restored),
  /** A payment in parts. */
  PTLC_MISSING_PART(
      "Experimental: one of two parts is missing: none is claimed; then all are",
      PtlcScripts::missingPart);

  private final String inOneLine;
  private final Script script;

  Scenario(String inOneLine, Script script) {
    this.inOneLine = inOneLine;
    this.script = script;
  }

  /** What happens on a stage. */
  @FunctionalInterface
  interface Script {
    void play(Stage stage);
  }

  /** The scenario of a title. */
  public static Optional<Scenario> of(String title) {
    return Stream.of(values()).filter(scenario -> scenario.title().equals(title)).findFirst();
  }

  /** Its name on a command line. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether its nodes have PTLC channels beside their HTLC channels. */
  boolean hasPtlcs() {
    return name().startsWith("PTLC");
  }

  /** What happens, in a line. */
  public String inOneLine() {
    return inOneLine;
  }

  /**
   * Plays it.
   *
   * @param seed gives the same play each time
   */
  public Play play(Nightjar nightjar, long seed) {
    return new Stage(this, nightjar, seed).play(script);
  }
}
