package org.nightjar.cli.ptlc;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nightjar.Nightjar;

/** A forgery from 256 open indices with 2 q - 1 nonces each, which answer q messages. */
final class ForgeryDemo {
  private final AttackDemo command;
  private final Nightjar nightjar;
  private final Victim victim;
  private final int q;
  private final AttackMessages messages;

  ForgeryDemo(AttackDemo command, Nightjar nightjar, Victim victim, int q) {
    this.command = command;
    this.nightjar = nightjar;
    this.victim = victim;
    this.q = q;
    messages = new AttackMessages(nightjar, victim);
  }

  int run(String prevention) {
    Steps steps = new Steps();
    byte[] wanted = messages.wanted(command.note());
    byte[] hash = nightjar.experimental().reusableInvoices().hash(wanted);
    CurvePoint payee = CurvePoint.even(victim.payee());
    command.tell(
        "The attacker writes the receipt that it wants: \""
            + command.note()
            + "\", for "
            + AttackMessages.WANTED_MSAT / 100_000_000_000L
            + " BTC.");
    command.tell(
        "For each index it writes "
            + 2 * q
            + " messages for 1 sat, and computes two challenges c and c' of one nonce, of which it"
            + " can have the index answer either, with "
            + q
            + (q == 1 ? " payment." : " payments."));
    List<OpenIndex> indices =
        IntStream.range(0, RosForgery.SLOTS).parallel().mapToObj(this::open).toList();
    RosForgery forgery = new RosForgery(payee, indices.stream().map(OpenIndex::slot).toList());
    byte[] nonce = forgery.nonce().x();
    BigInteger challenge = TaggedHash.challenge(nightjar, nonce, victim.payee(), hash);
    command.tell(
        "The weights 2^i / (c' - c) add the nonces up to the forged one, before anything is paid."
            + " Its challenge e* is a hash, which nobody chose, and its 256 bits say which answer"
            + " to buy of each index.");
    List<BigInteger> answers = new ArrayList<>();
    for (int i = 0; i < RosForgery.SLOTS; i++) {
      answers.add(indices.get(i).pay(victim, forgery.takesSecond(i, challenge)));
    }
    command.tell(
        "It pays "
            + RosForgery.SLOTS * q
            + " sat in as many payments. The recipient gives "
            + (q == 1 ? "one answer" : q + " answers")
            + " for each index, as it promised, and the weighted sum of them is the forged s.");
    BigInteger scalar = forgery.scalar(answers);
    RosForgery.Slot first = indices.get(0).slot();
    steps
        .add("P", "the recipient's receipt key", payee)
        .add("c_0", "the first challenge of index 0", first.first())
        .add("c'_0", "the second", first.second())
        .addText("weight_i", "2^i / (c'_i - c_i)", "256 of them")
        .add("R*", "+- (sum of weight_i N_i + (sum of weight_i c_i) P), y even", forgery.nonce())
        .add("e*", "H_BIP0340/challenge(x(R*) || P || m*)", challenge)
        .addText("bit i of +- e*", "which of the two to buy of index i", challenge.toString(2))
        .add("s*", "+- sum of weight_i s_i", scalar);
    return command.judge(
        nightjar,
        victim,
        RosForgery.SLOTS * q,
        wanted,
        AttackDemo.signature(nonce, scalar),
        steps,
        prevention);
  }

  private OpenIndex open(int index) {
    return new OpenIndex(
        nightjar,
        victim,
        victim.nonces(index),
        Stream.generate(() -> messages.cheap(index)).limit(2L * q).toList(),
        index);
  }
}
